import type { Endpoint } from '../lib/contract/endpoint.ts'
import { at } from './flat.ts'
import type { Fields } from './input.ts'
import { optionOf } from './member.ts'

/** Nouns that have pages of their own name, with one below for each of their things. */
const PAGES = ['sources', 'checks', 'clusters', 'replays', 'audit']
/** Forms that do not stand where their noun's list does. */
const FORMS: Readonly<Record<string, string>> = { 'replays.plan': '/replays/new' }
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
	const page = pageOf(noun, row, given, answered)
	const { query, body } = row.input
	const url = new URL(page ?? FORMS[operation] ?? `/${noun}`, origin)
	const asked = page === null ? { ...query?.shape, ...body?.shape } : { ...query?.shape }
	for (const name of new Set([...Object.keys(asked), 'ticket'])) {
		const value = given[name]
		const text = Array.isArray(value) ? value.join() : value
		if (typeof text === 'string' && text !== '' && !MANNER.includes(name)) url.searchParams.set(optionOf(name), text)
	}
	return url.href
}

/** The page of the thing that was shown or made; a replay that was not made is seen on the page of its plan. */
function pageOf(
	noun: string,
	{ input: { params }, method }: Endpoint,
	given: Fields,
	answered: unknown,
): string | null {
	const idOf = (name: string) => {
		if (params && name in params.shape) return given[name]
		return method === 'GET' ? undefined : at(answered, name)
	}
	const id = idOf(`${noun.replace(/s$/, '')}Id`)
	if (typeof id === 'string') return `/${noun}/${encodeURIComponent(id)}`
	const planId = noun === 'replays' ? (idOf('planId') ?? given.planId) : undefined
	return typeof planId === 'string' ? `/replays/plans/${encodeURIComponent(planId)}` : null
}
