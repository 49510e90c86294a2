import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Lock, LockHeld, takeLock } from '../service/store/lock.ts'
import { runToEnd } from './child.ts'

const INPUTS = [
	'app',
	'components',
	'lib',
	'public',
	'instrumentation-client.ts',
	'proxy.ts',
	'next.config.mjs',
	'postcss.config.mjs',
	'tailwind.config.ts',
	'tsconfig.json',
	'package-lock.json',
]
const STAMP = '.next/sluice-build'
/** Not in `.next`, which a build empties. */
const LOCK = 'node_modules/.cache/sluice/build.lock'
export const CONSOLE_SERVER = '.next/standalone/server.js'

/**
 * Builds the console when a file it is made of has changed since the last build; of two starts at once one builds and the
 * other waits. Throws with the build's output on failure.
 */
export async function buildConsole(say: (line: string) => void): Promise<void> {
	if (isFresh()) return
	say('Building the console, once after each change (about a minute) ...')
	mkdirSync(dirname(LOCK), { recursive: true })
	while (!isFresh()) {
		const lock = takeUnlessHeld(LOCK)
		if (lock === null) await new Promise((next) => setTimeout(next, 250))
		else await build().finally(() => lock.release())
	}
}

async function build(): Promise<void> {
	const stamp = fingerprint()
	const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' }
	const { code, output } = await runToEnd(['node_modules/next/dist/bin/next', 'build'], env)
	if (code !== 0) throw new Error(`The console could not be built:\n${output}`)
	// The standalone server expects both beside itself (Next.js documentation, output: 'standalone').
	cpSync('.next/static', '.next/standalone/.next/static', { recursive: true })
	if (existsSync('public')) cpSync('public', '.next/standalone/public', { recursive: true })
	writeFileSync(STAMP, stamp)
}

const isFresh = () => existsSync(CONSOLE_SERVER) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint()

function takeUnlessHeld(path: string): Lock | null {
	try {
		return takeLock(path)
	} catch (error) {
		if (error instanceof LockHeld) return null
		throw error
	}
}

function fingerprint(): string {
	const hash = createHash('sha256')
	for (const file of INPUTS.flatMap(filesBelow)) hash.update(file).update(readFileSync(file))
	return hash.digest('hex')
}

function filesBelow(path: string): string[] {
	if (!existsSync(path)) return []
	if (statSync(path).isFile()) return [path]
	const entries = readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))
	return entries
		.filter((entry) => !/\.test\.tsx?$/.test(entry.name))
		.flatMap((entry) => filesBelow(join(path, entry.name)))
}
