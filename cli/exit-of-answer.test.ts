import { describe, expect, it } from 'vitest'
import { REPLAY_STATUSES } from '../lib/contract/replay-record.ts'
import { exitOfAnswer } from './exit-of-answer.ts'

describe('an answer', () => {
	it.each([
		['ok', 0],
		['blocked', 1],
		['missing-tag', 1],
		['unclear', 3],
		['unreachable', 3],
		[null, 3],
		[undefined, 0],
	])('with the verdict %s ends with %s', (verdict, exit) => {
		expect(exitOfAnswer('checks.get', { verdict })).toBe(exit)
	})

	it('that failed leaves nobody wiser, whatever an earlier one found', () => {
		const value = { verdict: 'ok', failure: 'The worker was stopped three times.' }
		expect(exitOfAnswer('clusters.get', value)).toBe(3)
	})
})

describe('a plan', () => {
	const plan = (ok: boolean, verdict: string | null, more: object = {}) => ({
		...{ submittable: { ok }, preflight: { verdict }, failure: null, replayId: null, ...more },
	})
	it.each<[string, object, number]>([
		['that may be submitted', plan(true, 'ok'), 0],
		['that may be submitted by who knows what is not provable', plan(true, 'unclear'), 0],
		['that was submitted', plan(false, 'ok', { replayId: 'rpl-1' }), 0],
		['whose preflight found a denied right', plan(false, 'blocked'), 1],
		['that is outdated, overlaps or chooses nothing', plan(false, 'ok'), 1],
		['whose preflight could not tell', plan(false, 'unclear'), 3],
		['whose preflight has not ended', plan(false, null), 3],
		['that could not be made', plan(false, 'ok', { failure: 'The archive could not be listed.' }), 3],
	])('%s', (_, value, exit) => {
		expect(exitOfAnswer('replays.getPlan', value)).toBe(exit)
	})
})

describe('a replay that one looks at', () => {
	const ENDED_BADLY = ['refused', 'undecided', 'cancelled', 'failed']
	it.each(REPLAY_STATUSES.map((status) => [status, ENDED_BADLY.includes(status) ? 1 : 0] as const))(
		'and is %s ends with %s',
		(status, exit) => {
			const failure = status === 'failed' ? '3 of 5 parts loaded.' : null
			expect(exitOfAnswer('replays.get', { status, failure, preflight: { verdict: 'unclear' } })).toBe(exit)
		},
	)

	it.each(['replays.refuse', 'replays.cancel', 'replays.submit'])('is none of the findings of %s', (operation) => {
		for (const status of REPLAY_STATUSES) {
			expect(exitOfAnswer(operation, { replayId: 'rpl-1', sourceId: 'a', status })).toBe(0)
		}
	})
})
