import { describe, expect, it } from 'vitest'
import { aPart, aReplay, aStep, followed, known, later, SIGNED, told } from './move.fixture.ts'
import { type Facts, type Move, nextMove } from './move.ts'

const MINUTE = 60_000
const CANCELLED = { cancelled_by: 'sam@sluice.example', cancelled_at: SIGNED }
const done = aPart({ state: 'done', submissions: 1, signed_at: SIGNED, step_id: 's-0' })
const second = aPart({ position: 2, token: '01OTHER' })

type Case = {
	why: string
	replay?: Parameters<typeof aReplay>[0]
	parts: ReturnType<typeof aPart>[]
	facts?: Partial<Facts>
	now?: Date
	expected: object
}
const move = ({ replay, parts, facts, now = SIGNED }: Case): Move => nextMove(aReplay(replay), parts, known(facts), now)

describe('between parts', () => {
	it.each<Case>([
		{ why: 'the first is submitted', parts: [aPart(), second], expected: { do: 'submit', part: { position: 1 } } },
		{ why: 'the next, once one is done', parts: [done, second], expected: { do: 'submit', part: { position: 2 } } },
		{ why: 'all are done', parts: [done], expected: { do: 'end', as: 'done', because: null } },
		{
			why: 'a part failed: the rest is not begun',
			parts: [done, aPart({ position: 2, state: 'failed' }), aPart({ position: 3 })],
			expected: { do: 'end', as: 'failed', because: '1 of 3 parts loaded; part 2 failed.' },
		},
		{
			why: 'somebody else cancelled a step',
			parts: [aPart({ state: 'cancelled' }), second],
			expected: { do: 'end', as: 'failed', because: '0 of 2 parts loaded; part 1 was cancelled on the cluster.' },
		},
		{
			why: 'one of us cancelled',
			replay: CANCELLED,
			parts: [aPart({ state: 'cancelled' }), second],
			expected: { do: 'end', as: 'cancelled' },
		},
		{ why: 'cancelled, and nothing was begun', replay: CANCELLED, parts: [aPart()], expected: { as: 'cancelled' } },
		{
			why: 'cancelled too late: everything is loaded, and that is what is told',
			replay: CANCELLED,
			parts: [done],
			expected: { do: 'end', as: 'done' },
		},
		{
			why: 'the source was changed: the next part would go elsewhere',
			parts: [done, second],
			facts: { changed: 'The source was changed since it was planned: bucket.' },
			expected: {
				do: 'end',
				as: 'failed',
				because: '1 of 2 parts loaded. The source was changed since it was planned: bucket.',
			},
		},
		{
			why: 'the source was changed after the last part',
			parts: [done],
			facts: { changed: 'The source was changed.' },
			expected: { do: 'end', as: 'done' },
		},
	])('$why', (each) => {
		expect(move(each)).toMatchObject(each.expected)
	})
})

const HELD = { held_at: later(-MINUTE) }
const doubted = { do: 'look-first', until: HELD.held_at }

describe('between parts of a replay that is held', () => {
	it.each<Case>([
		{
			why: 'the first may have been sent',
			replay: HELD,
			parts: [aPart(), second],
			expected: { ...doubted, part: { position: 1 } },
		},
		{ why: 'the next, too', replay: HELD, parts: [done, second], expected: { ...doubted, part: { position: 2 } } },
		{
			why: 'one that was to be sent again may have been',
			replay: HELD,
			parts: [aPart({ unproven: true, submissions: 1, signed_at: SIGNED })],
			expected: doubted,
		},
		{ why: 'cancelled: its step may run', replay: { ...HELD, ...CANCELLED }, parts: [aPart()], expected: doubted },
		{
			why: 'the source was changed: its step may run all the same',
			replay: HELD,
			parts: [done, second],
			facts: { changed: 'The source was changed since it was planned: bucket.' },
			expected: doubted,
		},
		{
			why: 'nothing is sent behind a part that failed',
			replay: HELD,
			parts: [aPart({ state: 'failed' }), second],
			expected: { do: 'end', as: 'failed' },
		},
		{ why: 'all are done', replay: HELD, parts: [done], expected: { do: 'end', as: 'done' } },
	])('$why', (each) => {
		expect(move(each)).toMatchObject(each.expected)
	})
})

