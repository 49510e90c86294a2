import pino from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../lib/contract/endpoint.ts'
import { problem } from '../../lib/contract/problem.ts'
import { restricted } from '../../lib/contract/redaction.ts'
import { everyone } from '../../lib/contract/role.ts'
import type { Audit } from '../audit/public.ts'
import type { Outcome } from '../handler.ts'
import { createRegistry } from '../metrics/registry.ts'
import { deadAudit, fromTerminal, ORIGIN, requestOf, SETTINGS } from '../service.fixture.ts'
import type { Idempotency } from '../store/idempotency.ts'
import { createRequestHandler, type RequestPorts } from './request-handler.ts'

const thing = endpoint({
	method: 'PUT',
	path: '/v1/things/{thingId}',
	summary: 'A thing',
	input: { params: z.object({ thingId: z.string() }) },
	output: z.object({ name: z.string(), secret: restricted(z.string(), ['admin']) }),
	problems: ['version-conflict'],
	roles: everyone,
	rule: 'none',
	effect: 'write',
	reason: 'none',
	identity: 'bound',
	timeout: 5_000,
})

const forever = new Promise<never>(() => {})
const told: Idempotency = {
	begin: async () => ({ state: 'new' }),
	finish: async () => {},
	abandon: async () => {},
}

/** A service of one row, whose handler answers `outcome` and whose audit writes into `steps`. */
function serving(run: () => Promise<Outcome<unknown>>, overrides: Partial<RequestPorts> = {}, timeout = 5_000) {
	const steps: string[] = []
	const lines: string[] = []
	const audit: Audit = {
		intent: async ({ requestId }) => {
			steps.push(`intent ${requestId}`)
			return 'id'
		},
		outcome: async (_id, { status, code }) => void steps.push(`outcome ${status} ${code}`),
		refused: async (_entry, { status, code }) => void steps.push(`refused ${status} ${code}`),
		settled: async () => {},
	}
	const handle = createRequestHandler({
		settings: SETTINGS,
		operations: {
			'things.put': {
				row: { ...thing, timeout },
				run: () => {
					steps.push('handler')
					return run()
				},
			},
		},
		bindingOf: async () => null,
		audit,
		databaseDeadlineMs: 200,
		idempotency: told,
		isDraining: () => false,
		metrics: createRegistry(),
		now: () => new Date(1_700_000_000_123),
		log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }),
		...overrides,
	})
	const call = (headers = fromTerminal('viewer')) => handle(requestOf('PUT', '/v1/things/a', headers))
	return { call, handle, steps, lines }
}
const fine = async (): Promise<Outcome<unknown>> => ({ ok: true, value: { name: 'n' } })
const codeOf = async (response: Response) => problem.parse(await response.json()).code

describe('the record', () => {
	it('stands before the handler runs, and is completed after it', async () => {
		const { call, steps } = serving(fine)
		const headers = fromTerminal('viewer')
		const response = await call(headers)
		expect(response.status).toBe(200)
		expect(steps).toEqual([`intent ${headers['X-Sluice-Extended-Request-Id']}`, 'handler', 'outcome 200 null'])
	})

	it('cannot be written: 503, and the handler never runs', async () => {
		const { call, steps } = serving(fine, { audit: deadAudit })
		const response = await call()
		expect([response.status, await codeOf(response)]).toEqual([503, 'audit-unavailable'])
		expect(response.headers.get('retry-after')).toBe('1')
		expect(steps).toEqual([])
	})

	it('cannot be written for a refusal either: the refusal is not told', async () => {
		const { call } = serving(fine, { audit: deadAudit })
		const response = await call({})
		expect(await codeOf(response)).toBe('audit-unavailable')
	})

	it('cannot be completed: what was done is answered, and the gap is logged under the request id', async () => {
		const audit: Audit = { ...deadAudit, intent: async () => 'id' }
		const { call, lines, steps } = serving(fine, { audit })
		const headers = fromTerminal('viewer')
		expect((await call(headers)).status).toBe(200)
		expect(steps).toEqual(['handler'])
		const gap = () => lines.find((line) => line.includes('outcome not recorded'))
		await vi.waitFor(() => expect(gap()).toContain(headers['X-Sluice-Extended-Request-Id']))
	})

	it('counts a binding that cannot be looked up as the same outage, within the deadline', async () => {
		const { handle } = serving(fine, { bindingOf: () => forever })
		const identity = 'us-west-2:00000000-0000-4000-8000-000000000001'
		const headers = {
			...fromTerminal('viewer'),
			'X-Sluice-User-Arn': 'arn:aws:sts::111122223333:assumed-role/sluice-console-viewer/CognitoIdentityCredentials',
			'X-Sluice-Cognito-Identity-Id': identity,
		}
		expect(await codeOf(await handle(requestOf('PUT', '/v1/things/a', headers)))).toBe('audit-unavailable')
	})
})

