/**
 * `npm run vectors -- FOLDER`: holds every case in the folder's JSON files against the policy evaluator.
 *
 * Prints a line per failure, its name first, and last `N passed, N failed`. Exit code 1 when a case fails, when there
 * is none, or when the folder or a file cannot be read.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mismatch, readCase } from '../lib/iam/case.ts'

class Unreadable extends Error {}

interface Entry {
	readonly label: string
	readonly json: unknown
}

function readFolder(folder: string): Entry[] {
	const files = attempt(`cannot read the folder ${folder}`, () => readdirSync(folder))
	const entries = files
		.filter((file) => file.endsWith('.json'))
		.sort()
		.flatMap((file) => readCases(join(folder, file)))
	if (entries.length === 0) throw new Unreadable(`no case in ${folder}`)
	return entries
}

function readCases(path: string): Entry[] {
	const text = attempt(`cannot read ${path}`, () => readFileSync(path, 'utf8'))
	const cases: unknown = attempt(`${path} is not JSON`, () => JSON.parse(text))
	if (!Array.isArray(cases)) throw new Unreadable(`${path} holds no list of cases`)
	return cases.map((json: unknown, index) => ({ label: `${path} case ${index + 1}`, json }))
}

function attempt<T>(problem: string, read: () => T): T {
	try {
		return read()
	} catch (error) {
		const [cause] = String(error instanceof Error ? error.message : error).split('\n')
		throw new Unreadable(`${problem}: ${cause}`)
	}
}

function failureOf({ label, json }: Entry): string | null {
	const read = readCase(json)
	if (!read.ok) return `${nameIn(json) ?? label}: ${read.problem}`
	const difference = mismatch(read.case)
	return difference === null ? null : `${read.case.name}: ${difference}`
}

function nameIn(json: unknown): string | null {
	const named = typeof json === 'object' && json !== null && 'name' in json
	return named && typeof json.name === 'string' ? json.name : null
}

function run(folder: string | undefined): number {
	if (folder === undefined) throw new Unreadable('usage: npm run vectors -- FOLDER')
	const entries = readFolder(folder)
	const failures = entries.map(failureOf).filter((failure) => failure !== null)
	for (const failure of failures) console.log(failure)
	console.log(`${entries.length - failures.length} passed, ${failures.length} failed`)
	return failures.length === 0 ? 0 : 1
}

try {
	process.exitCode = run(process.argv[2])
} catch (error) {
	if (!(error instanceof Unreadable)) throw error
	console.error(error.message)
	process.exitCode = 1
}
