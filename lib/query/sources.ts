import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query'
import type { CallInputOf } from '../contract/endpoint.ts'
import type { sources } from '../contract/sources.ts'
import { callThrough } from './query-client.ts'

const keys = {
	all: ['sources'] as const,
	one: (sourceId: string) => ['sources', 'one', sourceId] as const,
}

/** Sources that match `q`, page by page; without text the ones opened last, then all others by customer. */
export const sourcesQuery = (q: string) =>
	infiniteQueryOptions({
		queryKey: [...keys.all, 'list', q.trim()],
		queryFn: ({ client, signal, pageParam }) =>
			callThrough(client, 'sources.list', { q: q.trim() || undefined, cursor: pageParam ?? undefined }, { signal }),
		initialPageParam: null as string | null,
		getNextPageParam: (page) => page.nextCursor,
	})

/** One source. The ticket stays out of the key: it says why someone looks, not what is seen. */
export const sourceQuery = (sourceId: string, ticket?: string) =>
	queryOptions({
		queryKey: [...keys.one(sourceId), 'settings'],
		queryFn: ({ client, signal }) => callThrough(client, 'sources.get', { sourceId, ticket }, { signal }),
	})

/** How a source's settings changed, newest first, page by page. */
export const sourceVersionsQuery = (sourceId: string) =>
	infiniteQueryOptions({
		queryKey: [...keys.one(sourceId), 'versions'],
		queryFn: ({ client, signal, pageParam }) =>
			callThrough(client, 'sources.versions', { sourceId, cursor: pageParam ?? undefined }, { signal }),
		initialPageParam: null as string | null,
		getNextPageParam: (page) => page.nextCursor,
	})

/** Creates or changes a source. On a version conflict the stored version is fetched anew, so that the form can show what changed. */
export const putSource = () =>
	mutationOptions({
		mutationKey: [...keys.all, 'put'],
		mutationFn: (input: CallInputOf<typeof sources.put>, { client }) => callThrough(client, 'sources.put', input),
		onSuccess: ({ source }, _input, _result, { client }) => {
			client.setQueryData(sourceQuery(source.sourceId).queryKey, source)
		},
		onSettled: (_data, _error, _input, _result, { client }) => client.invalidateQueries({ queryKey: keys.all }),
	})
