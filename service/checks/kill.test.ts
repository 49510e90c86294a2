import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { check } from '../../lib/contract/check-report.ts'
import { type Standin, startStandin } from '../../standin/standin.ts'
import { freeBase } from '../../standin/trial-ports.ts'
import sources from '../../standin/world/sources.json' with { type: 'json' }
import { fromTerminal, ORIGIN, requestOf, SECRET, SETTINGS } from '../service.fixture.ts'

const KEYS = { accessKeyId: 'AKIATESTTESTTESTTEST', secretAccessKey: 'a-secret-for-this-test-only-000000000000' }
const folder = mkdtempSync(join(tmpdir(), 'sluice-kill-'))
const children: ChildProcess[] = []
let standin: Standin
let base: number

beforeAll(async () => {
	base = await freeBase()
	standin = await startStandin({
		portBase: base,
		dataDir: folder,
		consoleOrigin: ORIGIN,
		serviceOrigins: {},
		gateSecrets: {},
		serviceKey: KEYS,
		log: () => {},
	})
})
afterEach(async () => {
	for (const child of children.splice(0)) await kill(child)
})
afterAll(async () => {
	await standin.close()
	rmSync(folder, { recursive: true, force: true })
})

/** A service of its own process on the embedded database of `folder`, ready to take calls. */
async function startService(): Promise<ChildProcess> {
	const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
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
/** A service that knows one source of the world. */
async function startWithSource(wanted: string) {
	const source = sources.find((each) => each.sourceId === wanted)
	if (!source) throw new Error(`the world has no source ${wanted}`)
	const { sourceId, ...settings } = source
	const service = await startService()
	await call('PUT', `/v1/sources/${sourceId}`, { settings, baseVersion: 0, ticket: 'LAKE-1' })
	return { service, sourceId }
}

const orderCheck = async (sourceId: string) =>
	((await call('POST', '/v1/checks', { sourceId, profile: 'sync' })) as { checkId: string }).checkId
const reportOf = async (checkId: string) => check.parse(await call('GET', `/v1/checks/${checkId}`))

type Lake = { buckets: { uploads: unknown[] }[] }
const uploads = async () => (await world<Lake>('customers/harbor')).buckets.flatMap((bucket) => bucket.uploads)

it('a service killed while an upload is open begins the check anew, says so, and leaves nothing at the customer', async () => {
	const { service: first, sourceId } = await startWithSource('harbor-web')
	const before = await world<Lake>('customers/harbor')
	// Aborting never ends, so the kill meets an upload that is open.
	await world('aws', { faults: [{ service: 's3', action: 'AbortMultipartUpload', hang: true }] })
	const checkId = await orderCheck(sourceId)
	await expect.poll(async () => (await uploads()).length, { timeout: 30_000 }).toBe(1)
	await kill(first)

	await world('aws', { faults: [] })
	await startService()
	await expect.poll(async () => (await reportOf(checkId)).status, { timeout: 60_000 }).toBe('done')
	const done = await reportOf(checkId)
	expect(done).toMatchObject({ verdict: 'ok', restarts: 1 })
	expect(new Set(done.findings.map(({ findingId }) => findingId)).size).toBe(done.progress.total)
	expect(await uploads()).toEqual([])
	expect(await world('customers/harbor')).toEqual(before)
}, 180_000)

it('a service told to stop while a customer is slow ends in order, and its successor begins the check anew', async () => {
	const { service, sourceId } = await startWithSource('fjord-prod')
	await world('aws', { faults: [{ account: 'fjord', latencyMs: 5_000 }] })
	const checkId = await orderCheck(sourceId)
	await expect.poll(async () => (await reportOf(checkId)).progress.done, { timeout: 30_000 }).toBeGreaterThan(0)
	const gone = once(service, 'exit')
	service.kill('SIGTERM')
	expect(await gone).toEqual([0, null])

	await world('aws', { faults: [] })
	await startService()
	await expect.poll(async () => (await reportOf(checkId)).status, { timeout: 60_000 }).toBe('done')
	expect(await reportOf(checkId)).toMatchObject({ verdict: 'ok', restarts: 1 })
}, 180_000)
