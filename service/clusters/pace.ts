import type { ClusterVerdict } from '../../lib/contract/cluster-status.ts'
import type { StoredDescription, StoredLook } from '../store/cluster-schema.ts'

/** Who asks within this time of another's answer gets that answer. */
export const FRESH_MS = 10_000

/** EMR's calls are few and the customer's own tools draw on the same: 10 descriptions at once, then one in a second. */
const SHORTEST_MS = 15_000
const JITTER_MS = 15_000
const IDLE_MS = 60_000
const LONGEST_MS = 120_000
/** So many fetches without anything new, and the cluster counts as idle. */
const IDLE_AFTER = 3

const AT_WORK = new Set(['STARTING', 'BOOTSTRAPPING', 'RUNNING', 'TERMINATING'])
/** What another fetch could tell otherwise without anybody changing settings or policies. */
const MAY_CHANGE: ReadonlySet<ClusterVerdict> = new Set(['ok', 'attention', 'unreachable'])

export const isThrottled = ({ door, describe }: StoredLook): boolean => {
	const failed = door ?? describe
	return failed?.kind === 'failed' && failed.cause === 'throttled'
}

export type Pace = { everyMs: number; looksAlike: number }

type Seen = {
	verdict: ClusterVerdict
	/** Of this fetch; null when EMR described nothing. */
	description: StoredDescription | null
	/** Steps that are not over. */
	stepsAtWork: boolean
	changed: boolean
}

/** When to ask again while somebody looks; null when nothing new is to be expected. `random` is of [0, 1). */
export function nextPace(seen: Seen, before: Pace, random: () => number): Pace | null {
	const { verdict, description, stepsAtWork, changed } = seen
	const jitter = Math.round(random() * JITTER_MS)
	if (verdict === 'unreachable') {
		return {
			everyMs: Math.min(LONGEST_MS, Math.max(IDLE_MS, 2 * before.everyMs) + jitter),
			looksAlike: before.looksAlike,
		}
	}
	const atWork = stepsAtWork || (description !== null && AT_WORK.has(description.state))
	if (!MAY_CHANGE.has(verdict) && !atWork) return null
	const looksAlike = changed ? 0 : before.looksAlike + 1
	const idle = !atWork && looksAlike >= IDLE_AFTER
	return { everyMs: (idle ? IDLE_MS : SHORTEST_MS) + jitter, looksAlike }
}
