import { afterEach, describe, expect, it, vi } from 'vitest'
import type { CallInputOf, Endpoint } from '../contract/endpoint.ts'
import { PROBLEM_STATUS, type ProblemCode } from '../contract/problem.ts'
import { type Operation, operations, type Table, table } from '../contract/table.ts'
import { createClient } from './client.ts'
import { createClock } from './clock.ts'
import { describeRefusal } from './describe-refusal.ts'
import { authorizationByOthers, KEYS } from './other-signer.fixture.ts'
import { createSigner } from './signer.ts'

const NOW = Date.parse('2025-11-22T08:00:00.000Z')
const BASE = 'https://standin0.execute-api.us-west-2.amazonaws.com/prod'
const TIME = '2025-11-22T08:00:00.000Z'

const SETTINGS = {
	workspaceId: 'ws-1',
	customer: 'Acme',
	region: 'us-west-2',
	roleArn: 'arn:aws:iam::222233334444:role/Lake',
	externalIds: ['ws-1'],
	catalogId: '222233334444',
	bucket: 'acme-lake',
	database: 'acme',
	clusterId: 'j-2AXXXXXXGAPLF',
	archive: { bucket: 'our-archive', prefix: 'acme/', layout: 'received-day' },
} as const
const SOURCE = { ...SETTINGS, sourceId: 'acme', version: 3, updatedAt: TIME, updatedBy: 'admin@sluice.example' }
const CHECK = {
	...{ checkId: 'chk-1', sourceId: 'acme', customer: 'Acme', profile: 'sync', status: 'running', saved: true },
	...{ progress: { done: 0, total: 34 }, verdict: null, headline: null, ticket: null, failure: null, restarts: 0 },
	...{ requestedBy: 'sam@sluice.example', requestedAt: TIME, startedAt: null, finishedAt: null },
	settings: { region: 'us-west-2', database: 'acme', clusterId: 'j-2AXXXXXXGAPLF', version: 3 },
	findings: [],
	newer: null,
}
const CLUSTER = {
	...{ clusterId: 'j-2AXXXXXXGAPLF', sourceId: 'acme', customer: 'Acme', region: 'us-west-2', inSettings: true },
	...{ verdict: null, headline: null, fetchedAt: null, ageMs: null, fetching: null, requestedBy: null },
	...{ requestedAt: null, confidence: null, evidence: null, failure: null, live: null, cluster: null },
	...{ instances: null, steps: { granted: true, needs: null, note: null, items: [] } },
}
const PREFLIGHT = { checkId: 'chk-1', status: 'running', verdict: null, headline: null, notProvable: [] }
const RANGE = { from: '2026-03-01', to: '2026-03-07' }
const PLAN = {
	...{ planId: 'pln-1', sourceId: 'acme', customer: 'Acme', region: 'us-west-2', clusterId: 'j-2AXXXXXXGAPLF' },
	...{ database: 'acme', sourceVersion: 3, status: 'running', progress: { done: 0, total: 7 }, ...RANGE },
	...{ select: 'missing', events: [], requestedBy: 'sam@sluice.example', requestedAt: TIME, finishedAt: null },
	...{ ticket: null, failure: null, digest: null, days: [], parts: [], preflight: PREFLIGHT, recovery: null },
	totals: { days: 0, partitions: 0, objects: 0, bytes: 0 },
	recoveryMeaning: null,
	limit: { days: 7, bytes: 1_000, usedDays: 0, usedBytes: 0, needsApproval: false, because: null },
	submittable: { ok: false, because: 'The archive is still being listed.', fix: null },
	replayId: null,
}
const REPLAY = {
	...{ replayId: 'rpl-1', planId: 'pln-1', sourceId: 'acme', customer: 'Acme', region: 'us-west-2', ...RANGE },
	...{ clusterId: 'j-2AXXXXXXGAPLF', status: 'waiting', headline: 'Begins in a moment.', days: 7, bytes: 0 },
	...{ progress: { done: 0, total: 1 }, requestedBy: 'sam@sluice.example', requestedAt: TIME, endedAt: null },
	...{ ticket: 'LAKE-1', digest: 'd'.repeat(64), select: 'missing', events: [], partitions: 168, objects: 0 },
	...{ preflight: PREFLIGHT, acknowledged: [], recovery: 'claim', recoveryMeaning: 'It is sent again.', failure: null },
	approval: { needed: false, because: null, decision: null, by: null, at: null, reason: null },
	cancellation: { possible: true, meaning: 'Nothing of it runs.', by: null, at: null },
	parts: [],
	history: [],
}
const MOVED = { replayId: 'rpl-1', sourceId: 'acme', status: 'waiting' }
const ME = { person: 'sam@sluice.example', name: 'Sam', role: 'support', via: 'console', operations: [], time: TIME }

