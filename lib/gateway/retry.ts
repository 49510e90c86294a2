import type { Refusal } from './refusal.ts'

/** How often a read is asked for again after its first refusal. */
const AGAIN = 2
const LONGEST_WAIT = 30_000

/**
 * Whether a read that was refused `failures` + 1 times may be asked for once more: where the next answer can differ.
 * Never on a 4xx other than 429 and a clock just corrected. Anything but a read may have happened and is its person's to repeat.
 */
export function mayReadAgain(refusal: Refusal, failures: number): boolean {
	if (failures >= AGAIN) return false
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

/** Milliseconds until the next attempt: what Retry-After asks, else 0.5 s and then 1 s, spread so that callers do not come back at once. */
export function waitOf(refusal: Refusal, failures: number): number {
	const asked = 'retryAfterSeconds' in refusal ? refusal.retryAfterSeconds : null
	if (asked !== null) return Math.min(asked * 1_000, LONGEST_WAIT)
	return 500 * 2 ** failures * (0.75 + Math.random() / 2)
}
