import { type Kysely, sql } from 'kysely'
import type { CheckVerdict, Finding, LastCheck } from '../../lib/contract/check-report.ts'
import type { CheckRecord, Database } from '../store/schema.ts'

export { savedSettings } from './checked-settings.ts'
export { createTrustTries } from './ledger.ts'
export { bucketArn, clusterArn } from './probes/resource.ts'
export { isDenial } from './reading.ts'
export { storeOrder as orderCheckOf } from './store-order.ts'
export { type Entry, enter } from './trust.ts'

/** The latest finished check of each of these sources as it is stored, for those that have one. */
export async function lastChecks(db: Kysely<Database>, sourceIds: string[]): Promise<Map<string, LastCheck>> {
	if (sourceIds.length === 0) return new Map()
	const { rows } = await sql<{
		source_id: string
		check_id: string
		profile: string
		verdict: LastCheck['verdict']
		finished_at: Date
	}>`
		select wanted.source_id, last.check_id, last.profile, last.verdict, last.finished_at
		from jsonb_array_elements_text(${JSON.stringify(sourceIds)}::jsonb) as wanted (source_id)
		cross join lateral (
			select check_id, profile, verdict, finished_at from checks
			where checks.source_id = wanted.source_id and status = 'done' and source_version is not null
			order by requested_at desc, check_id desc limit 1
		) as last`.execute(db)
	return new Map(
		rows.map(({ source_id, check_id, profile, verdict, finished_at }) => [
			source_id,
			{ checkId: check_id, profile, verdict, finishedAt: finished_at.toISOString() },
		]),
	)
}

/** A stored check as it stands. `findings` are concluded ones: none until it is done. */
export async function judgedCheck(
	db: Kysely<Database>,
	checkId: string,
): Promise<{
	status: CheckRecord['status']
	verdict: CheckVerdict | null
	headline: string | null
	findings: Finding[]
}> {
	const { report, ...judged } = await db
		.selectFrom('checks')
		.select(['status', 'verdict', 'headline', 'report'])
		.where('check_id', '=', checkId)
		.executeTakeFirstOrThrow()
	return { ...judged, findings: report?.findings ?? [] }
}
