import type { Route } from 'next'
import type { UnsavedSetting } from './search-params.ts'

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

/** What the form of a check holds, as app/search-params.ts reads it; settings that are not saved yet included. */
type CheckForm = Case & { source?: string | null; profile?: string | null; unsaved?: boolean } & {
	[Name in UnsavedSetting]?: string | null
}

type ReplayForm = Case & { [Name in 'source' | 'from' | 'to' | 'select' | 'events']?: string | null }

export const paths = {
	sources: ({ q, ticket }: Case & { q?: string | null } = {}) => at('/sources', { q, ticket }),
	source: (sourceId: string, { ticket }: Case = {}) => at(`/sources/${segment(sourceId)}`, { ticket }),
	sourceEdit: (sourceId: string, { ticket }: Case = {}) => at(`/sources/${segment(sourceId)}/edit`, { ticket }),
	sourceNew: ({ ticket }: Case = {}) => at('/sources/new', { ticket }),
	checks: ({ unsaved, ...query }: CheckForm = {}) => at('/checks', { ...query, unsaved: unsaved ? 'true' : null }),
	/** `show` is the filter of the findings, `finding` the one that is open. */
	check: (checkId: string, { ticket, show, finding }: Case & { show?: string | null; finding?: string } = {}) =>
		`${at(`/checks/${segment(checkId)}`, { show, ticket })}${finding ? `#f=${segment(finding)}` : ''}` as Route,
	clusters: ({ source, cluster, ticket }: Case & { source?: string | null; cluster?: string | null } = {}) =>
		at('/clusters', { source, cluster, ticket }),
	/** `source` says with whose role and region the cluster is looked at. */
	cluster: (clusterId: string, { source, ticket }: Case & { source: string }) =>
		at(`/clusters/${segment(clusterId)}`, { source, ticket }),
	replays: ({ source, status, ticket }: Case & { source?: string | null; status?: string | null } = {}) =>
		at('/replays', { source, status, ticket }),
	/** The form: which days of a source, as app/search-params.ts reads it. */
	replayNew: ({ source, from, to, select, events, ticket }: ReplayForm = {}) =>
		at('/replays/new', { source, from, to, select, events, ticket }),
	replayPlan: (planId: string, { ticket }: Case = {}) => at(`/replays/plans/${segment(planId)}`, { ticket }),
	replay: (replayId: string, { ticket }: Case = {}) => at(`/replays/${segment(replayId)}`, { ticket }),
	signIn: (to?: string) => at('/sign-in', { to }),
}
