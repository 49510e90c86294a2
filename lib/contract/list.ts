import { z } from 'zod'
import { TICKET, TICKET_RULE } from './ticket.ts'

/** The shape of every list: `nextCursor` is opaque and null on the last page. */
export const listOf = <S extends z.ZodType>(item: S) =>
	z.object({ items: z.array(item), nextCursor: z.string().nullable() })

export const page = {
	cursor: z.string().max(512).optional(),
	limit: z.coerce.number().int().min(1, 'must be at least 1').max(200, 'must be at most 200').default(50),
}

/** Ids that stand in paths. Only characters that no signer escapes (RFC 3986 unreserved characters). */
export const pathId = z
	.string()
	.regex(
		/^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/,
		'must be 1 to 128 letters, digits, dots, hyphens, underscores or tildes',
	)

/** The case a request belongs to. Kept in the audit and in copied messages. */
export const ticket = z.string().regex(TICKET, TICKET_RULE)
