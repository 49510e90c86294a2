import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROBLEM_STATUS, type ProblemCode, problem } from '../lib/contract/problem.ts'
import { operations, type Table, table } from '../lib/contract/table.ts'
import { type Desk, openDesk } from './replays/desk.fixture.ts'
import { type Posted, waysOfReplays } from './replays/promises.fixture.ts'
import {
	fromConsole,
	fromTerminal,
	type Headers,
	newIdentity,
	requestOf,
	samlResponse,
	type Trial,
	unsaved,
	validSettings,
} from './service.fixture.ts'

type Promised = { [O in keyof Table]: `${O}: ${Table[O]['problems'][number]}` }[keyof Table]

let desk: Desk
let trial: Trial
let admin: Headers
beforeAll(async () => {
	desk = await openDesk()
	trial = desk.trial
	admin = await trial.signIn('admin')
	await put('src-1', {})
})
afterAll(() => desk.close())

const signIn = (headers: Headers, text: string) => trial.call('POST', '/v1/session', headers, { samlResponse: text })
const viewer = (email: string) => samlResponse(email, ['sluice-viewers'])
const release = (headers: Headers, person = 'nobody@sluice.example') =>
	trial.call('POST', '/v1/session-releases', headers, { person, ticket: 'LAKE-1' })
const put = (sourceId: string, settings: object, baseVersion = 0) =>
	trial.call('PUT', `/v1/sources/${sourceId}`, admin, {
		settings: { ...validSettings, ...settings },
		baseVersion,
		ticket: 'LAKE-1',
	})

const check = (headers: Headers, order: object = {}) =>
	trial.call('POST', '/v1/checks', headers, { sourceId: 'src-1', profile: 'sync', ...order })

function withoutKey(path: string, headers: Headers, body: object): Promise<Response> {
	const request = requestOf('POST', path, headers, body)
	request.headers.delete('idempotency-key')
	return trial.service(request)
}

/** A copy that is at work holds the key, whatever else the copies say. */
async function whileAtWork(owner: string, operation: string, call: (headers: Headers) => Promise<Response>) {
	const key = randomUUID()
	const { db } = trial.store
	const first = await call({ 'Idempotency-Key': key })
	expect(first.headers.has('idempotency-replayed')).toBe(false)
	const atWork = db.updateTable('idempotency_keys').set({ status: null, body: null })
	await atWork.where('person', '=', owner).where('operation', '=', operation).where('key', '=', key).execute()
	return call({ 'Idempotency-Key': key })
}

const reused = async ({ path, body, other }: Posted) => {
	const headers = { ...admin, 'Idempotency-Key': randomUUID() }
	await trial.call('POST', path, headers, body)
	return trial.call('POST', path, headers, other)
}
const postWays = {
	missing: ({ path, body }: Posted) => withoutKey(path, admin, body),
	reused,
	inProgress: ({ operation, path, body }: Posted) =>
		whileAtWork('admin@sluice.example', operation, (key) => trial.call('POST', path, { ...admin, ...key }, body)),
}

const fetchCluster = (headers: Headers, order: object = {}) =>
	trial.call('POST', '/v1/clusters', headers, { sourceId: 'src-1', ...order })

