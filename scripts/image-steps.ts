import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { installedBy, type Lock, type Machine, readLock } from './image-packages.ts'
import type { Recipe, Stage, Step } from './image-recipe.ts'

export type Workshop = {
	/** The repository, from which files are taken and, without a registry, packages that are installed there. */
	repository: string
	/** Files of the repository that an engine would be sent. */
	context: readonly string[]
	/** An empty folder outside the repository; each stage gets a root below it. */
	folder: string
	machine: Machine
	say(line: string): void
}

/**
 * Takes the steps of `recipe` one by one and answers the root of its last stage. Base images are not unpacked: `node` is
 * the one that runs this. What an engine would download into the image is named and left out.
 */
export function takeSteps(recipe: Recipe, workshop: Workshop): string {
	let root = ''
	for (const [index, stage] of recipe.stages.entries()) {
		root = join(workshop.folder, stage.name ?? `stage-${index}`)
		let workdir = '/'
		for (const step of stage.steps) {
			if (step.kind === 'workdir') {
				workdir = step.path
				mkdirSync(join(root, workdir), { recursive: true })
			} else take(step, stage, { root, workdir }, workshop)
		}
	}
	return root
}

type Place = { root: string; workdir: string }

function take(step: Exclude<Step, { kind: 'workdir' }>, stage: Stage, place: Place, workshop: Workshop): void {
	const at = (path: string) => (path.startsWith('/') ? join(place.root, path) : join(place.root, place.workdir, path))
	if (step.kind === 'add') {
		workshop.say(`  left out here: ${step.target}, which an engine downloads from ${new URL(step.url).host}`)
	} else if (step.kind === 'run') {
		workshop.say(`  ${step.command}`)
		run(step.command, { cwd: at('.'), env: stage.env }, workshop)
	} else if (step.from !== null) {
		cpSync(join(workshop.folder, step.from, step.source), at(step.target), { recursive: true })
	} else {
		for (const file of workshop.context) {
			mkdirSync(dirname(join(at(step.target), file)), { recursive: true })
			cpSync(join(workshop.repository, file), join(at(step.target), file))
		}
	}
}

function run(command: string, where: { cwd: string; env: Record<string, string> }, workshop: Workshop): void {
	const { cwd } = where
	const install = /^npm ci(?= )(?:.* --omit=(dev))?/.exec(command)
	const quick = install ? { npm_config_fetch_retries: '0', npm_config_prefer_offline: 'true' } : {}
	const env = { HOME: homedir(), PATH: `${dirname(process.execPath)}:${process.env.PATH}`, ...quick, ...where.env }
	// Nothing else of the outer environment: an engine would not know it either.
	const clean = ['-i', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)]
	const { status, stderr, stdout } = spawnSync('env', [...clean, '/bin/sh', '-c', command], { cwd, encoding: 'utf8' })
	if (!install) {
		if (status !== 0) throw new Error(`"${command}" failed:\n${stdout}${stderr}`)
		return
	}
	const lock = readLock(join(cwd, 'package-lock.json'))
	const wanted = installedBy(lock, workshop.machine, install[1] === undefined)
	if (status !== 0) copyInstalled(wanted, cwd, workshop)
	refuseOther(lock, wanted, cwd)
}

/** What npm would have installed stands in the repository already, made from the same lock file. */
function copyInstalled(wanted: string[], cwd: string, { repository, say }: Workshop): void {
	say('  no registry answers: the same packages are taken from those that are installed here')
	for (const folder of wanted) {
		const source = join(repository, folder)
		if (!existsSync(source)) continue
		const own = (path: string) => !path.slice(source.length).includes('/node_modules')
		cpSync(source, join(cwd, folder), { recursive: true, filter: own, verbatimSymlinks: true })
	}
}

/** Whichever way they came: exactly the packages that the lock file says, optional ones where they stand. */
function refuseOther(lock: Lock, wanted: string[], cwd: string): void {
	const found = new Set(foldersBelow(cwd, 'node_modules'))
	const missing = wanted.filter((path) => !found.has(path) && !lock[path]?.optional && !lock[path]?.devOptional)
	const extra = [...found].filter((path) => !wanted.includes(path))
	if (missing.length + extra.length > 0) {
		throw new Error(
			`packages are not those of package-lock.json: missing ${missing.join()}; not wanted ${extra.join()}`,
		)
	}
}

/** `node_modules/name` and `node_modules/@scope/name`, with those within them. */
export function foldersBelow(root: string, modules: string): string[] {
	if (!existsSync(join(root, modules))) return []
	return readdirSync(join(root, modules), { withFileTypes: true })
		.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
		.flatMap(({ name }) =>
			name.startsWith('@') ? readdirSync(join(root, modules, name)).map((each) => `${name}/${each}`) : [name],
		)
		.map((name) => `${modules}/${name}`)
		.flatMap((path) => [path, ...foldersBelow(root, `${path}/node_modules`)])
}
