import type { Transaction } from 'kysely'
import type { Database } from '../store/schema.ts'
import type { Attempt } from './attempt.ts'
import { letGo } from './let-go.ts'
import type { Move } from './move.ts'

const ENDED = { done: 'is loaded', failed: 'failed', cancelled: 'was cancelled' } as const

/** The step of a part is at its end: its days are loaded, or free once the replay ends. */
export async function endPart(
	{ part, as, rows, failure }: Extract<Move, { do: 'end-part' }>,
	attempt: Attempt,
): Promise<void> {
	const { position, state, replay_id } = part
	const text = `Part ${position} ${ENDED[as]}${rows === null ? '' : `: ${rows.toLocaleString('en-US')} rows`}.`
	const loaded = async (transaction: Transaction<Database>, at: Date) => {
		await transaction
			.updateTable('replay_days')
			.set({ state: 'loaded', settled_at: at })
			.where('replay_id', '=', replay_id)
			.where('position', '=', position)
			.where('state', '=', 'open')
			.execute()
	}
	await attempt.change({
		part: {
			position,
			from: state,
			set: { state: as, rows, failure: failure && JSON.stringify(failure) },
		},
		history: text,
		async and(transaction, at) {
			await transaction
				.updateTable('replay_parts')
				.set({ ended_at: at })
				.where('replay_id', '=', replay_id)
				.where('position', '=', position)
				.execute()
			if (as === 'done') await loaded(transaction, at)
		},
	})
}

const HISTORY = { done: 'All parts are loaded.', failed: 'It failed.', cancelled: 'It is cancelled.' } as const

export async function endReplay({ as, because }: Extract<Move, { do: 'end' }>, attempt: Attempt): Promise<void> {
	const { replay_id } = attempt.record
	await attempt.change({
		status: { to: as, whatever: true },
		ends: { failure: because },
		history: because ?? HISTORY[as],
		and: (transaction, at) => letGo(transaction, replay_id, at),
	})
}
