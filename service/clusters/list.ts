import { sql } from 'kysely'
import { z } from 'zod'
import type { clusters } from '../../lib/contract/clusters.ts'
import { foreignCursor, readCursor, writeCursor } from '../cursor.ts'
import type { Handler } from '../handler.ts'
import type { ClustersPorts } from './handler.ts'
import { asRow } from './record.ts'
import { stepsOfEach } from './steps.ts'

/** Time of the last row shown, as the database writes it, and its key. */
const position = z.tuple([z.string(), z.string(), z.string()])

/** Clusters looked at, the latest request first. */
export const listClusters: Handler<typeof clusters.list, ClustersPorts> = async (input, _caller, { db, now }) => {
	const { sourceId, cursor, limit } = input
	const list = `clusters ${JSON.stringify(sourceId ?? null)}`
	const after = readCursor(list, position, cursor)
	if (after === undefined) return foreignCursor()
	const found = await db
		.selectFrom('clusters')
		.selectAll()
		.select(sql<string>`requested_at::text`.as('at'))
		.where(({ eb, lit }) => (sourceId === undefined ? lit(true) : eb('source_id', '=', sourceId)))
		.$if(after !== null, (query) =>
			query.where(
				sql<boolean>`(requested_at, source_id, cluster_id) < (${after?.[0]}::timestamptz, ${after?.[1]}, ${after?.[2]})`,
			),
		)
		.orderBy('requested_at', 'desc')
		.orderBy('source_id', 'desc')
		.orderBy('cluster_id', 'desc')
		.limit(limit + 1)
		.execute()
	const shown = found.slice(0, limit)
	const last = shown.at(-1)
	const steps = await stepsOfEach(db, shown)
	const at = now()
	const items = shown.map((record, index) => asRow(record, steps[index] ?? [], at))
	const more = last && found.length > shown.length
	const nextCursor = more ? writeCursor(list, [last.at, last.source_id, last.cluster_id]) : null
	return { ok: true, value: { items, nextCursor } }
}
