import { describe, expect, it } from 'vitest'
import { aPart, aReplay, known, later, lost, SIGNED } from './move.fixture.ts'
import { type Facts, type Move, nextMove } from './move.ts'
import { PACE } from './pace.ts'

const MINUTE = 60_000
const CANCELLED = { cancelled_by: 'sam@sluice.example', cancelled_at: SIGNED }

type Case = {
	why: string
	replay?: Parameters<typeof aReplay>[0]
	parts: ReturnType<typeof aPart>[]
	facts?: Partial<Facts>
	now?: Date
	expected: object
}
const move = ({ replay, parts, facts, now = SIGNED }: Case): Move => nextMove(aReplay(replay), parts, known(facts), now)

const NONE_AT = (at: Date | null) => ({ claim: { is: 'none', at } }) as const
const listed = (at: Date | null, found: { stepId: string; state: string }[] = [], complete = true) =>
	({ claim: { is: 'none', at }, list: { is: 'told', found, complete, at } }) as const
const LAST_MOMENT = later(PACE.windowMs - 1_000)
const TOO_LATE = later(PACE.windowMs)
const TWO = [
	{ stepId: 's-1', state: 'PENDING' },
	{ stepId: 's-2', state: 'PENDING' },
]

describe('a submission whose worker is gone', () => {
	it('is never sent again at once', () => {
		const part = aPart({ state: 'submitting', submissions: 1, signed_at: SIGNED })
		for (const recovery of ['list', 'claim', 'decide'] as const)
			for (const now of [SIGNED, later(60 * MINUTE)])
				expect(nextMove(aReplay({ recovery }), [part], known(), now)).toMatchObject({ do: 'confirm' })
	})
})

describe('a submission whose answer was lost, where steps can be listed', () => {
	it.each<Case>([
		{ why: 'the claim is looked for first', parts: [lost()], expected: { do: 'ask', about: 'claim' } },
		{ why: 'then the list', parts: [lost()], facts: NONE_AT(SIGNED), expected: { do: 'ask', about: 'list' } },
		{
			why: 'a claim names the step',
			parts: [lost()],
			facts: { ...listed(SIGNED), claim: { is: 'held', stepId: 's-9' } },
			expected: { do: 'adopt', stepId: 's-9', others: [] },
		},
		{
			why: 'a claim names the step, and the list cannot be had',
			parts: [lost()],
			facts: { claim: { is: 'held', stepId: 's-9' }, list: { is: 'unknown' } },
			expected: { do: 'adopt', stepId: 's-9' },
		},
		{
			why: 'the list has it',
			parts: [lost()],
			facts: listed(SIGNED, [{ stepId: 's-1', state: 'PENDING' }]),
			expected: { do: 'adopt', stepId: 's-1', others: [] },
		},
		{
			why: 'the list has it, long after the window',
			parts: [lost()],
			facts: listed(later(60 * MINUTE), [{ stepId: 's-1', state: 'COMPLETED' }]),
			expected: { do: 'adopt', stepId: 's-1' },
		},
		{
			why: 'the list has two: the older is followed',
			parts: [lost({ submissions: 2 })],
			facts: listed(SIGNED, TWO),
			expected: { do: 'adopt', stepId: 's-1', others: ['s-2'] },
		},
		{
			why: 'the list has two: the one that took the claim is followed',
			parts: [lost({ submissions: 2 })],
			facts: { ...listed(SIGNED, TWO), claim: { is: 'held', stepId: 's-2' } },
			expected: { do: 'adopt', stepId: 's-2', others: ['s-1'] },
		},
		{
			why: 'the list does not have it, just before the signature is too old by AWS’s clock, and ours is far ahead',
			parts: [lost()],
			facts: listed(LAST_MOMENT),
			now: later(60 * MINUTE),
			expected: { do: 'wait', ms: 1_000 },
		},
		{
			why: 'the list does not have it, when the signature is too old by AWS’s clock, and ours is behind',
			parts: [lost()],
			facts: listed(TOO_LATE),
			expected: { do: 'send-again' },
		},
		{
			why: 'AWS does not tell its time',
			parts: [lost()],
			facts: listed(null),
			now: later(60 * MINUTE),
			expected: { do: 'wait', ms: PACE.usualMs },
		},
		{
			why: 'the list cannot be had, after the window',
			parts: [lost()],
			facts: { ...NONE_AT(TOO_LATE), list: { is: 'unknown' } },
			now: TOO_LATE,
			expected: { do: 'wait' },
		},
		{
			why: 'the list shows no longer far enough back',
			parts: [lost()],
			facts: listed(TOO_LATE, [], false),
			expected: { do: 'undecide' },
		},
		{
			why: 'the role may no longer list: the logs are looked through',
			parts: [lost()],
			facts: { ...NONE_AT(SIGNED), list: { is: 'denied' } },
			expected: { do: 'ask', about: 'logs' },
		},
		{
			why: 'the role may no longer list, and the job takes a claim',
			parts: [lost()],
			facts: { ...NONE_AT(TOO_LATE), list: { is: 'denied' }, logs: { is: 'told', found: [] } },
			expected: { do: 'send-again' },
		},
		{
			why: 'the role may no longer list, and the job takes no claim',
			parts: [lost()],
			facts: { ...NONE_AT(TOO_LATE), list: { is: 'denied' }, logs: { is: 'told', found: [] }, honoursClaim: false },
			expected: { do: 'undecide' },
		},
		{
			why: 'somebody wrote a claim that names no step of ours',
			parts: [lost()],
			facts: { ...listed(SIGNED), claim: { is: 'odd' } },
			expected: { do: 'undecide' },
		},
		{
			why: 'cancelled, and it is shown that it never ran',
			replay: CANCELLED,
			parts: [lost()],
			facts: listed(TOO_LATE),
			expected: { do: 'send-again' },
		},
	])('$why', (each) => {
		expect(move(each)).toMatchObject(each.expected)
	})
})

