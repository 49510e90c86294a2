import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Case, isSound, openCrashes } from './crashes.fixture.ts'
import { type Point, troublesAt } from './faults.fixture.ts'

/** In each mode: all points one by one, then so many pairs. */
const PAIRS = 150

let crashes: Awaited<ReturnType<typeof openCrashes>>
beforeAll(async () => {
	crashes = await openCrashes()
})
afterAll(() => crashes.close())

describe.each(['list', 'claim', 'decide'] as const)('with recovery by %s', (recovery) => {
	it('crashes and lost answers at every await, alone and in pairs, load each part once', async () => {
		const { kinds } = await crashes.run({ recovery, points: [] })
		const alone: Point[] = [...kinds.entries()].flatMap(([at, kind]) => troublesAt(at, kind))
		const two = await crashes.run({ recovery, points: [], parts: 2 })
		const any = fc
			.integer({ min: 0, max: two.kinds.length - 1 })
			.chain((at) => fc.constantFrom(...troublesAt(at, two.kinds[at] ?? 'db')))
		const pairs = fc.sample(fc.tuple(any, any), PAIRS)
		const cases: Case[] = [
			...alone.map((point) => ({ recovery, points: [point] })),
			...pairs.map((points) => ({ recovery, points, parts: 2 as const })),
		]
		const tally = { points: 0, duplicates: 0, lost: 0 }
		const unsound = []
		for (const each of cases) {
			const told = await crashes.run(each)
			tally.points += each.points.length
			tally.duplicates += told.duplicates
			tally.lost += told.lost
			if (!isSound(told)) unsound.push({ ...each, ...told, kinds: undefined })
		}
		console.log(`  ${recovery}: ${tally.points} points, ${tally.duplicates} duplicates, ${tally.lost} lost`)
		expect(unsound).toEqual([])
	})
})
