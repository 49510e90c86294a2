import { checks } from './checks.ts'
import { clusters } from './clusters.ts'
import type { Endpoint } from './endpoint.ts'
import { openapi } from './openapi.ts'
import { replays } from './replays.ts'
import type { Role } from './role.ts'
import { sessions } from './sessions.ts'
import { sources } from './sources.ts'

type Named<Noun extends string, Rows> = { [Verb in keyof Rows & string as `${Noun}.${Verb}`]: Rows[Verb] }

function named<Noun extends string, Rows extends Record<string, Endpoint>>(noun: Noun, rows: Rows) {
	return Object.fromEntries(Object.entries(rows).map(([verb, row]) => [`${noun}.${verb}`, row])) as Named<Noun, Rows>
}

/** THE table: every operation by `noun.verb`. Router, client, OpenAPI, authorization matrix and audit names derive from it. */
export const table = {
	...named('sessions', sessions),
	...named('sources', sources),
	...named('checks', checks),
	...named('clusters', clusters),
	...named('replays', replays),
	...named('openapi', openapi),
}

export type Table = typeof table
export type Operation = keyof Table
export const operations = Object.keys(table) as Operation[]

/** The authorization matrix's row of one role: every operation it may call, before rules. */
export const operationsOf = (role: Role): Operation[] =>
	operations.filter((operation) => (table[operation].roles as readonly Role[]).includes(role))
