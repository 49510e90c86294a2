import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { endpoint } from '../../lib/contract/endpoint.ts'
import { problem } from '../../lib/contract/problem.ts'
import { everyone } from '../../lib/contract/role.ts'
import type { Outcome } from '../handler.ts'
import { createRegistry } from '../metrics/registry.ts'
import {
	fromConsole,
	fromTerminal,
	type Headers,
	newIdentity,
	openTrial,
	requestOf,
	samlResponse,
	type Trial,
} from '../service.fixture.ts'
import { createRequestHandler } from './request-handler.ts'

let trial: Trial
let admin: Headers
beforeAll(async () => {
	trial = await openTrial()
	admin = await trial.signIn('admin')
})
afterAll(() => trial.close())

const release = (person: string, headers: Headers, ticket = 'LAKE-1') =>
	trial.call('POST', '/v1/session-releases', headers, { person, ticket })
const withKey = (headers: Headers, key: string = randomUUID()) => ({ ...headers, 'Idempotency-Key': key })
const codeOf = async (response: Response) => problem.parse(await response.json()).code

it('does the work of 100 parallel copies once, and records all 100', async () => {
	await trial.signIn('viewer', 'copied@sluice.example')
	const before = (await trial.audited()).length
	const copy = withKey(admin)
	const answers = await Promise.all(Array.from({ length: 100 }, () => release('copied@sluice.example', copy)))
	const done = answers.filter(({ status }) => status === 200)
	const fresh = done.filter(({ headers }) => !headers.has('idempotency-replayed'))
	expect(fresh).toHaveLength(1)
	expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true)
	expect(new Set(await Promise.all(done.map((answer) => answer.text())))).toEqual(
		new Set(['{"person":"copied@sluice.example","released":1}']),
	)
	const rows = (await trial.audited()).slice(before)
	expect(rows.filter(({ phase }) => phase === 'intent')).toHaveLength(100)
	expect(rows.filter(({ phase }) => phase === 'outcome')).toHaveLength(100)
})

it('answers a repetition with what was answered before, and says so', async () => {
	const copy = withKey(admin)
	const [first, second] = [await release('nobody@sluice.example', copy), await release('nobody@sluice.example', copy)]
	expect([first.status, second.status]).toEqual([404, 404])
	expect(first.headers.has('idempotency-replayed')).toBe(false)
	expect(second.headers.get('idempotency-replayed')).toBe('true')
	expect(second.headers.get('content-type')).toBe('application/problem+json')
	expect(await second.text()).toBe(await first.text())
})

it('refuses the key for another body', async () => {
	const copy = withKey(admin)
	await release('nobody@sluice.example', copy)
	const other = await release('nobody@sluice.example', copy, 'LAKE-2')
	expect([other.status, await codeOf(other)]).toEqual([422, 'idempotency-key-reused'])
})

it('keeps the keys of two people apart', async () => {
	const key = randomUUID()
	await release('nobody@sluice.example', withKey(admin, key))
	const other = await trial.signIn('admin', 'second@sluice.example')
	const response = await release('nobody@sluice.example', withKey(other, key), 'LAKE-3')
	expect(response.headers.has('idempotency-replayed')).toBe(false)
	expect(await codeOf(response)).toBe('not-found')
})

describe('the key itself', () => {
	it('is needed', async () => {
		const request = new Request('http://service/v1/session-releases', {
			method: 'POST',
			headers: { ...admin, 'Content-Type': 'application/json' },
			body: JSON.stringify({ person: 'nobody@sluice.example', ticket: 'LAKE-1' }),
		})
		const response = await trial.service(request)
		expect([response.status, await codeOf(response)]).toEqual([400, 'idempotency-key-missing'])
	})

	it.each([
		['too short', 'short'],
		['too long', 'k'.repeat(129)],
		['holding a blank', 'two words here'],
		['empty', ''],
	])('%s: refused by name', async (_, key) => {
		const response = await release('nobody@sluice.example', withKey(admin, key))
		const answered = problem.parse(await response.json())
		expect([response.status, answered.code, answered.errors[0]?.field]).toEqual([
			400,
			'invalid-input',
			'Idempotency-Key',
		])
	})
})

it('replays a first sign-in to the identity that made it, though it was nobody then', async () => {
	const headers = withKey(fromConsole('viewer', newIdentity()))
	const body = { samlResponse: samlResponse('first@sluice.example', ['sluice-viewers']) }
	const first = await trial.call('POST', '/v1/session', headers, body)
	const second = await trial.call('POST', '/v1/session', headers, body)
	expect([first.status, second.status, second.headers.get('idempotency-replayed')]).toEqual([200, 200, 'true'])
})

describe('an answer of 500', () => {
	const row = endpoint({
		method: 'POST',
		path: '/v1/things',
		summary: 'A thing',
		input: {},
		output: z.object({ name: z.string() }),
		problems: [],
		roles: everyone,
		rule: 'none',
		effect: 'write',
		reason: 'none',
		identity: 'bound',
		timeout: 5_000,
	})

	/** What two copies of one request hear, and how often the handler ran for them. */
	async function twice(outcome: () => Promise<Outcome<unknown>>) {
		let runs = 0
		const run = () => {
			runs += 1
			return outcome()
		}
		const operations = { 'things.make': { row, run } }
		const handle = createRequestHandler({
			...trial.ports,
			metrics: createRegistry(),
			bindingOf: async () => null,
			operations,
		})
		const copy = withKey(fromTerminal('viewer'))
		const first = await handle(requestOf('POST', '/v1/things', copy))
		const second = await handle(requestOf('POST', '/v1/things', copy))
		expect([first.status, second.status]).toEqual([500, 500])
		return { runs, replayed: second.headers.has('idempotency-replayed') }
	}

	it.each<[string, () => Promise<Outcome<unknown>>]>([
		['output its row does not accept', async () => ({ ok: true, value: { other: 1 } })],
		['a refusal its row does not promise', async () => ({ ok: false, problem: 'invalid-source', detail: '' })],
	])('for %s is kept: the handler had committed', async (_, outcome) => {
		expect(await twice(outcome)).toEqual({ runs: 1, replayed: true })
	})

	it('for a handler that threw frees the key: nothing was done', async () => {
		expect(await twice(() => Promise.reject(new Error('lost')))).toEqual({ runs: 2, replayed: false })
	})
})

it('stores digests of requests, never what they said', async () => {
	const rows = await trial.store.db.selectFrom('idempotency_keys').selectAll().execute()
	expect(rows.length).toBeGreaterThan(3)
	for (const { body_hash } of rows) expect(body_hash).toMatch(/^[0-9a-f]{64}$/)
	expect(JSON.stringify(rows)).not.toContain('samlResponse')
})
