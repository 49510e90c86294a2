// @vitest-environment jsdom
import { focusManager, MutationObserver, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from '../gateway/client.ts'
import type { Outcome, Refusal } from '../gateway/refusal.ts'
import { clusterQuery, clustersQuery, fetchCluster } from './clusters.ts'
import { createQueryClient } from './query-client.ts'

const ok = (value: object): Outcome<unknown> => ({ ok: true, value, requestId: null, time: null })
const gone: Refusal = { by: 'network', reason: 'no-credentials', requestId: null }
const LIVE = { nextAt: null, everyMs: 20_000, throttled: false }
const ID = { sourceId: 'acme', clusterId: 'j-2AXXXXXXGAPLF' }

function world(answer: (operation: string) => Outcome<unknown>) {
	const calls: { operation: string; input: Record<string, unknown> }[] = []
	const client = {
		async call(operation: string, input: unknown) {
			calls.push({ operation, input: Object(input) })
			return answer(operation)
		},
	} as Client
	return { calls, queryClient: createQueryClient(async () => client) }
}

beforeEach(() => {
	vi.useFakeTimers()
})
afterEach(() => {
	focusManager.setFocused(undefined)
	vi.useRealTimers()
})

async function looking(answer: () => Outcome<unknown>, options: Parameters<typeof clusterQuery>[1] = {}) {
	const { calls, queryClient } = world(answer)
	const observer = new QueryObserver(queryClient, clusterQuery(ID, options))
	queryClient.mount()
	const stop = observer.subscribe(() => {})
	await vi.advanceTimersByTimeAsync(0)
	const looksIn = async (ms: number) => {
		const before = calls.length
		await vi.advanceTimersByTimeAsync(ms)
		return calls.length - before
	}
	return {
		calls,
		looksIn,
		end() {
			stop()
			queryClient.unmount()
		},
	}
}

describe('a stored status', () => {
	it('is followed closely while it is fetched, in steps while it is live, and hardly ever else', async () => {
		let status: object = { fetching: { since: '', restarts: 0 }, live: LIVE }
		const { looksIn, end } = await looking(() => ok(status))
		expect(await looksIn(2_100)).toBe(3)
		status = { fetching: null, live: LIVE }
		await looksIn(5_000)
		expect(await looksIn(20_000)).toBe(4)
		status = { fetching: null, live: null }
		await looksIn(5_000)
		expect(await looksIn(59_000)).toBeLessThanOrEqual(1)
		end()
	})

	it('is not kept live by a tab that nobody sees', async () => {
		const { calls, looksIn, end } = await looking(() => ok({ fetching: null, live: LIVE }), { watch: true })
		expect(calls.map(({ input }) => input.watch)).toEqual(['true'])
		focusManager.setFocused(false)
		await looksIn(5_000)
		expect(await looksIn(120_000)).toBe(0)
		expect(calls.slice(1).map(({ input }) => input.watch)).not.toContain('true')
		end()
	})

	it('is not asked to be live by who only reads', async () => {
		const { calls, end } = await looking(() => ok({ fetching: null, live: null }), { ticket: 'LAKE-1' })
		expect(calls.map(({ input }) => input)).toEqual([{ ...ID, ticket: 'LAKE-1' }])
		end()
	})

	it('is not asked for again when the refusal would be the same', async () => {
		let answer = ok({ fetching: { since: '', restarts: 0 }, live: null })
		const { looksIn, end } = await looking(() => answer)
		answer = { ok: false, refusal: gone }
		await looksIn(700)
		expect(await looksIn(60_000)).toBe(0)
		end()
	})
})

describe('a fetch', () => {
	it('is sent once with its key, and makes the status and the recents old', async () => {
		const { calls, queryClient } = world((operation) =>
			ok(operation === 'clusters.fetch' ? { ...ID, status: 'running' } : { items: [], nextCursor: null }),
		)
		await queryClient.fetchQuery(clusterQuery(ID))
		await queryClient.fetchInfiniteQuery(clustersQuery())
		const mutation = new MutationObserver(queryClient, fetchCluster())
		await mutation.mutate({ sourceId: 'acme', idempotencyKey: 'one-click-only' })
		expect(calls.filter(({ operation }) => operation === 'clusters.fetch')).toHaveLength(1)
		const states = queryClient.getQueryCache().getAll()
		expect(states.map(({ state }) => state.isInvalidated)).toEqual([true, true])
	})
})
