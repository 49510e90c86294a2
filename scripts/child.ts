import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'

export type Child = {
	name: string
	/** Settles when the process is gone, with what to tell the person at the terminal. */
	ended: Promise<string>
	/** Resolves when a line of standard output passes `test`. */
	line(test: (line: string) => boolean): Promise<void>
	stop(): Promise<void>
}

/** How long a child may take to finish what it has in flight before it is killed. Milliseconds; above the service's 25 s. */
const PATIENCE = 28_000
const TAIL_LINES = 6

type Options = { env: NodeJS.ProcessEnv; logFile: string; cwd?: string; uid?: number; gid?: number }

/** Starts `node args` with its output in `logFile`. */
export function startChild(name: string, args: string[], options: Options): Child {
	const { logFile: _, ...place } = options
	const child = spawn(process.execPath, args, { ...place, stdio: ['ignore', 'pipe', 'pipe'] })
	const log = createWriteStream(options.logFile, { flags: 'a', mode: 0o600 })
	child.stdout.pipe(log, { end: false })
	child.stderr.pipe(log, { end: false })
	const output = createInterface({ input: child.stdout })
	const tail: string[] = []
	createInterface({ input: child.stderr }).on('line', (line) => {
		tail.push(line)
		if (tail.length > TAIL_LINES) tail.shift()
	})
	const ended = new Promise<string>((done) => {
		child.once('close', (code, signal) => {
			const words = tail.length > 0 ? tail.join('\n') : `see ${options.logFile}`
			done(`The ${name} ended (${signal ?? `exit code ${code}`}): ${words}`)
		})
	})
	return {
		name,
		ended,
		line: (test) => new Promise((done) => output.on('line', (line) => test(line) && done())),
		stop: async () => {
			child.kill('SIGTERM')
			const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE)
			await ended
			clearTimeout(timer)
		},
	}
}

/** Waits for `ready`; throws with the child's last words when it ends first. */
export async function whenReady(child: Child, ready: Promise<void>): Promise<void> {
	const words = await Promise.race([ready.then(() => null), child.ended])
	if (words !== null) throw new Error(words)
}

/** Resolves when `url` answers 200. Asks until then: combine with `whenReady`. */
export async function answers(url: string): Promise<void> {
	while ((await fetch(url, { redirect: 'manual' }).catch(() => null))?.status !== 200) {
		await new Promise((next) => setTimeout(next, 50))
	}
}

/** Runs `node args` to its end and answers what it printed; for steps that must succeed before the next. */
export function runToEnd(args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
	const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
	let output = ''
	const collect = (chunk: unknown) => {
		output += String(chunk)
	}
	child.stdout.on('data', collect)
	child.stderr.on('data', collect)
	return new Promise((done) => child.once('close', (code) => done({ code, output })))
}
