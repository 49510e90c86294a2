import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freeBase } from '../standin/trial-ports.ts'
import { faultsOfListing, listing, megabytes } from './image-listing.ts'
import type { Machine } from './image-packages.ts'
import { contextFilter, readRecipe } from './image-recipe.ts'
import { takeSteps } from './image-steps.ts'
import { type Image, seal, tryImages } from './image-trial.ts'
import { localSecrets, urlsOf } from './local-world.ts'

/** Bytes beside the base image. */
const BUDGETS = { service: 60 * 2 ** 20, console: 60 * 2 ** 20 }
type Name = keyof typeof BUDGETS

const libc = existsSync('/etc/alpine-release') ? 'musl' : 'glibc'
const machine: Machine = { os: process.platform, cpu: process.arch, libc }
const repository = process.cwd()
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
	encoding: 'utf8',
})
	.split('\0')
	.filter((path) => path !== '' && existsSync(path))
const say = (line: string) => console.log(line)

function make(name: Name, folder: string): Image {
	const file = `infra/images/${name}.Dockerfile`
	say(`${file}, step by step:`)
	const recipe = readRecipe(readFileSync(file, 'utf8'))
	const context = tracked.filter(contextFilter(readFileSync(`${file}.dockerignore`, 'utf8')))
	const place = join(folder, name)
	const root = join(takeSteps(recipe, { repository, context, folder: place, machine, say }), 'app')
	const files = listing(root)
	const faults = faultsOfListing(files, BUDGETS[name])
	if (faults.length > 0) throw new Error(`${name}: ${faults.length} faults\n${faults.slice(0, 20).join('\n')}`)
	seal(root, true)
	const bytes = files.reduce((sum, each) => sum + each.bytes, 0)
	say(`  ${files.length} files, ${megabytes(bytes)} MB of ${megabytes(BUDGETS[name])} MB; no dev file, no key, no map`)
	const image = { recipe, root }
	made.push(image)
	return image
}

const made: Image[] = []
// As an engine's steps have it, whatever the terminal says: files keep their own modes, new ones and folders can be read.
process.umask(0o022)
const folder = mkdtempSync(join(tmpdir(), 'sluice-image-'))
try {
	// Whoever runs an image is not who built it.
	chmodSync(folder, 0o711)
	const images = { service: make('service', folder), console: make('console', folder) }
	const before = Object.values(images).map(fingerprint)
	const dataDir = join(folder, 'world')
	mkdirSync(dataDir, { mode: 0o711 })
	const portBase = await freeBase()
	await tryImages(images, { world: { portBase, dataDir, urls: urlsOf(portBase), secrets: localSecrets(dataDir) }, say })
	if (Object.values(images).map(fingerprint).join() !== before.join())
		throw new Error('an image wrote into its own tree')
	say('2 passed, 0 failed')
} catch (error) {
	console.error(error instanceof Error ? error.message : error)
	say('0 passed, 1 failed')
	process.exitCode = 1
} finally {
	for (const { root } of made) seal(root, false)
	rmSync(folder, { recursive: true, force: true })
}

function fingerprint({ root }: Image): string {
	return listing(root)
		.map(({ path, bytes }) => `${path} ${bytes}`)
		.sort()
		.join('\n')
}
