import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { check } from '../../lib/contract/check-report.ts'
import sources from '../../standin/world/sources.json' with { type: 'json' }
import { kill, openProcesses, type Processes } from '../processes.fixture.ts'

let around: Processes
beforeAll(async () => {
	around = await openProcesses()
})
afterEach(() => around.killAll())
afterAll(() => around.close())

/** A service that knows one source of the world. */
async function startWithSource(wanted: string) {
	const source = sources.find((each) => each.sourceId === wanted)
	if (!source) throw new Error(`the world has no source ${wanted}`)
	const { sourceId, ...settings } = source
	const service = await around.startService()
	await around.call('PUT', `/v1/sources/${sourceId}`, { settings, baseVersion: 0, ticket: 'LAKE-1' })
	return { service, sourceId }
}

const orderCheck = async (sourceId: string) =>
	((await around.call('POST', '/v1/checks', { sourceId, profile: 'sync' })) as { checkId: string }).checkId
const reportOf = async (checkId: string) => check.parse(await around.call('GET', `/v1/checks/${checkId}`))

type Lake = { buckets: { uploads: unknown[] }[] }
const uploads = async () => (await around.world<Lake>('customers/harbor')).buckets.flatMap((bucket) => bucket.uploads)

it('a service killed while an upload is open begins the check anew, says so, and leaves nothing at the customer', async () => {
	const { service: first, sourceId } = await startWithSource('harbor-web')
	const before = await around.world<Lake>('customers/harbor')
	// Aborting never ends, so the kill meets an upload that is open.
	await around.world('aws', { faults: [{ service: 's3', action: 'AbortMultipartUpload', hang: true }] })
	const checkId = await orderCheck(sourceId)
	await expect.poll(async () => (await uploads()).length, { timeout: 30_000 }).toBe(1)
	await kill(first)

	await around.world('aws', { faults: [] })
	await around.startService()
	await expect.poll(async () => (await reportOf(checkId)).status, { timeout: 60_000 }).toBe('done')
	const done = await reportOf(checkId)
	expect(done).toMatchObject({ verdict: 'ok', restarts: 1 })
	expect(new Set(done.findings.map(({ findingId }) => findingId)).size).toBe(done.progress.total)
	expect(await uploads()).toEqual([])
	expect(await around.world('customers/harbor')).toEqual(before)
}, 180_000)

it('a service told to stop while a customer is slow ends in order, and its successor begins the check anew', async () => {
	const { service, sourceId } = await startWithSource('fjord-prod')
	await around.world('aws', { faults: [{ account: 'fjord', latencyMs: 5_000 }] })
	const checkId = await orderCheck(sourceId)
	await expect.poll(async () => (await reportOf(checkId)).progress.done, { timeout: 30_000 }).toBeGreaterThan(0)
	const gone = once(service, 'exit')
	service.kill('SIGTERM')
	expect(await gone).toEqual([0, null])

	await around.world('aws', { faults: [] })
	await around.startService()
	await expect.poll(async () => (await reportOf(checkId)).status, { timeout: 60_000 }).toBe('done')
	expect(await reportOf(checkId)).toMatchObject({ verdict: 'ok', restarts: 1 })
}, 180_000)
