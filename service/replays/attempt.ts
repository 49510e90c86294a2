import { type Kysely, sql, type Transaction, type Updateable } from 'kysely'
import type { PartState, ReplayStatus } from '../../lib/contract/replay-record.ts'
import type { PartRecord, PlanRecord, ReplayPartsTable, ReplayRecord } from '../store/replay-schema.ts'
import type { Database } from '../store/schema.ts'
import { addHistory } from './history.ts'

/** Another worker has taken the replay up, or a person has ended it: whoever meets this writes nothing any more. */
export class Overtaken extends Error {
	override name = 'Overtaken'
}

/** What becomes of a replay in one transaction, or not at all. */
export type Change = {
	/** From which state a part goes to what. Nothing happens unless it is still in that state. */
	part?: { position: number; from: PartState; set: Updateable<ReplayPartsTable> }
	/** While somebody asked to cancel it stays `cancelling`, unless `whatever` is asked for. */
	status?: { to: ReplayStatus; whatever?: boolean }
	/** Only if nobody asked to cancel, or holds it. */
	begins?: boolean
	ends?: { failure: string | null }
	/** A line, unless the last one says just that. */
	history?: string
	and?: (transaction: Transaction<Database>, at: Date) => Promise<void>
}

/** One worker's go at a replay. */
export type Attempt = {
	record: ReplayRecord
	plan: PlanRecord
	/** As it is stored now. Throws Overtaken. */
	load(): Promise<{ replay: ReplayRecord; parts: PartRecord[] }>
	/** Throws Overtaken where the replay or the part is no longer what it was. */
	change(change: Change): Promise<void>
	/** Has it looked at again; null: nothing is to be done by itself. What a person asked for meanwhile is not put off. */
	lookAgain(inMs: number | null): Promise<void>
}

/** Takes a replay up: whoever held it before writes nothing any more. Null: there is nothing to be done by itself. */
export async function beginAttempt(db: Kysely<Database>, replayId: string, now: () => Date): Promise<Attempt | null> {
	const record = await db
		.updateTable('replays')
		.set(({ eb }) => ({ attempt: eb('attempt', '+', 1) }))
		.where('replay_id', '=', replayId)
		.where('ended_at', 'is', null)
		.where('status', '<>', 'awaiting-approval')
		.returningAll()
		.executeTakeFirst()
	if (!record) return null
	const plan = await db
		.selectFrom('replay_plans')
		.selectAll()
		.where('plan_id', '=', record.plan_id)
		.executeTakeFirstOrThrow()
	const { attempt } = record
	const mine = { replay_id: replayId, attempt }

	return {
		record,
		plan,
		async load() {
			const replay = await db
				.selectFrom('replays')
				.selectAll()
				.where(({ and }) => and(mine))
				.where('ended_at', 'is', null)
				.executeTakeFirst()
			if (!replay) throw new Overtaken()
			const parts = db.selectFrom('replay_parts').selectAll().where('replay_id', '=', replayId)
			return { replay, parts: await parts.orderBy('position').execute() }
		},
		change: (change) =>
			db.transaction().execute(async (transaction) => {
				const at = now()
				await changeReplay(transaction, mine, change, at)
				if (change.part) await changePart(transaction, replayId, change.part)
				await change.and?.(transaction, at)
				if (change.history) await sayOnce(transaction, replayId, at, change.history)
			}),
		async lookAgain(inMs) {
			await db
				.updateTable('replays')
				.set({ due_at: inMs === null ? null : sql`least(due_at, ${new Date(now().getTime() + inMs)})` })
				.where(({ and }) => and(mine))
				.where('ended_at', 'is', null)
				.execute()
		},
	}
}

/** What is tried again and again with the same result stands there once. */
async function sayOnce(transaction: Transaction<Database>, replayId: string, at: Date, text: string): Promise<void> {
	const last = await transaction
		.selectFrom('replay_history')
		.select('text')
		.where('replay_id', '=', replayId)
		.orderBy('position', 'desc')
		.limit(1)
		.executeTakeFirst()
	if (last?.text !== text) await addHistory(transaction, replayId, { at, person: null, text })
}

async function changeReplay(
	transaction: Transaction<Database>,
	mine: { replay_id: string; attempt: number },
	{ status, begins, ends }: Change,
	at: Date,
): Promise<void> {
	const changed = await transaction
		.updateTable('replays')
		// The attempt is written even where nothing else is: it locks the row, so nobody takes it up meanwhile.
		.set({
			attempt: mine.attempt,
			...(status && { status: status.whatever ? status.to : unlessCancelling(status.to) }),
			...(ends && { ended_at: at, due_at: null, failure: ends.failure }),
		})
		.where(({ and }) => and(mine))
		.where('ended_at', 'is', null)
		.$if(begins === true, (query) => query.where('cancelled_at', 'is', null).where('held_at', 'is', null))
		.returning('replay_id')
		.executeTakeFirst()
	if (!changed) throw new Overtaken()
}

const unlessCancelling = (to: ReplayStatus) =>
	sql<ReplayStatus>`case when cancelled_at is null then ${to} else 'cancelling' end`

async function changePart(
	transaction: Transaction<Database>,
	replayId: string,
	{ position, from, set }: NonNullable<Change['part']>,
): Promise<void> {
	const changed = await transaction
		.updateTable('replay_parts')
		.set(set)
		.where('replay_id', '=', replayId)
		.where('position', '=', position)
		.where('state', '=', from)
		.returning('position')
		.executeTakeFirst()
	if (!changed) throw new Overtaken()
}
