import { sql } from 'kysely'
import { z } from 'zod'
import type { checks } from '../../lib/contract/checks.ts'
import { foreignCursor, readCursor, writeCursor } from '../cursor.ts'
import type { Handler } from '../handler.ts'
import type { ChecksPorts } from './handler.ts'
import { asRow, ROW_COLUMNS } from './record.ts'

/** Time of the last row shown, as the database writes it, and its id. */
const position = z.tuple([z.string(), z.string()])

/** Checks, newest first. */
export const listChecks: Handler<typeof checks.list, ChecksPorts> = async (input, _caller, { db }) => {
	const { sourceId, profile, cursor, limit } = input
	const list = `checks ${JSON.stringify([sourceId ?? null, profile ?? null])}`
	const after = readCursor(list, position, cursor)
	if (after === undefined) return foreignCursor()
	const found = await db
		.selectFrom('checks')
		.select(ROW_COLUMNS)
		.select(sql<string>`requested_at::text`.as('at'))
		.select(({ selectFrom }) =>
			selectFrom('check_findings')
				.select(({ fn }) => fn.countAll<number>().as('known'))
				.whereRef('check_findings.check_id', '=', 'checks.check_id')
				.whereRef('check_findings.attempt', '=', 'checks.attempt')
				.as('known'),
		)
		.where(({ eb, lit }) => (sourceId === undefined ? lit(true) : eb('source_id', '=', sourceId)))
		.where(({ eb, lit }) => (profile === undefined ? lit(true) : eb('profile', '=', profile)))
		.$if(after !== null, (query) =>
			query.where(sql<boolean>`(requested_at, check_id) < (${after?.[0]}::timestamptz, ${after?.[1]})`),
		)
		.orderBy('requested_at', 'desc')
		.orderBy('check_id', 'desc')
		.limit(limit + 1)
		.execute()
	const shown = found.slice(0, limit)
	const last = shown.at(-1)
	return {
		ok: true,
		value: {
			items: shown.map((record) => asRow(record, record.status === 'done' ? record.total : (record.known ?? 0))),
			nextCursor: last && found.length > shown.length ? writeCursor(list, [last.at, last.check_id]) : null,
		},
	}
}