describe('a handler that breaks its contract', () => {
	const leak = 'customer-secret-value'
	it.each<[string, () => Promise<Outcome<unknown>>, string]>([
		['throws', () => Promise.reject(new Error(leak)), 'handler threw'],
		['answers another shape', async () => ({ ok: true, value: { wrong: leak } }), 'answer outside the contract'],
		[
			'refuses in a way its row does not promise',
			async () => ({ ok: false, problem: 'invalid-source', detail: leak }),
			'refusal outside the contract',
		],
		['refuses with a 5xx of its own', async () => ({ ok: false, problem: 'internal', detail: leak }), 'request'],
	])('%s: 500, logged, and not a word of it to anyone', async (_, run, message) => {
		const { call, lines, steps } = serving(run)
		const response = await call()
		const text = await response.text()
		expect(response.status).toBe(500)
		expect(problem.parse(JSON.parse(text))).toMatchObject({ code: 'internal', errors: [] })
		expect(text + lines.join('')).not.toContain(leak)
		expect(lines.join('')).toContain(`"msg":"${message}"`)
		expect(steps.at(-1)).toBe('outcome 500 internal')
	})

	it('adds members nobody promised: they are dropped', async () => {
		const { call } = serving(async () => ({ ok: true, value: { name: 'n', extra: 1 } }))
		expect(await (await call()).json()).toEqual({ name: 'n' })
	})
})

it('keeps restricted members for the roles they are for', async () => {
	const { call } = serving(async () => ({ ok: true, value: { name: 'n', secret: 's' } }))
	expect(await (await call(fromTerminal('engineer'))).json()).toEqual({ name: 'n' })
	expect(await (await call(fromTerminal('admin'))).json()).toEqual({ name: 'n', secret: 's' })
})

it('gives up on a handler after the time its row allows', async () => {
	const { call, steps } = serving(() => forever, {}, 50)
	const response = await call()
	expect([response.status, await codeOf(response)]).toEqual([503, 'overloaded'])
	expect(steps.at(-1)).toBe('outcome 503 overloaded/timeout')
})

it('takes 64 at once and 64 in line, then refuses at once with Retry-After', async () => {
	const hold = Promise.withResolvers<Outcome<unknown>>()
	const { call, steps } = serving(() => hold.promise)
	const taken = Array.from({ length: 128 }, () => call())
	await vi.waitFor(() => expect(steps.filter((step) => step === 'handler')).toHaveLength(64))
	const since = performance.now()
	const refused = await call()
	expect(performance.now() - since).toBeLessThan(20)
	expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
	expect(await codeOf(refused)).toBe('overloaded')
	hold.resolve({ ok: true, value: { name: 'n' } })
	const statuses = (await Promise.all(taken)).map(({ status }) => status)
	expect(statuses.every((status) => status === 200)).toBe(true)
	expect(steps.filter((step) => step === 'handler')).toHaveLength(128)
	expect((await call()).status).toBe(200)
})

