import type { replays } from '../../lib/contract/replays.ts'
import { mayDecide } from '../authorization.ts'
import type { Caller, Handler, Refusal } from '../handler.ts'
import { requesterOf } from '../requester.ts'
import type { ReplayRecord } from '../store/replay-schema.ts'
import { addHistory } from './history.ts'
import { letGo } from './let-go.ts'
import { APPROVE_WITHIN_MS, outdated } from './obstacle.ts'
import type { ReplaysPorts } from './ports.ts'
import { lockReplay, stateOf, unknownReplay } from './stored.ts'
import { standingOf } from './words.ts'

/** What was approved is the plan of this digest and nothing else: another plan has another digest and needs its own approval. */
export const approveReplay: Handler<typeof replays.approve, ReplaysPorts> = async (input, caller, { db, now }) =>
	db.transaction().execute(async (transaction) => {
		const { person } = requesterOf(caller)
		const { replayId, digest, ticket } = input
		const found = await lockReplay(transaction, replayId)
		if (!found) return unknownReplay(replayId)
		const { record } = found
		const refusal = mayNotDecide(record, caller)
		if (refusal) return refusal
		if (digest !== record.digest) return anotherPlan
		const at = now()
		const plan = await transaction
			.selectFrom('replay_plans')
			.selectAll()
			.where('plan_id', '=', record.plan_id)
			.executeTakeFirstOrThrow()
		const late = await outdated(transaction, plan, at, APPROVE_WITHIN_MS)
		if (late) return { ...late, fix: 'Refuse it, which frees its days, and plan it again.' }
		await transaction
			.updateTable('replays')
			.set({ status: 'waiting', decision: 'approved', decided_by: person, decided_at: at, due_at: at })
			.where('replay_id', '=', replayId)
			.execute()
		await addHistory(transaction, replayId, { at, person, text: `Approved under ${ticket}.` })
		return { ok: true, value: stateOf(record, 'waiting') }
	})

export const refuseReplay: Handler<typeof replays.refuse, ReplaysPorts> = async (input, caller, { db, now }) =>
	db.transaction().execute(async (transaction) => {
		const { person } = requesterOf(caller)
		const { replayId, because } = input
		const found = await lockReplay(transaction, replayId)
		if (!found) return unknownReplay(replayId)
		const { record } = found
		const refusal = mayNotDecide(record, caller)
		if (refusal) return refusal
		const at = now()
		const decision = { decision: 'refused', decided_by: person, decided_at: at, decided_because: because } as const
		await transaction
			.updateTable('replays')
			.set({ status: 'refused', ...decision, ended_at: at })
			.where('replay_id', '=', replayId)
			.execute()
		await letGo(transaction, replayId, at)
		await addHistory(transaction, replayId, { at, person, text: `Refused: ${because}` })
		return { ok: true, value: stateOf(record, 'refused') }
	})

function mayNotDecide(record: ReplayRecord, caller: Caller): Refusal | null {
	const verdict = mayDecide(caller, record.requested_by)
	if (!verdict.ok) return verdict
	if (record.status === 'awaiting-approval') return null
	return {
		ok: false,
		problem: 'replay-state',
		detail: standingOf(record),
		fix: 'Only a replay that waits for approval is approved or refused.',
	}
}

const anotherPlan: Refusal = {
	ok: false,
	problem: 'digest-differs',
	detail: 'The plan of this replay has another digest than the one you approve.',
}
