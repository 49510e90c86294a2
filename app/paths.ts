import type { Route } from 'next'

/** Every address of the console is built here. A ticket, once set, travels along with a case. */
type Case = { ticket?: string | null }

type Query = Record<string, string | null | undefined>

function at(path: string, query: Query = {}): Route {
	const params = new URLSearchParams()
	for (const [name, value] of Object.entries(query)) if (value) params.set(name, value)
	const text = params.toString()
	return (text ? `${path}?${text}` : path) as Route
}

const segment = encodeURIComponent

export const paths = {
	sources: ({ q, ticket }: Case & { q?: string | null } = {}) => at('/sources', { q, ticket }),
	source: (sourceId: string, { ticket }: Case = {}) => at(`/sources/${segment(sourceId)}`, { ticket }),
	sourceEdit: (sourceId: string, { ticket }: Case = {}) => at(`/sources/${segment(sourceId)}/edit`, { ticket }),
	sourceNew: ({ ticket }: Case = {}) => at('/sources/new', { ticket }),
	signIn: (to?: string) => at('/sign-in', { to }),
}
