import { MutationObserver, QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Client } from '../gateway/client.ts'
import type { Outcome, Refusal } from '../gateway/refusal.ts'
import { createQueryClient } from './query-client.ts'
import { RefusedError } from './refused-error.ts'
import { meQuery, releaseSession } from './sessions.ts'
import { putSource, sourceQuery, sourcesQuery, sourceVersionsQuery } from './sources.ts'

const gate = (reason: 'throttled' | 'clock-skew' | 'denied' | 'timeout', status: number, after: number | null = null) =>
	({
		by: 'gate',
		reason,
		status,
		message: null,
		requestId: null,
		extendedRequestId: 'gate=',
		retryAfterSeconds: after,
	}) satisfies Refusal
const service = (status: number) =>
	({
		by: 'service',
		status,
		requestId: 'r',
		retryAfterSeconds: null,
		problem: {
			type: 'about:blank',
			title: 'No',
			status,
			code: 'internal',
			detail: '',
			fix: null,
			errors: [],
			requestId: 'r',
		},
	}) satisfies Refusal
const network = (reason: 'network' | 'timeout' | 'aborted' | 'no-credentials') =>
	({ by: 'network', reason, requestId: null }) satisfies Refusal
const breach = { by: 'contract', side: 'output', status: 200, errors: [], requestId: null } satisfies Refusal

type Call = { operation: string; input: unknown; signal: boolean }

/** A signed client that answers from a list, the last answer over and over. */
function world(...answers: (Refusal | object)[]) {
	const calls: Call[] = []
	const client = {
		async call(operation: string, input: unknown, options?: { signal?: AbortSignal }): Promise<Outcome<unknown>> {
			const answer = answers[Math.min(calls.length, answers.length - 1)] ?? {}
			calls.push({ operation, input, signal: options?.signal instanceof AbortSignal })
			if (isRefusal(answer)) return { ok: false, refusal: answer }
			return { ok: true, value: answer, requestId: null, time: null }
		},
	} as Client
	return { calls, queryClient: createQueryClient(async () => client) }
}

const isRefusal = (answer: object): answer is Refusal => 'by' in answer

/** The outcome of a promise that needs timers to run. */
async function outcomeOf<T>(promise: Promise<T>): Promise<T | Error> {
	const settled = promise.catch((error: Error) => error)
	await vi.runAllTimersAsync()
	return await settled
}

beforeEach(() => {
	vi.useFakeTimers()
})
afterEach(() => {
	vi.useRealTimers()
})

describe('a read', () => {
	it.each<[string, Refusal, number]>([
		['no connection', network('network'), 3],
		['no answer in time', network('timeout'), 3],
		['the service fails', service(500), 3],
		['the service is overloaded', service(503), 3],
		['the service limits the person', service(429), 3],
		['the gate throttles', gate('throttled', 429), 3],
		['the gate waited in vain', gate('timeout', 504), 3],
		['the clock was wrong, and is corrected now', gate('clock-skew', 403), 2],
		['the gate denies the role', gate('denied', 403), 1],
		['the service refuses the input', service(400), 1],
		['nothing is there', service(404), 1],
		['a conflict', service(409), 1],
		['nobody is signed in', network('no-credentials'), 1],
		['the contract is broken', breach, 1],
	])('when %s', async (_, refusal, times) => {
		const { calls, queryClient } = world(refusal)
		const error = await outcomeOf(queryClient.fetchQuery(meQuery()))
		expect(error).toBeInstanceOf(RefusedError)
		expect(error).toMatchObject({ refusal })
		expect(`asked ${calls.length} times`).toBe(`asked ${times} times`)
	})

	it('arrives when the second attempt does', async () => {
		const { queryClient } = world(service(503), { person: 'sam' })
		expect(await outcomeOf(queryClient.fetchQuery(meQuery()))).toEqual({ person: 'sam' })
	})

	it('waits as long as Retry-After asks', async () => {
		const { calls, queryClient } = world(gate('throttled', 429, 7), {})
		const done = queryClient.fetchQuery(meQuery())
		await vi.advanceTimersByTimeAsync(6_990)
		expect(calls).toHaveLength(1)
		await vi.advanceTimersByTimeAsync(20)
		expect(calls).toHaveLength(2)
		await done
	})

	it('comes with the signal that stops it', async () => {
		const { calls, queryClient } = world({})
		await outcomeOf(queryClient.fetchQuery(meQuery()))
		expect(calls[0]).toEqual({ operation: 'sessions.me', input: {}, signal: true })
	})
})

describe('a mutation', () => {
	it.each<[string, Refusal]>([
		['no connection', network('network')],
		['no answer in time', network('timeout')],
		['the gate throttles', gate('throttled', 429)],
		['the service fails', service(500)],
		['the clock was wrong', gate('clock-skew', 403)],
	])('is sent once when %s', async (_, refusal) => {
		const { calls, queryClient } = world(refusal)
		const release = new MutationObserver(queryClient, releaseSession())
		const error = await outcomeOf(release.mutate({ person: 'sam@sluice.example', ticket: 'LAKE-1' }))
		expect(error).toMatchObject({ refusal })
		expect(calls).toHaveLength(1)
	})
})

describe('sources', () => {
	it('are searched page by page, by trimmed text', async () => {
		const { calls, queryClient } = world({ items: [1], nextCursor: 'c1' }, { items: [2], nextCursor: null })
		const pages = await outcomeOf(queryClient.fetchInfiniteQuery({ ...sourcesQuery(' acme '), pages: 2 }))
		expect(pages).toMatchObject({ pages: [{ items: [1] }, { items: [2] }] })
		expect(calls.map(({ input }) => input)).toEqual([
			{ q: 'acme', cursor: undefined },
			{ q: 'acme', cursor: 'c1' },
		])
	})

	it('show what was just saved, and fetch what it changed anew', async () => {
		const saved = { source: { sourceId: 'acme', version: 4 }, changes: [] }
		const { queryClient } = world({ sourceId: 'acme', version: 3 }, { items: [], nextCursor: null }, saved)
		await outcomeOf(queryClient.fetchQuery(sourceQuery('acme')))
		await outcomeOf(queryClient.fetchInfiniteQuery(sourceVersionsQuery('acme')))
		const put = new MutationObserver(queryClient, putSource())
		await outcomeOf(put.mutate({ sourceId: 'acme' } as never))
		expect(queryClient.getQueryData(sourceQuery('acme').queryKey)).toEqual(saved.source)
		expect(queryClient.getQueryState(sourceVersionsQuery('acme').queryKey)?.isInvalidated).toBe(true)
	})

	it('are one entry whatever ticket they are opened for, and the ticket reaches the audit', async () => {
		const { calls, queryClient } = world({})
		await outcomeOf(queryClient.fetchQuery(sourceQuery('acme', 'LAKE-1')))
		expect(calls[0]?.input).toEqual({ sourceId: 'acme', ticket: 'LAKE-1' })
		expect(sourceQuery('acme').queryKey).toEqual(sourceQuery('acme', 'LAKE-1').queryKey)
		expect(sourceQuery('other').queryKey).not.toEqual(sourceQuery('acme').queryKey)
	})
})

describe('a QueryClient that was made elsewhere', () => {
	it('is a bug that says so', async () => {
		const error = await outcomeOf(
			new QueryClient({ defaultOptions: { queries: { retry: false } } }).fetchQuery(meQuery()),
		)
		expect(String(error)).toContain('createQueryClient')
	})
})
