import type { Kysely, Transaction } from 'kysely'
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

/** Who writes a version, when and for which ticket (null: by an operator's command). */
export type Writing = { at: Date; by: string; reason: string | null }
export type Written = { record: SourceRecord; changes: StoredChange[] }

/**
 * Writes `settings` as the version after `before` (null: as version 1), with what changed. The caller holds the row
 * of `before` locked. Answers null when somebody else created the source in the meantime.
 */
export async function writeVersion(
	transaction: Transaction<Database>,
	sourceId: string,
	before: SourceRecord | null,
	settings: SourceSettings,
	writing: Writing,
): Promise<Written | null> {
	const changes = changesBetween(before?.settings ?? null, settings)
	if (before && changes.length === 0) return { record: before, changes }
	const columns = {
		settings: JSON.stringify(settings),
		version: (before?.version ?? 0) + 1,
		updated_at: writing.at,
		updated_by: writing.by,
		...searchColumns(sourceId, settings),
	}
	const record = await (before
		? transaction.updateTable('sources').set(columns).where('source_id', '=', sourceId).returningAll()
		: transaction
				.insertInto('sources')
				.values({ source_id: sourceId, ...columns })
				.onConflict((conflict) => conflict.column('source_id').doNothing())
				.returningAll()
	).executeTakeFirst()
	if (!record) return null
	await transaction
		.insertInto('source_versions')
		.values({
			source_id: sourceId,
			version: record.version,
			settings: columns.settings,
			changes: JSON.stringify(changes),
			reason: writing.reason,
			updated_at: writing.at,
			updated_by: writing.by,
		})
		.execute()
	return { record, changes }
}
