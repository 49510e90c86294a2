import type { Limits } from './rules.ts'

/** A token bucket: `burstLimit` deep, filled by `rateLimit` a second. `now` in milliseconds, never going back. */
export function createThrottle(now: () => number): { take(limits: Limits): boolean } {
	let tokens = Number.POSITIVE_INFINITY
	let seen = now()
	return {
		take({ rateLimit, burstLimit }) {
			const time = now()
			tokens = Math.min(burstLimit, tokens + ((time - seen) / 1000) * rateLimit)
			seen = time
			if (tokens < 1) return false
			tokens -= 1
			return true
		},
	}
}