const searched = (at: Date | null, found: { stepId: string; state: string }[] = []) =>
	({ claim: { is: 'none', at }, logs: { is: 'told', found } }) as const

describe('where steps cannot be listed', () => {
	it.each<Case & { replay: { recovery: 'claim' | 'decide' } }>([
		{
			why: 'claim and logs are looked for',
			replay: { recovery: 'claim' },
			parts: [lost()],
			facts: NONE_AT(SIGNED),
			expected: { do: 'ask', about: 'logs' },
		},
		{
			why: 'logs show it',
			replay: { recovery: 'claim' },
			parts: [lost()],
			facts: searched(SIGNED, [{ stepId: 's-1', state: 'RUNNING' }]),
			expected: { do: 'adopt', stepId: 's-1' },
		},
		{
			why: 'nothing within the window',
			replay: { recovery: 'claim' },
			parts: [lost()],
			facts: searched(LAST_MOMENT),
			now: later(60 * MINUTE),
			expected: { do: 'wait' },
		},
		{
			why: 'nothing after it: a second step would end at once',
			replay: { recovery: 'claim' },
			parts: [lost()],
			facts: searched(TOO_LATE),
			expected: { do: 'send-again' },
		},
		{
			why: 'nothing after it, and the job no longer takes a claim',
			replay: { recovery: 'claim' },
			parts: [lost()],
			facts: { ...searched(TOO_LATE), honoursClaim: false },
			expected: { do: 'undecide' },
		},
		{
			why: 'the bucket does not let us look for the claim',
			replay: { recovery: 'claim' },
			parts: [lost()],
			facts: { claim: { is: 'denied', at: TOO_LATE }, logs: { is: 'unknown' } },
			expected: { do: 'undecide' },
		},
		{
			why: 'the claim cannot be read just now',
			replay: { recovery: 'claim' },
			parts: [lost()],
			facts: { claim: { is: 'unknown' }, logs: { is: 'unknown' } },
			now: later(60 * MINUTE),
			expected: { do: 'wait' },
		},
		{
			why: 'cancelled: what was not found may still wait on the cluster',
			replay: { recovery: 'claim', ...CANCELLED },
			parts: [lost()],
			facts: searched(TOO_LATE),
			expected: { do: 'undecide' },
		},
		{
			why: 'nothing after the window, and only a person can tell',
			replay: { recovery: 'decide' },
			parts: [lost()],
			facts: searched(TOO_LATE),
			expected: { do: 'undecide' },
		},
		{
			why: 'a person has not told yet',
			replay: { recovery: 'decide' },
			parts: [lost({ state: 'undecided' })],
			expected: { do: 'rest' },
		},
	])('$why', (each) => {
		expect(move(each)).toMatchObject(each.expected)
	})
})

describe('a part that may have been sent before the database was restored', () => {
	const held_at = SIGNED
	const part = lost({ unproven: true })
	it.each<Case>([
		{
			why: 'found, it is adopted',
			replay: { held_at },
			parts: [part],
			facts: listed(SIGNED, [{ stepId: 's-1', state: 'COMPLETED' }]),
			expected: { do: 'adopt', stepId: 's-1' },
		},
		{
			why: 'a call of whoever sent it may still arrive',
			replay: { held_at },
			parts: [part],
			facts: listed(LAST_MOMENT),
			expected: { do: 'wait', ms: 1_000 },
		},
		{
			why: 'the whole list does not show it: a person hears so, and decides',
			replay: { held_at },
			parts: [part],
			facts: listed(TOO_LATE),
			expected: { do: 'undecide', because: expect.stringContaining('the list of the cluster shows no step of it') },
		},
		{
			why: 'half a list shows nothing',
			replay: { held_at },
			parts: [part],
			facts: listed(TOO_LATE, [], false),
			expected: { do: 'undecide', because: expect.stringContaining('it is not known whether it was sent') },
		},
		{
			why: 'a job that takes a claim is not sent again by itself either',
			replay: { held_at, recovery: 'claim' },
			parts: [part],
			facts: { ...NONE_AT(TOO_LATE), logs: { is: 'told', found: [] } },
			expected: { do: 'undecide' },
		},
		{
			why: 'cancelled, and proved that it never ran: what came after it is not known',
			replay: { held_at, ...CANCELLED },
			parts: [part],
			facts: listed(TOO_LATE),
			expected: { do: 'undecide' },
		},
	])('$why', (each) => {
		expect(move(each)).toMatchObject(each.expected)
	})
})
