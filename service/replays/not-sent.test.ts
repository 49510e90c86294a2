import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disturbed, NO_ANSWER, THROTTLED } from './disturbed.fixture.ts'
import { openDriver } from './driver.fixture.ts'

let driver: Awaited<ReturnType<typeof openDriver>>
beforeAll(async () => {
	driver = await openDriver()
})
afterAll(() => driver.close())

describe('a part that cannot be sent for a while', () => {
	it.each([
		['the account does not answer', 'the account gave no answer in time'],
		['the account’s calls are used up', 'AWS takes no more calls for the account just now'],
	])('says so once, and its headline promises nothing: %s', async (why, said) => {
		const fake = driver.account()
		const ports = driver.ports(fake)
		const replay = await driver.waiting()
		const silent =
			why === 'the account does not answer'
				? { ...ports, access: { ...ports.access, assume: async () => NO_ANSWER } }
				: disturbed(ports, 'emr:AddJobFlowSteps', async () => THROTTLED)
		for (let tries = 0; tries < 3; tries++) {
			await driver.attempt(replay, silent)
			driver.later(60_000)
		}
		const { history, parts } = await driver.stored(replay)
		expect(history.map(({ text }) => text)).toEqual([
			'Submitted under LAKE-7.',
			`Part 1 was not sent, since ${said}: it is tried again each minute.`,
		])
		expect(parts).toMatchObject([{ state: 'planned', submissions: 0 }])
		expect((await driver.get(replay)).body).toMatchObject({
			...{ status: 'waiting', headline: 'Waits to be sent to its cluster.' },
		})
		expect((await driver.run(replay, ports)).at(-1)).toBe('done')
	})
})
