import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { startStandin } from '../standin/standin.ts'
import { freeBase } from '../standin/trial-ports.ts'
import { fromTerminal, ORIGIN, requestOf, SECRET, SETTINGS } from './service.fixture.ts'

const MAIN = join(import.meta.dirname, 'main.ts')
const KEYS = { accessKeyId: 'AKIATESTTESTTESTTEST', secretAccessKey: 'a-secret-for-this-test-only-000000000000' }
const QUIET: StdioOptions = ['ignore', 'ignore', 'inherit']

export type Processes = Awaited<ReturnType<typeof openProcesses>>

/** The local outside world, with processes of the service that a test starts beside it and may kill. */
export async function openProcesses() {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-processes-'))
	const base = await freeBase()
	/** Kept free for the first service. */
	const port = base + 5
	const standin = await startStandin({
		portBase: base,
		dataDir: folder,
		consoleOrigin: ORIGIN,
		serviceOrigins: {},
		gateSecrets: {},
		serviceKey: KEYS,
		log: () => {},
	})
	const children = new Set<ChildProcess>()
	const environment: NodeJS.ProcessEnv = {
		NODE_ENV: 'test',
		PATH: process.env.PATH,
		SLUICE_DATA_DIR: folder,
		SLUICE_GATE_SECRETS: SECRET,
		SLUICE_CONSOLE_ORIGIN: ORIGIN,
		SLUICE_ROLE_ARNS: JSON.stringify(SETTINGS.roleArns),
		SLUICE_CUSTOMER_PRINCIPALS: 'arn:aws:iam::595280932656:role/segment-datalakes-production-access',
		SLUICE_S3_PATH_STYLE: 'true',
		SLUICE_ARCHIVE_ROLE_ARN: SETTINGS.replays.archiveRoleArn,
		SLUICE_REPLAY_JOB: JSON.stringify(SETTINGS.replays.job),
		SLUICE_IDP_ISSUER: `${standin.urls.okta}/metadata`,
		SLUICE_IDP_CERTIFICATES: readFileSync(join(folder, 'okta/idp.cert.pem'), 'utf8'),
		SLUICE_ACS_URL: `${ORIGIN}/sign-in/acs`,
		AWS_ENDPOINT_URL: standin.urls.world,
		AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
		AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
		AWS_REGION: 'us-west-2',
		AWS_EC2_METADATA_DISABLED: 'true',
	}

	/** All that a process on `port` needs to know; it uses the embedded database of a folder here unless `more` names another. */
	const environmentOf = (port: number, more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
		...environment,
		SLUICE_SERVICE_PORT: String(port),
		...more,
	})

	/** Starts a process, which is not ready yet. */
	function spawnService(port: number, more: Record<string, string> = {}, stdio: StdioOptions = QUIET): ChildProcess {
		const child = spawn(process.execPath, [MAIN], { env: environmentOf(port, more), stdio })
		children.add(child)
		return child
	}

	async function killAll(): Promise<void> {
		await Promise.all([...children].map(kill))
		children.clear()
	}

	return {
		port,
		environmentOf,
		spawnService,
		/** The service of `port` on the embedded database, ready to take calls. */
		async startService(): Promise<ChildProcess> {
			const child = spawnService(port)
			await expect.poll(() => isReady(port), { timeout: 60_000 }).toBe(true)
			return child
		},
		/** A call of that service which it must not refuse. */
		async call(method: string, path: string, body?: unknown): Promise<unknown> {
			const answer = await callService(port, method, path, body)
			expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
			return answer.json()
		},
		/** Reads or, with a body, changes what `/_world` shows. */
		async world<T>(path: string, body?: unknown): Promise<T> {
			const headers = { 'content-type': 'application/json' }
			const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) }
			const answer = await fetch(`${standin.urls.world}/_world/${path}`, init)
			return (await answer.json()) as T
		},
		killAll,
		async close() {
			await killAll()
			await standin.close()
			rmSync(folder, { recursive: true, force: true })
		},
	}
}

export const isReady = (port: number): Promise<boolean> =>
	fetch(`http://127.0.0.1:${port}/readyz`).then(
		({ ok }) => ok,
		() => false,
	)

export async function kill(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return
	const gone = once(child, 'exit')
	child.kill('SIGKILL')
	await gone
}

/** A call by an admin at a terminal. Rejects when nobody answers. */
export function callService(
	port: number,
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = {},
): Promise<Response> {
	const request = requestOf(method, path, { ...fromTerminal('admin'), ...headers }, body)
	const text = body === undefined ? null : JSON.stringify(body)
	return fetch(`http://127.0.0.1:${port}${path}`, { method, headers: request.headers, body: text })
}