/** One way to each refusal that a row promises. A promise without a way to it does not compile. */
const WAYS: Record<Promised, () => Promise<Response>> = {
	'sessions.bind: assertion-refused': () => signIn(fromConsole('viewer', newIdentity()), 'Zm9yZ2Vk'),
	'sessions.bind: assertion-used': async () => {
		const [headers, text] = [fromConsole('viewer', newIdentity()), viewer('used@sluice.example')]
		await signIn(headers, text)
		return signIn(headers, text)
	},
	'sessions.bind: identity-bound-elsewhere': async () => {
		await signIn(fromConsole('viewer', newIdentity()), viewer('bound@sluice.example'))
		return signIn(fromConsole('viewer', newIdentity()), viewer('bound@sluice.example'))
	},
	'sessions.bind: idempotency-key-missing': () => {
		return withoutKey('/v1/session', fromConsole('viewer', newIdentity()), { samlResponse: 'x' })
	},
	'sessions.bind: idempotency-key-reused': async () => {
		const headers = { ...fromConsole('viewer', newIdentity()), 'Idempotency-Key': randomUUID() }
		await signIn(headers, 'Zm9yZ2Vk')
		return signIn(headers, 'YW5vdGhlcg==')
	},
	'sessions.bind: idempotency-in-progress': () => {
		const identity = newIdentity()
		const headers = fromConsole('viewer', identity)
		return whileAtWork(identity, 'sessions.bind', (key) => signIn({ ...headers, ...key }, 'Zm9yZ2Vk'))
	},
	'sessions.release: not-found': () => release(admin),
	'sessions.release: idempotency-key-missing': () => {
		return withoutKey('/v1/session-releases', admin, { person: 'nobody@sluice.example', ticket: 'LAKE-1' })
	},
	'sessions.release: idempotency-key-reused': async () => {
		const headers = { ...admin, 'Idempotency-Key': randomUUID() }
		await release(headers)
		return release(headers, 'another@sluice.example')
	},
	'sessions.release: idempotency-in-progress': () => {
		return whileAtWork('admin@sluice.example', 'sessions.release', (key) => release({ ...admin, ...key }))
	},
	'sources.get: not-found': () => trial.call('GET', '/v1/sources/unknown', admin),
	'sources.versions: not-found': () => trial.call('GET', '/v1/sources/unknown/versions', admin),
	'sources.put: version-conflict': () => put('src-1', { customer: 'Somebody else' }, 0),
	'sources.put: invalid-source': () => put('src-2', { catalogId: '999988887777' }),
	'checks.get: not-found': () => trial.call('GET', '/v1/checks/chk-unknown', admin),
	'checks.run: not-found': () => check(admin, { sourceId: 'unknown' }),
	'checks.run: invalid-settings': () => check(admin, { settings: { ...unsaved, externalId: 'ws-of-somebody-else' } }),
	'checks.run: idempotency-key-missing': () => {
		return withoutKey('/v1/checks', admin, { sourceId: 'src-1', profile: 'sync' })
	},
	'checks.run: idempotency-key-reused': async () => {
		const headers = { ...admin, 'Idempotency-Key': randomUUID() }
		await check(headers)
		return check(headers, { profile: 'debug' })
	},
	'checks.run: idempotency-in-progress': () => {
		return whileAtWork('admin@sluice.example', 'checks.run', (key) => check({ ...admin, ...key }))
	},
	'clusters.get: not-found': () => trial.call('GET', '/v1/clusters/j-2AXXXXXXGAPLF?sourceId=unknown', admin),
	'clusters.fetch: not-found': () => fetchCluster(admin, { sourceId: 'unknown' }),
	'clusters.fetch: idempotency-key-missing': () => withoutKey('/v1/clusters', admin, { sourceId: 'src-1' }),
	'clusters.fetch: idempotency-key-reused': async () => {
		const headers = { ...admin, 'Idempotency-Key': randomUUID() }
		await fetchCluster(headers)
		return fetchCluster(headers, { ticket: 'LAKE-2' })
	},
	'clusters.fetch: idempotency-in-progress': () => {
		return whileAtWork('admin@sluice.example', 'clusters.fetch', (key) => fetchCluster({ ...admin, ...key }))
	},
	...waysOfReplays(() => desk, postWays),
}

const promises = operations.flatMap((operation) => {
	const problems: readonly ProblemCode[] = table[operation].problems
	return problems.map((code) => ({
		operation,
		code,
		way: Object.entries(WAYS).find(([name]) => name === `${operation}: ${code}`),
	}))
})

describe('each refusal that a row promises is met', () => {
	it.each(promises)('$operation: $code', async ({ code, way }) => {
		const response = await way?.[1]()
		const answered = problem.parse(await response?.json())
		expect([answered.code, answered.status]).toEqual([code, PROBLEM_STATUS[code]])
		expect(response?.status).toBe(answered.status)
		expect(response?.headers.get('content-type')).toBe('application/problem+json')
		expect(answered.detail.length).toBeGreaterThan(10)
		expect(answered.requestId).toBe(response?.headers.get('x-sluice-request-id'))
	})

	it('and no way leads to a promise that no row makes', () => {
		expect(Object.keys(WAYS).sort()).toEqual(promises.map(({ operation, code }) => `${operation}: ${code}`).sort())
	})
})

describe('a refusal that the contract lists', () => {
	const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name) && !name.endsWith('http/problem.ts'))
		.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))

	it.each(Object.keys(PROBLEM_STATUS))('%s is given somewhere: readers prepare for no other', (code) => {
		expect(sources.some((text) => text.includes(`'${code}'`))).toBe(true)
	})
})

describe('what no row needs to promise', () => {
	it.each([
		['HEAD', '/v1/me', 405, 'GET'],
		['OPTIONS', '/v1/me', 405, 'GET'],
		['PATCH', '/v1/sources/src-1', 405, 'GET, PUT'],
		['POST', '/v1/sources/src-1', 405, 'GET, PUT'],
		['GET', '/v1/session', 405, 'POST, DELETE'],
		['GET', '/v1/nothing', 404, null],
		['GET', '/v1/me/', 404, null],
		['GET', '/V1/me', 404, null],
		['GET', '/v2/me', 404, null],
		['GET', '/prod/v1/me', 404, null],
		['GET', '/', 404, null],
		['GET', '/v1/sources/a%2Fb', 400, null],
	])('%s %s by somebody known: %d', async (method, path, status, allow) => {
		const response = await trial.call(method, path, admin)
		expect(response.status).toBe(status)
		expect(response.headers.get('allow')).toBe(allow)
	})

	it.each(['X-HTTP-Method-Override', 'X-Method-Override', 'X-Original-URL'])('%s changes nothing', async (name) => {
		const response = await trial.call('GET', '/v1/me', { ...fromTerminal('viewer'), [name]: 'DELETE' })
		expect(response.status).toBe(200)
	})

	it('an unbound caller learns of no path', async () => {
		const codes = await Promise.all(
			['/v1/nothing', '/v1/me', '/v1/sources/src-1'].map(async (path) => {
				const response = await trial.call('GET', path, fromConsole('viewer', newIdentity()))
				return problem.parse(await response.json()).code
			}),
		)
		expect(new Set(codes)).toEqual(new Set(['identity-not-bound']))
	})
})
