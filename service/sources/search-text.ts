import type { SourceSettings } from '../../lib/contract/sources.ts'

/** Text as search compares it: without case and accents, so that `SOCIETE` finds `Société`. */
export const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Characters that no name holds, PostgreSQL refuses (NUL) or would store as something else (half a pair). */
export const isUnprintable = (text: string): boolean => !text.isWellFormed() || /\p{Cc}/u.test(text)

/** As many characters of a name as take part in order; keeps cursors short. */
const ORDERED_BY = 48

const customerKey = (customer: string): string => Array.from(fold(customer)).slice(0, ORDERED_BY).join('')

/**
 * What a search may match. Connection details stand in a column of their own, because whoever may not see them must
 * not find by them either: a hit would confirm a guess. Lines keep a match within one field; no query holds a line end.
 */
export const searchColumns = (sourceId: string, settings: SourceSettings) => ({
	customer_key: customerKey(settings.customer),
	search_open: fold([sourceId, settings.workspaceId, settings.customer, settings.clusterId].join('\n')),
	search_connection: fold([settings.roleArn, settings.bucket, ...settings.externalIds].join('\n')),
})
