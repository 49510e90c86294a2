import {
	focusManager,
	infiniteQueryOptions,
	mutationOptions,
	type Query,
	type QueryClient,
	queryOptions,
} from '@tanstack/react-query'
import type { CallInputOf } from '../contract/endpoint.ts'
import type { ReplayPlan } from '../contract/replay-plan.ts'
import type { Replay, ReplayRow, ReplayStatus } from '../contract/replay-record.ts'
import type { replays } from '../contract/replays.ts'
import { callThrough } from './query-client.ts'
import { shouldRetry } from './retry.ts'

const keys = {
	all: ['replays'] as const,
	lists: ['replays', 'list'] as const,
	plan: (planId: string) => ['replays', 'plan', planId] as const,
	one: (replayId: string) => ['replays', 'one', replayId] as const,
}

/**
 * Milliseconds between two looks. A plan is listed within seconds; a step is asked about by the service each 5 s at first
 * and each 15 s later. What waits for a person is looked at so that their decision shows soon. The limit of a plan, and
 * whether it can be submitted, change with time and by others.
 */
const PACE = { first: 700, later: 2_000, hidden: 10_000, refused: 5_000, person: 5_000, list: 5_000, aged: 60_000 }
const FIRST_LOOKS = 15
const FRESH_MS = 4_000

/** One plan. The ticket stays out of the key: it says why someone looks, not what is seen. */
export const planQuery = (planId: string, ticket?: string) =>
	queryOptions({
		queryKey: keys.plan(planId),
		queryFn: ({ client, signal }) => callThrough(client, 'replays.getPlan', { planId, ticket }, { signal }),
		staleTime: FRESH_MS,
		refetchInterval: untilNextLookAtPlan,
		refetchIntervalInBackground: true,
	})

function untilNextLookAtPlan({ state: { data, error, dataUpdateCount } }: Looks<ReplayPlan>): number | false {
	if (!data) return false
	if (error) return shouldRetry(0, error) && PACE.refused
	const open = data.status === 'running' || (data.status === 'done' && data.preflight.status === 'running')
	if (open) return pace(dataUpdateCount)
	return data.status === 'done' && data.replayId === null && focusManager.isFocused() && PACE.aged
}

/** One replay, looked at until it has ended. */
export const replayQuery = (replayId: string, ticket?: string) =>
	queryOptions({
		queryKey: keys.one(replayId),
		queryFn: async ({ client, signal }) => {
			const replay = await callThrough(client, 'replays.get', { replayId, ticket }, { signal })
			noteEnd(client, replay)
			return replay
		},
		staleTime: FRESH_MS,
		refetchInterval: untilNextLookAtReplay,
		refetchIntervalInBackground: true,
	})

const ENDS: readonly string[] = ['refused', 'cancelled', 'failed', 'done'] satisfies ReplayStatus[]
const FOR_A_PERSON: readonly string[] = ['awaiting-approval', 'undecided'] satisfies ReplayStatus[]

/** Nothing happens to it any more. A word of a newer service is taken for a state that passes. */
export const hasEnded = ({ status }: Pick<ReplayRow, 'status'>): boolean => ENDS.includes(status)

/** Where this page saw it at work, its end makes every list old. */
function noteEnd(client: QueryClient, replay: Replay) {
	const before = client.getQueryData<Replay>(keys.one(replay.replayId))
	if (before && !hasEnded(before) && hasEnded(replay)) void client.invalidateQueries({ queryKey: keys.lists })
}

function untilNextLookAtReplay({ state: { data, error, dataUpdateCount } }: Looks<Replay>): number | false {
	if (!data || hasEnded(data)) return false
	if (error) return shouldRetry(0, error) && PACE.refused
	if (FOR_A_PERSON.includes(data.status)) return focusManager.isFocused() ? PACE.person : PACE.hidden
	return pace(dataUpdateCount)
}

