import type { replays } from '../../lib/contract/replays.ts'
import { mayStop } from '../authorization.ts'
import type { Handler } from '../handler.ts'
import { requesterOf } from '../requester.ts'
import { addHistory } from './history.ts'
import { letGo } from './let-go.ts'
import type { ReplaysPorts } from './ports.ts'
import { lockReplay, partAtWork, partInDoubt, stateOf, unknownReplay } from './stored.ts'
import { standingOf } from './words.ts'

/**
 * Ends a replay at once where nothing of it runs or may run; otherwise the driver stops what does. `cancelled_at` stays on
 * the record: whoever moves the replay from then on submits nothing, whatever `status` it gives.
 */
export const cancelReplay: Handler<typeof replays.cancel, ReplaysPorts> = async (input, caller, { db, now }) =>
	db.transaction().execute(async (transaction) => {
		const { person } = requesterOf(caller)
		const { replayId, ticket } = input
		const found = await lockReplay(transaction, replayId)
		if (!found) return unknownReplay(replayId)
		const { record, parts } = found
		const verdict = mayStop(caller, record.requested_by)
		if (!verdict.ok) return verdict
		if (record.ended_at !== null || record.cancelled_at !== null) {
			return {
				ok: false,
				problem: 'replay-state',
				detail: standingOf(record),
				fix: 'Open it: there is nothing left to cancel.',
			}
		}
		const at = now()
		const working = partAtWork(parts) ?? partInDoubt(record, parts)
		const cancelled = { cancelled_by: person, cancelled_at: at }
		const change = transaction.updateTable('replays').where('replay_id', '=', replayId)
		if (working) {
			// Whoever is at the undecided step is a person: there is nothing for the driver to do until `settle`. Whoever is
			// submitting must not be overtaken: the id of the step would be lost. It sees by itself what was asked for.
			const status = working.state === 'undecided' ? 'undecided' : 'cancelling'
			const isLeft = working.state === 'undecided' || working.state === 'submitting'
			await change.set({ ...cancelled, status, ...(!isLeft && { due_at: at }) }).execute()
			const text = `Asked to cancel it under ${ticket}: part ${working.position} is at work.`
			await addHistory(transaction, replayId, { at, person, text })
			return { ok: true, value: stateOf(record, status) }
		}
		// A worker that has just taken it up is overtaken: it would submit the next part otherwise.
		await change
			.set(({ eb }) => ({
				...cancelled,
				status: 'cancelled',
				ended_at: at,
				due_at: null,
				attempt: eb('attempt', '+', 1),
			}))
			.execute()
		await letGo(transaction, replayId, at)
		await addHistory(transaction, replayId, { at, person, text: `Cancelled under ${ticket}.` })
		return { ok: true, value: stateOf(record, 'cancelled') }
	})
