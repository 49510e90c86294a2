import { sql } from 'kysely'
import { z } from 'zod'
import { operators, type Role } from '../../lib/contract/role.ts'
import type { SourceRow } from '../../lib/contract/sources.ts'
import { foreignCursor, readCursor, writeCursor } from '../cursor.ts'
import type { Outcome, Refusal } from '../handler.ts'
import type { SourcesPorts } from './handler.ts'
import { asRows, type ListedRecord, type Page } from './row.ts'
import { fold, isUnprintable } from './search-text.ts'

type Found = { items: SourceRow[]; nextCursor: string | null }
type Hit = ListedRecord & { rank: number; customer_key: string }
const position = z.tuple([z.int(), z.string(), z.string()])

/** Sources that hold `q` anywhere in a field that `role` may see; those whose id is exactly `q` first, then by customer. */
export async function searchSources(q: string, page: Page, role: Role, { db }: SourcesPorts): Promise<Outcome<Found>> {
	const wanted = fold(q)
	if (isUnprintable(q)) return unsearchable('holds a control character or half of a character pair')
	if (wanted === '') return unsearchable('holds nothing but accents')
	const list = `sources with ${wanted}`
	const after = readCursor(list, position, page.cursor)
	if (after === undefined) return foreignCursor()

	// strpos, unlike LIKE, has no characters with a meaning of their own.
	const seesConnection = (operators as readonly Role[]).includes(role)
	const matches = seesConnection
		? sql`strpos(search_open, ${wanted}) > 0 or strpos(search_connection, ${wanted}) > 0`
		: sql`strpos(search_open, ${wanted}) > 0`
	const { rows } = await sql<Hit>`
		select source_id, settings, updated_at, customer_key, rank from (
			select *, case when ${wanted} = any (
				array[lower(source_id), lower(settings->>'workspaceId' collate "C"), lower(settings->>'clusterId' collate "C")]
			) then 0 else 1 end as rank
			from sources where ${matches}
		) as hits
		where ${after ? sql`(rank, customer_key, source_id) > (${after[0]}, ${after[1]}, ${after[2]})` : sql`true`}
		order by rank, customer_key, source_id
		limit ${page.limit + 1}`.execute(db)

	const shown = rows.slice(0, page.limit)
	const last = shown.at(-1)
	return {
		ok: true,
		value: {
			items: await asRows(
				db,
				shown.map((record) => ({ record, openedAt: null })),
			),
			nextCursor:
				last && rows.length > shown.length ? writeCursor(list, [last.rank, last.customer_key, last.source_id]) : null,
		},
	}
}

const unsearchable = (message: string): Refusal => ({
	ok: false,
	problem: 'invalid-input',
	detail: 'This text cannot be searched for.',
	fix: 'Type the id or the name instead of pasting it.',
	errors: [{ field: 'q', message }],
})
