import { randomUUID } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import type { ReplayStatus } from '../../lib/contract/replay-record.ts'
import { createAudit } from '../audit/public.ts'
import type { Database } from '../store/schema.ts'
import { addHistory } from './history.ts'
import { lockReplay, partAtWork } from './stored.ts'

export type HeldReplay = { replayId: string; sourceId: string; customer: string; was: ReplayStatus }

/**
 * Holds every replay that is under way, from the operator's terminal, for a database that was put back from a copy: what was
 * sent since is not known to it. Steps that it knows are followed, and a part that it does not know to be sent is looked for;
 * none is sent until a person has said that one never ran. One that somebody had asked to cancel is left alone: it sends
 * nothing anyway. Recorded like a request, as done by `operator:<actor>`. Answers those that were not held before.
 */
export async function holdByOperator(db: Kysely<Database>, now: () => Date, actor: string): Promise<HeldReplay[]> {
	const audit = createAudit(db, { writerId: `hold-${randomUUID()}`, now, deadlineMs: 30_000 })
	const started = now().getTime()
	const person = `operator:${actor}`
	const intent = await audit.intent({
		requestId: `operator-${randomUUID()}`,
		gateRequestId: null,
		identityId: null,
		person,
		roleArn: null,
		role: null,
		operation: 'replays.hold',
		target: null,
		ticket: null,
		parameters: null,
		sourceIp: null,
	})
	const open = await db.selectFrom('replays').select('replay_id').where('ended_at', 'is', null).execute()
	const held: HeldReplay[] = []
	for (const { replay_id } of open) {
		const one = await db.transaction().execute((transaction) => hold(transaction, replay_id, person, now()))
		if (one) held.push(one)
	}
	await audit.outcome(intent, { status: 200, code: null, latencyMs: now().getTime() - started })
	return held
}

const HISTORY =
	'Held, since the database was restored: what was sent since its copy was made is not known. Nothing is sent until somebody has said what never ran.'

async function hold(
	transaction: Transaction<Database>,
	replayId: string,
	person: string,
	at: Date,
): Promise<HeldReplay | null> {
	const found = await lockReplay(transaction, replayId)
	if (!found) return null
	const { record, parts } = found
	if (record.ended_at !== null || record.cancelled_at !== null || record.held_at !== null) return null
	const { source_id: sourceId, customer, status: was } = record
	const working = partAtWork(parts)
	// Whoever is submitting must not be overtaken: the id of the step would be lost. It sends nothing after that.
	const isLeft = working?.state === 'submitting'
	// Also what waits for approval: it may have been approved and sent since.
	const status = working ? was : 'confirming'
	await transaction
		.updateTable('replays')
		.set({ held_at: at, status, ...(!isLeft && { due_at: at }) })
		.where('replay_id', '=', replayId)
		.execute()
	await addHistory(transaction, replayId, { at, person, text: HISTORY })
	return { replayId, sourceId, customer, was }
}
