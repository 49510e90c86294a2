import type { checks } from '../../lib/contract/checks.ts'
import type { Handler, Refusal } from '../handler.ts'
import { requesterOf } from '../requester.ts'
import { findSource, isAccountOfOthers, unknownSource } from '../sources/public.ts'
import { checkedSettings } from './checked-settings.ts'
import type { ChecksPorts } from './handler.ts'
import { storeOrder } from './store-order.ts'

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

	const checkId = await db.transaction().execute((transaction) =>
		storeOrder(transaction, jobs, {
			sourceId,
			customer: record.settings.customer,
			profile,
			target: checked.value,
			sourceVersion: settings ? null : record.version,
			requester: requesterOf(caller),
			ticket,
			at: now(),
		}),
	)
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
