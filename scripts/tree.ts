import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

export type SourceFile = { path: string; text: string }

const BUDGET = { median: 60, p90: 150, longest: 250 }
const ROOMS = /^(app|components|lib|service|standin|cli|bench|scripts|e2e)\//
const FORBIDDEN_FOLDERS = /(^|\/)(utils|helpers|common|types|hooks|features)\//
const TOP_LEVEL = /^(app|components|lib|e2e|public|service|standin|infra|cli|bench|scripts|docs|\.ci|[^/]+$)/
const isSource = (path: string) =>
	ROOMS.test(path) && /\.(ts|tsx|mjs)$/.test(path) && !/\.(test|torture|spec)\.tsx?$/.test(path)
const linesOf = (text: string) => text.split('\n').length - 1

/** What breaks the house rules of the tree (docs/decisions.md), one line for each fault, empty when all is well. */
export function faultsOf(files: SourceFile[]): string[] {
	return [...sizeFaults(files), ...files.flatMap(placeFaults), ...files.flatMap(contentFaults)]
}

/** Lines of the source files without tests: median, 90th percentile, longest. */
export function sizesOf(files: SourceFile[]) {
	const lengths = files.filter((file) => isSource(file.path)).map((file) => linesOf(file.text))
	lengths.sort((a, b) => a - b)
	const at = (share: number) => lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * share))] ?? 0
	return { files: lengths.length, median: at(0.5), p90: at(0.9), longest: lengths.at(-1) ?? 0 }
}

function sizeFaults(files: SourceFile[]): string[] {
	const sizes = sizesOf(files)
	const over = (['median', 'p90'] as const).filter((name) => sizes[name] > BUDGET[name])
	const long = files.filter((file) => isSource(file.path) && linesOf(file.text) > BUDGET.longest)
	return [
		...over.map(
			(name) => `size budget: ${name} is ${sizes[name]} lines, at most ${BUDGET[name]}; split the longest files`,
		),
		...long.map(
			(file) => `${file.path}: ${linesOf(file.text)} lines, at most ${BUDGET.longest}; split it by what it knows`,
		),
	]
}

function placeFaults({ path }: SourceFile): string[] {
	const faults = []
	if (!TOP_LEVEL.test(path)) faults.push(`${path}: no such room at the top level`)
	if (FORBIDDEN_FOLDERS.test(path))
		faults.push(`${path}: name the folder for a noun of the field, or move the file to components/ or lib/`)
	if (isSource(path) && /(^|\/)index\.tsx?$/.test(path))
		faults.push(`${path}: a barrel; import the file that holds the name`)
	if (isSource(path) && !/^(?:.*\/)?[a-z0-9[\]().-]+$/.test(path)) faults.push(`${path}: file names are kebab-case`)
	return faults
}

function contentFaults({ path, text }: SourceFile): string[] {
	const faults = []
	if (path === 'package-lock.json' && /"resolved":/.test(text)) faults.push(`${path}: holds addresses of a registry`)
	if (/\.(ts|tsx|mjs|json|md|sh|css|tf|hcl)$/.test(path) && /["'`\s(](\/(work|root|home|tmp|opt)\/)/.test(text)) {
		faults.push(`${path}: names a path of one machine`)
	}
	const fromLib = /^import (?!type )[^;\n]*from '(?:\.\.\/)+lib\//m
	if (path.startsWith('components/') && isSource(path) && fromLib.test(text)) {
		faults.push(`${path}: components/ may import types of lib only (import type)`)
	}
	return faults
}

function trackedFiles(): SourceFile[] {
	const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
		encoding: 'utf8',
	})
	const paths = listed.split('\0').filter((path) => path !== '' && existsSync(path))
	return paths.map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

if (import.meta.main) {
	const files = trackedFiles()
	const faults = faultsOf(files)
	for (const fault of faults) console.error(fault)
	const { files: count, median, p90, longest } = sizesOf(files)
	console.log(
		`tree: ${count} source files, median ${median}, p90 ${p90}, longest ${longest} lines, ${faults.length} faults`,
	)
	process.exitCode = faults.length > 0 ? 1 : 0
}
