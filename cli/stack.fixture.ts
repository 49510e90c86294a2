import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Role } from '../lib/contract/role.ts'
import { SECOND_SECRET, SECRET, SETTINGS } from '../service/service.fixture.ts'
import { CannotStart } from '../standin/listening.ts'
import { startStandin } from '../standin/standin.ts'
import { freeBase } from '../standin/trial-ports.ts'

const SERVICE_KEY = { accessKeyId: 'AKIATESTTESTTESTTEST', secretAccessKey: 'a-secret-for-this-test-only-000000000000' }
const WRITE_KEY = 'a-write-key-for-this-test'
/** Where the command keeps what it has compiled, so that only the first of many starts is slow. */
const CACHE = join(import.meta.dirname, '../node_modules/.cache')
export const COMMAND = join(import.meta.dirname, 'sluice.mjs')

export type Env = Record<string, string | undefined>
export type Ended = { code: number | null; stdout: string; stderr: string }
export type Stack = Awaited<ReturnType<typeof startStack>>

/** A gate, the customers' AWS and a service process with an empty store: all that a terminal sees of Sluice. */
export async function startStack() {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-cli-'))
	const { base, standin } = await startWorld(folder)
	const console = `http://localhost:${base}`
	let service = await startService(base, folder, standin.urls)
	const world = <T>(path: string, body: object = {}) => post<T>(`${standin.urls.world}/_world/${path}`, body)
	const settings = {
		SLUICE_API_URL: `${standin.urls.gate}/prod`,
		SLUICE_CONSOLE_URL: console,
		SLUICE_REGION: 'us-west-2',
	}
	return {
		base,
		folder,
		urls: { ...standin.urls, console },
		settings,
		world,
		/** The environment of somebody at a terminal: keys as STS hands them to the role's session of that name. */
		async as(role: Role | 'breakglass-admin', seconds = 3_600, sessionName = `${role}@sluice.example`): Promise<Env> {
			const name = role === 'breakglass-admin' ? role : `sluice-cli-${role}`
			const keys = await world<Keys>('credentials', { role: name, sessionName, seconds })
			return {
				...settings,
				AWS_ACCESS_KEY_ID: keys.accessKeyId,
				AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
				AWS_SESSION_TOKEN: keys.sessionToken,
			}
		},
		/** What the world shows at `path`. */
		async look<T>(path: string): Promise<T> {
			const answer = await fetch(`${standin.urls.world}/_world/${path}`)
			if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
			return (await answer.json()) as T
		},
		/** An honest SAML response of the persona, as Okta would post it. */
		async assertion(persona: string): Promise<string> {
			const url = `${standin.urls.okta}/_world/assertion`
			return (await post<{ samlResponse: string }>(url, { persona })).samlResponse
		},
		/** What passed the gate or was refused by it since the `from`th line, as `GET /prod/v1/me 200`. */
		passages(from = 0): string[] {
			const lines = readFileSync(join(folder, 'gate-access.log'), 'utf8').split('\n').filter(Boolean).slice(from)
			return lines.map((line) => {
				const { httpMethod, path, status } = JSON.parse(line) as Record<string, unknown>
				return `${httpMethod} ${path} ${status}`
			})
		},
		/** A file of this stack's own folder. */
		file(name: string, text: string): string {
			const path = join(folder, name)
			mkdirSync(dirname(path), { recursive: true })
			writeFileSync(path, text)
			return path
		},
		async stopService() {
			await kill(service)
		},
		async startService() {
			service = await startService(base, folder, standin.urls)
		},
		async close() {
			await kill(service)
			await standin.close()
			rmSync(folder, { recursive: true, force: true })
		},
	}
}

/** Ports that were free a moment ago may be taken by a test that runs at the same time: then others are looked for. */
async function startWorld(dataDir: string, attempts = 5) {
	const base = await freeBase()
	try {
		const standin = await startStandin({
			portBase: base,
			dataDir,
			consoleOrigin: `http://localhost:${base}`,
			// Nothing listens for the second stage unless a test does, where others have their console.
			serviceOrigins: { prod: `http://127.0.0.1:${base + 5}`, beta: `http://127.0.0.1:${base}` },
			gateSecrets: { prod: SECRET, beta: SECOND_SECRET },
			serviceKey: SERVICE_KEY,
			segmentWriteKey: WRITE_KEY,
			log: () => {},
		})
		return { base, standin }
	} catch (error) {
		if (attempts > 1 && error instanceof CannotStart) return startWorld(dataDir, attempts - 1)
		throw error
	}
}

