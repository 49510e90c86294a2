import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fromTerminal } from '../service.fixture.ts'
import { testedDatabases } from '../store/test-store.ts'
import { type Answered, type Desk, openDesk, type Who } from './desk.fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

describe.each(testedDatabases())('a second person on %s', { timeout: 60_000 }, (kind) => {
	let desk: Desk
	beforeAll(async () => {
		desk = await openDesk(kind)
	})
	afterAll(() => desk.close())

	/** Over the limit, so it waits for somebody else. */
	const large = async (who: Who = 'support') => desk.replay({ sourceId: await desk.source(), count: 8 }, who)

	it('approves it: it begins by itself, and the page says who, when and why that was needed', async () => {
		const replay = await large()
		expect((await desk.stored(replay)).record.due_at).toBeNull()
		const answer = await desk.approve(replay, 'engineer', { ticket: 'LAKE-8' })
		expect(answer).toMatchObject({ status: 202, body: { replayId: replay.replayId, status: 'waiting' } })
		const { record, parts, days } = await desk.stored(replay)
		expect([record.due_at, parts.map(({ state }) => state), days]).toEqual([
			desk.clock.at,
			['planned', 'planned'],
			['open'],
		])
		const { body } = await desk.get(replay)
		expect(body.approval).toEqual({
			...{ needed: true, because: expect.stringContaining('8 days of at most 7'), decision: 'approved' },
			...{ by: 'engineer@sluice.example', at: desk.clock.at.toISOString(), reason: null },
		})
		expect(body.history).toMatchObject([
			{ person: 'support@sluice.example', text: expect.stringContaining('Submitted for approval under LAKE-7.') },
			{ person: 'engineer@sluice.example', text: 'Approved under LAKE-8.' },
		])
	})

	it('refuses it: its days are free for another plan, and the reason stands in its headline', async () => {
		const sourceId = await desk.source()
		const replay = await desk.replay({ sourceId, count: 8 })
		expect(await desk.refuse(replay)).toMatchObject({ status: 202, body: { status: 'refused' } })
		const { parts, days } = await desk.stored(replay)
		expect([parts.map(({ state }) => state), days]).toEqual([['skipped', 'skipped'], ['free']])
		const { body } = await desk.get(replay)
		expect(body).toMatchObject({
			headline: 'Refused by engineer@sluice.example: too much at once.',
			endedAt: desk.clock.at.toISOString(),
			approval: { decision: 'refused', by: 'engineer@sluice.example', reason: 'too much at once' },
			cancellation: { possible: false },
		})
		expect((await desk.submit(await desk.plan({ sourceId, count: 2 }))).body.status).toBe('waiting')
	})

	it.each([
		['by a sign-in in the console', 'engineer@sluice.example'],
		['by a sign-in in other letter case', 'Engineer@Sluice.Example'],
	])('is never oneself: asked for at a terminal, decided on %s', async (_, email) => {
		const console = await desk.trial.signIn('engineer', email)
		const atTerminal = fromTerminal('engineer', 'engineer@sluice.example')
		const replay = await large(atTerminal)
		const answers = [await desk.approve(replay, console), await desk.refuse(replay, console)]
		expect(answers.map(({ status, code }) => [status, code])).toEqual(Array(2).fill([403, 'own-request']))
		expect((await desk.stored(replay)).record.status).toBe('awaiting-approval')
		// A sign-in of the same moment would count as one from before the release.
		await desk.db
			.updateTable('identity_bindings')
			.set({ released_at: new Date(Date.now() - 1_000) })
			.execute()
	})

	it('is never oneself: asked for in the console, decided on at a terminal in other letter case', async () => {
		const replay = await large(await desk.trial.signIn('admin', 'Ada@Sluice.example'))
		for (const email of ['ada@sluice.example', 'ADA@sluice.example', 'Ada@Sluice.Example']) {
			expect(await desk.approve(replay, fromTerminal('admin', email))).toMatchObject({
				status: 403,
				code: 'own-request',
			})
		}
		expect(await desk.approve(replay, fromTerminal('engineer', 'ada@sluice.example'))).toMatchObject({
			code: 'own-request',
		})
	})

	it('is nobody of the role support, even for what another asked for', async () => {
		const replay = await large('engineer')
		for (const answer of [await desk.approve(replay, 'support'), await desk.refuse(replay, 'support')])
			expect(answer).toMatchObject({ status: 403, code: 'role-not-allowed' })
	})

	it('approves the plan that was shown and no other', async () => {
		const sourceId = await desk.source()
		const replay = await desk.replay({ sourceId, count: 8 })
		const edited = await desk.plan({ sourceId, from: '2026-05-01', count: 8 })
		expect(await desk.approve({ ...replay, digest: edited.digest })).toMatchObject({
			status: 409,
			code: 'digest-differs',
		})
		await desk.approve(replay)
		// The approval of one plan is none of another, however alike they are.
		const { body } = await desk.submit(edited)
		expect(body.status).toBe('awaiting-approval')
		expect(await desk.approve({ replayId: String(body.replayId), digest: replay.digest })).toMatchObject({
			code: 'digest-differs',
		})
	})

	it('approves nothing whose source was changed meanwhile', async () => {
		const sourceId = await desk.source()
		const replay = await desk.replay({ sourceId, count: 8 })
		await desk.putSource(sourceId, 1, { clusterId: 'j-3BXXXXXXGAPLF' })
		expect(await desk.approve(replay)).toMatchObject({ status: 409, code: 'plan-outdated' })
		expect(await desk.refuse(replay)).toMatchObject({ status: 202 })
	})

	it('approves within 7 days of the plan, to the millisecond', async () => {
		const [early, late] = [await large(), await large()]
		desk.later(7 * DAY_MS)
		expect(await desk.approve(early)).toMatchObject({ status: 202 })
		desk.later(1)
		expect(await desk.approve(late)).toMatchObject({
			...{ status: 409, code: 'plan-outdated' },
			// It holds its days until then: a new plan of them could not be submitted.
			body: { fix: expect.stringMatching(/^Refuse it/) },
		})
		expect((await desk.stored(late)).record.status).toBe('awaiting-approval')
	})

	it('is not asked about a replay within the limit, nor a second time', async () => {
		const small = await desk.replay({ sourceId: await desk.source() })
		expect(await desk.approve(small)).toMatchObject({
			...{ status: 409, code: 'replay-state' },
			detail: expect.stringContaining('it needed no approval, and support@sluice.example submitted it'),
		})
		const replay = await large()
		await desk.approve(replay)
		for (const answer of [await desk.approve(replay, 'admin'), await desk.refuse(replay, 'admin')]) {
			expect(answer).toMatchObject({ status: 409, code: 'replay-state' })
			expect(answer.detail).toContain('engineer@sluice.example approved it on ')
		}
		expect((await desk.stored(replay)).record.decided_by).toBe('engineer@sluice.example')
	})

	it.each(['approve', 'refuse'] as const)('cannot %s what nobody submitted', async (verb) => {
		const replay = { replayId: 'rpl-unknown', digest: 'f'.repeat(64) }
		expect(await desk[verb](replay)).toMatchObject({ status: 404, code: 'not-found' })
	})

	it('two who approve at once: one does, the other hears who did', async () => {
		const replay = await large()
		const answers = await Promise.all([desk.approve(replay, 'engineer'), desk.approve(replay, 'admin')])
		const lost = answers.find(({ status }) => status !== 202)
		const { record, history } = await desk.stored(replay)
		expect(lost).toMatchObject({ status: 409, code: 'replay-state' })
		expect(lost?.detail).toContain(`${record.decided_by} approved it`)
		expect(history).toHaveLength(2)
	})

	it('approval, refusal and cancellation at once leave one story, ten times over', async () => {
		for (let round = 0; round < 10; round++) {
			const replay = await large()
			const answers: Answered[] = await Promise.all([
				desk.approve(replay, 'engineer'),
				desk.refuse(replay, 'admin'),
				desk.cancel(replay, 'support'),
			])
			const { record, parts, days, history } = await desk.stored(replay)
			const [approved, refused, cancelled] = answers.map(({ status }) => status === 202)
			expect(approved && refused).toBe(false)
			for (const { status, code } of answers) if (status !== 202) expect([status, code]).toEqual([409, 'replay-state'])
			// A cancellation may follow an approval, and nothing follows an end.
			expect(record.status).toBe(refused ? 'refused' : 'cancelled')
			expect(refused && cancelled).toBe(false)
			expect([new Set(parts.map(({ state }) => state)), days]).toEqual([new Set(['skipped']), ['free']])
			expect(record.due_at).toBeNull()
			expect(history).toHaveLength(1 + answers.filter(({ status }) => status === 202).length)
		}
	})
})