type Looks<T> = Pick<Query<T>, 'state'>

const pace = (looks: number) => {
	if (!focusManager.isFocused()) return PACE.hidden
	return looks < FIRST_LOOKS ? PACE.first : PACE.later
}

/** Which replays a list holds; both absent: all. */
export type ReplayFilter = { sourceId?: string | undefined; status?: ReplayStatus | undefined }

/** Replays, newest first, page by page. Looked at again while one of them has not ended. */
export const replaysQuery = ({ sourceId, status }: ReplayFilter) =>
	infiniteQueryOptions({
		queryKey: [...keys.lists, sourceId ?? null, status ?? null],
		queryFn: ({ client, signal, pageParam }) =>
			callThrough(client, 'replays.list', { sourceId, status, cursor: pageParam ?? undefined }, { signal }),
		initialPageParam: null as string | null,
		getNextPageParam: (page) => page.nextCursor,
		refetchInterval: ({ state: { data, error } }) =>
			!error && data?.pages.some(({ items }) => items.some((row) => !hasEnded(row))) ? PACE.list : false,
	})

/** Sent again after a lost answer under the same key, a submission is carried out once. */
type Keyed<Row extends keyof typeof replays> = CallInputOf<(typeof replays)[Row]> & { idempotencyKey: string }

/** Has the archive listed and the rights checked. The answer comes at once and names the plan to follow. */
export const orderPlan = () =>
	mutationOptions({
		mutationKey: [...keys.all, 'plan'],
		mutationFn: ({ idempotencyKey, ...input }: Keyed<'plan'>, { client }) =>
			callThrough(client, 'replays.plan', input, { idempotencyKey }),
		// The check that belongs to it stands in the lists of checks.
		onSuccess: (_started, _input, _result, { client }) =>
			void client.invalidateQueries({ queryKey: ['checks', 'list'] }),
	})

/** Makes a replay of a plan: at once, or once another person has approved it. */
export const submitReplay = () =>
	mutationOptions({
		mutationKey: [...keys.all, 'submit'],
		mutationFn: ({ idempotencyKey, ...input }: Keyed<'submit'>, { client }) =>
			callThrough(client, 'replays.submit', input, { idempotencyKey }),
		onSettled: settled,
	})

export const approveReplay = () =>
	mutationOptions({
		mutationKey: [...keys.all, 'approve'],
		mutationFn: ({ idempotencyKey, ...input }: Keyed<'approve'>, { client }) =>
			callThrough(client, 'replays.approve', input, { idempotencyKey }),
		onSettled: settled,
	})

export const refuseReplay = () =>
	mutationOptions({
		mutationKey: [...keys.all, 'refuse'],
		mutationFn: ({ idempotencyKey, ...input }: Keyed<'refuse'>, { client }) =>
			callThrough(client, 'replays.refuse', input, { idempotencyKey }),
		onSettled: settled,
	})

/** Says of a step whose answer was lost that it exists, and under which id, or that it never ran. */
export const settleReplay = () =>
	mutationOptions({
		mutationKey: [...keys.all, 'settle'],
		mutationFn: ({ idempotencyKey, ...input }: Keyed<'settle'>, { client }) =>
			callThrough(client, 'replays.settle', input, { idempotencyKey }),
		onSettled: settled,
	})

export const cancelReplay = () =>
	mutationOptions({
		mutationKey: [...keys.all, 'cancel'],
		mutationFn: ({ idempotencyKey, ...input }: Keyed<'cancel'>, { client }) =>
			callThrough(client, 'replays.cancel', input, { idempotencyKey }),
		onSettled: settled,
	})

/** Carried out or refused, what the page shows of it may be old: a refusal often says that somebody else was quicker. */
const settled = (
	_output: unknown,
	_error: unknown,
	_input: unknown,
	_result: unknown,
	{ client }: { client: QueryClient },
) => void client.invalidateQueries({ queryKey: keys.all })
