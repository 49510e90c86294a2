import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openTrial } from '../service.fixture.ts'
import { callsAtOnce, startCalling } from './made-up-calls.fixture.ts'

const CALLS = 50_000
const AT_ONCE = 20
const REACHED = [
	...['sources.put 200', 'sources.put 400', 'sources.put 409', 'sources.put 422', 'sources.get 200', 'sources.get 404'],
	...['sources.list 200', 'sources.versions 200', 'sessions.bind 200', 'sessions.bind 403', 'sessions.release 404'],
	...['checks.run 202', 'checks.run 422', 'checks.get 200', 'checks.list 200', 'clusters.fetch 202', 'no row 405'],
	...['replays.plan 202', 'replays.plan 422', 'replays.getPlan 200', 'replays.submit 409'],
	...['replays.get 200', 'replays.list 200', 'replays.approve 409', 'replays.refuse 409', 'replays.cancel 409'],
]

it('50,000 made-up calls: no 5xx, no answer outside the contract, each recorded once', async () => {
	const trial = await openTrial()
	const { answersByContract, seen, requestIds } = await startCalling(trial)
	await fc.assert(
		fc.asyncProperty(callsAtOnce(AT_ONCE), async (calls) => void (await Promise.all(calls.map(answersByContract)))),
		{ numRuns: CALLS / AT_ONCE, endOnFailure: true },
	)
	expect(requestIds).toHaveLength(CALLS)
	expect(REACHED.filter((each) => !seen.has(each))).toEqual([])

	const rows = await trial.audited()
	const opened = rows.filter(({ phase }) => phase !== 'outcome')
	const ours = new Set(requestIds)
	const recorded = opened.flatMap(({ request_id }) => (request_id && ours.has(request_id) ? [request_id] : []))
	expect(recorded).toHaveLength(CALLS)
	expect(new Set(recorded)).toEqual(ours)
	const intents = opened.flatMap(({ phase, audit_id }) => (phase === 'intent' ? [audit_id] : []))
	const ended = rows.flatMap(({ intent_id }) => intent_id ?? [])
	expect(ended.toSorted()).toEqual(intents.toSorted())
	console.log(`  ${intents.length} done, ${CALLS - intents.length} refused; ${[...seen].sort().join(', ')}`)
	await trial.close()
})
