import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import type { replays } from '../../lib/contract/replays.ts'
import { foreignCursor, readCursor, writeCursor } from '../cursor.ts'
import type { Handler } from '../handler.ts'
import type { Database } from '../store/schema.ts'
import type { ReplaysPorts } from './ports.ts'
import { asRow } from './replay-view.ts'
import type { PartHead } from './words.ts'

/** Time of the last row shown, as the database writes it, and its id. */
const position = z.tuple([z.string(), z.string()])

/** Replays, newest first. */
export const listReplays: Handler<typeof replays.list, ReplaysPorts> = async (input, _caller, { db }) => {
	const { sourceId, status, cursor, limit } = input
	const list = `replays ${JSON.stringify([sourceId ?? null, status ?? null])}`
	const after = readCursor(list, position, cursor)
	if (after === undefined) return foreignCursor()
	const found = await db
		.selectFrom('replays')
		.innerJoin('replay_plans', 'replay_plans.plan_id', 'replays.plan_id')
		.selectAll('replays')
		.select(['settings', 'from_day', 'to_day'])
		.select(sql<string>`replays.requested_at::text`.as('at'))
		.where(({ eb, lit }) => (sourceId === undefined ? lit(true) : eb('replays.source_id', '=', sourceId)))
		.where(({ eb, lit }) => (status === undefined ? lit(true) : eb('replays.status', '=', status)))
		.$if(after !== null, (query) =>
			query.where(sql<boolean>`(replays.requested_at, replay_id) < (${after?.[0]}::timestamptz, ${after?.[1]})`),
		)
		.orderBy('replays.requested_at', 'desc')
		.orderBy('replay_id', 'desc')
		.limit(limit + 1)
		.execute()
	const shown = found.slice(0, limit)
	const last = shown.at(-1)
	const parts = await partsOfEach(
		db,
		shown.map(({ replay_id }) => replay_id),
	)
	return {
		ok: true,
		value: {
			items: shown.map((record) => asRow(record, record, parts.get(record.replay_id) ?? [])),
			nextCursor: last && found.length > shown.length ? writeCursor(list, [last.at, last.replay_id]) : null,
		},
	}
}

async function partsOfEach(db: Kysely<Database>, replayIds: string[]): Promise<Map<string, PartHead[]>> {
	if (replayIds.length === 0) return new Map()
	const parts = await db
		.selectFrom('replay_parts')
		.select(['replay_id', 'position', 'state', 'from_day', 'to_day', 'rows'])
		.where('replay_id', 'in', replayIds)
		.orderBy('position')
		.execute()
	return Map.groupBy(parts, ({ replay_id }) => replay_id)
}
