import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disturbed, first, NO_ANSWER, unheard } from './disturbed.fixture.ts'
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

const calmly = (fake: FakeEmr) => ({ ...driver.ports(fake), pace: { ...PACE, usualMs: MINUTE } })
const lines = (history: { text: string }[]) => history.map(({ text }) => text).join('\n')
const asked = (fake: FakeEmr) => fake.calls.filter((name) => name === 'emr:CancelSteps').length

/** A replay whose step waits, or runs, when it is cancelled. */
async function cancelled(fake: FakeEmr, state: 'PENDING' | 'RUNNING') {
	const replay = await driver.waiting()
	await driver.attempt(replay, calmly(fake))
	if (state === 'RUNNING') {
		driver.later(20_000)
		await driver.attempt(replay, calmly(fake))
	}
	expect(fake.steps[0]?.state).toBe(state)
	expect((await driver.cancel(replay)).body).toMatchObject({ status: 'cancelling' })
	return replay
}

describe('a replay that is cancelled', () => {
	it('has its waiting step taken off, and its days are free', async () => {
		const fake = driver.account()
		const replay = await cancelled(fake, 'PENDING')
		expect((await driver.run(replay, calmly(fake))).at(-1)).toBe('cancelled')
		const { parts, days, history } = await driver.stored(replay)
		expect(parts).toMatchObject([{ state: 'cancelled', step: { state: 'CANCELLED' } }])
		expect(days).toEqual(['free'])
		expect(lines(history)).toMatch(
			/Step s-\w+ of part 1 was asked to stop\.\nPart 1 was cancelled\.\nIt is cancelled\./,
		)
		expect(fake.loads(fake.tokens()[0] ?? '')).toBe(0)
	})

	it('has its running step stopped', async () => {
		const fake = Object.assign(driver.account(), { runMs: 60 * MINUTE })
		const replay = await cancelled(fake, 'RUNNING')
		expect(await driver.run(replay, calmly(fake))).toEqual(['cancelling', 'cancelled'])
		expect([fake.steps[0]?.state, asked(fake)]).toEqual(['CANCELLED', 1])
	})

	it('on an old release goes on to the end of its step, which counts, and EMR is not asked for ever', async () => {
		const fake = Object.assign(driver.account(), { runMs: 30 * MINUTE, releaseStopsRunning: false })
		const replay = await cancelled(fake, 'RUNNING')
		expect((await driver.run(replay, calmly(fake))).at(-1)).toBe('done')
		const { parts, days, history } = await driver.stored(replay)
		expect(parts).toMatchObject([{ state: 'done', rows: 1_000 }])
		expect(days).toEqual(['loaded'])
		expect(lines(history)).toContain('does not stop: Step is in state RUNNING.')
		expect(lines(history).match(/does not stop/g)).toHaveLength(1)
		expect(asked(fake)).toBeLessThan(15)
	})

	it('loses nothing when the account does not answer for a while', async () => {
		const fake = Object.assign(driver.account(), { runMs: 120 * MINUTE })
		const replay = await cancelled(fake, 'RUNNING')
		const silent = disturbed(
			calmly(fake),
			'emr:DescribeStep',
			first(8, async () => NO_ANSWER),
		)
		const deaf = disturbed(
			silent,
			'emr:CancelSteps',
			first(1, async () => NO_ANSWER),
		)
		expect((await driver.run(replay, deaf)).at(-1)).toBe('cancelled')
		expect(fake.steps[0]?.state).toBe('CANCELLED')
	})

	it('while a lost answer is looked for: what is found is taken off', async () => {
		const fake = Object.assign(driver.account(), { runMs: 60 * MINUTE, listLagMs: 30_000 })
		const replay = await driver.waiting()
		const ports = disturbed(calmly(fake), ADD, first(1, unheard))
		await driver.attempt(replay, ports)
		await driver.cancel(replay)
		expect(await driver.run(replay, ports)).toEqual(['cancelling', 'cancelled'])
		expect(fake.steps).toMatchObject([{ state: 'CANCELLED' }])
	})

	it('while a lost answer is looked for: nothing is sent again, and it ends once it is certain that nothing ran', async () => {
		const fake = driver.account()
		const replay = await driver.waiting()
		const ports = disturbed(
			calmly(fake),
			ADD,
			first(1, async () => NO_ANSWER),
		)
		await driver.attempt(replay, ports)
		await driver.cancel(replay)
		const begun = driver.clock.at.getTime()
		expect(await driver.run(replay, ports)).toEqual(['cancelling', 'cancelled'])
		expect(driver.clock.at.getTime() - begun).toBeGreaterThan(15 * MINUTE)
		const { parts, days } = await driver.stored(replay)
		expect(parts).toMatchObject([{ state: 'skipped', submissions: 1 }])
		expect(days).toEqual(['free'])
		expect(fake.steps).toEqual([])
	})

	it('while a lost answer is looked for, and nothing can be proved: a person says, and nothing is sent again', async () => {
		const fake = Object.assign(driver.account(), { grantsList: false })
		const replay = await driver.waiting('claim')
		const ports = disturbed(
			calmly(fake),
			ADD,
			first(1, async () => NO_ANSWER),
		)
		await driver.attempt(replay, ports)
		await driver.cancel(replay)
		expect(await driver.run(replay, ports)).toEqual(['cancelling', 'undecided'])
		expect((await driver.settle(replay, { position: 1 })).body).toMatchObject({ status: 'cancelled' })
		expect(fake.steps).toEqual([])
	})
})

describe('a step that somebody else ends', () => {
	it.each([
		['CANCELLED', 'cancelled', '0 of 1 part loaded; part 1 was cancelled on the cluster.'],
		['INTERRUPTED', 'failed', '0 of 1 part loaded; part 1 failed.'],
		['FAILED', 'failed', '0 of 1 part loaded; part 1 failed.'],
	])('%s ends the replay as failed, and its days are free', async (state, part, failure) => {
		const fake = Object.assign(driver.account(), { ends: state })
		const replay = await driver.waiting()
		expect((await driver.run(replay, calmly(fake))).at(-1)).toBe('failed')
		const stored = await driver.stored(replay)
		expect(stored.parts).toMatchObject([{ state: part }])
		expect(stored.record.failure).toBe(failure)
		expect(stored.days).toEqual(['free'])
	})

	it('is followed however long the account does not answer', async () => {
		const fake = Object.assign(driver.account(), { runMs: 30 * MINUTE })
		const replay = await driver.waiting()
		const ports = disturbed(
			calmly(fake),
			'emr:DescribeStep',
			first(25, async () => NO_ANSWER),
		)
		expect((await driver.run(replay, ports)).at(-1)).toBe('done')
		expect((await driver.stored(replay)).parts).toMatchObject([{ state: 'done', rows: 1_000 }])
	})
})
