import { expect, it } from 'vitest'
import { hasPostgres, testedDatabases } from '../store/test-store.ts'
import { type Health, healthOf, openTrial, proveDelivery } from './delivery.fixture.ts'

const seed = Number(process.env.SLUICE_SEED)
const REQUESTS = { postgres: 2_000, pglite: 500 }

it.each(testedDatabases())(
	'every request arrives through two kills while 30 % of the calls fail, on %s',
	async (kind) => {
		const since = performance.now()
		const grown = await proveDelivery(kind, REQUESTS[kind], seed)
		const seconds = ((performance.now() - since) / 1_000).toFixed(0)
		console.log(`  ${REQUESTS[kind]} requests on ${kind}: ${seconds} s, heap x${grown.toFixed(2)}`)
		expect(grown).toBeLessThan(1.25)
	},
)

it.runIf(hasPostgres)('a hundred times as many that wait take no more memory', async () => {
	const pace = { idle: 10, lease: 30_000, unknownAfter: 3_600_000, firstPause: 1, longestPause: 5, lag: 3_600_000 }
	async function inOutage(requests: number): Promise<Health> {
		const trial = await openTrial('postgres', requests)
		trial.segment.turn({ failRate: 1, seed, failStatus: 503 })
		const child = trial.startRelay(pace)
		await expect.poll(() => trial.segment.received.show().failed, { timeout: 300_000 }).toBeGreaterThan(3_000)
		const health = await healthOf(child)
		expect(health.state).toMatchObject({ waiting: requests, setAside: 0 })
		await trial.close()
		return health
	}
	const [few, many] = [await inOutage(200), await inOutage(20_000)]
	const ratio = (name: 'heapUsed' | 'rss') => many[name] / few[name]
	console.log(`  20,000 waiting against 200: heap x${ratio('heapUsed').toFixed(2)}, rss x${ratio('rss').toFixed(2)}`)
	expect(ratio('heapUsed')).toBeLessThan(1.2)
	expect(ratio('rss')).toBeLessThan(1.3)
})
