import { readFileSync } from 'node:fs'
import { z } from 'zod'

const names = z.record(z.string(), z.string()).default({})
const lockSchema = z.object({
	packages: z.record(
		z.string(),
		z.object({
			dev: z.boolean().default(false),
			optional: z.boolean().default(false),
			devOptional: z.boolean().default(false),
			os: z.array(z.string()).optional(),
			cpu: z.array(z.string()).optional(),
			libc: z.array(z.string()).optional(),
			dependencies: names,
			optionalDependencies: names,
			peerDependencies: names,
		}),
	),
})
export type Lock = z.infer<typeof lockSchema>['packages']

export const readLock = (file: string): Lock => lockSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).packages

/** This machine: its system, processor and C library, as package-lock.json names them. */
export type Machine = { os: string; cpu: string; libc: string }

/** `["linux"]` admits, `["!win32"]` refuses (npm documentation, package.json: os, cpu). */
function fits(said: string[] | undefined, have: string): boolean {
	const admitted = said?.filter((each) => !each.startsWith('!')) ?? []
	return !said?.includes(`!${have}`) && (admitted.length === 0 || admitted.includes(have))
}

/** The folders that `npm ci --omit=dev` makes on `machine`, or `npm ci` with `dev`: `node_modules/...`, sorted. */
export const installedBy = (lock: Lock, machine: Machine, dev = false): string[] =>
	Object.entries(lock)
		.filter(([path, each]) => path !== '' && (dev || !each.dev))
		.filter(([, { os, cpu, libc }]) => fits(os, machine.os) && fits(cpu, machine.cpu) && fits(libc, machine.libc))
		.map(([path]) => path)
		.sort()

/** The folders of `roots` and of everything that they need, as Node finds them. Throws when one that must be there is not. */
export function reachedFrom(lock: Lock, roots: readonly string[], isThere: (path: string) => boolean): string[] {
	const reached = new Set<string>()
	const visit = (path: string) => {
		if (reached.has(path)) return
		reached.add(path)
		const { dependencies, optionalDependencies, peerDependencies } = lock[path] ?? {}
		for (const name of Object.keys({ ...optionalDependencies, ...peerDependencies })) {
			const found = foundFrom(lock, path, name)
			if (found !== null && isThere(found)) visit(found)
		}
		for (const name of Object.keys(dependencies ?? {})) {
			if (optionalDependencies && name in optionalDependencies) continue
			visit(needed(lock, path, name))
		}
	}
	for (const name of roots) visit(needed(lock, '', name))
	return [...reached].sort()
}

function needed(lock: Lock, from: string, name: string): string {
	const found = foundFrom(lock, from, name)
	if (found === null) throw new Error(`${from || 'the service'} needs ${name}, which package-lock.json does not have`)
	if (lock[found]?.dev) throw new Error(`${from || 'the service'} needs ${name}, which is a devDependency`)
	return found
}

/** Node looks beside the importing package's own packages, then one folder up, and so on. */
function foundFrom(lock: Lock, from: string, name: string): string | null {
	let base = from
	while (true) {
		const path = `${base === '' ? '' : `${base}/`}node_modules/${name}`
		if (path in lock) return path
		if (base === '') return null
		const cut = base.lastIndexOf('/node_modules/')
		base = cut < 0 ? '' : base.slice(0, cut)
	}
}
