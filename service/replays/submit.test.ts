import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aDenial, aFinding, ORDERED } from '../checks/check.fixture.ts'
import { fromTerminal } from '../service.fixture.ts'
import { testedDatabases } from '../store/test-store.ts'
import { type Desk, dayAfter, GIB, openDesk, type PlanWish } from './desk.fixture.ts'

const HOUR_MS = 60 * 60 * 1_000
const DAY_MS = 24 * HOUR_MS

const unprovable = (findingId: string) =>
	aFinding({ findingId, action: 'elasticmapreduce:AddJobFlowSteps', outcome: 'not-provable', confidence: 'unsure' })
const unclear = { check: { verdict: 'unclear', headline: 'Two rights could not be proven.' } } as const

describe.each(testedDatabases())('submitting a plan on %s', { timeout: 60_000 }, (kind) => {
	let desk: Desk
	beforeAll(async () => {
		desk = await openDesk(kind)
	})
	afterAll(() => desk.close())

	it('makes a replay of it with its parts and days, which begins by itself', async () => {
		const sourceId = await desk.source()
		const plan = await desk.plan({ sourceId, count: 7 })
		const answer = await desk.submit(plan)
		expect(answer).toMatchObject({ status: 202, body: { sourceId, status: 'waiting' } })
		const { record, parts, days, history } = await desk.stored({ replayId: String(answer.body.replayId) })
		expect(record).toMatchObject({
			...{ plan_id: plan.planId, digest: plan.digest, status: 'waiting', days: 7, bytes: 7_000_000 },
			...{ requested_by: 'support@sluice.example', over_limit: null, ticket: 'LAKE-7', recovery: 'claim' },
			due_at: desk.clock.at,
		})
		expect(parts).toHaveLength(1)
		expect(parts[0]).toMatchObject({ state: 'planned', submissions: 0, from_day: '2026-03-01', to_day: '2026-03-07' })
		expect(parts[0]?.token).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
		expect(days).toEqual(['open'])
		expect(history.map(({ person, text }) => [person, text])).toEqual([
			['support@sluice.example', 'Submitted under LAKE-7.'],
		])
	})

	describe('by several at once', () => {
		it('from two tabs with the same key makes one replay and gives one answer', async () => {
			const plan = await desk.plan({ sourceId: await desk.source() })
			const headers = { ...fromTerminal('support'), 'Idempotency-Key': randomUUID() }
			await Promise.all([desk.submit(plan, headers), desk.submit(plan, headers)])
			const again = [await desk.submit(plan, headers), await desk.submit(plan, headers)]
			expect(again.map(({ status }) => status)).toEqual([202, 202])
			expect(new Set(again.map(({ text }) => text)).size).toBe(1)
		})

		it('with other keys makes one replay, and everybody else hears whose it is', async () => {
			const plan = await desk.plan({ sourceId: await desk.source() })
			const answers = await Promise.all(
				(['support', 'engineer', 'admin', 'support', 'engineer'] as const).map((who) => desk.submit(plan, who)),
			)
			const made = answers.filter(({ status }) => status === 202)
			expect(made).toHaveLength(1)
			const { record } = await desk.stored({ replayId: String(made[0]?.body.replayId) })
			for (const { status, code, detail } of answers.filter((answer) => answer.status !== 202)) {
				expect([status, code]).toEqual([409, 'plan-submitted'])
				expect(detail).toContain(record.replay_id)
				expect(detail).toContain(record.requested_by)
			}
		})

		it('two plans with a day in common: one holds it, the other names it', async () => {
			const sourceId = await desk.source()
			const plans = [
				await desk.plan({ sourceId, from: '2026-03-01', count: 3 }),
				await desk.plan({ sourceId, from: '2026-03-03', count: 3 }),
			]
			const answers = await Promise.all(plans.map((plan, index) => desk.submit(plan, index ? 'support' : 'engineer')))
			const [made, refused] = answers.toSorted((a, b) => a.status - b.status)
			const { record } = await desk.stored({ replayId: String(made?.body.replayId) })
			expect(refused).toMatchObject({ status: 409, code: 'replay-overlaps' })
			expect(refused?.detail).toBe(`2026-03-03 is held by ${record.replay_id}, which ${record.requested_by} asked for.`)
		})

		it('many plans of one source together never pass the limit without somebody else', async () => {
			const sourceId = await desk.source()
			const plans = await Promise.all(
				Array.from({ length: 8 }, (_, index) =>
					desk.plan({ sourceId, from: dayAfter('2026-03-01', 3 * index), count: 3 }),
				),
			)
			const answers = await Promise.all(
				plans.map((plan, index) => desk.submit(plan, index % 2 ? 'support' : 'engineer')),
			)
			const statuses = answers.map(({ body }) => String(body.status)).toSorted()
			expect(statuses).toEqual([...Array(6).fill('awaiting-approval'), 'waiting', 'waiting'])
		})

		it('plans of two sources do not wait for each other’s days', async () => {
			const plans = [
				await desk.plan({ sourceId: await desk.source() }),
				await desk.plan({ sourceId: await desk.source() }),
			]
			const answers = await Promise.all(plans.map((plan) => desk.submit(plan)))
			expect(answers.map(({ body }) => body.status)).toEqual(['waiting', 'waiting'])
		})
	})

	it.each([
		['a plan that nobody made', { planId: 'pln-unknown' }, 404, 'not-found'],
		['another digest', { digest: 'f'.repeat(64) }, 409, 'digest-differs'],
	])('refuses %s', async (_, change, status, code) => {
		const plan = await desk.plan({ sourceId: await desk.source() })
		expect(await desk.submit({ ...plan, ...change })).toMatchObject({ status, code })
		expect((await desk.submit(plan)).status).toBe(202)
	})

	const unlisted = { status: 'running', days: null, parts: null, digest: null, finished_at: null } as const
	const failed = { ...unlisted, status: 'failed', failure: 'The archive denies us.', finished_at: new Date() } as const
	it.each([
		['whose archive is still being listed', { row: unlisted }, 'plan-not-ready', 'listed'],
		['that failed', { row: failed }, 'plan-not-ready', 'The archive denies us.'],
		['whose check still runs', { check: ORDERED }, 'plan-not-ready', 'not ended'],
		[
			'whose check failed',
			{ check: { ...ORDERED, status: 'failed', finished_at: new Date(), failure: 'Given up.' } },
			'plan-not-ready',
			'no verdict',
		],
		[
			'whose check is blocked',
			{ check: { verdict: 'blocked', headline: 'Blocked: AddTags is denied.' }, findings: [aDenial] },
			'preflight-blocked',
			'AddTags',
		],
		[
			'whose check could not ask for a right it needs',
			{ ...unclear, findings: [aFinding({ outcome: 'error', action: 's3:PutObject' })] },
			'plan-not-ready',
			's3:PutObject',
		],
	] satisfies [string, Omit<PlanWish, 'sourceId'>, string, string][])(
		'refuses a plan %s',
		async (_, wish, code, word) => {
			const plan = await desk.plan({ sourceId: await desk.source(), ...wish })
			const answer = await desk.submit(plan)
			expect(answer).toMatchObject({ status: 409, code })
			expect(answer.detail).toContain(word)
		},
	)

	it('refuses a plan of which an earlier replay has loaded every day', async () => {
		const plan = await desk.plan({ sourceId: await desk.source(), row: { days: '[]', parts: '[]' } })
		expect(await desk.submit(plan)).toMatchObject({ status: 409, code: 'plan-not-ready' })
	})

	it('takes a plan for exactly 24 hours', async () => {
		const sourceId = await desk.source()
		const plans = [await desk.plan({ sourceId }), await desk.plan({ sourceId, from: '2026-04-01' })] as const
		desk.later(DAY_MS)
		expect(await desk.submit(plans[0])).toMatchObject({ status: 202 })
		desk.later(1)
		expect(await desk.submit(plans[1])).toMatchObject({ status: 409, code: 'plan-outdated' })
	})

	it.each([
		['the bucket', { bucket: 'another-lake' }],
		['the role', { roleArn: 'arn:aws:iam::222233334444:role/Another' }],
		['where our archive lies', { archive: { bucket: 'sluice-archive', prefix: 'other/', layout: 'received-day' } }],
	])(
		'refuses a plan after %s of its source was changed, and says which setting without its value',
		async (_, change) => {
			const sourceId = await desk.source()
			const plan = await desk.plan({ sourceId })
			expect((await desk.putSource(sourceId, 1, change)).status).toBe(200)
			const answer = await desk.submit(plan)
			expect(answer).toMatchObject({ status: 409, code: 'plan-outdated' })
			const [[name, value] = ['', '']] = Object.entries(change)
			expect(answer.detail).toContain(name)
			expect(answer.detail).not.toContain(typeof value === 'string' ? value : value.prefix)
		},
	)

	it('takes a plan after a change that does not move the lake', async () => {
		const sourceId = await desk.source()
		const plan = await desk.plan({ sourceId })
		await desk.putSource(sourceId, 1, { customer: 'Northwind Traders' })
		expect(await desk.submit(plan)).toMatchObject({ status: 202 })
	})

	it('refuses a plan of days that another replay has loaded since: they would be loaded twice unseen', async () => {
		const sourceId = await desk.source()
		const late = await desk.plan({ sourceId })
		const { replayId } = await desk.replay({ sourceId })
		const loaded = { state: 'loaded', settled_at: desk.clock.at } as const
		await desk.db.updateTable('replay_days').set(loaded).where('replay_id', '=', replayId).execute()
		const answer = await desk.submit(late)
		expect(answer).toMatchObject({ status: 409, code: 'plan-outdated' })
		expect(answer.detail).toContain(replayId)
	})

	describe('with rights that no harmless call can prove', () => {
		const findings = [unprovable('emr-add-steps'), unprovable('emr-cancel-steps'), aFinding()]
		const all = ['emr-add-steps', 'emr-cancel-steps']
		it.each([
			['none is acknowledged', [], all],
			['one is missing', ['emr-add-steps'], ['emr-cancel-steps']],
			['another finding stands in its place', ['emr-add-steps', 'glue-get-table'], ['emr-cancel-steps']],
		])('is refused where %s, and names them', async (_, acknowledged, missing) => {
			const plan = await desk.plan({ sourceId: await desk.source(), ...unclear, findings })
			const answer = await desk.submit(plan, 'support', { acknowledged })
			expect(answer).toMatchObject({ status: 422, code: 'acknowledgement-missing' })
			expect(answer.body.errors).toEqual(
				missing.map((id) => ({ field: 'acknowledged', message: expect.stringContaining(id) })),
			)
		})

		it.each([
			['all', all],
			['all, one twice, and what needs none', [...all, 'emr-add-steps', 'glue-get-table', 'made-up']],
		])('keeps of %s what was there to acknowledge', async (_, acknowledged) => {
			const plan = await desk.plan({ sourceId: await desk.source(), ...unclear, findings })
			const { body } = await desk.submit(plan, 'support', { acknowledged })
			const { record, history } = await desk.stored({ replayId: String(body.replayId) })
			expect(record.acknowledged).toEqual(all)
			expect(history[0]?.text).toMatch(
				/^Submitted under LAKE-\S+, knowing that elasticmapreduce:AddJobFlowSteps cannot be proven\.$/,
			)
		})

		it('a right that a replay can do without needs no acknowledgement', async () => {
			const optional = [{ ...unprovable('emr-list-steps'), mandatory: false }]
			const plan = await desk.plan({ sourceId: await desk.source(), findings: optional })
			expect(await desk.submit(plan)).toMatchObject({ status: 202 })
		})
	})

	describe('and the limit of the source', () => {
		it.each([
			['7 days, exactly the limit', { count: 7 }, 'waiting'],
			['8 days', { count: 8 }, 'awaiting-approval'],
			['exactly as many bytes as the limit', { count: 4, bytes: 25 * GIB }, 'waiting'],
			['one byte a day more than the limit', { count: 4, bytes: 25 * GIB + 1 }, 'awaiting-approval'],
		])('%s: %s', async (_, wish, status) => {
			const plan = await desk.plan({ sourceId: await desk.source(), ...wish })
			const { body } = await desk.submit(plan)
			expect(body.status).toBe(status)
			const { record } = await desk.stored({ replayId: String(body.replayId) })
			expect([record.over_limit === null, record.due_at === null]).toEqual([status === 'waiting', status !== 'waiting'])
		})

		it('26 plans of 7 days do not make six months without a second person, whoever submits them', async () => {
			const sourceId = await desk.source()
			const begun = []
			for (let week = 0; week < 26; week++) {
				const from = dayAfter('2026-01-01', 7 * week)
				const plan = await desk.plan({ sourceId, from, count: 7 })
				const { status, body } = await desk.submit(plan, (['support', 'engineer', 'admin'] as const)[week % 3])
				expect(status).toBe(202)
				if (body.status === 'waiting') begun.push(from)
				desk.later(HOUR_MS)
			}
			expect(begun).toEqual(['2026-01-01'])
		})

		it('what was submitted more than 30 days ago counts no more', async () => {
			const sourceId = await desk.source()
			await desk.replay({ sourceId, count: 7 })
			desk.later(30 * DAY_MS - 1)
			const soon = await desk.plan({ sourceId, from: '2026-05-01', count: 1 })
			expect((await desk.submit(soon)).body.status).toBe('awaiting-approval')
			desk.later(DAY_MS)
			const later = await desk.plan({ sourceId, from: '2026-06-01', count: 6 })
			expect((await desk.submit(later)).body.status).toBe('waiting')
		})

		it('what was refused, or cancelled before it began, frees what it took', async () => {
			const sourceId = await desk.source()
			await desk.cancel(await desk.replay({ sourceId, count: 7 }))
			const large = await desk.replay({ sourceId, count: 30 })
			await desk.refuse(large)
			const plan = await desk.plan({ sourceId, count: 7 })
			expect((await desk.submit(plan)).body.status).toBe('waiting')
		})
	})

	it('is refused to viewers and auditors, as every decision is', async () => {
		const replay = await desk.replay({ sourceId: await desk.source(), count: 8 })
		const plan = await desk.plan({ sourceId: await desk.source() })
		for (const who of ['viewer', 'auditor'] as const) {
			const answers = [
				...[await desk.submit(plan, who), await desk.approve(replay, who), await desk.refuse(replay, who)],
				...[await desk.cancel(replay, who), await desk.settle(replay, { position: 1 }, who)],
			]
			expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(5).fill([403, 'role-not-allowed']))
		}
		expect((await desk.stored(replay)).record.status).toBe('awaiting-approval')
	})
})
