import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'

/** Adds a line to what happened to a replay, in the transaction that made it happen. `person` null: by itself. */
export async function addHistory(
	db: Kysely<Database>,
	replayId: string,
	{ at, person, text }: { at: Date; person: string | null; text: string },
): Promise<void> {
	await db.insertInto('replay_history').values({ replay_id: replayId, at, person, text }).execute()
}
