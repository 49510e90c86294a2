import type { Updateable } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromTerminal } from '../service.fixture.ts'
import type { ReplayPartsTable, ReplaysTable } from '../store/replay-schema.ts'
import { testedDatabases } from '../store/test-store.ts'
import { beginAttempt } from './attempt.ts'
import { cancelReplay } from './cancel.ts'
import { type Desk, openDesk } from './desk.fixture.ts'

describe.each(testedDatabases())('cancelling a replay on %s', { timeout: 60_000 }, (kind) => {
	let desk: Desk
	beforeAll(async () => {
		desk = await openDesk(kind)
	})
	afterAll(() => desk.close())

	/** Three parts, approved; `first` is what the driver has made of the first of them. */
	async function begun(status: ReplaysTable['status'], first: Updateable<ReplayPartsTable>) {
		const replay = await desk.replay({ sourceId: await desk.source(), count: 21 })
		await desk.approve(replay)
		const sent = { submissions: 1, signed_at: desk.clock.at, ...first }
		const { replayId } = replay
		await desk.db.updateTable('replays').set({ status, attempt: 4 }).where('replay_id', '=', replayId).execute()
		await desk.db
			.updateTable('replay_parts')
			.set(sent)
			.where('replay_id', '=', replayId)
			.where('position', '=', 1)
			.execute()
		return replay
	}
	const statesOf = async (replay: { replayId: string }) => (await desk.stored(replay)).parts.map(({ state }) => state)

	it('ends it at once where nothing was submitted, and overtakes a worker that has just taken it up', async () => {
		const replay = await desk.replay({ sourceId: await desk.source(), count: 8 })
		await desk.approve(replay)
		const { attempt } = (await desk.stored(replay)).record
		expect(await desk.cancel(replay)).toMatchObject({ status: 202, body: { status: 'cancelled' } })
		const { record, days } = await desk.stored(replay)
		expect([record.due_at, record.attempt > attempt, days]).toEqual([null, true, ['free']])
		expect(await statesOf(replay)).toEqual(['skipped', 'skipped'])
		expect((await desk.get(replay)).body).toMatchObject({
			headline: 'Cancelled by support@sluice.example: 0 of 2 parts loaded.',
			endedAt: desk.clock.at.toISOString(),
			cancellation: { possible: false, by: 'support@sluice.example' },
		})
	})

	it('ends it at once between two parts: what is loaded stays loaded', async () => {
		const replay = await begun('running', { state: 'done', step_id: 's-1', ended_at: desk.clock.at })
		const loaded = { state: 'loaded', settled_at: desk.clock.at } as const
		const first = desk.db.updateTable('replay_days').set(loaded).where('replay_id', '=', replay.replayId)
		await first.where('position', '=', 1).execute()
		expect((await desk.cancel(replay)).body.status).toBe('cancelled')
		expect(await statesOf(replay)).toEqual(['done', 'skipped', 'skipped'])
		expect((await desk.stored(replay)).days.toSorted()).toEqual(['free', 'loaded'])
	})

	it.each([
		['submitting', {}],
		['confirming', {}],
		['submitted', { step_id: 's-1' }],
	] as const)('is left to the driver while a part is %s, and the worker at it goes on', async (state, more) => {
		const replay = await begun('running', { state, ...more })
		desk.later(1_000)
		expect(await desk.cancel(replay)).toMatchObject({ status: 202, body: { status: 'cancelling' } })
		const { record } = await desk.stored(replay)
		// Whoever is submitting it looks by itself: another worker would have the id of the step lost.
		const due_at = new Date(desk.clock.at.getTime() - (state === 'submitting' ? 1_000 : 0))
		expect(record).toMatchObject({ cancelled_by: 'support@sluice.example', due_at, attempt: 4 })
		expect(await statesOf(replay)).toEqual([state, 'planned', 'planned'])
	})

	it('stays undecided where nobody knows of the step: only a person can say, and nothing is sent again', async () => {
		const replay = await begun('undecided', { state: 'undecided' })
		await desk.db.updateTable('replays').set({ due_at: null }).where('replay_id', '=', replay.replayId).execute()
		expect((await desk.cancel(replay)).body.status).toBe('undecided')
		expect((await desk.stored(replay)).record.due_at).toBeNull()
		expect((await desk.cancel(replay)).detail).toContain('support@sluice.example cancelled it')
		expect(await desk.settle(replay, { position: 1 })).toMatchObject({ body: { status: 'cancelled' } })
		expect(await statesOf(replay)).toEqual(['skipped', 'skipped', 'skipped'])
	})

	it.each([
		['a refused one', 'refuse'],
		['one that is cancelled already', 'cancel'],
	] as const)('refuses %s, and says who ended it', async (_, end) => {
		const replay = await desk.replay({ sourceId: await desk.source(), count: 8 })
		await desk[end](replay, 'engineer')
		const answer = await desk.cancel(replay)
		expect(answer).toMatchObject({ status: 409, code: 'replay-state' })
		expect(answer.detail).toContain('engineer@sluice.example')
	})

	it('refuses the second while the first is being carried out', async () => {
		const replay = await begun('running', { state: 'submitted', step_id: 's-1' })
		const answers = await Promise.all([desk.cancel(replay, 'support'), desk.cancel(replay, 'engineer')])
		expect(answers.map(({ code }) => code).toSorted()).toEqual([null, 'replay-state'])
		expect((await desk.stored(replay)).history.filter(({ text }) => text.includes('cancel'))).toHaveLength(1)
	})

	it('against a worker that is about to submit: either nothing was sent, or what was is stopped', async () => {
		const ends = new Set<string>()
		const { caller, ports } = desk.asPerson('support')
		for (let round = 0; round < 12; round++) {
			const replay = await desk.replay({ sourceId: await desk.source(), count: 8 })
			await desk.approve(replay)
			const attempt = await beginAttempt(desk.db, replay.replayId, () => desk.clock.at)
			const submitting = { state: 'submitting', submissions: 1, signed_at: desk.clock.at } as const
			const submit = () =>
				attempt?.change({
					begins: true,
					status: { to: 'running' },
					part: { position: 1, from: 'planned', set: submitting },
				})
			const cancel = () => cancelReplay({ replayId: replay.replayId, ticket: 'LAKE-7' }, caller, ports)
			const calls = [submit, cancel]
			const [first, second] = await Promise.allSettled((round % 2 ? calls : calls.toReversed()).map((call) => call()))
			const { record, parts } = await desk.stored(replay)
			const story = `${record.status}: ${parts.map(({ state }) => state).join()}`
			expect(['cancelled: skipped,skipped', 'cancelling: submitting,planned']).toContain(story)
			const overtaken = [first, second].filter((each) => each?.status === 'rejected').length
			expect(overtaken).toBe(record.status === 'cancelled' ? 1 : 0)
			ends.add(record.status)
		}
		expect(ends).toEqual(new Set(['cancelled', 'cancelling']))
	})

	it('support cancels what support asked for, and not what another did', async () => {
		const sourceId = await desk.source()
		const own = await desk.replay({ sourceId, count: 2 }, fromTerminal('support', 'Sam@sluice.example'))
		const others = await desk.replay({ sourceId, from: '2026-04-01', count: 2 }, 'engineer')
		const sam = await desk.trial.signIn('support', 'sam@sluice.example')
		expect(await desk.cancel(others, sam)).toMatchObject({ status: 403, code: 'role-not-allowed' })
		expect(await desk.cancel(own, sam)).toMatchObject({ status: 202 })
		expect(await desk.cancel(others, 'admin')).toMatchObject({ status: 202 })
	})

	it('cannot be asked of a replay that nobody submitted', async () => {
		expect(await desk.cancel({ replayId: 'rpl-unknown' })).toMatchObject({ status: 404, code: 'not-found' })
	})
})
