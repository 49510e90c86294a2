import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failuresOf, figuresOf, startPair } from './rolling.fixture.ts'
import { startLoad } from './rolling-load.fixture.ts'
import { hasPostgres } from './store/test-store.ts'

if (!hasPostgres) console.log('skipped: rolling restarts on PostgreSQL, because SLUICE_TEST_DATABASE_URL is not set')

describe.runIf(hasPostgres)('two services behind a load balancer', () => {
	let pair: Awaited<ReturnType<typeof startPair>>
	beforeAll(async () => {
		pair = await startPair()
	}, 120_000)
	afterAll(() => pair.close())

	it('are restarted one after the other without a failed request or a lost record', { timeout: 120_000 }, async () => {
		const load = await startLoad(pair.balancer.port, 40)
		for (const index of [0, 1]) expect(await pair.restart(index)).toBe(0)
		const rate = await load.stop()
		console.log(figuresOf(load.sent, rate))
		expect(failuresOf(load.sent)).toEqual({})
		// Outcomes of the last requests may be on their way still.
		await expect.poll(() => pair.unaudited(load.sent), { timeout: 20_000 }).toEqual([])
	})
})
