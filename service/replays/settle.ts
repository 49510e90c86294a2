import type { Transaction } from 'kysely'
import type { ReplayStatus } from '../../lib/contract/replay-record.ts'
import type { replays } from '../../lib/contract/replays.ts'
import type { Handler, Outcome, Refusal } from '../handler.ts'
import { requesterOf } from '../requester.ts'
import type { PartRecord, ReplayRecord } from '../store/replay-schema.ts'
import type { Database } from '../store/schema.ts'
import { addHistory } from './history.ts'
import { letGo } from './let-go.ts'
import type { ReplaysPorts } from './ports.ts'
import { lockReplay, stateOf, unknownReplay } from './stored.ts'
import { standingOf } from './words.ts'

/** What a person decides about a step whose answer was lost: it is this one, or it never ran. */
export const settlePart: Handler<typeof replays.settle, ReplaysPorts> = async (input, caller, { db, now }) =>
	db.transaction().execute(async (transaction) => {
		const { person } = requesterOf(caller)
		const { replayId, position, stepId = null, ticket } = input
		const found = await lockReplay(transaction, replayId)
		if (!found) return unknownReplay(replayId)
		const part = lostPart(found, position)
		if (!part.ok) return part
		const at = now()
		const decided = { record: found.record, part: part.value, at }
		const status = stepId === null ? await sendAgain(transaction, decided) : await follow(transaction, decided, stepId)
		const said = stepId === null ? 'never ran' : `is ${stepId}`
		const text = `Decided under ${ticket} that the step of part ${position} ${said}.`
		await addHistory(transaction, replayId, { at, person, text })
		return { ok: true, value: stateOf(found.record, status) }
	})

type Decided = { record: ReplayRecord; part: PartRecord; at: Date }

function lostPart(found: { record: ReplayRecord; parts: PartRecord[] }, position: number): Outcome<PartRecord> {
	const { record, parts } = found
	const part = parts.find((each) => each.position === position)
	if (!part) return noSuchPart(position, parts.length)
	if (part.state === 'confirming' || part.state === 'undecided') return { ok: true, value: part }
	return {
		ok: false,
		problem: 'replay-state',
		detail: `Part ${position} is ${part.state}, so there is nothing to decide. ${standingOf(record)}`,
		fix: 'Open the replay: only a part that is confirming or undecided is decided on.',
	}
}

const noSuchPart = (position: number, parts: number): Refusal => ({
	ok: false,
	problem: 'invalid-input',
	detail: `There is no part ${position}.`,
	errors: [{ field: 'position', message: `must be the number of a part: 1 to ${parts}` }],
})

/**
 * The part has the step, unproven: `submitted` without a description (`described_at` null). The driver reads its Name at
 * the next look and puts the part back to `undecided` where our token is not in it.
 */
async function follow(transaction: Transaction<Database>, decided: Decided, stepId: string): Promise<ReplayStatus> {
	await changePart(transaction, decided.part, { state: 'submitted', step_id: stepId, step: null, described_at: null })
	const status = decided.record.cancelled_at === null ? 'running' : 'cancelling'
	await changeReplay(transaction, decided, { status, due_at: decided.at })
	return status
}

/**
 * The part is submitted anew with the same token; where somebody has asked to cancel meanwhile, nothing runs any more. Parts are
 * sent one after the other: where this one never ran, none behind it did, and the replay is held no longer. One that was held
 * before anybody had approved it goes back to where it was.
 */
async function sendAgain(transaction: Transaction<Database>, decided: Decided): Promise<ReplayStatus> {
	const { record, part, at } = decided
	await changePart(transaction, part, { state: 'planned' })
	if (record.cancelled_at === null) {
		const isApproved = record.over_limit === null || record.decision === 'approved'
		const status = isApproved ? 'waiting' : 'awaiting-approval'
		await changeReplay(transaction, decided, { status, due_at: isApproved ? at : null, held_at: null })
		return status
	}
	await letGo(transaction, record.replay_id, at)
	await changeReplay(transaction, decided, { status: 'cancelled', due_at: null, ended_at: at })
	return 'cancelled'
}

const changePart = (
	transaction: Transaction<Database>,
	{ replay_id, position }: PartRecord,
	change: { state: 'submitted'; step_id: string; step: null; described_at: null } | { state: 'planned' },
) =>
	transaction
		.updateTable('replay_parts')
		// What nobody could show, somebody has said now.
		.set({ ...change, unproven: false })
		.where('replay_id', '=', replay_id)
		.where('position', '=', position)
		.execute()

/** A worker that is just looking for the step is overtaken: what it finds out counts no longer. */
const changeReplay = (
	transaction: Transaction<Database>,
	{ record }: Decided,
	change: { status: ReplayStatus; due_at: Date | null; ended_at?: Date; held_at?: null },
) =>
	transaction
		.updateTable('replays')
		.set(({ eb }) => ({ ...change, attempt: eb('attempt', '+', 1) }))
		.where('replay_id', '=', record.replay_id)
		.execute()
