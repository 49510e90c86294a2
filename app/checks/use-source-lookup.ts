'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useSettled } from '../../components/settled.ts'
import type { SourceRow } from '../../lib/contract/sources.ts'
import { sourcesQuery } from '../../lib/query/sources.ts'

const SETTLES_MS = 150

export type SourceLookup = {
	/** `open`: nothing typed, not yet answered, or so many matches that the right one may come later. */
	state: 'open' | 'known' | 'unknown'
	/** The id that was looked up. */
	sourceId: string
	/** Of what is typed now, never of what was typed before. */
	source: SourceRow | null
	/** What the typed text may be completed to. */
	suggestions: SourceRow[]
}

/** Asks the registry for a typed source id by searching, since opening each half of an id would be recorded as an opening. */
export function useSourceLookup(typed: string): SourceLookup {
	const sourceId = useSettled(typed.trim(), SETTLES_MS)
	const found = useInfiniteQuery({ ...sourcesQuery(sourceId), placeholderData: keepPreviousData })
	const suggestions = found.data?.pages[0]?.items ?? []
	const complete = found.isSuccess && !found.isPlaceholderData && !found.hasNextPage
	const unsettled = sourceId === '' || sourceId !== typed.trim()
	const source = unsettled ? null : (suggestions.find((row) => row.sourceId === sourceId) ?? null)
	const state = unsettled ? 'open' : source ? 'known' : complete ? 'unknown' : 'open'
	return { state, sourceId, source, suggestions }
}
