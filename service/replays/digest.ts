import type { PlanDay, PlanPart } from '../../lib/contract/replay-plan.ts'
import { canonicalJson, sha256 } from '../audit/public.ts'
import type { PlanRecord } from '../store/replay-schema.ts'

/** Everything that would be done, and where. */
export type Planned = Pick<PlanRecord, 'source_id' | 'settings' | 'from_day' | 'to_day' | 'selection' | 'events'> & {
	days: readonly PlanDay[]
	parts: readonly PlanPart[]
}

/**
 * SHA-256 in hex of what a plan does: whoever approves it approves this and nothing else. Days that are not replayed, and what
 * is only said about the others, have no part in it.
 */
export const digestOf = ({ source_id, settings, from_day, to_day, selection, events, days, parts }: Planned): string =>
	sha256(
		canonicalJson({
			sourceId: source_id,
			settings,
			from: from_day,
			to: to_day,
			select: selection,
			events,
			days: days.filter(({ chosen }) => chosen).map(({ day, objects, bytes }) => ({ day, objects, bytes })),
			parts,
		}),
	)
