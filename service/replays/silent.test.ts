import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDriver } from './driver.fixture.ts'

const MINUTE = 60_000
let driver: Awaited<ReturnType<typeof openDriver>>
beforeAll(async () => {
	driver = await openDriver()
})
afterAll(() => driver.close())

/** A step runs, and from then on the role lets nobody in any more: the customer made another one. */
async function shutOut() {
	const fake = Object.assign(driver.account(), { runMs: 600 * MINUTE })
	const replay = await driver.waiting()
	await driver.attempt(replay, driver.ports(fake))
	fake.closed = true
	return { fake, replay, ports: driver.ports(fake) }
}

describe('a replay whose account lets nobody in any more', () => {
	it('is followed for hours as long as nobody gives it up: nothing is lost', async () => {
		const { fake, replay, ports } = await shutOut()
		for (let hours = 0; hours < 9; hours++) {
			driver.later(60 * MINUTE)
			await driver.attempt(replay, ports)
		}
		expect((await driver.stored(replay)).record.status).toBe('running')
		fake.closed = false
		driver.later(120 * MINUTE)
		await driver.attempt(replay, ports)
		expect((await driver.stored(replay)).record.status).toBe('done')
	})

	it('can be ended: an hour after it was cancelled a person decides, and its days are free', async () => {
		const { replay, ports } = await shutOut()
		expect((await driver.cancel(replay)).body.status).toBe('cancelling')
		const cancelledAt = driver.clock.at.getTime()
		expect((await driver.run(replay, ports)).at(-1)).toBe('undecided')
		expect(driver.clock.at.getTime() - cancelledAt).toBeGreaterThanOrEqual(60 * MINUTE)
		const { days, history } = await driver.stored(replay)
		expect([days, history.at(-1)?.text]).toEqual([
			['open'],
			expect.stringMatching(/^What became of the step of part 1 cannot be found out\. .* s-\w+ for an hour/),
		])
		expect((await driver.settle(replay, { position: 1 })).body.status).toBe('cancelled')
		expect((await driver.stored(replay)).days).toEqual(['free'])
	})
})
