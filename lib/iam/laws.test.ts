import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PolicySet } from './access.ts'
import { evaluate } from './evaluate.ts'
import { aRequest, laws } from './laws.fixture.ts'

describe('laws', () => {
	it.each(laws)('%s', (_law, property) => fc.assert<unknown[]>(property, { numRuns: 500 }))

	it('a set that is no set of lists is invalid, not a crash', () => {
		const [asked] = fc.sample(aRequest, 1)
		const broken: PolicySet = JSON.parse('{"identity": {}, "scps": 5, "rcps": [null, {}]}')
		expect(asked && evaluate(asked, broken)).toMatchObject({ decision: 'invalid', layers: ['rcp', 'scp', 'identity'] })
	})
})
