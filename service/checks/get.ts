import type { Kysely } from 'kysely'
import type { Check, Finding } from '../../lib/contract/check-report.ts'
import type { checks } from '../../lib/contract/checks.ts'
import type { Handler } from '../handler.ts'
import type { CheckRecord, Database } from '../store/schema.ts'
import type { ChecksPorts } from './handler.ts'
import { asCheck } from './record.ts'

export const getCheck: Handler<typeof checks.get, ChecksPorts> = async ({ checkId }, _caller, { db }) => {
	// In this order: a check that ends in between is then shown with its report, never without its findings.
	const found = await findingsSoFar(db, checkId)
	const record = await db.selectFrom('checks').selectAll().where('check_id', '=', checkId).executeTakeFirst()
	if (!record) {
		return {
			ok: false,
			problem: 'not-found',
			detail: `There is no check with the id ${checkId}.`,
			fix: 'Open the source and choose one of its checks, or run a new one.',
		}
	}
	const sofar = found.filter(({ attempt }) => attempt === record.attempt).map(({ finding }) => finding)
	return { ok: true, value: asCheck(record, sofar, await newerThan(db, record)) }
}

const findingsSoFar = (db: Kysely<Database>, checkId: string): Promise<{ attempt: number; finding: Finding }[]> =>
	db
		.selectFrom('check_findings')
		.select(['attempt', 'finding'])
		.where('check_id', '=', checkId)
		.orderBy('position')
		.execute()

/** The latest finished check of the same question, if this one is not it. Checks of unsaved settings answer for themselves alone. */
async function newerThan(db: Kysely<Database>, record: CheckRecord): Promise<Check['newer']> {
	if (record.source_version === null) return null
	const newest = await db
		.selectFrom('checks')
		.select(['check_id', 'verdict', 'finished_at'])
		.where('source_id', '=', record.source_id)
		.where('profile', '=', record.profile)
		.where('status', '=', 'done')
		.where('source_version', 'is not', null)
		.where('requested_at', '>', record.requested_at)
		.orderBy('requested_at', 'desc')
		.limit(1)
		.executeTakeFirst()
	if (!newest?.finished_at) return null
	return { checkId: newest.check_id, verdict: newest.verdict, finishedAt: newest.finished_at.toISOString() }
}
