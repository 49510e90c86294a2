import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { reachedFrom, readLock } from './image-packages.ts'

const ENTRY = 'service/main.ts'
/** Read by name when the service starts; no import leads there. */
const READ = ['service/store/migrations']
/** Of packages nothing that Node would load: it strips no types below node_modules, maps hold sources, tests are theirs. */
const NOT_LOADED = /\.(map|md|[cm]?ts|tsx|flow|test\.[cm]?js)$|\/(\.github|__tests__|tests?|bench(marks?)?|examples?)$/

/** What the service needs at run time: our files that `entry` reaches by imports, and the packages those name. */
export function reachedFiles(root: string, entry: string): { files: string[]; packages: string[] } {
	const files = new Set<string>()
	const packages = new Set<string>()
	const visit = (file: string) => {
		if (files.has(file)) return
		files.add(file)
		if (!file.endsWith('.ts')) return
		for (const named of importsOf(readFileSync(join(root, file), 'utf8'))) {
			if (named.startsWith('.')) visit(join(dirname(file), named))
			else if (!named.startsWith('node:')) packages.add(packageOf(named))
		}
	}
	visit(entry)
	return { files: [...files].sort(), packages: [...packages].sort() }
}

/** What a module imports when it runs: types are gone by then. Lines that begin so are imports, by this house's format. */
export const importsOf = (text: string): string[] =>
	[
		...stripTypeScriptTypes(text).matchAll(
			/^(?:import|export|\})(?:[^'";=]*? from)? ?'([^'\n]+)'|\bimport\('([^'\n]+)'\)/gm,
		),
	].map(([, fixed, later]) => fixed ?? later ?? '')

const packageOf = (named: string) => named.split('/', named.startsWith('@') ? 2 : 1).join('/')

/** Writes the service as it ships, with its packages and nothing else, from `root` to `target`. */
export function writeTree(root: string, target: string): void {
	const { files, packages } = reachedFiles(root, ENTRY)
	const read = READ.flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
	for (const file of [...files, ...read]) {
		mkdirSync(dirname(join(target, file)), { recursive: true })
		cpSync(join(root, file), join(target, file))
	}
	const folders = reachedFrom(readLock(join(root, 'package-lock.json')), packages, (path) =>
		existsSync(join(root, path)),
	)
	for (const folder of folders) {
		cpSync(join(root, folder), join(target, folder), {
			recursive: true,
			filter: (path) => !NOT_LOADED.test(path) && !path.slice(join(root, folder).length).includes('/node_modules'),
		})
	}
	const { name, version } = z
		.object({ name: z.string(), version: z.string() })
		.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
	writeFileSync(join(target, 'package.json'), `${JSON.stringify({ name, version, private: true, type: 'module' })}\n`)
}

if (import.meta.main) {
	const [target] = process.argv.slice(2)
	if (target === undefined) throw new Error('say where to: image-tree.ts FOLDER')
	writeTree('.', target)
}