/** One legal call and one legal answer for each row, so that a new row cannot be left untried. */
const CALLS: { [O in Operation]: { input: CallInputOf<Table[O]>; wire: string; answer: object } } = {
	'sessions.bind': { input: { samlResponse: 'PHNhbWw+' }, wire: 'POST /v1/session', answer: ME },
	'sessions.end': { input: {}, wire: 'DELETE /v1/session', answer: { endedAt: TIME } },
	'sessions.me': { input: {}, wire: 'GET /v1/me', answer: ME },
	'sessions.release': {
		input: { person: 'Sam@Sluice.example', ticket: 'LAKE-1' },
		wire: 'POST /v1/session-releases',
		answer: { person: 'sam@sluice.example', released: 1 },
	},
	'sources.list': {
		input: { q: " o'neill (eu)* ", limit: 5 },
		wire: 'GET /v1/sources?q=o%27neill%20%28eu%29%2A&limit=5',
		answer: { items: [], nextCursor: null },
	},
	'sources.get': {
		input: { sourceId: 'a.b_c~d-9', ticket: 'LAKE-1' },
		wire: 'GET /v1/sources/a.b_c~d-9?ticket=LAKE-1',
		answer: SOURCE,
	},
	'sources.versions': {
		input: { sourceId: 'acme', cursor: 'x/y+z=' },
		wire: 'GET /v1/sources/acme/versions?cursor=x%2Fy%2Bz%3D&limit=50',
		answer: { items: [], nextCursor: null },
	},
	'sources.put': {
		input: { sourceId: 'acme', settings: { ...SETTINGS, externalIds: ['ws-1'] }, baseVersion: 2, ticket: 'LAKE-1' },
		wire: 'PUT /v1/sources/acme',
		answer: { source: SOURCE, changes: [] },
	},
	'checks.run': {
		input: { sourceId: 'acme', profile: 'sync', ticket: 'LAKE-1' },
		wire: 'POST /v1/checks',
		answer: { checkId: 'chk-1', sourceId: 'acme', profile: 'sync', status: 'running' },
	},
	'checks.get': { input: { checkId: 'chk-1' }, wire: 'GET /v1/checks/chk-1', answer: CHECK },
	'checks.list': {
		input: { sourceId: 'acme', profile: 'replay-existing' },
		wire: 'GET /v1/checks?sourceId=acme&profile=replay-existing&limit=50',
		answer: { items: [], nextCursor: null },
	},
	'clusters.fetch': {
		input: { sourceId: 'acme', clusterId: 'j-2AXXXXXXGAPLF' },
		wire: 'POST /v1/clusters',
		answer: { clusterId: 'j-2AXXXXXXGAPLF', sourceId: 'acme', status: 'running' },
	},
	'clusters.get': {
		input: { clusterId: 'j-2AXXXXXXGAPLF', sourceId: 'acme', watch: 'true' },
		wire: 'GET /v1/clusters/j-2AXXXXXXGAPLF?sourceId=acme&watch=true',
		answer: CLUSTER,
	},
	'clusters.list': {
		input: { sourceId: 'acme' },
		wire: 'GET /v1/clusters?sourceId=acme&limit=50',
		answer: { items: [], nextCursor: null },
	},
	'replays.plan': {
		input: { sourceId: 'acme', ...RANGE },
		wire: 'POST /v1/replay-plans',
		answer: { planId: 'pln-1', sourceId: 'acme', status: 'running' },
	},
	'replays.getPlan': { input: { planId: 'pln-1' }, wire: 'GET /v1/replay-plans/pln-1', answer: PLAN },
	'replays.submit': {
		input: { planId: 'pln-1', digest: 'd'.repeat(64), acknowledged: ['emr-add-steps'], ticket: 'LAKE-1' },
		wire: 'POST /v1/replays',
		answer: MOVED,
	},
	'replays.get': {
		input: { replayId: 'rpl-1', ticket: 'LAKE-1' },
		wire: 'GET /v1/replays/rpl-1?ticket=LAKE-1',
		answer: REPLAY,
	},
	'replays.list': {
		input: { sourceId: 'acme', status: 'awaiting-approval' },
		wire: 'GET /v1/replays?sourceId=acme&status=awaiting-approval&limit=50',
		answer: { items: [], nextCursor: null },
	},
	'replays.approve': {
		input: { replayId: 'rpl-1', digest: 'd'.repeat(64), ticket: 'LAKE-1' },
		wire: 'POST /v1/replay-decisions/rpl-1/approval',
		answer: MOVED,
	},
	'replays.refuse': {
		input: { replayId: 'rpl-1', because: 'Too much.' },
		wire: 'POST /v1/replay-decisions/rpl-1/refusal',
		answer: MOVED,
	},
	'replays.settle': {
		input: { replayId: 'rpl-1', position: 2, stepId: 's-2AXXXXXXGAPLF', ticket: 'LAKE-1' },
		wire: 'POST /v1/replay-decisions/rpl-1/settlement',
		answer: MOVED,
	},
	'replays.cancel': {
		input: { replayId: 'rpl-1', ticket: 'LAKE-1' },
		wire: 'POST /v1/replays/rpl-1/cancellation',
		answer: MOVED,
	},
	'openapi.get': { input: {}, wire: 'GET /v1/openapi.json', answer: { openapi: '3.0.3' } },
}

