import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { IssuedCredentials } from '../world/keyring.ts'
import { bytes, draft, sign } from './trial-request.ts'
import { CONSOLE, knock, type Reply, startTrial, type Trial } from './trial-world.ts'
import { type Header, headerBytes, valuesOf } from './wire-request.ts'

let trial: Trial
let admin: IssuedCredentials
beforeAll(async () => {
	trial = await startTrial()
	admin = trial.issue('sluice-console-admin')
})
afterAll(() => trial.stop())
beforeEach(() => {
	trial.prod.arrivals.length = 0
	trial.log.length = 0
})
afterEach(() => {
	trial.knobs.reset()
	trial.prod.reply = (response) => response.writeHead(200).end('ok')
})

const me = draft('GET', '/prod/v1/me')
const TEN_MB = 10 * 1024 * 1024
const put = (size: number) => sign(draft('PUT', '/prod/v1/sources/acme', [], 'x'.repeat(size)), admin)
const message = (reply: Reply): unknown => JSON.parse(reply.body)
const origin = (reply: Reply): string[] => valuesOf(reply.headers, 'access-control-allow-origin')

describe('sizes', () => {
	it('takes 10 MB of body and refuses one byte more, which no gateway response can dress', async () => {
		expect((await knock(trial.port, bytes(put(TEN_MB)))).status).toBe(200)
		const reply = await knock(trial.port, bytes(put(TEN_MB + 1)))
		expect(reply.status).toBe(413)
		expect(message(reply)).toEqual({ message: 'Request Too Long' })
		expect(origin(reply)).toEqual([])
		expect(trial.prod.arrivals).toHaveLength(1)
	})

	it('takes 10,240 bytes of headers and refuses one more', async () => {
		const connection: Header = ['Connection', 'close']
		const filled = (size: number) => {
			const signed = sign(me, admin)
			const rest = size - headerBytes([...signed.headers, connection, ['X-Fill', '']])
			return bytes({ ...signed, headers: [...signed.headers, ['X-Fill', 'x'.repeat(rest)]] })
		}
		expect((await knock(trial.port, filled(10_240))).status).toBe(200)
		const reply = await knock(trial.port, filled(10_241))
		expect(reply.status).toBe(431)
		expect(message(reply)).toEqual({ message: 'HTTP header is larger than 10240 bytes.' })
	})

	it('refuses an address over 10,240 bytes and a method ARN over 1,600', async () => {
		const long = knock(trial.port, bytes(sign(draft('GET', `/prod/v1/sources?q=${'x'.repeat(10_240)}`), admin)))
		expect((await long).status).toBe(414)
		const arn = knock(trial.port, bytes(sign(draft('GET', `/prod/v1/sources/${'x'.repeat(1600)}`), admin)))
		expect((await arn).status).toBe(414)
		expect(trial.prod.arrivals).toHaveLength(0)
	})

	it('ends what Node itself cannot hold', async () => {
		expect((await knock(trial.port, bytes(draft('GET', '/prod/v1/me', [['X-Fill', 'x'.repeat(40_000)]])))).status).toBe(
			431,
		)
	})
})

describe('throttling', () => {
	it('answers 429 with Retry-After and CORS once the burst is spent, refused calls costing nothing', async () => {
		expect(trial.knobs.set({ throttling: { rateLimit: 0.001, burstLimit: 2 } })).toBeNull()
		const ask = () => knock(trial.port, bytes(sign(me, admin)))
		await knock(trial.port, bytes(me))
		expect([(await ask()).status, (await ask()).status]).toEqual([200, 200])
		const reply = await ask()
		expect(reply.status).toBe(429)
		expect(message(reply)).toEqual({ message: 'Too Many Requests' })
		expect(valuesOf(reply.headers, 'retry-after')).toEqual(['1'])
		expect(origin(reply)).toEqual([CONSOLE])
		expect(trial.prod.arrivals).toHaveLength(2)
	})

	it('counts each stage alone', async () => {
		trial.knobs.set({ throttling: { rateLimit: 0.001, burstLimit: 1 } })
		const statuses: number[] = []
		for (const stage of ['prod', 'prod', 'beta']) {
			statuses.push((await knock(trial.port, bytes(sign(draft('GET', `/${stage}/v1/me`), admin)))).status)
		}
		expect(statuses[1]).toBe(429)
		expect(statuses[2]).toBe(200)
	})
})

describe('backend trouble', () => {
	const ask = () => knock(trial.port, bytes(sign(me, admin)))

	it('gives up on a silent backend with 504', async () => {
		trial.knobs.set({ integrationTimeoutMs: 50 })
		trial.prod.reply = () => undefined
		const reply = await ask()
		expect(reply.status).toBe(504)
		expect(message(reply)).toEqual({ message: 'Endpoint request timed out' })
		expect(origin(reply)).toEqual([CONSOLE])
	})

	it('gives up on an answer that stops halfway', async () => {
		trial.knobs.set({ integrationTimeoutMs: 50 })
		trial.prod.reply = (response) => response.writeHead(200, { 'Content-Length': 10 }).write('half')
		expect((await ask()).status).toBe(504)
	})

	it('answers 504 when the backend hangs up, before or inside the answer, and never asks twice', async () => {
		trial.prod.reply = (response) => response.destroy()
		const before = await ask()
		expect(before.status).toBe(504)
		expect(message(before)).toEqual({ message: 'Network error communicating with endpoint' })
		trial.prod.reply = (response) =>
			response.writeHead(200, { 'Content-Length': 10 }).write('half', () => response.destroy())
		expect((await ask()).status).toBe(504)
		expect(trial.prod.arrivals).toHaveLength(2)
	})

	it('answers 504 when nobody listens', async () => {
		const alone = await startTrial()
		const credentials = alone.issue('sluice-console-admin')
		await new Promise((resolve) => alone.prod.server.close(resolve))
		const reply = await knock(alone.port, bytes(sign(me, credentials)))
		await alone.stop()
		expect([reply.status, JSON.parse(reply.body)]).toEqual([
			504,
			{ message: 'Network error communicating with endpoint' },
		])
	})

	it('does not pass an answer over the payload limit', async () => {
		trial.prod.reply = (response) => response.writeHead(200).end('x'.repeat(TEN_MB + 1))
		expect((await ask()).status).toBe(504)
	})
})
