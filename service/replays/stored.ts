import type { Transaction } from 'kysely'
import type { ReplayStatus } from '../../lib/contract/replay-record.ts'
import type { Refusal } from '../handler.ts'
import type { PartRecord, ReplayRecord } from '../store/replay-schema.ts'
import type { Database } from '../store/schema.ts'

/**
 * A replay with its parts, kept from everybody else who decides on it or moves it until the transaction ends. In this order:
 * the replay, then its parts.
 */
export async function lockReplay(
	transaction: Transaction<Database>,
	replayId: string,
): Promise<{ record: ReplayRecord; parts: PartRecord[] } | null> {
	const record = await transaction
		.selectFrom('replays')
		.selectAll()
		.where('replay_id', '=', replayId)
		.forUpdate()
		.executeTakeFirst()
	if (!record) return null
	const parts = await transaction
		.selectFrom('replay_parts')
		.selectAll()
		.where('replay_id', '=', replayId)
		.orderBy('position')
		.forUpdate()
		.execute()
	return { record, parts }
}

const AT_WORK: ReadonlySet<string> = new Set(['submitting', 'confirming', 'undecided', 'submitted'])

/** The one part whose step runs or may run. */
export const partAtWork = <Part extends Pick<PartRecord, 'state'>>(parts: readonly Part[]): Part | undefined =>
	parts.find(({ state }) => AT_WORK.has(state))

type Doubt = Pick<PartRecord, 'state' | 'unproven'>

/**
 * The part that nobody is at and of which a step may run all the same: it is about to be sent again while its first step may
 * still run, or the replay is held. Parts are sent one after the other, so it is the next one, and behind one that failed there
 * is none.
 */
export function partInDoubt<Part extends Doubt>(
	{ held_at }: Pick<ReplayRecord, 'held_at'>,
	parts: readonly Part[],
): Part | undefined {
	const isHeld = held_at !== null && !parts.some(({ state }) => state === 'failed' || state === 'cancelled')
	return parts.find(({ state, unproven }) => state === 'planned' && (unproven || isHeld))
}

export const unknownReplay = (replayId: string): Refusal => ({
	ok: false,
	problem: 'not-found',
	detail: `There is no replay with the id ${replayId}.`,
	fix: 'Open the source and choose one of its replays.',
})

/** What an operation on a replay answers. */
export const stateOf = (record: Pick<ReplayRecord, 'replay_id' | 'source_id'>, status: ReplayStatus) => ({
	replayId: record.replay_id,
	sourceId: record.source_id,
	status,
})
