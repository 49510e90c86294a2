import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Recovery } from '../../lib/contract/replay-plan.ts'
import { createPostgresDatabase, hasPostgres } from '../store/test-store.ts'
import { openKills } from './kills.fixture.ts'

/** As many kills as fit. */
const FOR_MS = 270_000
const AT_ONCE = 10
/** Awaits of a replay that is not disturbed, and some of one that looks for its step. */
const AWAITS = 60

if (!hasPostgres) console.log('skipped: kills of replays, because SLUICE_TEST_DATABASE_URL is not set')

const death = fc.record({
	at: fc.integer({ min: 0, max: AWAITS }),
	trouble: fc.constantFrom('crash-before' as const, 'crash-after' as const, 'midway' as const),
})
/** Most deaths come around the submission, which is where they could do harm. */
const near = fc.record({
	at: fc.integer({ min: 6, max: 16 }),
	trouble: fc.constantFrom('crash-before' as const, 'crash-after' as const, 'midway' as const),
})
const LIFE = fc.array(fc.oneof({ weight: 3, arbitrary: near }, death), { minLength: 1, maxLength: 3 })

let database: Awaited<ReturnType<typeof createPostgresDatabase>>
let kills: Awaited<ReturnType<typeof openKills>>
beforeAll(async () => {
	if (!hasPostgres) return
	database = await createPostgresDatabase()
	kills = await openKills(database.url)
})
afterAll(async () => {
	if (!hasPostgres) return
	await kills.close()
	await database.drop()
})

describe.skipIf(!hasPostgres)('processes that are killed while they replay', () => {
	it('submit each part once and lose none', async () => {
		const recoveries: Recovery[] = ['list', 'claim']
		const until = performance.now() + FOR_MS
		let count = 0
		for (const [index, recovery] of recoveries.entries()) {
			const share = performance.now() + (until - performance.now()) / (recoveries.length - index)
			const moved: string[] = []
			while (performance.now() < share) {
				const ids = await kills.prepare(AT_ONCE, recovery)
				const lives = fc.sample(LIFE, { numRuns: AT_ONCE, seed: Number(process.env.SLUICE_SEED) + moved.length })
				for (const [life, id] of ids.entries()) {
					if (performance.now() > share) break
					count += await kills.through(
						id,
						(lives[life] ?? []).map((point) => [point]),
					)
					moved.push(id)
				}
			}
			const tally = (await kills.tally()).filter(({ replay_id }) => moved.includes(replay_id))
			const duplicates = tally.filter(({ worked }) => worked > 1)
			const lost = tally.filter(({ worked, status }) => worked === 0 || status !== 'done')
			const twice = tally.filter(({ steps }) => steps > 1)
			console.log(
				`  ${recovery}: ${moved.length} replays, ${count} kills so far, ${duplicates.length} duplicates, ${lost.length} lost, ` +
					`${twice.length} with a second step that did nothing`,
			)
			expect([duplicates, lost]).toEqual([[], []])
			if (recovery === 'list') expect(twice).toEqual([])
		}
		// Each takes the start of a process: seconds where others use the machine.
		expect(count).toBeGreaterThan(10)
	})
})
