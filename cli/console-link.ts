import type { Endpoint } from '../lib/contract/endpoint.ts'
import { at } from './flat.ts'
import type { Fields } from './input.ts'
import { optionOf } from './member.ts'

/** Nouns that have pages of their own name, with one below for each of their things. */
const PAGES = ['sources', 'checks', 'clusters', 'replays', 'audit']
/** Members of a query that say how much is shown and how often, not what. */
const MANNER = ['cursor', 'limit', 'watch']

/**
 * Where the console shows what an operation answered: `/checks/chk-1`, `/sources?q=acme`; where there is no answer, its form,
 * filled in: `/checks?source=acme&profile=sync`. Members stand in the address under the same words as on the command line.
 */
export function consoleLink(
	origin: string,
	operation: string,
	row: Endpoint,
	given: Fields,
	answered?: unknown,
): string {
	const [noun = ''] = operation.split('.')
	if (!PAGES.includes(noun)) return `${origin}/`
	const { params, query, body } = row.input
	const idName = `${noun.replace(/s$/, '')}Id`
	const id = params && idName in params.shape ? given[idName] : row.method === 'GET' ? undefined : at(answered, idName)
	const url = new URL(typeof id === 'string' ? `/${noun}/${encodeURIComponent(id)}` : `/${noun}`, origin)
	const asked = id === undefined ? { ...query?.shape, ...body?.shape } : { ...query?.shape }
	for (const name of new Set([...Object.keys(asked), 'ticket'])) {
		const value = given[name]
		if (typeof value === 'string' && !MANNER.includes(name)) url.searchParams.set(optionOf(name), value)
	}
	return url.href
}
