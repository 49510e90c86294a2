import type { Preflight } from '../../lib/contract/replay-plan.ts'
import type { Replay, ReplayPart, ReplayRow } from '../../lib/contract/replay-record.ts'
import type { PartRecord, PlanRecord, ReplayRecord } from '../store/replay-schema.ts'
import { RECOVERY_MEANING } from './recovery.ts'
import { SIGNATURE_WINDOW_MS } from './signature-window.ts'
import { headlineOf, type PartHead } from './words.ts'
import { cancellationOf } from './words-of-cancellation.ts'
import { wordsOfFailure } from './words-of-failure.ts'

/** What of its plan belongs to a replay wherever it is shown. */
export type PlanHead = Pick<PlanRecord, 'settings' | 'from_day' | 'to_day'>

const iso = (at: Date | null) => at?.toISOString() ?? null

export const asRow = (record: ReplayRecord, plan: PlanHead, parts: readonly PartHead[]): ReplayRow => ({
	replayId: record.replay_id,
	planId: record.plan_id,
	sourceId: record.source_id,
	customer: record.customer,
	region: plan.settings.region,
	clusterId: plan.settings.clusterId,
	status: record.status,
	headline: headlineOf(record, parts),
	from: plan.from_day,
	to: plan.to_day,
	days: record.days,
	bytes: record.bytes,
	progress: { done: parts.filter(({ state }) => state === 'done').length, total: parts.length },
	requestedBy: record.requested_by,
	requestedAt: record.requested_at.toISOString(),
	endedAt: iso(record.ended_at),
	ticket: record.ticket,
})

export type Stored = {
	record: ReplayRecord
	plan: PlanHead & Pick<PlanRecord, 'selection' | 'events'>
	parts: readonly PartRecord[]
	preflight: Preflight
	history: readonly { at: Date; person: string | null; text: string }[]
	releaseLabel: string | null
}

export function asReplay({ record, plan, parts, preflight, history, releaseLabel }: Stored): Replay {
	return {
		...asRow(record, plan, parts),
		digest: record.digest,
		select: plan.selection,
		events: plan.events,
		partitions: record.days * HOURS,
		objects: parts.reduce((sum, { objects }) => sum + objects, 0),
		preflight,
		acknowledged: record.acknowledged,
		recovery: record.recovery,
		recoveryMeaning: RECOVERY_MEANING[record.recovery],
		approval: {
			needed: record.over_limit !== null,
			because: record.over_limit,
			decision: record.decision,
			by: record.decided_by,
			at: iso(record.decided_at),
			reason: record.decided_because,
		},
		failure: record.failure,
		cancellation: cancellationOf(record, parts, releaseLabel),
		parts: parts.map((part) => asPart(part, record.cancelled_by)),
		history: history.map(({ at, person, text }) => ({ at: at.toISOString(), person, text })),
	}
}

/** A partition of the lake is one hour. */
const HOURS = 24

function asPart(part: PartRecord, cancelledBy: string | null): ReplayPart {
	const { state, signed_at, step, failure } = part
	const words = wordsOfFailure(part, cancelledBy)
	const window = state === 'confirming' && signed_at ? new Date(signed_at.getTime() + SIGNATURE_WINDOW_MS) : null
	return {
		position: part.position,
		from: part.from_day,
		to: part.to_day,
		days: part.days,
		objects: part.objects,
		bytes: part.bytes,
		state,
		token: part.token,
		submissions: part.submissions,
		submittedAt: iso(signed_at),
		confirmedAt: iso(window),
		stepId: part.step_id,
		stepState: step?.state ?? null,
		startedAt: step?.timeline.startedAt ?? null,
		endedAt: iso(part.ended_at),
		rows: part.rows,
		failure: words && { ...words, message: failure?.message ?? null, logFile: failure?.logFile ?? null },
	}
}
