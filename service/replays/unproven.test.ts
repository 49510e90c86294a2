import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AwsAnswer } from '../aws/ports.ts'
import { disturbed, NO_ANSWER, THROTTLED, unheard } from './disturbed.fixture.ts'
import { openDriver } from './driver.fixture.ts'
import type { FakeEmr } from './emr.fixture.ts'
import { PACE } from './pace.ts'

const MINUTE = 60_000
const ADD = 'emr:AddJobFlowSteps'
let driver: Awaited<ReturnType<typeof openDriver>>
beforeAll(async () => {
	driver = await openDriver()
})
afterAll(() => driver.close())

const calmly = (fake: FakeEmr) => ({ ...driver.ports(fake), pace: { ...PACE, fastMs: 10_000, usualMs: MINUTE } })
const lines = (history: { text: string }[]) => history.map(({ text }) => text).join('\n')
const refusal = (code: string): AwsAnswer<never> => ({
	...{ kind: 'refused', code, message: 'made up', httpStatus: 400, requestId: 'aws-1' },
	...{ bucketRegion: null, date: null, durationMs: 1 },
})

/** The first answer is lost and its step waits behind another of the customer's; each later call is answered by `then`. */
function busy(then: Parameters<typeof disturbed>[2]) {
	const fake = Object.assign(driver.account(), { grantsList: false, runMs: 600 * MINUTE })
	const times = { createdAt: 0, startedAt: driver.clock.at.getTime(), endedAt: null }
	fake.steps.push({ id: 's-THEIRS', name: 'sync', token: 'theirs', state: 'RUNNING', worked: true, ...times })
	let asked = 0
	const ports = disturbed(calmly(fake), ADD, (send) => (asked++ === 0 ? unheard(send) : then(send)))
	const ours = () => fake.steps.filter(({ id }) => id !== 's-THEIRS')
	return {
		fake,
		ports,
		ours,
		/** The customer's own step is over, and what waits behind it runs to its end. */
		release(): void {
			Object.assign(fake.steps[0] ?? {}, { state: 'COMPLETED', endedAt: driver.clock.at.getTime() })
			fake.runMs = MINUTE
		},
	}
}
/** A replay whose part is about to be sent a second time. */
async function plannedAgain(ports: ReturnType<typeof busy>['ports']) {
	const replay = await driver.waiting('claim')
	const [seen] = [await driver.run(replay, ports, (status) => status === 'waiting')].map((each) => each.at(-1))
	expect([seen, (await driver.stored(replay)).parts[0]?.state]).toEqual(['waiting', 'planned'])
	return replay
}

/** Nobody may load its days, and it says that it is not known whether it does. */
async function expectUndecided(replay: { replayId: string; sourceId: string }) {
	const { record, parts, days, history } = await driver.stored(replay)
	expect([record.status, record.due_at, parts[0]?.state, days]).toEqual(['undecided', null, 'undecided', ['open']])
	expect(lines(history)).not.toContain('never ran')
	const other = await driver.submit(await driver.plan({ sourceId: replay.sourceId }))
	expect(other).toMatchObject({ status: 409, code: 'replay-overlaps' })
}

describe('a part that was sent again without proof that its first step never ran', () => {
	it('is undecided where AWS refuses it the second time; the first step, which a person finds, loads its days', async () => {
		const { fake, ports, ours, release } = busy(async () => refusal('AccessDeniedException'))
		const replay = await driver.waiting('claim')
		expect(await driver.run(replay, ports)).toEqual(['confirming', 'undecided'])
		await expectUndecided(replay)
		const { history } = await driver.stored(replay)
		expect(lines(history)).toContain('AWS refused part 1: AccessDeniedException.')
		await driver.settle(replay, { position: 1, stepId: ours()[0]?.id })
		release()
		expect((await driver.run(replay, ports)).at(-1)).toBe('done')
		expect([fake.loads(ours()[0]?.token ?? ''), (await driver.stored(replay)).days]).toEqual([1, ['loaded']])
	})

	it('is undecided where the role lets nobody in any more', async () => {
		const { fake, ports } = busy(async () => THROTTLED)
		const replay = await plannedAgain(ports)
		fake.closed = true
		expect(await driver.run(replay, ports)).toEqual(['undecided'])
		await expectUndecided(replay)
	})

	it('is undecided where the source is changed before it is sent', async () => {
		const { ports } = busy(async () => THROTTLED)
		const replay = await plannedAgain(ports)
		await driver.putSource(replay.sourceId, 1, { clusterId: 'j-3BXXXXXXGAPLF' })
		expect(await driver.run(replay, ports)).toEqual(['undecided'])
		await expectUndecided(replay)
	})

	it('is undecided where it is cancelled before it is sent, which its page says before', async () => {
		const { ports } = busy(async () => THROTTLED)
		const replay = await plannedAgain(ports)
		const { body } = await driver.get(replay)
		expect(body.cancellation).toMatchObject({ meaning: expect.stringContaining('may exist') })
		expect((await driver.cancel(replay)).body.status).toBe('cancelling')
		expect(await driver.run(replay, ports)).toEqual(['undecided'])
		await expectUndecided(replay)
		expect((await driver.settle(replay, { position: 1 })).body.status).toBe('cancelled')
		expect((await driver.stored(replay)).days).toEqual(['free'])
	})

	it('is undecided where its second step is cancelled and nobody took the claim', async () => {
		const { fake, ports, ours } = busy((send) => send())
		const replay = await driver.waiting('claim')
		await driver.run(replay, ports, () => ours().length === 2)
		await driver.cancel(replay)
		expect((await driver.run(replay, ports)).at(-1)).toBe('undecided')
		expect(ours().map(({ state }) => state)).toEqual(['PENDING', 'CANCELLED'])
		await expectUndecided(replay)
		await driver.settle(replay, { position: 1, stepId: ours()[0]?.id })
		expect((await driver.run(replay, ports)).at(-1)).toBe('cancelled')
		expect(fake.loads(ours()[0]?.token ?? '')).toBe(0)
	})

	it('ends as any other once a person has said that the first never ran', async () => {
		const { ports } = busy(async () => refusal('AccessDeniedException'))
		const replay = await driver.waiting('claim')
		await driver.run(replay, ports)
		await driver.settle(replay, { position: 1 })
		expect(await driver.run(replay, ports)).toEqual(['failed'])
		expect((await driver.stored(replay)).days).toEqual(['free'])
	})

	it('loads its days once where both steps run', async () => {
		const { fake, ports, ours, release } = busy((send) => send())
		const replay = await driver.waiting('claim')
		await driver.run(replay, ports, () => ours().length === 2)
		expect(lines((await driver.stored(replay)).history)).not.toContain('never ran')
		release()
		expect((await driver.run(replay, ports)).at(-1)).toBe('done')
		expect(fake.loads(ours()[0]?.token ?? '')).toBe(1)
	})
})

describe('a part whose first step is proved never to have run', () => {
	it('fails where AWS refuses it the second time, and its days are free', async () => {
		const fake = driver.account()
		const replay = await driver.waiting('list')
		let asked = 0
		const ports = disturbed(calmly(fake), ADD, async () => (asked++ === 0 ? NO_ANSWER : refusal('ValidationException')))
		expect(await driver.run(replay, ports)).toEqual(['confirming', 'failed'])
		const { days, history } = await driver.stored(replay)
		expect([days, lines(history)]).toEqual([['free'], expect.stringContaining('Part 1 never ran: it is sent again.')])
	})
})