const listed = (found: { stepId: string; state: string }[]) =>
	({ claim: { is: 'none', at: SIGNED }, list: { is: 'told', found, complete: true, at: SIGNED } }) as const
const TWO = [
	{ stepId: 's-1', state: 'PENDING' },
	{ stepId: 's-2', state: 'PENDING' },
]

describe('a step that is followed', () => {
	it.each<Case>([
		{ why: 'it is asked for', parts: [followed()], expected: { do: 'ask', about: 'step' } },
		{
			why: 'it works: soon, while it is new',
			parts: [followed()],
			facts: { step: told('RUNNING') },
			expected: { ms: 5_000 },
		},
		{
			why: 'it works: each 15 seconds later on',
			parts: [followed()],
			facts: { step: told('RUNNING') },
			now: later(2 * MINUTE),
			expected: { do: 'wait', ms: 15_000 },
		},
		{
			why: 'a state that nobody knows',
			parts: [followed()],
			facts: { step: told('DREAMING') },
			expected: { do: 'wait' },
		},
		{
			why: 'the account has not answered for ten minutes',
			parts: [followed()],
			facts: { step: { is: 'unknown' } },
			now: later(10 * MINUTE),
			expected: { do: 'wait', ms: 60_000 },
		},
		{
			why: 'a person named another’s step',
			parts: [followed({ described_at: null })],
			facts: { step: { is: 'not-ours' } },
			now: later(2 * MINUTE),
			expected: { do: 'undecide', because: 's-1 is not a step of this replay.' },
		},
		{
			why: 'EMR gave its id just now and does not show it yet',
			parts: [followed({ described_at: null })],
			facts: { step: { is: 'not-ours' } },
			now: later(30_000),
			expected: { do: 'wait', ms: 5_000 },
		},
		...(['COMPLETED', 'FAILED', 'CANCELLED'] as const).flatMap((state) =>
			(['none', 'denied'] as const).map((is) => ({
				why: `it ended as ${state}, the claim is ${is}, and a first step may still run`,
				parts: [followed({ submissions: 2, unproven: true })],
				replay: { recovery: 'claim' as const },
				facts: { step: told(state), claim: { is, at: SIGNED } },
				expected: { do: 'undecide' },
			})),
		),
		{
			why: 'it failed with the claim in hand, so that a first step would end at once',
			parts: [followed({ submissions: 2, unproven: true })],
			replay: { recovery: 'claim' },
			facts: { step: told('FAILED'), claim: { is: 'held', stepId: 's-1' } },
			expected: { do: 'end-part', as: 'failed' },
		},
		{ why: 'it completed', parts: [followed()], facts: { step: told('COMPLETED') }, expected: { about: 'report' } },
		{
			why: 'its report has the rows',
			parts: [followed()],
			facts: { step: told('COMPLETED'), report: { is: 'told', rows: 7, failure: null } },
			expected: { do: 'end-part', as: 'done', rows: 7, failure: null },
		},
		{
			why: 'its report says that it failed',
			parts: [followed()],
			facts: {
				step: told('COMPLETED'),
				report: { is: 'told', rows: null, failure: { action: 'report', code: 'x', message: 'm', logFile: null } },
			},
			expected: { do: 'end-part', as: 'failed' },
		},
		{
			why: 'it wrote no report',
			parts: [followed()],
			facts: { step: told('COMPLETED'), report: { is: 'none' } },
			expected: { do: 'end-part', as: 'done', rows: null },
		},
		{
			why: 'its report cannot be read just now',
			parts: [followed()],
			facts: { step: told('COMPLETED'), report: { is: 'unknown' } },
			expected: { do: 'wait' },
		},
		{
			why: 'its report cannot be read for minutes',
			parts: [followed()],
			facts: { step: told('COMPLETED'), report: { is: 'unknown' } },
			now: later(3 * MINUTE),
			expected: { do: 'end-part', as: 'done', rows: null },
		},
		{
			why: 'it failed',
			parts: [followed()],
			facts: {
				step: {
					...{ is: 'told' as const, before: null },
					step: aStep('FAILED', { reason: 'Unknown Error', message: 'Access Denied', logFile: 's3://logs' }),
				},
			},
			expected: {
				...{ do: 'end-part', as: 'failed' },
				failure: { code: 'Unknown Error', message: 'Access Denied', logFile: 's3://logs' },
			},
		},
		{ why: 'the cluster ended', parts: [followed()], facts: { step: told('INTERRUPTED') }, expected: { as: 'failed' } },
		{ why: 'it was cancelled', parts: [followed()], facts: { step: told('CANCELLED') }, expected: { as: 'cancelled' } },
		{
			why: 'it completed and was sent twice: the claim says which did the work',
			parts: [followed({ submissions: 2 })],
			facts: { step: told('COMPLETED'), ...listed([]), claim: null },
			expected: { do: 'ask', about: 'claim' },
		},
		{
			why: 'the other one did the work',
			parts: [followed({ submissions: 2 })],
			facts: { step: told('COMPLETED'), ...listed([]), claim: { is: 'held', stepId: 's-2' } },
			expected: { do: 'adopt', stepId: 's-2' },
		},
		{
			why: 'nobody can read which did the work',
			parts: [followed({ submissions: 2 })],
			facts: { step: told('COMPLETED'), ...listed([]), claim: { is: 'unknown' } },
			expected: { do: 'wait' },
		},
		{
			why: 'each look after it was sent twice: the list may show the other by now',
			parts: [followed({ submissions: 2 })],
			facts: { step: told('PENDING') },
			expected: { do: 'ask', about: 'list' },
		},
		{
			why: 'a twin that the list had hidden: the older is followed, the later stopped',
			parts: [followed({ submissions: 2, step_id: 's-2' })],
			facts: { step: told('PENDING'), ...listed(TWO) },
			expected: { do: 'adopt', stepId: 's-1', others: ['s-2'] },
		},
	])('$why', (each) => {
		expect(move(each)).toMatchObject(each.expected)
	})
})

