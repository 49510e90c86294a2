import type { Endpoint } from '../lib/contract/endpoint.ts'
import { at } from './flat.ts'
import type { Fields } from './input.ts'
import { optionOf } from './member.ts'

/** Nouns that have pages of their own name, with one below for each of their things. */
const PAGES = ['sources', 'checks', 'clusters', 'replays', 'audit']
/** Members of a query that say how much is shown, not what. */
const PAGING = ['cursor', 'limit']

/**
 * Where the console shows what an operation answered: `/checks/chk-1`, `/sources?q=acme`. What the query of the row asks
 * stands in the address under the same word as on the command line, and a ticket always does.
 */
export function consoleLink(origin: string, operation: string, row: Endpoint, input: Fields, output?: unknown): string {
	const [noun = ''] = operation.split('.')
	if (!PAGES.includes(noun)) return `${origin}/`
	const idName = `${noun.replace(/s$/, '')}Id`
	const asked = Object.keys(row.input.query?.shape ?? {}).filter((name) => !PAGING.includes(name) && name !== idName)
	const id = isOneThing(row) ? (input[idName] ?? at(output, idName)) : undefined
	const url = new URL(`/${noun}${id === undefined ? '' : `/${encodeURIComponent(String(id))}`}`, origin)
	for (const name of new Set([...asked, 'ticket'])) {
		const value = input[name]
		if (value !== undefined) url.searchParams.set(optionOf(name), String(value))
	}
	return url.href
}

/** A list is asked for by GET without an id in its path. */
const isOneThing = ({ method, input }: Endpoint) => method !== 'GET' || input.params !== undefined
