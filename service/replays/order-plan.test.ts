import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { countProbes } from '../checks/run.ts'
import { fromTerminal, openTrial } from '../service.fixture.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { openPlanning, type Planning } from './plans.fixture.ts'

describe.each(testedDatabases())('ordering a plan on %s', (kind) => {
	let desk: Planning
	let sourceId: string
	beforeAll(async () => {
		desk = await openPlanning(await openTestStore(kind))
		sourceId = await desk.source()
	})
	afterAll(() => desk.store.close())
	beforeEach(() => void desk.trial.sent.splice(0))

	const plansAndChecks = async () => {
		const plans = await desk.store.db.selectFrom('replay_plans').select('plan_id').execute()
		const checks = await desk.store.db.selectFrom('checks').select('check_id').execute()
		return [plans.length, checks.length]
	}

	it('answers 202 at once, with the check that belongs to it ordered in the same name', async () => {
		const planId = await desk.order({ sourceId, ticket: 'LAKE-9' }, 'engineer')
		const { check_id } = await desk.record(planId)
		expect(desk.trial.sent).toEqual([
			{ queue: 'checks', group: '222233334444', data: { checkId: check_id } },
			{ queue: 'replay-plans', group: sourceId, data: { planId } },
		])
		const plan = await desk.read(planId)
		expect(plan).toMatchObject({
			...{ planId, sourceId, sourceVersion: 1, status: 'running', progress: { done: 0, total: 3 } },
			...{ from: '2026-03-01', to: '2026-03-03', select: 'missing', events: [], ticket: 'LAKE-9' },
			...{ requestedBy: 'engineer@sluice.example', requestedAt: '2026-03-31T10:00:00.000Z', finishedAt: null },
			...{ digest: null, days: [], parts: [], totals: { days: 0, partitions: 0, objects: 0, bytes: 0 } },
			...{ recovery: null, recoveryMeaning: null, replayId: null },
			preflight: { checkId: check_id, status: 'running', verdict: null, headline: null, notProvable: [] },
			submittable: { ok: false, because: 'The archive is still being listed.', fix: 'Wait until it is.' },
		})
		const check = await desk.store.db
			.selectFrom('checks')
			.selectAll()
			.where('check_id', '=', check_id)
			.executeTakeFirstOrThrow()
		expect(check).toMatchObject({
			...{ profile: 'replay-existing', source_id: sourceId, source_version: 1, ticket: 'LAKE-9' },
			...{ requested_by: 'engineer@sluice.example', total: countProbes('replay-existing') },
		})
	})

	it('touches nobody: neither archive nor customer is asked before a worker takes it', async () => {
		const planId = await desk.order({ sourceId })
		const operations = (await desk.trial.audited()).map(({ operation }) => operation)
		expect(operations).not.toContain('replays.list-archive')
		expect((await desk.record(planId)).attempt).toBe(0)
	})

	it('stores neither plan nor check when the worker cannot be told', async () => {
		const before = await plansAndChecks()
		const jobs = {
			send: (_: unknown, queue: string) =>
				queue === 'replay-plans' ? Promise.reject(new Error('queue is gone')) : Promise.resolve(),
		}
		const broken = await openTrial({ jobs, now: () => desk.clock.at }, desk.store)
		const body = { sourceId, from: '2026-03-01', to: '2026-03-03' }
		expect((await broken.call('POST', '/v1/replay-plans', fromTerminal('support'), body)).status).toBe(500)
		expect(await plansAndChecks()).toEqual(before)
	})

	it('gives the same plan for the same key, and hands it over once', async () => {
		const headers = { ...fromTerminal('support'), 'Idempotency-Key': `one-click-${kind}` }
		const body = { sourceId, from: '2026-03-01', to: '2026-03-03' }
		const texts = new Set<string>()
		for (let copy = 0; copy < 3; copy++)
			texts.add(await (await desk.trial.call('POST', '/v1/replay-plans', headers, body)).text())
		expect(texts.size).toBe(1)
		expect(desk.handed()).toHaveLength(1)
	})

	it('two people who plan the same days at once have a plan each: planning holds nothing', async () => {
		const [one, other] = await Promise.all([desk.order({ sourceId }), desk.order({ sourceId }, 'engineer')])
		expect(one).not.toBe(other)
		expect(desk.handed()).toHaveLength(2)
	})

	it.each([
		['yesterday, the last whole day', '2026-03-30', '2026-03-30', 1],
		['one leap day', '2024-02-29', '2024-02-29', 1],
		['a leap year: 366 days', '2024-01-01', '2024-12-31', 366],
		['366 days over a common year', '2025-03-30', '2026-03-30', 366],
	])('takes %s', async (_, from, to, total) => {
		expect((await desk.record(await desk.order({ sourceId, from, to }))).total).toBe(total)
	})

	it.each([
		['today, which still fills', '2026-03-31', '2026-03-31', ['from', 'to']],
		['until today', '2026-03-01', '2026-03-31', ['to']],
		['days to come', '2026-04-02', '2026-04-03', ['from', 'to']],
		['a reversed range', '2026-03-03', '2026-03-02', ['to']],
		['367 days', '2025-03-29', '2026-03-30', ['to']],
		['367 days over a leap year', '2024-01-01', '2025-01-01', ['to']],
		['all of history', '0001-01-01', '2026-03-30', ['to']],
		['a reversed range that ends in days to come', '2026-05-01', '2026-04-01', ['from', 'to', 'to']],
	])('refuses %s by field, and stores nothing', async (_, from, to, fields) => {
		const before = await plansAndChecks()
		expect(await desk.refusal(await desk.post({ sourceId, from, to }))).toEqual([422, 'invalid-range', ...fields])
		expect(await plansAndChecks()).toEqual(before)
		expect(desk.trial.sent).toEqual([])
	})

	it('a day ends at midnight UTC, wherever anybody is', async () => {
		const { at } = desk.clock
		desk.clock.at = new Date('2026-03-31T23:59:59.999Z')
		expect((await desk.post({ sourceId, from: '2026-03-31', to: '2026-03-31' })).status).toBe(422)
		desk.clock.at = new Date('2026-04-01T00:00:00.000Z')
		expect((await desk.post({ sourceId, from: '2026-03-31', to: '2026-03-31' })).status).toBe(202)
		desk.clock.at = at
	})

	it.each([
		['a day that no calendar has', { from: '2026-02-29' }, 'from'],
		['a moment instead of a day', { to: '2026-03-03T00:00:00Z' }, 'to'],
		['another way of choosing', { select: 'failed' }, 'select'],
		['an event without a name', { events: [' '] }, 'events.0'],
		['a cluster of one’s own', { clusterId: 'j-1' }, ''],
	])('refuses %s as malformed', async (_, body, field) => {
		expect((await desk.refusal(await desk.post({ sourceId, ...body }))).slice(0, 2)).toEqual([400, 'invalid-input'])
		expect((await desk.refusal(await desk.post({ sourceId, ...body }))).join()).toContain(field)
	})

	it('refuses a source that is not stored', async () => {
		expect(await desk.refusal(await desk.post({ sourceId: 'src-nobody' }))).toEqual([404, 'not-found'])
	})

	it.each(['viewer', 'auditor'] as const)('refuses the role %s', async (role) => {
		expect(await desk.refusal(await desk.post({ sourceId }, role))).toEqual([403, 'role-not-allowed'])
		expect(desk.trial.sent).toEqual([])
	})

	it('keeps each name of an event once, so that the same events are the same plan', async () => {
		const planId = await desk.order({ sourceId, events: ['b', 'a', 'b', ' Order Completed '] })
		expect((await desk.record(planId)).events).toEqual(['Order Completed', 'a', 'b'])
	})
})
