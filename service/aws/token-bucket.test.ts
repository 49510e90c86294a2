import { describe, expect, it } from 'vitest'
import { createTokenBucket } from './token-bucket.ts'

describe('a token bucket', () => {
	it('gives its burst at once, then one for each refill', () => {
		const bucket = createTokenBucket(3, 0.5)
		const waits = [1000, 1000, 1000, 1000, 1000].map((at) => {
			const wait = bucket.wait(at)
			bucket.take(at)
			return wait
		})
		expect(waits).toEqual([0, 0, 0, 2000, 4000])
	})

	it('fills up again, to its burst and no further', () => {
		const bucket = createTokenBucket(2, 1)
		bucket.take(0)
		bucket.take(0)
		expect(bucket.wait(0)).toBe(1000)
		expect(bucket.wait(999)).toBeCloseTo(1)
		expect(bucket.wait(1000)).toBe(0)
		for (const _ of [1, 2]) bucket.take(1_000_000)
		expect(bucket.wait(1_000_000)).toBe(1000)
	})

	it('keeps who reserved in advance before who comes later', () => {
		const bucket = createTokenBucket(1, 1)
		for (const _ of [1, 2, 3]) bucket.take(0)
		expect(bucket.wait(1000)).toBe(2000)
	})
})
