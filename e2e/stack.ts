import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Stack = {
	urls: { console: string; gate: string; okta: string; cognito: string; world: string; service: string }
	dataDir: string
	/** Everything the servers wrote since they were started: their logs and the gate's access log. */
	logs(): string
	/** Changes the stand-in's world while it runs; throws with its answer when it refuses. */
	world<T = unknown>(path: string, body?: unknown): Promise<T>
	/** What the world shows at `path`: a customer's account, the calls it got. */
	look<T = unknown>(path: string): Promise<T>
	/** Stops the service in the middle of what it does, with its port still open. What is answered lets it go on. */
	holdService(): () => void
	/** A SAML response made to order, as the okta stand-in would post it. */
	assertion(order: Record<string, unknown>): Promise<string>
	stop(): Promise<void>
}

/** A whole Sluice of its own, started by the command a person uses: own ports, own data folder, `extra` environment. */
export async function startStack(portBase: number, extra: Record<string, string> = {}): Promise<Stack> {
	const dataDir = mkdtempSync(join(tmpdir(), 'sluice-stack-'))
	const env = { ...process.env, ...extra, SLUICE_PORT_BASE: String(portBase), SLUICE_DATA_DIR: dataDir }
	const child = spawn(process.execPath, ['scripts/start.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
	let output = ''
	const ready = new Promise<void>((done, fail) => {
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk) => {
				output += String(chunk)
				if (output.includes('Sluice is ready')) done()
			})
		}
		child.once('exit', (code) => fail(new Error(`Sluice did not start (exit code ${code}):\n${output}`)))
	})
	// A worker that is given up while it starts must not leave a Sluice behind.
	const orphaned = () => child.kill('SIGTERM')
	process.once('exit', orphaned)
	await ready
	const at = (host: string, offset: number) => `http://${host}:${portBase + offset}`
	const urls = {
		console: at('localhost', 0),
		gate: at('localhost', 1),
		okta: at('127.0.0.1', 2),
		cognito: at('localhost', 3),
		world: at('localhost', 4),
		service: at('localhost', 5),
	}
	return {
		urls,
		dataDir,
		logs: () =>
			logFiles(dataDir)
				.map((file) => readFileSync(file, 'utf8'))
				.join('\n'),
		world: (path, body) => post(`${urls.world}/_world/${path}`, body ?? {}),
		look: (path) => answered(`${urls.world}/_world/${path}`, {}),
		holdService: () => {
			const found = execFileSync('pgrep', ['-P', String(child.pid), '-f', 'service/main.ts'], { encoding: 'utf8' })
			const pid = Number(found)
			process.kill(pid, 'SIGSTOP')
			return () => process.kill(pid, 'SIGCONT')
		},
		assertion: async (order) =>
			(await post<{ samlResponse: string }>(`${urls.okta}/_world/assertion`, order)).samlResponse,
		stop: async () => {
			const gone = new Promise((done) => child.once('exit', done))
			child.kill('SIGTERM')
			await gone
			process.off('exit', orphaned)
			rmSync(dataDir, { recursive: true, force: true })
		},
	}
}

const logFiles = (dataDir: string) =>
	readdirSync(dataDir)
		.filter((name) => name.endsWith('.log'))
		.map((name) => join(dataDir, name))

function post<T>(url: string, body: unknown): Promise<T> {
	const headers = { 'content-type': 'application/json' }
	return answered(url, { method: 'POST', headers, body: JSON.stringify(body) })
}

async function answered<T>(url: string, init: RequestInit): Promise<T> {
	const answer = await fetch(url, init)
	if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
	return (await answer.json()) as T
}