type Sent = { method: string; url: string; headers: Record<string, string>; body: string | null }

/** The service in process, behind a gate that refuses what another implementation would sign otherwise. */
function world(answer: (request: Request) => Response | Promise<Response>, options: { signedIn?: boolean } = {}) {
	const sent: Sent[] = []
	const clock = createClock(() => NOW)
	const client = createClient({
		baseUrl: BASE,
		clock,
		sign: createSigner({
			credentials: async () => (options.signedIn === false ? null : KEYS),
			region: 'us-west-2',
			now: clock.now,
		}),
		async send(request) {
			const text = await request.clone().text()
			const headers = Object.fromEntries(request.headers)
			sent.push({ method: request.method, url: request.url, headers, body: text === '' ? null : text })
			return await answer(request)
		},
	})
	return { client, clock, sent }
}

const json = (value: object, init: ResponseInit = {}) => Response.json(value, init)
const problem = (code: ProblemCode, more: object = {}) =>
	json(
		{
			type: 'about:blank',
			title: 'No',
			status: PROBLEM_STATUS[code],
			code,
			detail: 'Because.',
			fix: 'Do this.',
			errors: [],
			requestId: 'gate=',
			...more,
		},
		{ status: PROBLEM_STATUS[code], headers: { 'retry-after': '3' } },
	)

afterEach(() => vi.useRealTimers())

