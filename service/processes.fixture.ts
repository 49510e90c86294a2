import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { startStandin } from '../standin/standin.ts'
import { freeBase } from '../standin/trial-ports.ts'
import { fromTerminal, ORIGIN, requestOf, SECRET, SETTINGS } from './service.fixture.ts'

const KEYS = { accessKeyId: 'AKIATESTTESTTESTTEST', secretAccessKey: 'a-secret-for-this-test-only-000000000000' }

/** For tests that kill: the stand-in world, and services of their own processes on one embedded database. */
export async function openProcesses() {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-kill-'))
	const children: ChildProcess[] = []
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

	/** A service of its own process on the embedded database of `folder`, ready to take calls. */
	async function startService(): Promise<ChildProcess> {
		const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
			env: {
				NODE_ENV: 'test',
				PATH: process.env.PATH,
				SLUICE_DATA_DIR: folder,
				SLUICE_SERVICE_PORT: String(base + 5),
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
			},
			stdio: ['ignore', 'ignore', 'inherit'],
		})
		children.push(child)
		const ready = () =>
			fetch(`http://127.0.0.1:${base + 5}/readyz`).then(
				({ ok }) => ok,
				() => false,
			)
		await expect.poll(ready, { timeout: 60_000 }).toBe(true)
		return child
	}

	async function kill(child: ChildProcess): Promise<void> {
		if (child.exitCode !== null || child.signalCode !== null) return
		const gone = once(child, 'exit')
		child.kill('SIGKILL')
		await gone
	}

	async function call(method: string, path: string, body?: unknown): Promise<unknown> {
		const request = requestOf(method, path, fromTerminal('admin'), body)
		const sent = new Request(`http://127.0.0.1:${base + 5}${path}`, {
			method,
			headers: request.headers,
			body: body === undefined ? null : JSON.stringify(body),
		})
		const answer = await fetch(sent)
		expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
		return answer.json()
	}

	async function world<T>(path: string, body?: unknown): Promise<T> {
		const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
		const answer = await fetch(`${standin.urls.world}/_world/${path}`, body === undefined ? {} : init)
		return (await answer.json()) as T
	}

	return {
		startService,
		kill,
		call,
		world,
		async close() {
			for (const child of children) await kill(child)
			await standin.close()
			rmSync(folder, { recursive: true, force: true })
		},
	}
}