describe('a replay that is being cancelled', () => {
	const replay = CANCELLED
	it.each<Case>([
		{
			why: 'what waits is taken off',
			replay,
			parts: [followed()],
			facts: { step: told('PENDING') },
			expected: { do: 'stop', stepId: 's-1' },
		},
		{
			why: 'what runs is asked to stop',
			replay,
			parts: [followed()],
			facts: { step: told('RUNNING') },
			expected: { do: 'stop' },
		},
		{
			why: 'once in each look',
			replay,
			parts: [followed()],
			facts: { step: told('RUNNING'), stopped: true },
			expected: { do: 'wait' },
		},
		{
			why: 'what is stopping is followed',
			replay,
			parts: [followed()],
			facts: { step: told('CANCEL_PENDING') },
			expected: { do: 'wait' },
		},
		{
			why: 'what does not stop is asked again at times: an answer may have been lost',
			replay,
			parts: [followed()],
			facts: { step: told('RUNNING', later(4 * MINUTE)) },
			now: later(6 * MINUTE),
			expected: { do: 'stop' },
		},
		{
			why: 'what does not stop is left to its end',
			replay,
			parts: [followed()],
			facts: { step: told('RUNNING', later(MINUTE)) },
			now: later(2 * MINUTE),
			expected: { do: 'wait' },
		},
		{
			why: 'it finished first: that counts',
			replay,
			parts: [followed()],
			facts: { step: told('COMPLETED'), report: { is: 'told', rows: 7, failure: null } },
			expected: { do: 'end-part', as: 'done' },
		},
	])('$why', (each) => {
		expect(move(each)).toMatchObject(each.expected)
	})
})
