import { type Kysely, sql } from 'kysely'
import type { Finding } from '../../lib/contract/check-report.ts'
import { createBatch } from '../store/batch.ts'
import { jsonb } from '../store/jsonb.ts'
import type { CheckRecord, CheckReport, Database } from '../store/schema.ts'

/** One worker's go at a check. Once another worker has begun it anew, nothing is written any more. */
export type Attempt = {
	record: CheckRecord
	/** Writes nothing once the check has been taken over or has ended. */
	found(finding: Finding): Promise<void>
	/** False: the check had been taken over or had ended, and nothing was stored. */
	done(verdict: CheckRecord['verdict'], headline: string, report: CheckReport): Promise<boolean>
}

/** Begins a check, or begins it anew: what an earlier attempt found is not shown any more. Null: it has ended already. */
export async function beginAttempt(db: Kysely<Database>, checkId: string, now: () => Date): Promise<Attempt | null> {
	const record = await db
		.updateTable('checks')
		.set(({ eb, fn }) => ({
			attempt: eb('attempt', '+', 1),
			started_at: fn.coalesce('started_at', eb.val(now())),
		}))
		.where('check_id', '=', checkId)
		.where('status', '=', 'running')
		.returningAll()
		.executeTakeFirst()
	if (!record) return null
	const { attempt } = record
	return {
		record,
		found: createBatch((findings: Finding[]) => store(db, { checkId, attempt }, findings)),
		done: (verdict, headline, report) =>
			db.transaction().execute(async (transaction) => {
				const ended = await transaction
					.updateTable('checks')
					.set({ status: 'done', verdict, headline, report: jsonb(report), finished_at: now() })
					.where('check_id', '=', checkId)
					.where('attempt', '=', attempt)
					.where('status', '=', 'running')
					.returning('check_id')
					.execute()
				if (ended.length === 0) return false
				await transaction.deleteFrom('check_findings').where('check_id', '=', checkId).execute()
				return true
			}),
	}
}

/** Findings that come in while others are being written go out together. */
async function store(db: Kysely<Database>, attempt: { checkId: string; attempt: number }, findings: Finding[]) {
	const { checkId } = attempt
	// The share lock lets nobody take the check over or end it between the look and the write.
	await sql`
		insert into check_findings (check_id, attempt, finding_id, finding)
		select own.check_id, own.attempt, given.finding->>'findingId', given.finding
		from (
			select check_id, attempt from checks
			where check_id = ${checkId} and attempt = ${attempt.attempt} and status = 'running' for share
		) as own
		cross join jsonb_array_elements(${jsonb(findings)}::jsonb) with ordinality as given (finding, number)
		order by given.number`.execute(db)
	return findings.map(() => undefined)
}

/** Ends a check that no worker could finish. What it found so far stays readable. */
export async function failCheck(
	db: Kysely<Database>,
	checkId: string,
	failure: string,
	now: () => Date,
): Promise<void> {
	await db
		.updateTable('checks')
		.set({ status: 'failed', failure, finished_at: now() })
		.where('check_id', '=', checkId)
		.where('status', '=', 'running')
		.execute()
}
