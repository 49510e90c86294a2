import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Point } from './faults.fixture.ts'
import { openKills } from './kills.fixture.ts'

let kills: Awaited<ReturnType<typeof openKills>>
beforeAll(async () => {
	kills = await openKills()
})
afterAll(() => kills.close())

it('processes killed around their submission submit each part once, and know that it is loaded', async () => {
	const [undisturbed = '', ...ids] = await kills.prepare(6, 'list')
	const { kinds } = await kills.move(undisturbed, [])
	// The first call asks for the role, the second submits.
	const [, submission = 0] = [...kinds.keys()].filter((at) => kinds[at] === 'aws')
	const deaths: Point[][][] = [
		[[{ at: submission, trouble: 'crash-before' }]],
		[[{ at: submission, trouble: 'midway' }]],
		[[{ at: submission, trouble: 'crash-after' }]],
		// AWS has answered; what it said is about to be stored.
		[[{ at: submission + 2, trouble: 'crash-before' }]],
		// Killed, and killed again while it looks for the step.
		[[{ at: submission, trouble: 'crash-after' }], [{ at: submission + 3, trouble: 'midway' }]],
	]
	let killed = 0
	for (const [index, points] of deaths.entries()) killed += await kills.through(ids[index] ?? '', points)
	expect(killed).toBeGreaterThanOrEqual(deaths.length)
	const tally = await kills.tally()
	expect(tally).toHaveLength(6)
	for (const each of tally) expect(each).toMatchObject({ status: 'done', state: 'done', steps: 1, worked: 1, rows: 0 })
}, 300_000)
