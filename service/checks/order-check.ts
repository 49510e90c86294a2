import { randomBytes } from 'node:crypto'
import type { checks } from '../../lib/contract/checks.ts'
import type { Handler, Refusal } from '../handler.ts'
import { requesterOf } from '../requester.ts'
import { findSource, isAccountOfOthers, unknownSource } from '../sources/public.ts'
import { checkedSettings } from './checked-settings.ts'
import type { ChecksPorts } from './handler.ts'
import { countProbes } from './run.ts'
import { CHECKS_QUEUE } from './worker.ts'

/** Stores what shall be checked and hands it to a worker, both or neither. Nothing of the customer is touched here. */
export const orderCheck: Handler<typeof checks.run, ChecksPorts> = async (input, caller, { db, jobs, now }) => {
	const { sourceId, profile, settings, ticket = null } = input
	const record = await findSource(db, sourceId)
	if (!record) return unknownSource(sourceId)
	const checked = checkedSettings(record.settings, settings ?? null, caller, ticket)
	if (!checked.ok) return checked
	const { catalogId, workspaceId } = record.settings
	const foreign = checked.value.catalogId !== catalogId
	if (foreign && (await isAccountOfOthers(db, checked.value.catalogId, workspaceId))) return anothersAccount

	const checkId = `chk-${randomBytes(10).toString('hex')}`
	const requester = requesterOf(caller)
	await db.transaction().execute(async (transaction) => {
		await transaction
			.insertInto('checks')
			.values({
				check_id: checkId,
				source_id: sourceId,
				customer: record.settings.customer,
				profile,
				status: 'running',
				target: JSON.stringify(checked.value),
				source_version: settings ? null : record.version,
				requested_by: requester.person,
				requested_at: now(),
				requester: JSON.stringify(requester),
				ticket,
				total: countProbes(profile),
			})
			.execute()
		await jobs.send(transaction, CHECKS_QUEUE.name, checked.value.catalogId, { checkId })
	})
	return { ok: true, value: { checkId, sourceId, profile, status: 'running' } }
}

/** An open trust policy would let us in with this customer's id, and the report would show one customer's account under another's name. */
const anothersAccount: Refusal = {
	ok: false,
	problem: 'invalid-settings',
	detail: 'This account belongs to another customer.',
	fix: 'Check it from the source of that customer.',
	errors: [{ field: 'settings.catalogId', message: 'is the account of a source of another workspace' }],
}
