import { focusManager, infiniteQueryOptions, mutationOptions, type Query, queryOptions } from '@tanstack/react-query'
import type { ClusterRow, ClusterStatus } from '../contract/cluster-status.ts'
import type { clusters } from '../contract/clusters.ts'
import type { CallInputOf } from '../contract/endpoint.ts'
import { callThrough } from './query-client.ts'
import { shouldRetry } from './retry.ts'

const keys = {
	all: ['clusters'] as const,
	lists: ['clusters', 'list'] as const,
	one: (sourceId: string, clusterId: string) => ['clusters', 'one', sourceId, clusterId] as const,
}

/**
 * Milliseconds between two looks at what is stored. A fetch takes about a second; the account itself is asked again by
 * the service, every 15 s at most, so a look each 5 s shows what is new in time and says often enough that somebody looks.
 */
const PACE = { fetching: 700, live: 5_000, hidden: 5_000, refused: 5_000, list: 5_000, stored: 60_000 }
const FRESH_MS = 4_000

/** Which cluster, through the settings of which source. */
export type ClusterId = { sourceId: string; clusterId: string }

/**
 * The stored status. `watch`: the page is live, so the service goes on asking the account for who may fetch. A hidden tab
 * looks at nothing but the end of a fetch. Neither `watch` nor the ticket is in the key: they change nothing of what is seen.
 */
export const clusterQuery = ({ sourceId, clusterId }: ClusterId, { watch = false, ticket }: Looking = {}) =>
	queryOptions({
		queryKey: keys.one(sourceId, clusterId),
		queryFn: ({ client, signal }) => {
			const looking = watch && focusManager.isFocused() ? ({ watch: 'true' } as const) : {}
			return callThrough(client, 'clusters.get', { sourceId, clusterId, ticket, ...looking }, { signal })
		},
		staleTime: FRESH_MS,
		refetchInterval: untilNextLook,
		refetchIntervalInBackground: true,
	})
type Looking = { watch?: boolean; ticket?: string | undefined }

type Looks = Pick<Query<ClusterStatus>, 'state'>

/** False when the next answer cannot differ, or when nobody would see it. */
function untilNextLook({ state: { data, error } }: Looks): number | false {
	if (!data) return false
	if (error) return shouldRetry(0, error) && PACE.refused
	const focused = focusManager.isFocused()
	if (data.fetching) return focused ? PACE.fetching : PACE.hidden
	return focused && (data.live ? PACE.live : PACE.stored)
}

/** Clusters looked at, the latest request first, page by page. Looked at again while one of them is being fetched. */
export const clustersQuery = ({ sourceId }: { sourceId?: string | undefined } = {}) =>
	infiniteQueryOptions({
		queryKey: [...keys.lists, sourceId ?? null],
		queryFn: ({ client, signal, pageParam }) =>
			callThrough(client, 'clusters.list', { sourceId, cursor: pageParam ?? undefined }, { signal }),
		initialPageParam: null as string | null,
		getNextPageParam: (page) => page.nextCursor,
		refetchInterval: ({ state: { data, error } }) =>
			!error && data?.pages.some(({ items }) => items.some(isFetching)) ? PACE.list : false,
	})

const isFetching = ({ fetching }: ClusterRow) => fetching !== null

type Fetch = CallInputOf<typeof clusters.fetch> & {
	/** The same for every attempt to send one submission. */
	idempotencyKey: string
}

/** Asks the account. The answer comes at once and names the cluster to follow. */
export const fetchCluster = () =>
	mutationOptions({
		mutationKey: [...keys.all, 'fetch'],
		mutationFn: ({ idempotencyKey, ...input }: Fetch, { client }) =>
			callThrough(client, 'clusters.fetch', input, { idempotencyKey }),
		onSuccess: ({ sourceId, clusterId }, _input, _result, { client }) => {
			void client.invalidateQueries({ queryKey: keys.lists })
			void client.invalidateQueries({ queryKey: keys.one(sourceId, clusterId) })
		},
	})