describe.each(operations)('%s through the client', (operation) => {
	const { input, wire, answer } = CALLS[operation]
	const call = (client: ReturnType<typeof world>['client']) => client.call(operation, input as never)

	it('puts the exact bytes on the wire, signed as another implementation signs them, and hands back the answer', async () => {
		const { client, sent } = world(() => json(answer, { headers: { 'x-sluice-request-id': 'gate=' } }))
		const outcome = await call(client)
		expect(outcome).toEqual({ ok: true, value: answer, requestId: 'gate=', time: null })
		const [request] = sent
		expect(sent).toHaveLength(1)
		expect(`${request?.method} ${request?.url.slice(BASE.length)}`).toBe(wire)
		expect(request?.headers.authorization).toBe(request && (await authorizationByOthers(request)))
	})

	it('gives a POST a fresh Idempotency-Key each time, and no other method one', async () => {
		const { client, sent } = world(() => json(answer))
		await call(client)
		await call(client)
		const keys = sent.map(({ headers }) => headers['idempotency-key'])
		if (table[operation].method === 'POST') {
			expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
			expect(keys[1]).not.toBe(keys[0])
		} else expect(keys).toEqual([undefined, undefined])
	})

	it('is never sent a second time, whatever is answered', async () => {
		for (const refusal of [() => problem('overloaded'), () => problem('internal'), () => Response.error()]) {
			const { client, sent } = world(refusal)
			await call(client)
			expect(sent).toHaveLength(1)
		}
	})

	it('reports an answer that breaks the contract as such', async () => {
		if (operation === 'openapi.get') return
		const { client } = world(() => json({ unexpected: true }))
		const outcome = await call(client)
		expect(outcome).toMatchObject({ ok: false, refusal: { by: 'contract', side: 'output', status: 200 } })
	})

	it('gives up a second after the time that its row allows', async () => {
		vi.useFakeTimers()
		const { client } = world(() => new Promise<Response>(() => {}))
		const outcome = call(client)
		const row: Endpoint = table[operation]
		const settled = vi.fn()
		void outcome.then(settled)
		await vi.advanceTimersByTimeAsync(row.timeout)
		expect(settled).not.toHaveBeenCalled()
		await vi.advanceTimersByTimeAsync(1_001)
		expect(settled).toHaveBeenCalledWith({ ok: false, refusal: { by: 'network', reason: 'timeout', requestId: null } })
	})
})

