import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { failedOf, failuresOf, figuresOf, startPair } from './rolling.fixture.ts'
import { type Sent, startLoad } from './rolling-load.fixture.ts'
import { hasPostgres } from './store/test-store.ts'

const RESTARTS = 20
const PER_SECOND = 200
/** Checks of a process that stopped are worked on anew; the queue notices within seconds. */
const PATIENCE_MS = 120_000

if (!hasPostgres) console.log('skipped: rolling restarts on PostgreSQL, because SLUICE_TEST_DATABASE_URL is not set')

let pair: Awaited<ReturnType<typeof startPair>>
beforeAll(async () => {
	if (hasPostgres) pair = await startPair()
})
afterAll(() => pair?.close())

it.runIf(hasPostgres)(
	`${RESTARTS} restarts at ${PER_SECOND} requests per second: none fails, none is lost from the audit, each check ends`,
	async () => {
		const load = await startLoad(pair.balancer.port, PER_SECOND)
		for (let restart = 0; restart < RESTARTS; restart += 1) {
			expect(await pair.restart(restart % 2)).toBe(0)
			const { length } = load.sent
			console.log(`  restart ${restart + 1} of ${RESTARTS}: ${length} answered, ${failedOf(load.sent).length} failed`)
		}
		const rate = await load.stop()
		console.log(`  ${figuresOf(load.sent, rate)}`)
		const lost = await settledLoss(load.sent)
		const checks = load.sent.filter(({ name }) => name === 'checks.run').length
		console.log(`  ${RESTARTS} restarts, ${lost.length} requests without intent and outcome, ${checks} checks ordered`)
		expect(failuresOf(load.sent)).toEqual({})
		expect(lost.slice(0, 5)).toEqual([])
		expect(rate.perSecond).toBeGreaterThan(PER_SECOND * 0.95)

		const stored = () => pair.store.db.selectFrom('checks').select('status').execute()
		const running = async () => (await stored()).filter(({ status }) => status === 'running').length
		await expect.poll(running, { timeout: PATIENCE_MS, interval: 500 }).toBe(0)
		expect(await stored()).toHaveLength(checks)
	},
)

/** Requests without intent and outcome, once those that are on their way still have had their time. */
async function settledLoss(sent: Sent[]): Promise<Sent[]> {
	const none = async () => (await pair.unaudited(sent)).length === 0
	await vi.waitUntil(none, { timeout: 20_000, interval: 500 }).catch(() => {})
	return pair.unaudited(sent)
}
