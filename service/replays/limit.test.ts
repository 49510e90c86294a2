import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testedDatabases } from '../store/test-store.ts'
import { type Desk, dayAfter, GIB, openDesk } from './desk.fixture.ts'
import { limitOf } from './limit.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const LIMITS = { days: 7, bytes: 100 * GIB }

describe.each(testedDatabases())('the limit of a source on %s', (kind) => {
	let desk: Desk
	beforeAll(async () => {
		desk = await openDesk(kind)
	})
	afterAll(() => desk.close())

	type Earlier = { days: number; bytes?: number; status?: string; submissions?: number; agoMs?: number }
	/** A replay that was asked for before, with as many submissions of its part as said. */
	async function earlier(
		sourceId: string,
		{ days, bytes = GIB, status = 'done', submissions = 1, agoMs = 0 }: Earlier,
	) {
		const plan = await desk.plan({ sourceId })
		const replayId = `rpl-${randomUUID()}`
		const ended = ['done', 'failed', 'refused', 'cancelled'].includes(status) ? desk.clock.at : null
		const who = { requested_by: 'support@sluice.example', requester: '{}', ticket: 'LAKE-1' }
		await desk.db
			.insertInto('replays')
			.values({
				...{ ...who, replay_id: replayId, plan_id: plan.planId, source_id: sourceId, customer: 'Northwind' },
				...{ status: status as 'done', digest: plan.digest, days, bytes, recovery: 'list', acknowledged: '[]' },
				...{ requested_at: new Date(desk.clock.at.getTime() - agoMs), ended_at: ended },
			})
			.execute()
		await desk.db
			.insertInto('replay_parts')
			.values({
				...{ replay_id: replayId, position: 1, from_day: '2026-03-01', to_day: '2026-03-01', days, objects: 1, bytes },
				...{ token: randomUUID(), submissions, signed_at: submissions > 0 ? desk.clock.at : null },
			})
			.execute()
		return plan.planId
	}
	const limit = (sourceId: string, days = 1, bytes = GIB, exceptPlanId?: string) =>
		limitOf(desk.db, { sourceId, days, bytes, ...(exceptPlanId && { exceptPlanId }) }, LIMITS, desk.clock.at)

	it.each<[string, Earlier, number]>([
		['is done', { days: 3 }, 3],
		['waits for approval', { days: 3, status: 'awaiting-approval', submissions: 0 }, 3],
		['is about to begin', { days: 3, status: 'waiting', submissions: 0 }, 3],
		['failed', { days: 3, status: 'failed' }, 3],
		['failed before any of it was submitted', { days: 3, status: 'failed', submissions: 0 }, 3],
		['was refused', { days: 3, status: 'refused', submissions: 0 }, 0],
		['was cancelled before any of it was submitted', { days: 3, status: 'cancelled', submissions: 0 }, 0],
		['was cancelled after a part was submitted', { days: 3, status: 'cancelled', submissions: 2 }, 3],
		['was asked for 30 days ago less a moment', { days: 3, agoMs: 30 * DAY_MS - 1 }, 3],
		['was asked for 30 days ago', { days: 3, agoMs: 30 * DAY_MS }, 0],
	])('of a replay that %s', async (_, replay, usedDays) => {
		const sourceId = await desk.source()
		await earlier(sourceId, replay)
		expect(await limit(sourceId)).toMatchObject({ usedDays, usedBytes: usedDays > 0 ? GIB : 0 })
	})

	it('counts each source by itself', async () => {
		const sourceId = await desk.source()
		await earlier(await desk.source(), { days: 7 })
		expect(await limit(sourceId)).toMatchObject({ usedDays: 0, needsApproval: false })
	})

	it.each([
		['as many days as it allows', 4, GIB, false, null],
		['a day more', 5, GIB, true, '8 days of at most 7'],
		['as many bytes as it allows', 1, 99 * GIB, false, null],
		['a byte more', 1, 99 * GIB + 1, true, 'of at most 100 GiB'],
		['more of both', 60, 300 * GIB, true, '63 days of at most 7 and 301 GiB of at most 100 GiB'],
	])('with 3 days and 1 GiB used, %s', async (_, days, bytes, needsApproval, word) => {
		const sourceId = await desk.source()
		await earlier(sourceId, { days: 2, bytes: 0 })
		await earlier(sourceId, { days: 1 })
		const found = await limit(sourceId, days, bytes)
		expect(found).toMatchObject({ days: 7, bytes: 100 * GIB, usedDays: 3, usedBytes: GIB, needsApproval })
		if (word === null) expect(found.because).toBeNull()
		else expect(found.because).toContain(word)
	})

	it('adds up sizes beyond 32 bits to the byte', async () => {
		const sourceId = await desk.source()
		for (let count = 0; count < 3; count++) await earlier(sourceId, { days: 1, bytes: 2 ** 40 + 1 })
		expect((await limit(sourceId)).usedBytes).toBe(3 * (2 ** 40 + 1))
	})

	it('the replay of a plan does not count against that plan', async () => {
		const sourceId = await desk.source()
		const planId = await earlier(sourceId, { days: 7 })
		expect(await limit(sourceId, 7, GIB, planId)).toMatchObject({ usedDays: 0, needsApproval: false })
		expect(await limit(sourceId, 7, GIB)).toMatchObject({ usedDays: 7, needsApproval: true })
	})

	it('26 plans of a week are not six months without a second person', async () => {
		const sourceId = await desk.source()
		const verdicts: boolean[] = []
		for (let week = 0; week < 26; week++) {
			verdicts.push((await limit(sourceId, 7, GIB)).needsApproval)
			await desk.replay({ sourceId, from: dayAfter('2025-10-01', 7 * week), count: 7 })
		}
		expect(verdicts).toEqual([false, ...Array(25).fill(true)])
	})
})
