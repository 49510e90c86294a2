import type { Recovery, ReplayLimit, ReplayPlan } from '../../lib/contract/replay-plan.ts'
import type { Refusal } from '../handler.ts'
import type { PlanRecord } from '../store/replay-schema.ts'
import type { FoundPreflight } from './preflight.ts'
import { RECOVERY_MEANING } from './recovery.ts'

/** A partition is one hour of one day. */
const PARTITIONS_OF_DAY = 24

/** What a plan means at the moment at which somebody reads it. */
export type PlanNow = {
	preflight: FoundPreflight
	recovery: Recovery | null
	limit: ReplayLimit
	obstacle: Refusal | null
	replayId: string | null
}

/** Of the chosen days. */
export function totalsOf({ parts }: Pick<PlanRecord, 'parts'>): ReplayPlan['totals'] {
	const sum = (member: 'days' | 'objects' | 'bytes') => (parts ?? []).reduce((all, part) => all + part[member], 0)
	const days = sum('days')
	return { days, partitions: days * PARTITIONS_OF_DAY, objects: sum('objects'), bytes: sum('bytes') }
}

/** A record as the contract shows it, connection details included: the router takes them out by role. */
export const asPlan = (record: PlanRecord, { recovery, obstacle, ...now }: PlanNow): ReplayPlan => ({
	planId: record.plan_id,
	sourceId: record.source_id,
	customer: record.customer,
	region: record.settings.region,
	clusterId: record.settings.clusterId,
	database: record.settings.database,
	bucket: record.settings.bucket,
	archive: record.settings.archive,
	sourceVersion: record.source_version,
	status: record.status,
	progress: { done: record.listed, total: record.total },
	from: record.from_day,
	to: record.to_day,
	select: record.selection,
	events: record.events,
	requestedBy: record.requested_by,
	requestedAt: record.requested_at.toISOString(),
	finishedAt: record.finished_at?.toISOString() ?? null,
	ticket: record.ticket,
	failure: record.failure,
	digest: record.digest,
	days: record.days ?? [],
	totals: totalsOf(record),
	parts: record.parts ?? [],
	recovery,
	recoveryMeaning: recovery && RECOVERY_MEANING[recovery],
	submittable: { ok: obstacle === null, because: obstacle?.detail ?? null, fix: obstacle?.fix ?? null },
	...now,
})
