import { createParser, parseAsString } from 'nuqs'
import { ticket } from '../lib/contract/list.ts'

/** The ticket a case belongs to. Text that is no ticket id counts as none, as the service would refuse it. */
export const ticketParam = createParser<string>({
	parse: (text) => ticket.safeParse(text).data ?? null,
	serialize: (value) => value,
})

/** What /sources reads from its address; paths.sources writes it. */
export const sourceSearchParams = { q: parseAsString.withDefault(''), ticket: ticketParam }
