import { describe, expect, it } from 'vitest'
import { PROBLEM_STATUS, type ProblemCode } from '../lib/contract/problem.ts'
import { GATE_WORDS } from '../lib/gateway/gate-words.ts'
import type { GateReason, Refusal } from '../lib/gateway/refusal.ts'
import { exitOf } from './exit.ts'
import { describe as describeAtTerminal, refusalText } from './refusal.ts'

const gate = (reason: GateReason, status = 403): Refusal => ({
	...{
		by: 'gate',
		reason,
		status,
		message: null,
		requestId: 'chosen',
		extendedRequestId: 'true-id=',
		retryAfterSeconds: null,
	},
})
const service = (code: ProblemCode): Refusal => ({
	by: 'service',
	status: PROBLEM_STATUS[code],
	requestId: 'r-1',
	retryAfterSeconds: null,
	problem: {
		...{ type: 'about:blank', title: 'No', status: PROBLEM_STATUS[code], code, detail: 'It is so.', fix: 'Change it.' },
		...{ errors: [{ field: 'bucket', message: 'is \u001b[31mred' }], requestId: 'r-1' },
	},
})
const network = (reason: 'network' | 'timeout' | 'aborted' | 'no-credentials'): Refusal => ({
	by: 'network',
	reason,
	requestId: null,
})
const breach: Refusal = {
	by: 'contract',
	side: 'output',
	status: 200,
	errors: [{ field: 'items', message: 'is missing' }],
	requestId: 'r-2',
}
const reasons = Object.keys(GATE_WORDS) as GateReason[]

const ALL: Refusal[] = [...reasons.map((reason) => gate(reason)), service('not-found'), breach]
ALL.push(...(['network', 'timeout', 'aborted', 'no-credentials'] as const).map(network))
const text = (refusal: Refusal, chain: string | null = null) => refusalText(refusal, describeAtTerminal(refusal, chain))

describe('words at a terminal', () => {
	it.each(ALL.map((refusal) => [`${refusal.by} ${'reason' in refusal ? refusal.reason : ''}`, refusal] as const))(
		'of %s speak of no page, tab or button',
		(_, refusal) => {
			expect(text(refusal)).not.toMatch(/\b(page|tab|reload|browser|button|console)\b/i)
		},
	)

	it('name who refused, what to do and the id that no caller can choose', () => {
		expect(text(gate('denied'))).toMatch(/^sluice: The gate refused: [\s\S]*To do: .+\n {2}Request id: true-id=$/)
		expect(text(service('invalid-source'))).toBe(
			'sluice: The service refused: No.\n  It is so.\n  bucket is \\u001b[31mred\n  To do: Change it.\n  Request id: r-1',
		)
		expect(text(breach)).toContain('This command: The answer is not what was promised.')
		expect(text(network('no-credentials'), 'Profile x could not be found')).toContain(
			'It says: Profile x could not be found.',
		)
	})
})

describe('exit codes', () => {
	it.each<[string, Refusal, number]>([
		['the gate denies', gate('denied'), 1],
		['the gate throttles', gate('throttled', 429), 1],
		['credentials have expired', gate('expired-token'), 1],
		['the gate waited in vain', gate('timeout', 504), 3],
		['the service is down', gate('unreachable-backend', 503), 3],
		['the service says no', service('not-found'), 1],
		['the service fails', service('internal'), 3],
		['the service is overloaded', service('overloaded'), 3],
		['there is no connection', network('network'), 3],
		['no answer came in time', network('timeout'), 3],
		['there are no credentials', network('no-credentials'), 3],
		['Ctrl-C was pressed', network('aborted'), 130],
		['the answer is broken', breach, 3],
		['the input is wrong', { ...breach, side: 'input' }, 2],
	])('when %s', (_, refusal, exit) => {
		expect(exitOf(refusal)).toBe(exit)
	})
})
