import { createParser, parseAsString } from 'nuqs'
import { TICKET } from '../lib/contract/ticket.ts'

/** The ticket a case belongs to. Text that is no ticket id counts as none, as the service would refuse it. */
export const ticketParam = createParser<string>({
	parse: (text) => (TICKET.test(text) ? text : null),
	serialize: (value) => value,
})

/** What /sources reads from its address; paths.sources writes it. */
export const sourceSearchParams = { q: parseAsString.withDefault(''), ticket: ticketParam }
