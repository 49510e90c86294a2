import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSegment } from './segment.ts'

const KEY = 'the-write-key-of-the-trial'
const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`
const message = (changed: Record<string, unknown> = {}) => ({
	event: 'sources.get',
	userId: 'sam@sluice.example',
	messageId: 'm-1',
	timestamp: '2026-11-20T10:00:00.123Z',
	properties: { status: 200 },
	...changed,
})

let segment: ReturnType<typeof createSegment>
let origin: string
beforeEach(async () => {
	segment = createSegment({ writeKey: KEY })
	segment.server.listen(0, '127.0.0.1')
	await once(segment.server, 'listening')
	origin = `http://127.0.0.1:${(segment.server.address() as AddressInfo).port}`
})
afterEach(async () => {
	segment.server.close()
	segment.server.closeAllConnections()
})

async function post(body: unknown, { path = '/v1/track', headers = {} } = {}) {
	const init = {
		method: 'POST',
		redirect: 'manual' as const,
		headers: { 'content-type': 'application/json', authorization: basic(KEY), ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	}
	const answer = await fetch(origin + path, init)
	return { status: answer.status, headers: answer.headers, json: Object(await answer.json()) }
}

describe('what Segment takes', () => {
	it('is one track call, or a batch of them; a second copy counts once', async () => {
		expect(await post(message())).toMatchObject({ status: 200, json: { success: true } })
		const batch = ['m-1', 'm-2'].map((messageId) => ({ type: 'track', ...message({ messageId }) }))
		expect((await post({ batch }, { path: '/v1/batch' })).status).toBe(200)
		expect(segment.received.show()).toMatchObject({ messages: 2, ids: { 'm-1': 2, 'm-2': 1 }, refused: 0, failed: 0 })
	})

	it.each<[string, unknown, object, number]>([
		['a wrong key', message(), { headers: { authorization: basic('another') } }, 401],
		['the key without its colon', message(), { headers: { authorization: `Basic ${btoa(KEY)}` } }, 401],
		['the key in the body alone', message({ writeKey: KEY }), { headers: { authorization: '' } }, 401],
		['another path', message(), { path: '/v2/track' }, 404],
		['a form', message(), { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 400],
		['no JSON', '{"event"', {}, 400],
		['nobody', message({ userId: undefined }), {}, 400],
		['an empty somebody', message({ userId: '' }), {}, 400],
		['no event', message({ event: undefined }), {}, 400],
		['an empty event', message({ event: '' }), {}, 400],
		['no message id', message({ messageId: undefined }), {}, 400],
		['a message id of 100 characters', message({ messageId: 'm'.repeat(100) }), {}, 400],
		['a time that is none', message({ timestamp: 'yesterday' }), {}, 400],
		['more than 32 KB', message({ properties: { long: 'x'.repeat(32_000) } }), {}, 400],
		['another kind of call in a batch', { batch: [{ type: 'page', ...message() }] }, { path: '/v1/batch' }, 400],
		['one message over 32 KB in a batch', batchOf(1, 32_000), { path: '/v1/batch' }, 400],
		['a batch over 500 KB', batchOf(20, 25_000), { path: '/v1/batch' }, 400],
	])('is not %s', async (_what, body, how, status) => {
		expect((await post(body, how)).status).toBe(status)
		expect(segment.received.show()).toMatchObject({ messages: 0, refused: 1 })
	})

	it('is nothing while it has no key', async () => {
		const closed = createSegment({ writeKey: null })
		closed.server.listen(0, '127.0.0.1')
		await once(closed.server, 'listening')
		origin = `http://127.0.0.1:${(closed.server.address() as AddressInfo).port}`
		expect((await post(message())).status).toBe(401)
		closed.server.close()
		closed.server.closeAllConnections()
	})
})

describe('a Segment that misbehaves', () => {
	const statuses = async (count: number) => {
		const answered = []
		for (let n = 0; n < count; n++) answered.push((await post(message({ messageId: `m-${n}` }))).status)
		return answered
	}

	it('fails the same calls for the same seed, about as many as it should', async () => {
		segment.knobs.set({ failRate: 0.3, seed: 7 })
		const first = await statuses(200)
		segment.knobs.set({ seed: 7 })
		expect(await statuses(200)).toEqual(first)
		const failed = first.filter((status) => status === 503).length
		expect(failed).toBeGreaterThan(40)
		expect(failed).toBeLessThan(80)
		segment.knobs.set({ seed: 8 })
		expect(await statuses(200)).not.toEqual(first)
	})

	it('keeps nothing of a call that fails, unless only the answer is lost', async () => {
		segment.knobs.set({ failRate: 1, failStatus: 500 })
		expect((await post(message())).status).toBe(500)
		expect(segment.received.show()).toMatchObject({ messages: 0, failed: 1 })
		segment.knobs.set({ failsAfterReceipt: true })
		expect((await post(message())).status).toBe(500)
		expect(segment.received.show()).toMatchObject({ messages: 1, failed: 2 })
	})

	it('sends whoever follows a redirect to a page that is glad to see them', async () => {
		segment.knobs.set({ failRate: 1, failStatus: 307 })
		const { headers } = await post(message())
		expect((await post(message(), { path: headers.get('location') ?? '' })).status).toBe(200)
		expect(segment.received.show().messages).toBe(0)
	})

	it('says how long to stay away', async () => {
		segment.knobs.set({ failRate: 1, failStatus: 429, retryAfterSeconds: 3 })
		const { status, headers } = await post(message())
		expect([status, headers.get('retry-after'), headers.get('x-ratelimit-reset')]).toEqual([429, '3', '3'])
	})

	it('is slow, refuses by name, or is down, until it is reset', async () => {
		segment.knobs.set({ refusedEvents: ['sources.get'], latencyMs: 30 })
		const since = performance.now()
		expect((await post(message())).status).toBe(400)
		expect(performance.now() - since).toBeGreaterThan(25)
		segment.knobs.set({ down: true })
		await expect(post(message())).rejects.toThrow('fetch failed')
		segment.knobs.reset()
		expect(segment.received.show()).toMatchObject({ refused: 0, messages: 0 })
		expect((await post(message())).status).toBe(200)
	})

	it.each([
		[{ failRate: 2 }, 'failRate: must be from 0 to 1'],
		[{ failStatus: 200 }, 'failStatus: must be from 300 to 599'],
		[{ rate: 1 }, 'rate: no such field; the fields are failRate'],
	])('does not take %j for a knob', (json, error) => {
		expect(segment.knobs.set(json)).toContain(error)
	})
})

function batchOf(count: number, length: number) {
	const properties = { long: 'x'.repeat(length) }
	return { batch: Array.from({ length: count }, () => ({ type: 'track', ...message({ properties }) })) }
}
