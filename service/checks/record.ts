import type { Check, CheckRow, Finding } from '../../lib/contract/check-report.ts'
import type { CheckRecord } from '../store/schema.ts'

/** What a list shows: without the report, which is a hundred times as long. */
export const ROW_COLUMNS = [
	'check_id',
	'source_id',
	'customer',
	'profile',
	'status',
	'total',
	'verdict',
	'headline',
	'source_version',
	'requested_by',
	'requested_at',
	'finished_at',
] as const satisfies readonly (keyof CheckRecord)[]

/** A record as a list shows it. `done`: how many findings are known. */
export const asRow = (record: Pick<CheckRecord, (typeof ROW_COLUMNS)[number]>, done: number): CheckRow => ({
	checkId: record.check_id,
	sourceId: record.source_id,
	customer: record.customer,
	profile: record.profile,
	status: record.status,
	progress: { done, total: record.total },
	verdict: record.verdict,
	headline: record.headline,
	saved: record.source_version !== null,
	requestedBy: record.requested_by,
	requestedAt: record.requested_at.toISOString(),
	finishedAt: record.finished_at?.toISOString() ?? null,
})

/** A record as its report: what is concluded once it is done, else the findings so far. */
export function asCheck(record: CheckRecord, sofar: Finding[], newer: Check['newer']): Check {
	const { target, report } = record
	const findings = report?.findings ?? sofar
	return {
		...asRow(record, findings.length),
		ticket: record.ticket,
		startedAt: record.started_at?.toISOString() ?? null,
		restarts: Math.max(0, record.attempt - 1),
		failure: record.failure,
		settings: {
			region: target.region,
			database: target.database,
			clusterId: target.clusterId,
			version: record.source_version,
			roleArn: target.roleArn,
			catalogId: target.catalogId,
			bucket: target.bucket,
			externalId: (report ? report.externalId : null) ?? target.externalIds[0] ?? null,
		},
		findings,
		advice: report?.advice ?? [],
		trust: report?.trust ?? [],
		newer,
	}
}
