import { createParser, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs'
import type { Profile } from '../lib/contract/check-report.ts'
import type { UnsavedSettings } from '../lib/contract/checks.ts'
import type { Selection } from '../lib/contract/replay-plan.ts'
import type { ReplayStatus } from '../lib/contract/replay-record.ts'
import { TICKET } from '../lib/contract/ticket.ts'

/** The ticket a case belongs to. Text that is no ticket id counts as none, as the service would refuse it. */
export const ticketParam = createParser<string>({
	parse: (text) => (TICKET.test(text) ? text : null),
	serialize: (value) => value,
})

/** What /sources reads from its address; paths.sources writes it. */
export const sourceSearchParams = { q: parseAsString.withDefault(''), ticket: ticketParam }

/** In the order of the screen. Written out here, since reading them from the contract would load all its schemas. */
export const PROFILES = ['sync', 'replay-existing', 'replay-dedicated', 'debug'] as const satisfies readonly Profile[]

export type UnsavedSetting = keyof UnsavedSettings

/**
 * What /checks reads from its address, and so what a link to the form carries; paths.checks writes it. A setting stands
 * there as typed, and only where it differs from the stored record.
 */
export const checkSearchParams = {
	source: parseAsString.withDefault(''),
	profile: parseAsStringLiteral(PROFILES),
	ticket: ticketParam,
	unsaved: parseAsBoolean.withDefault(false),
	region: parseAsString,
	roleArn: parseAsString,
	externalId: parseAsString,
	catalogId: parseAsString,
	bucket: parseAsString,
	database: parseAsString,
	clusterId: parseAsString,
}

/** What /clusters reads from its address; paths.clusters writes it. The page of a cluster takes source and ticket. */
export const clusterSearchParams = {
	source: parseAsString.withDefault(''),
	cluster: parseAsString.withDefault(''),
	ticket: ticketParam,
}

/** Written out for the reason of PROFILES. */
export const REPLAY_STATUSES = [
	'awaiting-approval',
	'refused',
	'waiting',
	'running',
	'confirming',
	'undecided',
	'cancelling',
	'cancelled',
	'failed',
	'done',
] as const satisfies readonly ReplayStatus[]
export const SELECTIONS = ['missing', 'all'] as const satisfies readonly Selection[]

/** What /replays reads from its address; paths.replays writes it. */
export const replaySearchParams = {
	source: parseAsString.withDefault(''),
	status: parseAsStringLiteral(REPLAY_STATUSES),
	ticket: ticketParam,
}

/** What /replays/new reads from its address; paths.replayNew writes it. Days as 2026-03-31, and events as they were typed. */
export const replayFormParams = {
	source: parseAsString.withDefault(''),
	from: parseAsString.withDefault(''),
	to: parseAsString.withDefault(''),
	select: parseAsStringLiteral(SELECTIONS).withDefault('missing'),
	events: parseAsString.withDefault(''),
	ticket: ticketParam,
}

/** Which findings of a report are shown: an outcome, `all`, or nothing for those that need attention. */
export const showParam = parseAsString.withDefault('')
