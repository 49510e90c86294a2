import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { replayPlan } from '../../lib/contract/replay-plan.ts'
import sources from '../../standin/world/sources.json' with { type: 'json' }
import { kill, openProcesses, type Processes } from '../processes.fixture.ts'
import { addDays, dayOf } from './calendar.ts'

const OUR_ACCOUNT = '111122223333'

let around: Processes
beforeAll(async () => {
	around = await openProcesses()
})
afterEach(() => around.killAll())
afterAll(() => around.close())

const planOf = async (planId: string) => replayPlan.parse(await around.call('GET', `/v1/replay-plans/${planId}`))
async function donePlan(planId: string) {
	await expect.poll(async () => (await planOf(planId)).status, { timeout: 90_000 }).not.toBe('running')
	await expect.poll(async () => (await planOf(planId)).preflight.status, { timeout: 90_000 }).toBe('done')
	return planOf(planId)
}

it('a service killed while it lists the archive begins the plan anew, and it is the plan that nobody disturbed', async () => {
	const source = sources.find(({ sourceId }) => sourceId === 'harbor-web')
	if (!source) throw new Error('the world has no harbor')
	const { sourceId, ...settings } = source
	const service = await around.startService()
	await around.call('PUT', `/v1/sources/${sourceId}`, { settings, baseVersion: 0, ticket: 'LAKE-1' })
	const yesterday = addDays(dayOf(new Date()), -1)
	const body = { sourceId, from: addDays(yesterday, -99), to: yesterday }
	const order = async () => ((await around.call('POST', '/v1/replay-plans', body)) as { planId: string }).planId

	const slow = { account: OUR_ACCOUNT, service: 's3', action: 'ListObjectsV2', latencyMs: 400 }
	await around.world('aws', { faults: [slow] })
	const disturbed = await order()
	await expect
		.poll(async () => (await planOf(disturbed)).progress.done, { timeout: 60_000, interval: 20 })
		.toBeGreaterThan(8)
	expect((await planOf(disturbed)).status).toBe('running')
	await kill(service)
	await around.world('aws', { faults: [] })
	await around.startService()
	const anew = await donePlan(disturbed)
	const whole = await donePlan(await order())
	expect(anew).toMatchObject({ status: 'done', failure: null, progress: { done: 100, total: 100 } })
	expect(anew.totals.objects).toBeGreaterThan(100)
	expect([anew.digest, anew.days, anew.parts]).toEqual([whole.digest, whole.days, whole.parts])
	expect(whole.preflight).toMatchObject({ status: 'done', verdict: 'ok' })
	expect(whole.submittable).toEqual({ ok: true, because: null, fix: null })
	expect(whole.limit).toMatchObject({ needsApproval: true })

	await around.world('aws', { faults: [{ account: OUR_ACCOUNT, service: 's3', action: 'ListObjectsV2', status: 503 }] })
	expect(await donePlan(await order())).toMatchObject({ status: 'failed', digest: null })
}, 240_000)
