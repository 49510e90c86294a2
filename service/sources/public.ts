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
