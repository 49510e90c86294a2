import type { sources } from '../../lib/contract/sources.ts'
import type { Handler, Refusal } from '../handler.ts'
import type { SourcesPorts } from './handler.ts'
import { asSource, findSource } from './record.ts'

export const getSource: Handler<typeof sources.get, SourcesPorts> = async ({ sourceId }, _caller, { db }) => {
	const record = await findSource(db, sourceId)
	return record ? { ok: true, value: asSource(record) } : unknownSource(sourceId)
}

export const unknownSource = (sourceId: string): Refusal => ({
	ok: false,
	problem: 'not-found',
	detail: `There is no source with the id ${sourceId}.`,
	fix: 'Search for the customer or the workspace. If the source is new, ask an admin to add it.',
})
