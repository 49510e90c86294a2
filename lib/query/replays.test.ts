// @vitest-environment jsdom
import { focusManager, MutationObserver, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from '../gateway/client.ts'
import type { Outcome, Refusal } from '../gateway/refusal.ts'
import { createQueryClient } from './query-client.ts'
import { cancelReplay, planQuery, replayQuery, replaysQuery, submitReplay } from './replays.ts'

const ok = (value: object): Outcome<unknown> => ({ ok: true, value, requestId: null, time: null })
const gone: Refusal = { by: 'network', reason: 'no-credentials', requestId: null }

function world(answer: (operation: string) => Outcome<unknown>) {
	const calls: { operation: string; options: unknown }[] = []
	const client = {
		async call(operation: string, _input: unknown, options: unknown) {
			calls.push({ operation, options })
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

type Query = ReturnType<typeof planQuery> | ReturnType<typeof replayQuery>

async function looking(query: Query, answer: () => Outcome<unknown>) {
	const { calls, queryClient } = world(answer)
	const observer = new QueryObserver(queryClient, query as ReturnType<typeof replayQuery>)
	queryClient.mount()
	const stop = observer.subscribe(() => {})
	await vi.advanceTimersByTimeAsync(0)
	const looksIn = async (ms: number) => {
		const before = calls.length
		await vi.advanceTimersByTimeAsync(ms)
		return calls.length - before
	}
	return {
		queryClient,
		looksIn,
		end() {
			stop()
			queryClient.unmount()
		},
	}
}

describe('a replay', () => {
	it.each(['refused', 'cancelled', 'failed', 'done'])('that is %s is looked at no more', async (status) => {
		const { looksIn, end } = await looking(replayQuery('r-1'), () => ok({ replayId: 'r-1', status }))
		expect(await looksIn(600_000)).toBe(0)
		end()
	})

	it.each(['waiting', 'running', 'confirming', 'cancelling', 'a word of a newer service'])(
		'that is %s is followed closely at first, then in steps, and slower in a hidden tab',
		async (status) => {
			const { looksIn, end } = await looking(replayQuery('r-1'), () => ok({ replayId: 'r-1', status }))
			expect(await looksIn(7_000)).toBe(10)
			await looksIn(10_000)
			expect(await looksIn(20_000)).toBe(10)
			focusManager.setFocused(false)
			await looksIn(2_000)
			expect(await looksIn(20_000)).toBe(2)
			end()
		},
	)

	it.each(['awaiting-approval', 'undecided'])(
		'that is %s waits for a person, whose decision shows soon',
		async (status) => {
			const { looksIn, end } = await looking(replayQuery('r-1'), () => ok({ replayId: 'r-1', status }))
			expect(await looksIn(20_000)).toBe(4)
			end()
		},
	)

	it('makes the lists old once its end is seen, and only then', async () => {
		let status = 'running'
		const { queryClient, looksIn, end } = await looking(replayQuery('r-1'), () => ok({ replayId: 'r-1', status }))
		const list = replaysQuery({}).queryKey
		queryClient.setQueryData(list, { pages: [], pageParams: [] })
		await looksIn(700)
		expect(queryClient.getQueryState(list)?.isInvalidated).toBe(false)
		status = 'done'
		await looksIn(700)
		expect(queryClient.getQueryState(list)?.isInvalidated).toBe(true)
		queryClient.setQueryData(list, { pages: [], pageParams: [] })
		await queryClient.refetchQueries({ queryKey: replayQuery('r-1').queryKey })
		expect(queryClient.getQueryState(list)?.isInvalidated).toBe(false)
		end()
	})

	it('is not asked for again while nobody is signed in', async () => {
		let answer = ok({ replayId: 'r-1', status: 'running' })
		const { looksIn, end } = await looking(replayQuery('r-1'), () => answer)
		answer = { ok: false, refusal: gone }
		await looksIn(700)
		expect(await looksIn(60_000)).toBe(0)
		end()
	})
})

describe('a plan', () => {
	const done = { status: 'done', preflight: { status: 'done' }, replayId: null }
	it.each<[string, object, number]>([
		['while it is listed', { status: 'running', preflight: { status: 'running' }, replayId: null }, 10],
		['while its check runs', { ...done, preflight: { status: 'running' } }, 10],
		['hardly ever once it is done', done, 0],
		['no more once it failed', { ...done, status: 'failed' }, 0],
		['no more once it was submitted', { ...done, replayId: 'r-1' }, 0],
	])('is looked at %s', async (_, plan, looks) => {
		const { looksIn, end } = await looking(planQuery('p-1'), () => ok(plan))
		expect(await looksIn(7_000)).toBe(looks)
		end()
	})

	it('that is done grows old within a minute, since its limit does', async () => {
		const { looksIn, end } = await looking(planQuery('p-1'), () => ok(done))
		expect(await looksIn(60_000)).toBe(1)
		end()
	})
})

describe('a submission', () => {
	it('goes out under the key it was given, and makes what was loaded old, carried out or refused', async () => {
		let answer = ok({ replayId: 'r-1' })
		const { calls, queryClient } = world(() => answer)
		const list = replaysQuery({}).queryKey
		const input = { planId: 'p-1', digest: 'd', acknowledged: [], ticket: 'LAKE-1', idempotencyKey: 'key-1' }
		queryClient.setQueryData(list, { pages: [], pageParams: [] })
		await new MutationObserver(queryClient, submitReplay()).mutate(input)
		expect(calls).toEqual([{ operation: 'replays.submit', options: { idempotencyKey: 'key-1' } }])
		expect(queryClient.getQueryState(list)?.isInvalidated).toBe(true)

		queryClient.setQueryData(list, { pages: [], pageParams: [] })
		answer = { ok: false, refusal: gone }
		const cancel = new MutationObserver(queryClient, cancelReplay())
		await expect(cancel.mutate({ replayId: 'r-1', ticket: 'LAKE-1', idempotencyKey: 'key-2' })).rejects.toThrow()
		expect(calls).toHaveLength(2)
		expect(queryClient.getQueryState(list)?.isInvalidated).toBe(true)
	})
})
