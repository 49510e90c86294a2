import {
	focusManager,
	hashKey,
	infiniteQueryOptions,
	mutationOptions,
	type Query,
	type QueryClient,
	queryOptions,
} from '@tanstack/react-query'
import type { Check, CheckRow, Profile } from '../contract/check-report.ts'
import type { checks } from '../contract/checks.ts'
import type { CallInputOf } from '../contract/endpoint.ts'
import { callThrough } from './query-client.ts'
import { shouldRetry } from './retry.ts'

const keys = {
	all: ['checks'] as const,
	reports: ['checks', 'one'] as const,
	one: (checkId: string) => ['checks', 'one', checkId] as const,
}

/**
 * Milliseconds between two looks. The first results of a running check come within a second, so the first looks are close.
 * One that has ended changes only by a newer one, which somebody else may run.
 */
const PACE = { first: 400, later: 1_000, hidden: 5_000, refused: 3_000, list: 5_000, ended: 60_000 }
const FIRST_LOOKS = 10
const FRESH_MS = 15_000

/**
 * One report. A running check is looked at again and again, slower in a hidden tab, until it has ended; what was loaded
 * stays when a look is refused. The ticket stays out of the key: it says why someone looks, not what is seen.
 */
export const checkQuery = (checkId: string, ticket?: string) =>
	queryOptions({
		queryKey: keys.one(checkId),
		queryFn: async ({ client, signal }) => {
			const check = await callThrough(client, 'checks.get', { checkId, ticket }, { signal })
			if (check.status !== 'running') noteEnd(client, checkId)
			return check
		},
		staleTime: ({ state }) => (state.data?.status === 'running' ? 0 : FRESH_MS),
		refetchInterval: untilNextLook,
		refetchIntervalInBackground: true,
	})

/** Where this page saw it running, its end makes every list old, and every other report, which may now be told of a newer one. */
function noteEnd(client: QueryClient, checkId: string) {
	const one = keys.one(checkId)
	if (client.getQueryData<Check>(one)?.status !== 'running') return
	void client.invalidateQueries({ queryKey: keys.all, predicate: ({ queryHash }) => queryHash !== hashKey(one) })
}

type Looks = Pick<Query<Check>, 'state'>

/** False when there is nothing more to see, or when the next answer cannot differ from the refusal. */
function untilNextLook({ state: { data, error, dataUpdateCount } }: Looks): number | false {
	if (!data) return false
	if (data.status !== 'running') {
		const mayAge = data.saved && !data.newer && !error
		return mayAge && focusManager.isFocused() && PACE.ended
	}
	if (error) return shouldRetry(0, error) && PACE.refused
	if (!focusManager.isFocused()) return PACE.hidden
	return dataUpdateCount < FIRST_LOOKS ? PACE.first : PACE.later
}

/** Which checks a list holds; both absent: all. */
export type CheckFilter = { sourceId?: string | undefined; profile?: Profile | undefined }

/** Checks, newest first, page by page. Looked at again while one of them is running. */
export const checksQuery = ({ sourceId, profile }: CheckFilter) =>
	infiniteQueryOptions({
		queryKey: [...keys.all, 'list', sourceId ?? null, profile ?? null],
		queryFn: ({ client, signal, pageParam }) =>
			callThrough(client, 'checks.list', { sourceId, profile, cursor: pageParam ?? undefined }, { signal }),
		initialPageParam: null as string | null,
		getNextPageParam: (page) => page.nextCursor,
		refetchInterval: ({ state: { data, error } }) =>
			!error && data?.pages.some(({ items }) => items.some(isRunning)) ? PACE.list : false,
	})

const isRunning = ({ status }: CheckRow) => status === 'running'

type Run = CallInputOf<typeof checks.run> & {
	/** The same for every attempt to send one submission, so that a lost answer cannot make two checks of it. */
	idempotencyKey: string
}

/** Starts a check. The answer comes at once and names the report to follow. */
export const runCheck = () =>
	mutationOptions({
		mutationKey: [...keys.all, 'run'],
		mutationFn: ({ idempotencyKey, ...input }: Run, { client }) =>
			callThrough(client, 'checks.run', input, { idempotencyKey }),
		onSuccess: (_started, _input, _result, { client }) => {
			void client.invalidateQueries({ queryKey: [...keys.all, 'list'] })
			// It may have ended by the first look at it. Whoever goes back to an older report looks again.
			void client.invalidateQueries({ queryKey: keys.reports, refetchType: 'none' })
		},
	})