type Keys = { accessKeyId: string; secretAccessKey: string; sessionToken: string }

/** Starts the command as a process of its own with pipes, in an environment that holds what `env` says and nothing else of AWS. */
export function spawnSluice(
	args: string[],
	env: Env = {},
	command: string[] = [process.execPath, COMMAND],
): ChildProcess {
	const [program = '', ...before] = command
	const own = {
		PATH: process.env.PATH,
		HOME: '/nonexistent',
		XDG_CACHE_HOME: CACHE,
		AWS_EC2_METADATA_DISABLED: 'true',
		...env,
		NODE_ENV: 'test' as const,
	}
	return spawn(program, [...before, ...args], { env: own, stdio: ['pipe', 'pipe', 'pipe'] })
}

/** Runs the command to its end. Throws when it tells a secret, whatever it was asked. */
export async function sluice(args: string[], env: Env = {}, input = ''): Promise<Ended> {
	const result = await ended(spawnSluice(args, env), input)
	for (const secret of [env.AWS_SECRET_ACCESS_KEY, env.AWS_SESSION_TOKEN]) {
		if (secret && `${result.stdout}${result.stderr}`.includes(secret)) throw new Error(`sluice ${args} tells a secret`)
	}
	return result
}

export async function ended(child: ChildProcess, input = ''): Promise<Ended> {
	const texts = { stdout: '', stderr: '' }
	for (const name of ['stdout', 'stderr'] as const) {
		child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
			texts[name] += chunk
		})
	}
	child.stdin?.end(input)
	const [code] = await once(child, 'close')
	return { code, ...texts }
}

async function startService(
	base: number,
	folder: string,
	urls: Record<'okta' | 'world' | 'segment', string>,
): Promise<ChildProcess> {
	const origin = `http://localhost:${base}`
	const child = spawn(process.execPath, [join(import.meta.dirname, '../service/main.ts')], {
		env: {
			NODE_ENV: 'test',
			PATH: process.env.PATH,
			SLUICE_LOG_LEVEL: 'error',
			SLUICE_DATA_DIR: folder,
			SLUICE_SERVICE_PORT: String(base + 5),
			SLUICE_GATE_SECRETS: SECRET,
			SLUICE_CONSOLE_ORIGIN: origin,
			SLUICE_ROLE_ARNS: JSON.stringify(SETTINGS.roleArns),
			SLUICE_CUSTOMER_PRINCIPALS: PRINCIPALS.join(','),
			SLUICE_S3_PATH_STYLE: 'true',
			SLUICE_ARCHIVE_ROLE_ARN: SETTINGS.replays.archiveRoleArn,
			SLUICE_REPLAY_JOB: readFileSync(join(import.meta.dirname, '../standin/world/replay-job.json'), 'utf8'),
			SLUICE_SEGMENT_URL: urls.segment,
			SLUICE_SEGMENT_WRITE_KEY: WRITE_KEY,
			SLUICE_IDP_ISSUER: `${urls.okta}/metadata`,
			SLUICE_IDP_CERTIFICATES: readFileSync(join(folder, 'okta/idp.cert.pem'), 'utf8'),
			SLUICE_ACS_URL: `${origin}/sign-in/acs`,
			AWS_ENDPOINT_URL: urls.world,
			AWS_ACCESS_KEY_ID: SERVICE_KEY.accessKeyId,
			AWS_SECRET_ACCESS_KEY: SERVICE_KEY.secretAccessKey,
			AWS_REGION: 'us-west-2',
			AWS_EC2_METADATA_DISABLED: 'true',
		},
		stdio: ['ignore', 'ignore', 'inherit'],
	})
	const ready = () => fetch(`http://127.0.0.1:${base + 5}/readyz`).then(({ ok }) => ok)
	while (!(await ready().catch(() => false))) {
		if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`)
		await new Promise((next) => setTimeout(next, 50))
	}
	return child
}

const PRINCIPALS = [
	'arn:aws:iam::595280932656:role/segment-datalakes-production-access',
	...['datalakes-aws-worker', 'datalakes-customer-service', 'customer-datalakes-prod-admin'].map(
		(name) => `arn:aws:iam::294048959147:role/${name}`,
	),
]

async function kill(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return
	const gone = once(child, 'exit')
	child.kill('SIGKILL')
	await gone
}

async function post<T>(url: string, body: object): Promise<T> {
	const headers = { 'content-type': 'application/json' }
	const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
	if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`)
	return (await answer.json()) as T
}
