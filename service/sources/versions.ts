import { z } from 'zod'
import type { sources } from '../../lib/contract/sources.ts'
import { foreignCursor, readCursor, writeCursor } from '../cursor.ts'
import type { Handler } from '../handler.ts'
import { unknownSource } from './get.ts'
import type { SourcesPorts } from './handler.ts'

export const listVersions: Handler<typeof sources.versions, SourcesPorts> = async (input, _caller, { db }) => {
	const list = `versions of ${input.sourceId}`
	const before = readCursor(list, z.int(), input.cursor)
	if (before === undefined) return foreignCursor()
	const found = await db
		.selectFrom('source_versions')
		.select(['version', 'updated_at', 'updated_by', 'reason', 'changes'])
		.where('source_id', '=', input.sourceId)
		.$if(before !== null, (query) => query.where('version', '<', before))
		.orderBy('version', 'desc')
		.limit(input.limit + 1)
		.execute()
	// Every source has its first version, so nothing at all means that there is no such source.
	if (found.length === 0 && before === null) return unknownSource(input.sourceId)
	const shown = found.slice(0, input.limit)
	const last = shown.at(-1)
	return {
		ok: true,
		value: {
			items: shown.map(({ version, updated_at, updated_by, reason, changes }) => ({
				version,
				updatedAt: updated_at.toISOString(),
				updatedBy: updated_by,
				reason,
				changes,
			})),
			nextCursor: last && found.length > shown.length ? writeCursor(list, last.version) : null,
		},
	}
}