describe('every answer', () => {
	it.each([
		['done', fromTerminal('viewer'), 200],
		['refused by the service', {}, 403],
	])('%s carries the id, the time and the headers a page needs', async (_, headers, status) => {
		const { call } = serving(fine)
		const response = await call(headers)
		expect(response.status).toBe(status)
		expect(Object.fromEntries(response.headers)).toMatchObject({
			'x-sluice-time': '1700000000123',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			'access-control-allow-origin': ORIGIN,
			vary: 'Origin',
		})
		const exposed = response.headers.get('access-control-expose-headers') ?? ''
		for (const name of ['X-Sluice-Request-Id', 'X-Sluice-Time', 'Idempotency-Replayed']) expect(exposed).toContain(name)
		expect(response.headers.get('x-sluice-request-id')).toMatch(/^[\w=-]+$/)
	})

	it('names the gate’s extended request id in header, record and log, and an id of our own where no gate spoke', async () => {
		const { call, lines, steps } = serving(fine)
		const headers = fromTerminal('viewer')
		const id = headers['X-Sluice-Extended-Request-Id']
		expect((await call(headers)).headers.get('x-sluice-request-id')).toBe(id)
		expect(steps[0]).toBe(`intent ${id}`)
		expect(lines.at(-1)).toContain(`"requestId":"${id}"`)
		const unproven = await call({ 'X-Sluice-Extended-Request-Id': 'chosen-by-a-client' })
		expect(unproven.headers.get('x-sluice-request-id')).not.toBe('chosen-by-a-client')
	})
})

describe('health', () => {
	const ask = (path: string, overrides: Partial<RequestPorts> = {}) =>
		serving(fine, { audit: deadAudit, ...overrides }).handle(new Request(`http://service${path}`))

	it.each<[string, string, Partial<RequestPorts>, number]>([
		['/healthz', 'a running process', {}, 200],
		['/healthz', 'a process that is stopping', { isDraining: () => true }, 200],
		['/readyz', 'a running process', {}, 200],
		['/readyz', 'a process that is stopping', { isDraining: () => true }, 503],
	])('%s of %s needs no identity', async (path, _, overrides, status) => {
		const response = await ask(path, overrides)
		expect(response.status).toBe(status)
		expect(['ok', 'not ready']).toContain(await response.text())
	})

	it.each(['/healthz/', '/readyz/x', '/metrics/', '/'])('%s is not health', async (path) => {
		expect((await ask(path)).status).toBe(503)
	})
})

describe('the line of the log', () => {
	const lineOf = async (run: () => Promise<Outcome<unknown>>, headers = fromTerminal('viewer')) => {
		const { call, lines } = serving(run)
		await call(headers)
		return JSON.parse(lines.at(-1) ?? '{}')
	}
	const refusal: Outcome<unknown> = { ok: false, problem: 'version-conflict', detail: 'changed' }

	it.each<[string, () => Promise<Outcome<unknown>>, object]>([
		['an answer', fine, { status: 200, code: null, refusedBy: null }],
		['a refusal', async () => refusal, { status: 409, code: 'version-conflict', refusedBy: 'service' }],
		[
			'a bug, which is nobody’s refusal',
			() => Promise.reject(new Error('x')),
			{ status: 500, code: 'internal', refusedBy: null },
		],
	])('tells of %s who refused, why and how long it took', async (_what, run, told) => {
		const operation = 'things.put'
		expect(await lineOf(run)).toMatchObject({ ...told, operation, latencyMs: expect.any(Number), msg: 'request' })
	})

	it('tells of a request that did not come through the gate', async () => {
		expect(await lineOf(fine, {})).toMatchObject({ status: 403, code: 'gate-proof-missing', refusedBy: 'service' })
	})
})

describe('metrics', () => {
	const ask = (headers: Record<string, string>, method = 'GET') => {
		const { handle, steps } = serving(fine)
		return handle(new Request('http://service/metrics', { method, headers })).then((response) => ({ response, steps }))
	}

	it('are told to whoever asks this very process, without identity and without a record', async () => {
		const { response, steps } = await ask({})
		expect(response.status).toBe(200)
		expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
		expect(await response.text()).toContain('# TYPE sluice_requests_total counter\n')
		expect(steps).toEqual([])
	})

	it.each([
		['an admin through the gate', fromTerminal('admin'), 'GET', 404, 'not-found'],
		['somebody who found a way around the gate', { 'X-Forwarded-For': '10.0.0.1' }, 'GET', 403, 'gate-proof-missing'],
		['a forged proof of the gate', { 'X-Sluice-Gate-Secret': 'guess' }, 'GET', 403, 'gate-proof-missing'],
		['another method', {}, 'POST', 403, 'gate-proof-missing'],
	])('%s finds none, and that stands in the audit', async (_who, headers, method, status, code) => {
		const { response, steps } = await ask(headers, method)
		expect(response.status).toBe(status)
		expect(await codeOf(response)).toBe(code)
		expect(steps).toEqual([`refused ${status} ${code}`])
	})
})
