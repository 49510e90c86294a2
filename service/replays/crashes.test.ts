import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Recovery } from '../../lib/contract/replay-plan.ts'
import { isSound, openCrashes } from './crashes.fixture.ts'
import { troublesAt } from './faults.fixture.ts'

let crashes: Awaited<ReturnType<typeof openCrashes>>
beforeAll(async () => {
	crashes = await openCrashes()
}, 120_000)
afterAll(() => crashes.close())

/** Asking for the role, submitting, and the first look: what comes after is the same in each mode. */
const AWAITS_OF_SUBMISSION = 3

async function strike(recovery: Recovery, all: boolean) {
	const { kinds, ...undisturbed } = await crashes.run({ recovery, points: [] })
	expect(undisturbed).toEqual({ status: 'done', duplicates: 0, lost: 0, left: 0 })
	const calls = [...kinds.keys()].filter((at) => kinds[at] === 'aws')
	const struck = calls.slice(0, all ? calls.length : AWAITS_OF_SUBMISSION)
	const points = struck
		.flatMap((at) => troublesAt(at, 'aws'))
		.filter(({ at, lateMs = 0 }) => lateMs <= 1_000 || calls.indexOf(at) < AWAITS_OF_SUBMISSION)
	const writes = [...kinds.keys()].filter((at) => kinds[at] === 'db')
	// An await that is struck after its effect is one that is struck before the next.
	const rest = all ? writes.map((at) => ({ at, trouble: 'crash-before' as const })) : []
	const unsound = []
	for (const point of [...points, ...rest]) {
		const told = await crashes.run({ recovery, points: [point] })
		if (!isSound(told)) unsound.push({ point, kind: kinds[point.at], ...told, kinds: undefined })
	}
	return { struck: points.length + rest.length, unsound }
}

describe('a worker that crashes, or is told nothing, loads each part once', () => {
	it('at every call to AWS and through the database’s awaits, where steps can be listed', async () => {
		const { struck, unsound } = await strike('list', true)
		expect(unsound).toEqual([])
		expect(struck).toBeGreaterThan(80)
	}, 300_000)

	it.each(['claim', 'decide'] as const)(
		'around its submission, with recovery by %s',
		async (recovery) => {
			expect((await strike(recovery, false)).unsound).toEqual([])
		},
		180_000,
	)
})
