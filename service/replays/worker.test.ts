import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDriver } from './driver.fixture.ts'

let driver: Awaited<ReturnType<typeof openDriver>>
beforeAll(async () => {
	driver = await openDriver()
})
afterAll(() => driver.close())

describe('a replay', () => {
	it('is submitted, followed and done', async () => {
		const fake = driver.account()
		const replay = await driver.waiting('list')
		expect(await driver.run(replay, driver.ports(fake))).toEqual(['running', 'done'])
		expect(await driver.stored(replay)).toMatchObject({ record: { status: 'done' }, days: ['loaded'] })
	})
})
