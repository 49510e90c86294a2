import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disturbed, first, NO_ANSWER, THROTTLED, unheard } from './disturbed.fixture.ts'
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

/** Nobody waits here: a quarter of an hour takes a few looks. */
const calmly = (fake: FakeEmr) => ({ ...driver.ports(fake), pace: { ...PACE, fastMs: 10_000, usualMs: MINUTE } })
const lines = (history: { text: string }[]) => history.map(({ text }) => text).join('\n')
const added = (fake: FakeEmr) => fake.calls.filter((name) => name === ADD).length
const onlyToken = (fake: FakeEmr) => {
	const [token = '', ...others] = fake.tokens()
	expect(others).toEqual([])
	return token
}
const errors = () => driver.trial.lines.filter((line) => line.includes('"level":50'))

describe('a submission whose answer is lost', () => {
	it.each(['list', 'claim', 'decide'] as const)(
		'and that has a step is found, by %s, and not sent again',
		async (recovery) => {
			const fake = driver.account()
			fake.grantsList = recovery === 'list'
			fake.runMs = 10 * MINUTE
			const replay = await driver.waiting(recovery)
			const ports = disturbed(calmly(fake), ADD, first(1, unheard))
			expect((await driver.run(replay, ports)).at(-1)).toBe('done')
			expect(added(fake)).toBe(1)
			const { parts, history } = await driver.stored(replay)
			expect(parts).toMatchObject([{ submissions: 1, step_id: fake.steps[0]?.id }])
			expect(lines(history)).toMatch(/answer to the submission of part 1 was lost.*\nStep s-\w+ is the one of part 1/)
		},
	)

	it.each(['list', 'claim'] as const)(
		'and that has no step is sent again with its token, by %s, after the window',
		async (recovery) => {
			const fake = driver.account()
			fake.grantsList = recovery === 'list'
			const replay = await driver.waiting(recovery)
			const begun = driver.clock.at.getTime()
			const ports = disturbed(
				calmly(fake),
				ADD,
				first(1, async () => NO_ANSWER),
			)
			expect(await driver.run(replay, ports)).toEqual(['confirming', 'running', 'done'])
			const { parts, history } = await driver.stored(replay)
			expect(parts).toMatchObject([{ submissions: 2, token: onlyToken(fake) }])
			expect((parts[0]?.signed_at?.getTime() ?? 0) - begun).toBeGreaterThanOrEqual(16 * MINUTE - 1_000)
			expect((parts[0]?.signed_at?.getTime() ?? 0) - begun).toBeLessThan(17 * MINUTE)
			const said = {
				list: 'Part 1 never ran: it is sent again.',
				claim: 'No step of part 1 was found: it is sent again.',
			}
			expect(lines(history)).toContain(said[recovery])
			expect(fake.steps).toHaveLength(1)
		},
	)

	it('is confirmed at its place: the page says until when nothing is sent again', async () => {
		const fake = driver.account()
		const replay = await driver.waiting()
		await driver.run(
			replay,
			disturbed(
				calmly(fake),
				ADD,
				first(1, async () => NO_ANSWER),
			),
			(status) => status === 'confirming',
		)
		const { body } = await driver.get(replay)
		expect(body).toMatchObject({ status: 'confirming', parts: [{ state: 'confirming', submissions: 1 }] })
	})

	it('waits for a person where nothing can be proved, and follows the step that they name', async () => {
		const fake = driver.account()
		Object.assign(fake, { grantsList: false, honoursClaim: false, runMs: 60 * MINUTE })
		const replay = await driver.waiting('decide')
		const other = driver.account()
		const ports = disturbed(calmly(fake), ADD, first(1, unheard))
		const hidden = disturbed(ports, 's3:ListObjectsV2', async () => NO_ANSWER)
		expect(await driver.run(replay, hidden)).toEqual(['confirming', 'undecided'])
		expect((await driver.standing(replay)).due_at).toBeNull()
		await driver.settle(replay, { position: 1, stepId: 's-ANOTHER1' })
		expect(await driver.run(replay, ports)).toEqual(['undecided'])
		expect(lines((await driver.stored(replay)).history)).toContain('s-ANOTHER1 is not a step of this replay.')
		await driver.settle(replay, { position: 1, stepId: fake.steps[0]?.id })
		expect(await driver.run(replay, ports)).toEqual(['running', 'done'])
		expect([added(fake), other.steps.length]).toEqual([1, 0])
	})

	it('waits for a person who says that it never ran, and is sent again', async () => {
		const fake = driver.account()
		Object.assign(fake, { grantsList: false, honoursClaim: false })
		const replay = await driver.waiting('decide')
		const ports = disturbed(
			calmly(fake),
			ADD,
			first(1, async () => NO_ANSWER),
		)
		expect(await driver.run(replay, ports)).toEqual(['confirming', 'undecided'])
		await driver.settle(replay, { position: 1 })
		expect(await driver.run(replay, ports)).toEqual(['running', 'done'])
		expect(fake.loads(onlyToken(fake))).toBe(1)
	})
})

