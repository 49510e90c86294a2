import { type Kysely, sql, type Transaction } from 'kysely'
import type { Source, SourceSettings } from '../../lib/contract/sources.ts'
import type { Database, SourceRecord, StoredChange } from '../store/schema.ts'
import { changesBetween } from './diff.ts'
import { searchColumns } from './search-text.ts'

/** The record as the contract shows it, connection details included: the router takes them out by role. */
export const asSource = (record: SourceRecord): Source => ({
	sourceId: record.source_id,
	...record.settings,
	version: record.version,
	updatedAt: record.updated_at.toISOString(),
	updatedBy: record.updated_by,
})

export const findSource = (db: Kysely<Database>, sourceId: string): Promise<SourceRecord | undefined> =>
	db.selectFrom('sources').selectAll().where('source_id', '=', sourceId).executeTakeFirst()

/** The next version of a source: what is stored now (null: nothing yet) and what shall be. */
export type NextVersion = {
	sourceId: string
	before: SourceRecord | null
	settings: SourceSettings
	changes: StoredChange[]
}
/** Who writes, when and for which ticket (null: by an operator's command). */
export type Writing = { at: Date; by: string; reason: string | null }

export const nextVersion = (sourceId: string, before: SourceRecord | null, settings: SourceSettings): NextVersion => ({
	sourceId,
	before,
	settings,
	changes: changesBetween(before?.settings ?? null, settings),
})

/**
 * Writes every next version whose source is still at the version it was made from, and answers the new records; a
 * source that is missing from the answer was changed by somebody else. In the order of ids, so that two writers wait
 * for each other and never for good.
 */
export async function writeVersions(
	transaction: Transaction<Database>,
	next: NextVersion[],
	{ at, by, reason }: Writing,
): Promise<SourceRecord[]> {
	const rows = next
		.map(({ sourceId, before, settings, changes }) => ({
			source_id: sourceId,
			settings,
			version: (before?.version ?? 0) + 1,
			updated_at: at,
			updated_by: by,
			...searchColumns(sourceId, settings),
			changes,
			reason,
		}))
		.sort((a, b) => (a.source_id < b.source_id ? -1 : 1))
	const { rows: written } = await sql<SourceRecord>`
		insert into sources as stored
		select * from jsonb_populate_recordset(null::sources, ${JSON.stringify(rows)}::jsonb)
		on conflict (source_id) do update set
			settings = excluded.settings, version = excluded.version,
			updated_at = excluded.updated_at, updated_by = excluded.updated_by,
			customer_key = excluded.customer_key,
			search_open = excluded.search_open, search_connection = excluded.search_connection
			where stored.version = excluded.version - 1
		returning *`.execute(transaction)
	const done = new Set(written.map(({ source_id }) => source_id))
	const versions = rows.filter(({ source_id }) => done.has(source_id))
	await sql`
		insert into source_versions
		select * from jsonb_populate_recordset(null::source_versions, ${JSON.stringify(versions)}::jsonb)`.execute(
		transaction,
	)
	return written
}
