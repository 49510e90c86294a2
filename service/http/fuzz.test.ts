import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTrial, type Trial } from '../service.fixture.ts'
import { callsAtOnce, startCalling } from './made-up-calls.fixture.ts'

const RUNS = 3_000
const AT_ONCE = 20
let trial: Trial
beforeAll(async () => {
	trial = await openTrial()
})
afterAll(() => trial.close())

it('answers 3,000 made-up calls without one 5xx, each by its contract', async () => {
	const { answersByContract, seen } = await startCalling(trial)
	await fc.assert(
		fc.asyncProperty(callsAtOnce(AT_ONCE), async (calls) => void (await Promise.all(calls.map(answersByContract)))),
		{ numRuns: RUNS / AT_ONCE },
	)
	const reached = [
		...['sources.put 200', 'sources.put 400', 'sources.list 200', 'sessions.bind 200', 'sources.get 404'],
		...['replays.plan 202', 'replays.getPlan 200', 'replays.submit 409', 'replays.list 200'],
	]
	expect(reached.filter((each) => !seen.has(each))).toEqual([])
}, 120_000)
