import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Refusal } from './handler.ts'

/**
 * Where a list goes on. The text is opaque and carries a checksum over itself and over `list` (which list, which
 * query), so that a cursor that was cut, edited or taken from another list is refused. It grants nothing: every page
 * applies the reader's own rights anew.
 */
export function writeCursor(list: string, position: unknown): string {
	const text = JSON.stringify(position)
	return Buffer.from(checksum(list, text) + text).toString('base64url')
}

/** The position that a cursor holds; null without a cursor; undefined when it is not one of this list. */
export function readCursor<S extends z.ZodType>(
	list: string,
	schema: S,
	cursor: string | undefined,
): z.output<S> | null | undefined {
	if (cursor === undefined) return null
	const decoded = Buffer.from(cursor, 'base64url')
	const text = decoded.toString().slice(CHECKSUM_LENGTH)
	if (decoded.toString('base64url') !== cursor || decoded.toString() !== checksum(list, text) + text) return undefined
	return schema.safeParse(JSON.parse(text)).data
}

export const foreignCursor = (): Refusal => ({
	ok: false,
	problem: 'invalid-input',
	detail: 'The cursor does not belong to this list.',
	fix: 'Start again from the first page.',
	errors: [{ field: 'cursor', message: 'must be the nextCursor of the previous page of the same list' }],
})

const CHECKSUM_LENGTH = 12
const checksum = (list: string, text: string): string =>
	createHash('sha256')
		.update(JSON.stringify([list, text]))
		.digest('base64url')
		.slice(0, CHECKSUM_LENGTH)
