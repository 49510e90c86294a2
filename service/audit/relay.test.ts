import pino from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { outboxState, retrySetAside } from './outbox-state.ts'
import { type Pace, startRelay } from './relay.ts'
import { entry, forgetRequests, recordRequests, result, writer } from './rows.fixture.ts'
import { startTrialSegment } from './segment.fixture.ts'
import { createSegment, type Send } from './segment.ts'

/** For a machine that is busy with other suites as well. */
const eventually = <T>(found: () => T) => expect.poll(found, { timeout: 50_000, interval: 10 })

const PACE: Pace = {
	idle: 10,
	lease: 3_600_000,
	unknownAfter: 3_600_000,
	firstPause: 10,
	longestPause: 100,
	lag: 3_600_000,
}

describe.each(testedDatabases())('the relay on %s', { timeout: 60_000 }, (kind) => {
	let store: Store
	let segment: Awaited<ReturnType<typeof startTrialSegment>>
	let lines: string[]
	const relays: { stop(): Promise<void> }[] = []

	beforeAll(async () => {
		store = await openTestStore(kind)
	})
	beforeEach(async () => {
		await forgetRequests(store.db)
		segment = await startTrialSegment()
		lines = []
	})
	afterEach(async () => {
		await Promise.all(relays.splice(0).map((relay) => relay.stop()))
		segment.close()
	})
	afterAll(() => store.close())

	const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
	const said = (message: string) => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === message)

	function start(changed: Partial<Pace> = {}, send: Send = createSegment(segment.settings)) {
		const relay = startRelay({ db: store.db, send, log }, { ...PACE, ...changed })
		relays.push(relay)
		return relay
	}
	const ids = () => segment.received.show().ids
	const settled = async () => {
		const { waiting, open } = await outboxState(store.db)
		return waiting + open
	}
	const untilEmpty = () => eventually(settled).toBe(0)

	it('delivers one event for each request, each once when nothing goes wrong', async () => {
		const expected = await recordRequests(store.db, 200)
		start()
		await untilEmpty()
		expect(ids()).toEqual(Object.fromEntries(expected.map((id) => [id, 1])))
		expect(lines).toEqual([])
		const later = await recordRequests(store.db, 10)
		await untilEmpty()
		expect(Object.keys(ids()).sort()).toEqual([...expected, ...later].sort())
	})

	it('shares the work with others: no request is delivered by two', async () => {
		const expected = await recordRequests(store.db, 400)
		const sentBy = [0, 0, 0]
		const send = createSegment(segment.settings)
		for (const index of sentBy.keys()) {
			start({}, (body) => {
				sentBy[index] = (sentBy[index] ?? 0) + 1
				return send(body)
			})
		}
		await untilEmpty()
		expect(ids()).toEqual(Object.fromEntries(expected.map((id) => [id, 1])))
		expect(sentBy.reduce((sum, count) => sum + count)).toBe(400)
		for (const count of sentBy) expect(count).toBeGreaterThan(0)
	})

	it.each([
		{ failStatus: 500 },
		{ failStatus: 503, failsAfterReceipt: true },
		{ failStatus: 302 },
		{ failStatus: 401 },
		{ failStatus: 429, retryAfterSeconds: 0 },
	])('sends again what fails with %j, and loses nothing', async (failure) => {
		const expected = await recordRequests(store.db, 150)
		segment.turn({ failRate: 0.3, seed: 3, ...failure })
		start()
		await untilEmpty()
		expect(Object.keys(ids()).sort()).toEqual(expected)
		expect(segment.received.show().failed).toBeGreaterThan(20)
		expect(await outboxState(store.db)).toMatchObject({ setAside: 0 })
	})

	it('outlasts an outage without setting anything aside, says so once, and says when it is over', async () => {
		const expected = await recordRequests(store.db, 100)
		segment.turn({ down: true })
		start()
		await eventually(() => said('no track event gets through').length).toBe(1)
		expect(await outboxState(store.db)).toMatchObject({ waiting: 100, setAside: 0 })
		const counted = store.db.selectFrom('audit_outbox').select('audit_id').where('failures', '>', 0)
		expect(await counted.execute(), 'an outage is nobody’s fault').toEqual([])
		segment.turn({ down: false })
		await untilEmpty()
		expect(Object.keys(ids()).sort()).toEqual(expected)
		expect(said('no track event gets through')).toMatchObject([
			{ level: 40, reason: expect.stringMatching(/^network/) },
		])
		expect(said('track events get through again')).toHaveLength(1)
	})

	it('sets aside what is refused again and again, with a word, while the others get through', async () => {
		await recordRequests(store.db, 40)
		const poison = await writer(store.db).refused(entry({ operation: 'poison.row' }), result)
		expect(poison).toBeUndefined()
		segment.turn({ refusedEvents: ['poison.row'] })
		start()
		await untilEmpty()
		expect(segment.received.show()).toMatchObject({ messages: 40, refused: 5 })
		const { setAside, reasons } = await outboxState(store.db)
		expect([setAside, reasons]).toMatchObject([1, [{ reason: 'status 400', count: 1 }]])
		expect(said('track event set aside')).toMatchObject([
			{ level: 40, auditId: reasons[0]?.auditId, reason: 'status 400' },
		])
		segment.turn({ refusedEvents: [] })
		expect(await retrySetAside(store.db)).toBe(1)
		await eventually(() => segment.received.show().messages).toBe(41)
		await untilEmpty()
		expect(await outboxState(store.db)).toMatchObject({ setAside: 0 })
	})

	it('sets aside what only ever fails while others get through, and keeps up with these meanwhile', async () => {
		await recordRequests(store.db, 1, { operation: 'poison.row' })
		const send = createSegment(segment.settings)
		start({ firstPause: 1, longestPause: 2 }, (body) =>
			body.includes('poison.row') ? Promise.resolve({ outcome: 'later', reason: 'status 500', waitMs: 0 }) : send(body),
		)
		await eventually(async () => {
			await recordRequests(store.db, 1)
			return (await outboxState(store.db)).setAside
		}).toBe(1)
		await untilEmpty()
		expect(said('track event set aside')).toMatchObject([{ reason: 'status 500' }])
	})

	it('never sends what is too large, and sets it aside at once', async () => {
		await recordRequests(store.db, 1, { target: 'x'.repeat(32_000) })
		start()
		await eventually(async () => (await outboxState(store.db)).setAside).toBe(1)
		expect((await outboxState(store.db)).reasons).toMatchObject([
			{ reason: expect.stringMatching(/^too large: 32\d{3} bytes$/) },
		])
		expect(segment.received.show()).toMatchObject({ messages: 0, refused: 0 })
	})

	it('sends an intent whose outcome never came as unknown, after a while', async () => {
		const id = await writer(store.db).intent(entry())
		start({ unknownAfter: 50 })
		await eventually(ids).toEqual({ [id]: 1 })
		expect(segment.received.show().latest).toMatchObject([
			{ messageId: id, properties: { outcome: 'unknown', status: null } },
		])
	})

	it('stays away as long as it is asked to, though others got through', async () => {
		await recordRequests(store.db, 20)
		let calls = 0
		const send = createSegment(segment.settings)
		const relay = start({}, (body) => {
			calls += 1
			if (calls > 1) return send(body)
			return Promise.resolve({ outcome: 'later', reason: 'status 429', waitMs: 600 })
		})
		await eventually(() => segment.received.show().messages).toBe(19)
		const since = performance.now()
		await eventually(() => segment.received.show().messages).toBe(20)
		expect(performance.now() - since).toBeGreaterThan(300)
		await relay.stop()
	})

	it('sends a second time, under the same id, what was received but not acknowledged', async () => {
		const [id] = await recordRequests(store.db, 1)
		const send = createSegment(segment.settings)
		const never = Promise.withResolvers<never>()
		const received = Promise.withResolvers<void>()
		// As a process that dies between Segment's answer and its own mark: its lease runs out, another takes over.
		start({ lease: 300 }, async (body) => {
			await send(body)
			received.resolve()
			return never.promise
		})
		await received.promise
		relays.splice(0)
		expect(ids()).toEqual({ [String(id)]: 1 })
		start()
		await untilEmpty()
		expect(ids()).toEqual({ [String(id)]: 2 })
	})

	it('lets calls under way end when it stops, and leaves the rest to whoever comes next, at once', async () => {
		const expected = await recordRequests(store.db, 60)
		segment.turn({ latencyMs: 100 })
		const relay = start()
		await eventually(() => segment.received.show().messages).toBeGreaterThan(0)
		await relay.stop()
		const done = segment.received.show().messages
		expect(done).toBeLessThan(60)
		expect(await outboxState(store.db)).toMatchObject({ waiting: 60 - done })
		segment.turn({ latencyMs: 0 })
		start()
		await untilEmpty()
		expect(ids()).toEqual(Object.fromEntries(expected.map((id) => [id, 1])))
	})

	it('tells its lag, with a warning when something was set aside', async () => {
		segment.turn({ refusedEvents: ['poison.row'] })
		start({ lag: 30 })
		await eventually(() => said('outbox of track events')[0]).toMatchObject({
			level: 30,
			waiting: 0,
			oldestSeconds: null,
			setAside: 0,
		})
		await recordRequests(store.db, 1, { operation: 'poison.row' })
		await eventually(() => said('outbox of track events').at(-1)).toMatchObject({ level: 40, setAside: 1 })
	})

	it('goes on when the database answers again', async () => {
		let broken = true
		const flaky = store.db.withPlugin({
			transformQuery({ node }) {
				if (broken) throw new Error('connection lost')
				return node
			},
			transformResult: async ({ result: found }) => found,
		})
		await recordRequests(store.db, 20)
		relays.push(startRelay({ db: flaky, send: createSegment(segment.settings), log }, PACE))
		await eventually(() => said('outbox of track events broke off').length).toBeGreaterThan(1)
		broken = false
		await untilEmpty()
		expect(segment.received.show().messages).toBe(20)
	})

	it('tells nobody what the audit keeps for itself', async () => {
		await recordRequests(store.db, 10)
		start()
		await untilEmpty()
		const sent = JSON.stringify(segment.received.show().latest)
		for (const secret of ['arn:aws', '203.0.113.7', 'parameters', 'hash']) expect(sent).not.toContain(secret)
		expect(sent).toContain('sam@sluice.example')
	})
})
