import type { Kysely } from 'kysely'
import type { Database, SourceRecord } from '../store/schema.ts'

export { unknownSource } from './get.ts'
export { findSource } from './record.ts'

/** Every source of a workspace: they share its account and its id. */
export const sourcesOfWorkspace = (db: Kysely<Database>, workspaceId: string): Promise<SourceRecord[]> =>
	db
		.selectFrom('sources')
		.selectAll()
		.where(({ eb, ref }) => eb(ref('settings', '->>').key('workspaceId'), '=', workspaceId))
		.orderBy('source_id')
		.execute()

/** Whether the account belongs to a source of another workspace: then it is another customer's. */
export async function isAccountOfOthers(
	db: Kysely<Database>,
	catalogId: string,
	workspaceId: string,
): Promise<boolean> {
	const other = await db
		.selectFrom('sources')
		.select('source_id')
		.where(({ eb, ref }) => eb(ref('settings', '->>').key('catalogId'), '=', catalogId))
		.where(({ eb, ref }) => eb(ref('settings', '->>').key('workspaceId'), '<>', workspaceId))
		.limit(1)
		.executeTakeFirst()
	return other !== undefined
}
