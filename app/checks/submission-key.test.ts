// @vitest-environment jsdom
import { expect, it } from 'vitest'
import type { ProblemCode } from '../../lib/contract/problem.ts'
import type { Unreachable } from '../../lib/gateway/refusal.ts'
import { RefusedError } from '../../lib/query/refused-error.ts'
import { refusedWith } from '../frame/stage.fixture.tsx'
import { submissionKeys } from './submission-key.ts'

const network = (reason: Unreachable['reason']) => new RefusedError({ by: 'network', reason, requestId: null })
const service = (code: ProblemCode) => {
	const outcome = refusedWith(code, '')
	if (outcome.ok) throw new Error('refusedWith did not refuse')
	return new RefusedError(outcome.refusal)
}

function keys() {
	let made = 0
	return submissionKeys(() => `key-${++made}`)
}

it.each<[string, RefusedError | null, 'same' | 'new']>([
	['a lost answer: it may have been carried out', network('timeout'), 'same'],
	['no connection', network('network'), 'same'],
	['the first attempt still being carried out', service('idempotency-in-progress'), 'same'],
	['success: the next press is another check', null, 'new'],
	['a refusal: what was refused did not happen', service('invalid-settings'), 'new'],
	['a key that stands for something else', service('idempotency-key-reused'), 'new'],
])('after %s', (_, error, expected) => {
	const { keyOf, answered } = keys()
	expect(keyOf({ sourceId: 'a' })).toBe('key-1')
	answered(error)
	expect(keyOf({ sourceId: 'a' })).toBe(expected === 'same' ? 'key-1' : 'key-2')
})

it('is the same however often one submission is pressed, and another one for another input', () => {
	const { keyOf } = keys()
	expect([keyOf({ sourceId: 'a' }), keyOf({ sourceId: 'a' }), keyOf({ sourceId: 'b' })]).toEqual([
		'key-1',
		'key-1',
		'key-2',
	])
})
