import type { Kysely } from 'kysely'
import type { sources } from '../../lib/contract/sources.ts'
import type { Handlers } from '../handler.ts'
import type { Database } from '../store/schema.ts'
import { browseSources } from './browse.ts'
import { getSource } from './get.ts'
import { putSource } from './put.ts'
import { searchSources } from './search.ts'
import { listVersions } from './versions.ts'

export type SourcesPorts = { db: Kysely<Database>; now: () => Date }

/** Answers hold connection details; the router takes them out for roles that may not see them. */
export const sourcesHandlers: Handlers<typeof sources, SourcesPorts> = {
	list: ({ q, ...page }, caller, ports) =>
		q ? searchSources(q, page, caller.role, ports) : browseSources(page, caller.person, ports),
	get: getSource,
	versions: listVersions,
	put: putSource,
}
