import { describe, expect, it } from 'vitest'
import { createToken } from './token.ts'

describe('a token', () => {
	it('begins with its time as other makers of ULIDs write it', () => {
		// The example of ulid/spec: 01ARZ3NDEK is 1469922850259 milliseconds.
		expect(createToken(new Date(1_469_922_850_259)).slice(0, 10)).toBe('01ARZ3NDEK')
	})

	it('is never given twice, has nothing that a step name or an argument must escape, and sorts by time', () => {
		const at = Date.parse('2026-11-20T10:00:00.000Z')
		const tokens = Array.from({ length: 1_000 }, (_, index) => createToken(new Date(at + index)))
		expect(new Set(tokens).size).toBe(1_000)
		for (const token of tokens) expect(token).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
		expect(tokens.toSorted()).toEqual(tokens)
		expect(new Set(Array.from({ length: 1_000 }, () => createToken(new Date(at)))).size).toBe(1_000)
	})
})