describe('a list of steps', () => {
	it.each([1, 5, 30])('that hides a new step for %d s is asked until it shows it', async (seconds) => {
		const fake = Object.assign(driver.account(), { listLagMs: seconds * 1_000, runMs: 10 * MINUTE })
		const replay = await driver.waiting()
		expect(await driver.run(replay, disturbed(calmly(fake), ADD, first(1, unheard)))).toEqual([
			...['confirming', 'running', 'done'],
		])
		expect(added(fake)).toBe(1)
	})

	it('that is throttled, or not answered, proves nothing however late it is', async () => {
		const fake = driver.account()
		const replay = await driver.waiting()
		const lost = disturbed(
			calmly(fake),
			ADD,
			first(1, async () => NO_ANSWER),
		)
		await driver.attempt(replay, lost)
		for (const answer of [THROTTLED, NO_ANSWER]) {
			driver.later(60 * MINUTE)
			await driver.attempt(
				replay,
				disturbed(lost, 'emr:ListSteps', async () => answer),
			)
			expect((await driver.stored(replay)).parts).toMatchObject([{ state: 'confirming', submissions: 1 }])
		}
		expect(await driver.run(replay, lost)).toEqual(['running', 'done'])
	})

	it('that was made before the window passed proves nothing, whatever our clock says', async () => {
		const fake = driver.account()
		const replay = await driver.waiting()
		const lost = disturbed(
			calmly(fake),
			ADD,
			first(1, async () => NO_ANSWER),
		)
		await driver.attempt(replay, lost)
		const early = new Date(driver.clock.at.getTime() + 15 * MINUTE)
		driver.later(60 * MINUTE)
		const stale = disturbed(lost, 'emr:ListSteps', (send) => send().then((answer) => ({ ...answer, date: early })))
		await driver.attempt(replay, stale)
		expect((await driver.stored(replay)).parts).toMatchObject([{ state: 'confirming', submissions: 1 }])
		const silent = disturbed(lost, 'emr:ListSteps', (send) => send().then((answer) => ({ ...answer, date: null })))
		await driver.attempt(replay, silent)
		expect((await driver.stored(replay)).parts).toMatchObject([{ state: 'confirming', submissions: 1 }])
	})

	it('that hid a step for longer than the window leads to two with one token: the later is cancelled, loudly', async () => {
		const fake = Object.assign(driver.account(), { listLagMs: 17 * MINUTE, runMs: 60 * MINUTE, honoursClaim: false })
		fake.active = 1
		const replay = await driver.waiting()
		const before = errors().length
		const ports = disturbed(calmly(fake), ADD, first(1, unheard))
		await driver.run(
			replay,
			disturbed(ports, 's3:GetObject', async () => NO_ANSWER),
			(status) => status === 'running',
		)
		expect(fake.steps).toHaveLength(2)
		fake.listLagMs = 0
		expect(await driver.run(replay, ports)).toEqual(['running', 'done'])
		const [older, later] = fake.steps
		expect([older?.state, later?.state]).toEqual(['COMPLETED', 'CANCELLED'])
		expect(fake.loads(onlyToken(fake))).toBe(1)
		const { parts, history } = await driver.stored(replay)
		expect(parts).toMatchObject([{ step_id: older?.id, state: 'done' }])
		expect(lines(history)).toContain(`more than one step: ${older?.id} is followed, and asked to stop is ${later?.id}`)
		expect(errors().slice(before).join()).toContain('two steps carry one token')
	})

	it('that may no longer be read leaves the claim to prove it', async () => {
		const fake = driver.account()
		const replay = await driver.waiting('list')
		const ports = disturbed(
			calmly(fake),
			ADD,
			first(1, async () => NO_ANSWER),
		)
		fake.grantsList = false
		expect(await driver.run(replay, ports)).toEqual(['confirming', 'running', 'done'])
		expect(fake.steps).toHaveLength(1)
	})
})

