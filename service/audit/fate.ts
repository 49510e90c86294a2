import type { Claimed, Postponed } from './outbox.ts'
import type { Sent } from './segment.ts'

const MOST_REFUSALS = 5
/** Of an event alone, while others got through: an outage is nobody's fault and lasts as long as it lasts. */
const MOST_FAILURES = 20

export type Backoff = { firstPause: number; longestPause: number }

/** Milliseconds to wait after `tries` in vain: doubling, with half of it left to chance so that many do not come back at once. */
export const backoff = (tries: number, { firstPause, longestPause }: Backoff): number =>
	Math.min(longestPause, firstPause * 2 ** (tries - 1)) * (0.5 + Math.random() / 2)

/**
 * What happens next to a request whose event was not delivered: `sent` is undefined when it was not tried, `through` says
 * whether any other of its batch was delivered. Whatever can never be delivered is set aside.
 */
export function fateOf(
	{ auditId, refusals, failures }: Claimed,
	sent: Exclude<Sent, { outcome: 'delivered' }> | undefined,
	through: boolean,
	pauses: Backoff,
): Postponed {
	const again = { auditId, refusals, failures, waitMs: 0, reason: sent?.reason ?? null, setAside: false }
	if (!sent || (sent.outcome === 'later' && !through)) return again
	if (sent.outcome === 'hopeless') return { ...again, setAside: true }
	const counts =
		sent.outcome === 'refused' ? { refusals: refusals + 1, failures } : { refusals, failures: failures + 1 }
	const setAside = counts.refusals >= MOST_REFUSALS || counts.failures >= MOST_FAILURES
	return { ...again, ...counts, setAside, waitMs: backoff(counts.refusals + counts.failures, pauses) }
}
