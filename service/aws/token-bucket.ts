/** Times are milliseconds of one clock that never goes back. */
export type TokenBucket = {
	/** How long from `at` until a token is there for the next in line. 0: now. */
	wait(at: number): number
	/** Takes one, also in advance: who comes later waits behind. */
	take(at: number): void
}

/** Starts full. `burst` tokens at most, `perSecond` new ones each second. */
export function createTokenBucket(burst: number, perSecond: number): TokenBucket {
	let tokens = burst
	let updated = Number.NEGATIVE_INFINITY
	const level = (at: number) => Math.min(burst, tokens + ((at - updated) / 1000) * perSecond)
	return {
		wait: (at) => Math.max(0, ((1 - level(at)) / perSecond) * 1000),
		take(at) {
			tokens = level(at) - 1
			updated = at
		},
	}
}
