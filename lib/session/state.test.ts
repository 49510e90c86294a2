import { describe, expect, it } from 'vitest'
import { mayHold, next, type SessionEvent, type SessionState } from './state.ts'

const description = { who: 'Okta', title: 'No', why: 'Because', todo: 'Ask', requestId: null }
const ID = 'us-west-2:1'

const STATES: SessionState[] = [
	{ at: 'starting' },
	{ at: 'asking-siblings' },
	{ at: 'waiting-for-other-tab', since: 1 },
	{ at: 'leaving' },
	{ at: 'exchanging' },
	{ at: 'signed-in', identityId: ID, expiresAt: 100 },
	{ at: 'expiring', identityId: ID, expiresAt: 100 },
	{ at: 'expired', identityId: ID },
	{ at: 'refused', description },
	{ at: 'refused', description, identityId: ID },
	{ at: 'signing-out' },
	{ at: 'signed-out' },
]
const EVENTS = {
	ask: { type: 'ask' },
	wait: { type: 'wait', since: 2 },
	leave: { type: 'leave' },
	exchange: { type: 'exchange' },
	credentials: { type: 'credentials', identityId: ID, expiresAt: 200 },
	'near-expiry': { type: 'near-expiry' },
	expiry: { type: 'expiry' },
	refusal: { type: 'refusal', description },
	'signing-out': { type: 'signing-out' },
	'signed-out': { type: 'signed-out' },
} satisfies Record<string, SessionEvent>

const asking = 'asking-siblings'
const out = 'signed-out'
/** Where each event leads from each state, in the order above; '.' changes nothing. */
const MATRIX: Record<keyof typeof EVENTS, string[]> = {
	ask: [asking, '.', asking, '.', '.', '.', '.', '.', '.', '.', '.', '.'],
	wait: ['.', 'waiting-for-other-tab', '.', '.', '.', '.', '.', '.', '.', '.', '.', '.'],
	leave: Array(12).fill('leaving'),
	exchange: [...Array(9).fill('exchanging'), '.', '.', '.'],
	credentials: [
		'signed-in',
		'signed-in',
		'signed-in',
		'.',
		'signed-in',
		'signed-in',
		'signed-in',
		'signed-in',
		'signed-in',
		'.',
		'.',
		'.',
	],
	'near-expiry': ['.', '.', '.', '.', '.', 'expiring', '.', '.', '.', '.', '.', '.'],
	expiry: ['.', '.', '.', '.', '.', 'expired', 'expired', '.', '.', '.', '.', '.'],
	refusal: ['refused', 'refused', 'refused', '.', 'refused', '.', '.', '.', 'refused', '.', '.', '.'],
	'signing-out': [...Array(10).fill('signing-out'), '.', '.'],
	'signed-out': [...Array(11).fill(out), '.'],
}

describe.each(Object.entries(EVENTS))('%s', (name, event) => {
	it.each(STATES.map((state, index) => [state.at, state, MATRIX[name as keyof typeof EVENTS][index]] as const))(
		'in %s',
		(_, state, expected) => {
			const after = next(state, event)
			if (expected === '.') expect(after).toBe(state)
			else expect(after.at).toBe(expected)
		},
	)
})

describe('credentials', () => {
	it.each([
		[
			'of another identity close the page, also after its own expired',
			{ at: 'expired', identityId: 'other:1' },
			'refused',
		],
		['of another identity close a page at work', { at: 'signed-in', identityId: 'other:1', expiresAt: 900 }, 'refused'],
		['that end no later change nothing', { at: 'expiring', identityId: ID, expiresAt: 200 }, 'expiring'],
	] as const)('%s', (_, state, expected) => {
		expect(next(state, EVENTS.credentials).at).toBe(expected)
	})

	it('may be held only where they are used', () => {
		expect(STATES.filter(mayHold).map(({ at }) => at)).toEqual(['exchanging', 'signed-in', 'expiring', 'signing-out'])
	})
})
