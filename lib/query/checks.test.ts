// @vitest-environment jsdom
import { focusManager, MutationObserver, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CallOptions, Client } from '../gateway/client.ts'
import type { Outcome, Refusal } from '../gateway/refusal.ts'
import { checkQuery, checksQuery, runCheck } from './checks.ts'
import { createQueryClient } from './query-client.ts'

const ok = (value: object): Outcome<unknown> => ({ ok: true, value, requestId: null, time: null })
const no = (refusal: Refusal): Outcome<unknown> => ({ ok: false, refusal })
const down: Refusal = { by: 'network', reason: 'network', requestId: null }
const unsent: Refusal = { by: 'network', reason: 'no-credentials', requestId: null }

/** A signed client that answers as `answer` says at that moment. */
function world(answer: () => Outcome<unknown>) {
	const calls: { operation: string; input: unknown; options: CallOptions | undefined }[] = []
	const client = {
		async call(operation: string, input: unknown, options?: CallOptions) {
			calls.push({ operation, input, options })
			return answer()
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

/** Follows one check for as long as `body` runs. */
async function following(
	answer: () => Outcome<unknown>,
	body: (scene: { looks: () => number; data: () => unknown; error: () => unknown }) => Promise<void>,
) {
	const { calls, queryClient } = world(answer)
	const observer = new QueryObserver(queryClient, checkQuery('chk-1'))
	queryClient.mount()
	const stop = observer.subscribe(() => {})
	await vi.advanceTimersByTimeAsync(0)
	const now = () => observer.getCurrentResult()
	await body({ looks: () => calls.length, data: () => now().data, error: () => now().error })
	stop()
	queryClient.unmount()
}

describe('a check that runs', () => {
	it('is looked at often at first, then each second, until it has ended', async () => {
		let status = 'running'
		await following(
			() => ok({ status }),
			async ({ looks }) => {
				await vi.advanceTimersByTimeAsync(1_000)
				expect(looks(), 'the first result must be seen within a second').toBe(3)
				await vi.advanceTimersByTimeAsync(10_000)
				const before = looks()
				await vi.advanceTimersByTimeAsync(5_000)
				expect(looks() - before).toBe(5)
				status = 'done'
				await vi.advanceTimersByTimeAsync(1_000)
				const last = looks()
				await vi.advanceTimersByTimeAsync(60_000)
				expect(looks()).toBe(last)
			},
		)
	})

	it('is looked at in a hidden tab too, since its title shows the progress, but slower', async () => {
		focusManager.setFocused(false)
		await following(
			() => ok({ status: 'running' }),
			async ({ looks }) => {
				await vi.advanceTimersByTimeAsync(20_000)
				expect(looks()).toBe(5)
			},
		)
	})

	it('stays on the page while the service is away, and goes on by itself once it is back', async () => {
		let away = false
		await following(
			() => (away ? no(down) : ok({ status: 'running', at: Date.now() })),
			async ({ data, error }) => {
				away = true
				await vi.advanceTimersByTimeAsync(10_000)
				expect(error()).toMatchObject({ refusal: down })
				expect(data()).toMatchObject({ status: 'running' })
				away = false
				await vi.advanceTimersByTimeAsync(5_000)
				expect(error()).toBeNull()
			},
		)
	})

	it('is not asked for again and again by who is no longer signed in', async () => {
		let signedIn = true
		await following(
			() => (signedIn ? ok({ status: 'running' }) : no(unsent)),
			async ({ looks, error }) => {
				signedIn = false
				await vi.advanceTimersByTimeAsync(5_000)
				expect(error()).toMatchObject({ refusal: unsent })
				const before = looks()
				await vi.advanceTimersByTimeAsync(60_000)
				expect(looks()).toBe(before)
			},
		)
	})
})

describe('a report that has ended', () => {
	const ended = { status: 'done', saved: true, newer: null }
	it.each<[string, object, number]>([
		['may be told of a newer run, so it is looked at each minute', ended, 4],
		['that knows of a newer one is left alone', { ...ended, newer: { checkId: 'chk-2' } }, 1],
		['of settings from the form never has a newer one', { ...ended, saved: false }, 1],
	])('%s', async (_, check, times) => {
		await following(
			() => ok(check),
			async ({ looks }) => {
				await vi.advanceTimersByTimeAsync(185_000)
				expect(looks()).toBe(times)
			},
		)
	})

	it('is not looked at in a hidden tab, which looks again once it is seen', async () => {
		focusManager.setFocused(false)
		await following(
			() => ok(ended),
			async ({ looks }) => {
				await vi.advanceTimersByTimeAsync(600_000)
				expect(looks()).toBe(1)
				focusManager.setFocused(true)
				await vi.advanceTimersByTimeAsync(0)
				expect(looks()).toBe(2)
			},
		)
	})

	it('is not shown from memory once a running one was seen to end, but the ended one is', async () => {
		const { queryClient } = world(() => ok({ items: [], nextCursor: null, ...ended }))
		const old = (options: { queryKey: readonly unknown[] }) =>
			queryClient.getQueryState(options.queryKey)?.isInvalidated
		await queryClient.fetchQuery(checkQuery('chk-0'))
		await queryClient.fetchInfiniteQuery(checksQuery({}))
		await queryClient.fetchQuery(checkQuery('chk-9'))
		expect([old(checkQuery('chk-0')), old(checksQuery({}))], 'opening an ended one tells nothing').toEqual([
			false,
			false,
		])
		queryClient.setQueryData(checkQuery('chk-1').queryKey, { status: 'running' } as never)
		await queryClient.fetchQuery(checkQuery('chk-1'))
		expect([checkQuery('chk-0'), checksQuery({}), checkQuery('chk-1')].map(old)).toEqual([true, true, false])
	})
})

describe('a list of checks', () => {
	it.each<[string, Parameters<typeof checksQuery>[0], object]>([
		['all', {}, { sourceId: undefined, profile: undefined, cursor: undefined }],
		['of one source', { sourceId: 'acme' }, { sourceId: 'acme', profile: undefined, cursor: undefined }],
		['of one kind', { sourceId: 'acme', profile: 'sync' }, { sourceId: 'acme', profile: 'sync', cursor: undefined }],
	])('asks for %s', async (_, filter, input) => {
		const { calls, queryClient } = world(() => ok({ items: [], nextCursor: null }))
		await queryClient.fetchInfiniteQuery(checksQuery(filter))
		expect(calls.map((call) => call.input)).toEqual([input])
	})
})

describe('running a check', () => {
	it('is sent once, under the key of its submission, and makes lists and older reports old', async () => {
		const { calls, queryClient } = world(() => ok({ items: [], nextCursor: null }))
		await queryClient.fetchQuery(checkQuery('chk-0'))
		await queryClient.fetchInfiniteQuery(checksQuery({}))
		const run = new MutationObserver(queryClient, runCheck())
		await run.mutate({ sourceId: 'acme', profile: 'sync', idempotencyKey: 'key-1' })
		expect(calls.at(-1)).toMatchObject({
			operation: 'checks.run',
			input: { sourceId: 'acme', profile: 'sync' },
			options: { idempotencyKey: 'key-1' },
		})
		expect(calls.at(-1)?.input).not.toHaveProperty('idempotencyKey')
		expect(queryClient.getQueryState(checksQuery({}).queryKey)?.isInvalidated).toBe(true)
		expect(queryClient.getQueryState(checkQuery('chk-0').queryKey)?.isInvalidated).toBe(true)
	})
})
