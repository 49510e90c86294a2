import { it } from 'vitest'
import { hasPostgres } from '../store/test-store.ts'
import { proveDelivery } from './delivery.fixture.ts'

const PACE = { idle: 10, lease: 1_000, unknownAfter: 3_600_000, firstPause: 10, longestPause: 100, lag: 3_600_000 }

/** The long proof, at the true pace, with ten times as many and on both databases, is `npm run torture -- delivery`. */
it('200 requests all arrive through two kills while calls fail', { timeout: 200_000 }, async () => {
	await proveDelivery(hasPostgres ? 'postgres' : 'pglite', 200, 11, PACE)
})
