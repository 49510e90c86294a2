import type { Refusal } from '../gateway/refusal.ts'
import { RefusedError } from './refused-error.ts'

const ATTEMPTS = 2
const LONGEST_WAIT = 30_000

/** For reads only: at most twice, where the next attempt can differ. Never on a 4xx other than 429 and a clock just corrected. */
export function shouldRetry(failures: number, error: Error): boolean {
	return failures < ATTEMPTS && error instanceof RefusedError && mayPass(error.refusal, failures)
}

function mayPass(refusal: Refusal, failures: number): boolean {
	switch (refusal.by) {
		case 'gate':
			// The refusal told the server's time, so the next signature is dated right; a second one means it did not help.
			if (refusal.reason === 'clock-skew') return failures === 0
			return refusal.reason === 'throttled' || refusal.status >= 500
		case 'service':
			return refusal.status === 429 || refusal.status >= 500
		case 'network':
			return refusal.reason === 'network' || refusal.reason === 'timeout'
		case 'contract':
			return false
	}
}

/** Milliseconds until the next attempt: what Retry-After asks, else 0.5 s and then 1 s, spread so that tabs do not come back at once. */
export function retryDelay(failures: number, error: Error): number {
	const asked =
		error instanceof RefusedError && 'retryAfterSeconds' in error.refusal ? error.refusal.retryAfterSeconds : null
	if (asked !== null) return Math.min(asked * 1_000, LONGEST_WAIT)
	return 500 * 2 ** failures * (0.75 + Math.random() / 2)
}
