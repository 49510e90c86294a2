import type { Transaction } from 'kysely'
import type { Database } from '../store/schema.ts'

/** What a replay that ends no longer holds: what was not submitted never is, and its days are free for another replay. */
export async function letGo(transaction: Transaction<Database>, replayId: string, at: Date): Promise<void> {
	await transaction
		.updateTable('replay_parts')
		.set({ state: 'skipped' })
		.where('replay_id', '=', replayId)
		.where('state', '=', 'planned')
		.execute()
	await transaction
		.updateTable('replay_days')
		.set({ state: 'free', settled_at: at })
		.where('replay_id', '=', replayId)
		.where('state', '=', 'open')
		.execute()
}
