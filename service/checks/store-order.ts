import { randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Profile } from '../../lib/contract/check-report.ts'
import type { Jobs } from '../store/jobs.ts'
import type { CheckedSettings, Database, Requester } from '../store/schema.ts'
import { countProbes } from './run.ts'
import { CHECKS_QUEUE } from './worker.ts'

export type WantedCheck = {
	sourceId: string
	customer: string
	profile: Profile
	target: CheckedSettings
	/** Of the stored source; null: the settings came from the form. */
	sourceVersion: number | null
	requester: Requester
	ticket: string | null
	at: Date
}

/** Stores what shall be checked and hands it to a worker, both or neither. Answers the id of the check. */
export async function storeOrder(
	transaction: Transaction<Database>,
	jobs: Pick<Jobs, 'send'>,
	{ sourceId, customer, profile, target, sourceVersion, requester, ticket, at }: WantedCheck,
): Promise<string> {
	const checkId = `chk-${randomBytes(10).toString('hex')}`
	await transaction
		.insertInto('checks')
		.values({
			check_id: checkId,
			source_id: sourceId,
			customer,
			profile,
			status: 'running',
			target: JSON.stringify(target),
			source_version: sourceVersion,
			requested_by: requester.person,
			requested_at: at,
			requester: JSON.stringify(requester),
			ticket,
			total: countProbes(profile),
		})
		.execute()
	await jobs.send(transaction, CHECKS_QUEUE.name, target.catalogId, { checkId })
	return checkId
}
