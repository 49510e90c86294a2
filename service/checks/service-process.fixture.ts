import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startStandin } from '../../standin/standin.ts'
import { freeBase } from '../../standin/trial-ports.ts'
import { fromTerminal, ORIGIN, requestOf, SECRET, SETTINGS } from '../service.fixture.ts'

const MAIN = join(import.meta.dirname, '../main.ts')
const KEYS = { accessKeyId: 'AKIATESTTESTTESTTEST', secretAccessKey: 'a-secret-for-this-test-only-000000000000' }

export type Surroundings = Awaited<ReturnType<typeof startSurroundings>>

/** The local outside world, with service processes that a test starts beside it and may kill. */
export async function startSurroundings() {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-kill-'))
	const base = await freeBase()
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
	return {
		/** A port that is kept free for the first service. */
		port: base + 5,
		/** All that a service process of these surroundings needs to know. */
		environmentOf: (port: number, databaseUrl?: string): NodeJS.ProcessEnv => ({
			...environment,
			SLUICE_SERVICE_PORT: String(port),
			...(databaseUrl && { DATABASE_URL: databaseUrl }),
		}),
		/** Starts a service on the embedded database of this folder, or on `databaseUrl`. It is not ready yet. */
		spawnService(port: number, databaseUrl?: string): ChildProcess {
			const child = spawn(process.execPath, [MAIN], {
				env: { ...environment, SLUICE_SERVICE_PORT: String(port), ...(databaseUrl && { DATABASE_URL: databaseUrl }) },
				stdio: ['ignore', 'ignore', 'inherit'],
			})
			children.add(child)
			return child
		},
		/** Reads or, with a body, changes what `/_world` shows. */
		async world<T>(path: string, body?: unknown): Promise<T> {
			const headers = { 'content-type': 'application/json' }
			const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) }
			const answer = await fetch(`${standin.urls.world}/_world/${path}`, init)
			return (await answer.json()) as T
		},
		async killAll() {
			await Promise.all([...children].map(kill))
			children.clear()
		},
		async close() {
			await Promise.all([...children].map(kill))
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
