import type { Updateable } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ReplaysTable } from '../store/replay-schema.ts'
import { testedDatabases } from '../store/test-store.ts'
import { beginAttempt, Overtaken } from './attempt.ts'
import { type Desk, openDesk } from './desk.fixture.ts'
import { settlePart } from './settle.ts'

const STEP = 's-2AXXXXXXGAPLF'

describe.each(testedDatabases())('deciding on a lost step on %s', { timeout: 60_000 }, (kind) => {
	let desk: Desk
	beforeAll(async () => {
		desk = await openDesk(kind)
	})
	afterAll(() => desk.close())

	/** A replay whose first part was sent and whose answer was lost. */
	async function lost(state: 'confirming' | 'undecided', replay: Updateable<ReplaysTable> = {}) {
		const made = await desk.replay({ sourceId: await desk.source(), count: 14 })
		await desk.approve(made)
		const { replayId } = made
		const moved = { status: state, attempt: 3, due_at: null, ...replay }
		await desk.db.updateTable('replays').set(moved).where('replay_id', '=', replayId).execute()
		const sent = { state, submissions: 1, signed_at: desk.clock.at }
		const part = desk.db.updateTable('replay_parts').set(sent).where('replay_id', '=', replayId)
		await part.where('position', '=', 1).execute()
		return made
	}

	it.each(['confirming', 'undecided'] as const)(
		'%s: it is this step, which is followed from then on',
		async (state) => {
			const replay = await lost(state)
			const { token } = (await desk.stored(replay)).parts[0] ?? {}
			expect(await desk.settle(replay, { position: 1, stepId: STEP })).toMatchObject({
				status: 202,
				body: { status: 'running' },
			})
			const { record, parts, history } = await desk.stored(replay)
			expect(record).toMatchObject({ status: 'running', due_at: desk.clock.at, attempt: 4 })
			expect(parts[0]).toMatchObject({ state: 'submitted', step_id: STEP, described_at: null, submissions: 1, token })
			expect(history.at(-1)).toMatchObject({
				person: 'engineer@sluice.example',
				text: `Decided under LAKE-7 that the step of part 1 is ${STEP}.`,
			})
		},
	)

	it.each(['confirming', 'undecided'] as const)(
		'%s: it never ran, so it is sent again as the same part',
		async (state) => {
			const replay = await lost(state)
			const { token } = (await desk.stored(replay)).parts[0] ?? {}
			expect((await desk.settle(replay, { position: 1 }, 'admin')).body.status).toBe('waiting')
			const { record, parts, history } = await desk.stored(replay)
			expect(record).toMatchObject({ status: 'waiting', due_at: desk.clock.at, attempt: 4 })
			expect(parts[0]).toMatchObject({ state: 'planned', submissions: 1, token })
			expect(history.at(-1)).toMatchObject({
				person: 'admin@sluice.example',
				text: 'Decided under LAKE-7 that the step of part 1 never ran.',
			})
		},
	)

	const cancelled = { status: 'cancelling', cancelled_by: 'sam@sluice.example', cancelled_at: new Date() } as const
	it('of a cancelled replay: what never ran is not sent again', async () => {
		const replay = await lost('confirming', cancelled)
		expect((await desk.settle(replay, { position: 1 })).body.status).toBe('cancelled')
		const { record, parts, days } = await desk.stored(replay)
		expect(record).toMatchObject({ status: 'cancelled', due_at: null, ended_at: desk.clock.at })
		expect([parts.map(({ state }) => state), days]).toEqual([['skipped', 'skipped'], ['free']])
	})

	it('of a cancelled replay: the step that was found is stopped', async () => {
		const replay = await lost('undecided', { ...cancelled, status: 'undecided' })
		expect((await desk.settle(replay, { position: 1, stepId: STEP })).body.status).toBe('cancelling')
		expect((await desk.stored(replay)).record).toMatchObject({ status: 'cancelling', due_at: desk.clock.at })
	})

	it('refuses a part whose fate is known, and one that there is not', async () => {
		const replay = await lost('confirming')
		const known = await desk.settle(replay, { position: 2 })
		expect(known).toMatchObject({ status: 409, code: 'replay-state' })
		expect(known.detail).toContain('Part 2 is planned')
		expect(await desk.settle(replay, { position: 9 })).toMatchObject({ status: 400, code: 'invalid-input' })
		expect(await desk.settle({ replayId: 'rpl-unknown' }, { position: 1 })).toMatchObject({ status: 404 })
	})

	it('against a worker that finds another step meanwhile: whoever was first counts, the other writes nothing', async () => {
		const { caller, ports } = desk.asPerson('engineer')
		const winners = new Set<string>()
		for (let round = 0; round < 8; round++) {
			const replay = await lost('confirming')
			const attempt = await beginAttempt(desk.db, replay.replayId, () => desk.clock.at)
			const found = { state: 'submitted', step_id: 's-3FOUND' } as const
			const adopt = () =>
				attempt?.change({ status: { to: 'running' }, part: { position: 1, from: 'confirming', set: found } })
			const decision = { replayId: replay.replayId, position: 1, stepId: STEP, ticket: 'LAKE-7' }
			const settle = () => settlePart(decision, caller, ports)
			const calls = round % 2 ? [adopt, settle] : [settle, adopt]
			await Promise.allSettled(calls.map((call) => call()))
			const { parts, history } = await desk.stored(replay)
			const decided = history.some(({ text }) => text.startsWith('Decided'))
			expect(parts[0]).toMatchObject({ state: 'submitted', step_id: decided ? STEP : 's-3FOUND' })
			const late = { part: { position: 1, from: 'submitted', set: { step_id: 's-4LATE' } } } as const
			if (decided) await expect(attempt?.change(late)).rejects.toThrow(Overtaken)
			winners.add(decided ? 'person' : 'worker')
		}
		expect(winners).toEqual(new Set(['person', 'worker']))
	})

	it('two who decide otherwise at once: one does, the other hears that nothing is left to decide', async () => {
		for (let round = 0; round < 5; round++) {
			const replay = await lost('undecided')
			const answers = await Promise.all([
				desk.settle(replay, { position: 1, stepId: STEP }, 'engineer'),
				desk.settle(replay, { position: 1 }, 'admin'),
			])
			expect(answers.map(({ code }) => code).toSorted()).toEqual([null, 'replay-state'])
			const { record, parts } = await desk.stored(replay)
			expect([record.status, parts[0]?.state]).toEqual(
				answers[0]?.status === 202 ? ['running', 'submitted'] : ['waiting', 'planned'],
			)
		}
	})
})