describe('the client', () => {
	it('sends the parsed body: what the contract lower-cases or trims leaves us that way', async () => {
		const { client, sent } = world(() => json(CALLS['sessions.release'].answer))
		await client.call('sessions.release', { person: 'Sam@Sluice.example', ticket: 'LAKE-1' })
		expect(sent[0]?.body).toBe('{"person":"sam@sluice.example","ticket":"LAKE-1"}')
	})

	it('repeats a given Idempotency-Key, so that a person may send the same thing again', async () => {
		const { client, sent } = world(() => json(CALLS['sessions.release'].answer))
		const again = { person: 'sam@sluice.example', ticket: 'LAKE-1' }
		await client.call('sessions.release', again, { idempotencyKey: 'same-key-1' })
		await client.call('sessions.release', again, { idempotencyKey: 'same-key-1' })
		expect(sent.map(({ headers }) => headers['idempotency-key'])).toEqual(['same-key-1', 'same-key-1'])
	})

	it.each([
		['a path id that a signer might escape otherwise', { sourceId: 'a/../b' }, 'sourceId'],
		['a ticket that is none', { sourceId: 'acme', ticket: '?' }, 'ticket'],
	])('sends nothing for %s, and names the field', async (_, input, field) => {
		const { client, sent } = world(() => json(SOURCE))
		const outcome = await client.call('sources.get', input)
		expect(outcome).toMatchObject({ ok: false, refusal: { by: 'contract', side: 'input', errors: [{ field }] } })
		expect(sent).toEqual([])
	})

	it.each(Object.keys(PROBLEM_STATUS) as ProblemCode[])('hands on the service refusing with %s', async (code) => {
		const { client } = world(() => problem(code))
		const outcome = await client.call('sources.get', { sourceId: 'acme' })
		if (outcome.ok) throw new Error('must be refused')
		expect(outcome.refusal).toMatchObject({ by: 'service', problem: { code }, retryAfterSeconds: 3 })
		expect(describeRefusal(outcome.refusal)).toEqual({
			who: 'The service',
			title: 'No',
			why: 'Because.',
			todo: 'Do this.',
			requestId: 'gate=',
		})
	})

	it.each([
		['HTML from something in between', () => new Response('<html>403</html>', { status: 403 })],
		['a Problem with a code we do not know', () => problem('internal', { code: 'brand-new' })],
		['success without JSON', () => new Response('', { status: 200 })],
		['a list without its items', () => json({ nextCursor: null })],
	])('calls %s a breach of the contract', async (_, answer) => {
		const { client } = world(answer)
		const outcome = await client.call('sources.list', {})
		expect(outcome).toMatchObject({ ok: false, refusal: { by: 'contract', side: 'output' } })
	})

	it('does not take members that the service added for a breach', async () => {
		const { client } = world(() => json({ ...ME, added: 'later' }))
		expect(await client.call('sessions.me', {})).toMatchObject({ ok: true, value: ME })
	})

	it.each([
		['no connection', () => Promise.reject(new TypeError('Failed to fetch'))],
		[
			'an answer that breaks off',
			() => new Response(new ReadableStream({ start: (c) => c.error(new Error('reset')) })),
		],
	])('says that the gate could not be reached on %s', async (_, answer) => {
		const { client } = world(answer)
		const outcome = await client.call('sessions.me', {})
		expect(outcome).toEqual({ ok: false, refusal: { by: 'network', reason: 'network', requestId: null } })
	})

	it('stops when its caller does, before and during a call', async () => {
		const { client, sent } = world(() => new Promise<Response>(() => {}))
		const aborted = { ok: false, refusal: { by: 'network', reason: 'aborted', requestId: null } }
		expect(await client.call('sessions.me', {}, { signal: AbortSignal.abort() })).toEqual(aborted)
		expect(sent).toEqual([])
		const controller = new AbortController()
		const outcome = client.call('sessions.me', {}, { signal: controller.signal })
		await vi.waitFor(() => expect(sent).toHaveLength(1))
		controller.abort()
		expect(await outcome).toEqual(aborted)
	})

	it('gives up when its caller says, however long the row allows', async () => {
		vi.useFakeTimers()
		const { client } = world(() => new Promise<Response>(() => {}))
		const settled = vi.fn()
		void client.call('sessions.me', {}, { timeout: 5_000 }).then(settled)
		await vi.advanceTimersByTimeAsync(4_999)
		expect(settled).not.toHaveBeenCalled()
		await vi.advanceTimersByTimeAsync(1)
		expect(settled).toHaveBeenCalledWith({ ok: false, refusal: { by: 'network', reason: 'timeout', requestId: null } })
	})

	it('sends nothing unsigned', async () => {
		const { client, sent } = world(() => json(ME), { signedIn: false })
		const outcome = await client.call('sessions.me', {})
		expect(outcome).toEqual({ ok: false, refusal: { by: 'network', reason: 'no-credentials', requestId: null } })
		expect(sent).toEqual([])
	})

	it('learns the time from a refused signature, so that the next one is dated right', async () => {
		const server = NOW + 3_600_000
		const { client, clock, sent } = world(() =>
			json(
				{ message: 'Signature expired: 20251122T080000Z is now earlier than ...' },
				{ status: 403, headers: { 'x-amzn-errortype': 'InvalidSignatureException', 'x-sluice-time': String(server) } },
			),
		)
		expect(await client.call('sessions.me', {})).toMatchObject({ refusal: { by: 'gate', reason: 'clock-skew' } })
		expect(clock.skew()).toBe(3_600_000)
		await client.call('sessions.me', {})
		expect(sent.map(({ headers }) => headers['x-amz-date'])).toEqual(['20251122T080000Z', '20251122T090000Z'])
	})
})