describe('of two steps that both completed', () => {
	it('the one that took the claim is the one that is told of', async () => {
		const fake = Object.assign(driver.account(), { grantsList: false })
		const replay = await driver.waiting('claim')
		// Neither logs nor claim are seen until the second step has been sent.
		const ports = disturbed(calmly(fake), ADD, first(1, unheard))
		const blind = disturbed(
			disturbed(ports, 's3:ListObjectsV2', async () => NO_ANSWER),
			's3:GetObject',
			(send) =>
				send().then((answer) =>
					answer.kind === 'ok'
						? { ...NO_ANSWER, kind: 'refused', code: 'NoSuchKey', message: '', date: answer.date }
						: answer,
				),
		)
		await driver.run(replay, blind, (status) => status === 'running')
		expect((await driver.run(replay, ports)).at(-1)).toBe('done')
		const [first_, second] = fake.steps
		expect([first_?.worked, second?.worked]).toEqual([true, false])
		expect((await driver.stored(replay)).parts).toMatchObject([{ step_id: first_?.id, rows: 1_000, state: 'done' }])
	})
})

describe('a worker that another has overtaken', () => {
	it('writes nothing when it wakes up, and its late request is refused', async () => {
		const fake = driver.account()
		const replay = await driver.waiting()
		let wake: (() => void) | undefined
		let asleep: (() => void) | undefined
		const sleeping = new Promise<void>((resolve) => {
			asleep = resolve
		})
		const zombie = disturbed(
			calmly(fake),
			ADD,
			first(1, async (send) => {
				asleep?.()
				await new Promise<void>((resolve) => {
					wake = resolve
				})
				return send()
			}),
		)
		const slept = driver.attempt(replay, zombie)
		await sleeping
		const other = calmly(fake)
		await driver.attempt(replay, other)
		expect(await driver.run(replay, other)).toEqual(['confirming', 'running', 'done'])
		const before = await driver.stored(replay)
		const calls = fake.calls.length
		wake?.()
		await slept
		expect(await driver.stored(replay)).toEqual(before)
		expect(fake.calls.slice(calls)).toEqual([ADD])
		expect(fake.steps).toHaveLength(1)
	})

	it('whose request is still taken has its step found, and writes nothing', async () => {
		const fake = Object.assign(driver.account(), { runMs: 20 * MINUTE })
		const replay = await driver.waiting()
		let wake: (() => void) | undefined
		const { promise: sleeping, resolve: asleep } = Promise.withResolvers<void>()
		const zombie = disturbed(
			calmly(fake),
			ADD,
			first(1, async (send) => {
				asleep()
				await new Promise<void>((resolve) => {
					wake = resolve
				})
				return send()
			}),
		)
		const slept = driver.attempt(replay, zombie)
		await sleeping
		const other = calmly(fake)
		await driver.attempt(replay, other)
		driver.later(10 * MINUTE)
		await driver.attempt(replay, other)
		const before = await driver.stored(replay)
		wake?.()
		await slept
		expect(await driver.stored(replay)).toEqual(before)
		expect(await driver.run(replay, other)).toEqual(['running', 'done'])
		expect([fake.steps.length, added(fake)]).toEqual([1, 1])
	})
})
