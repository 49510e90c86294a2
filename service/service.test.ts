import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { COMMON_PROBLEMS, problem } from '../lib/contract/problem.ts'
import { restrictionOf } from '../lib/contract/redaction.ts'
import { operators, ROLES, type Role } from '../lib/contract/role.ts'
import { source } from '../lib/contract/sources.ts'
import { type Operation, operations, table } from '../lib/contract/table.ts'
import { storeCheck } from './checks/check.fixture.ts'
import { storePlan } from './replays/desk.fixture.ts'
import {
	fromConsole,
	GROUPS,
	gateHeaders,
	type Headers,
	newIdentity,
	openTrial,
	SECOND_SECRET,
	SECRET,
	samlResponse,
	type Trial,
	validSettings,
} from './service.fixture.ts'

const DIGEST = 'd'.repeat(64)

let trial: Trial
let replayId: string
const signedIn = {} as Record<Role, Headers>

beforeAll(async () => {
	trial = await openTrial()
	for (const role of ROLES) signedIn[role] = await trial.signIn(role)
	const put = { settings: validSettings, baseVersion: 0, ticket: 'LAKE-1' }
	await trial.call('PUT', '/v1/sources/src-1', signedIn.admin, put)
	await storeCheck(trial.store.db, { check_id: 'chk-1', source_id: 'src-1' })
	const stored = { sourceId: 'src-1', count: 8 }
	await storePlan(trial.store.db, { ...stored, row: { plan_id: 'pln-1', digest: DIGEST } })
	const plan = await storePlan(trial.store.db, { ...stored, from: '2026-06-01' })
	const body = { planId: plan.planId, digest: plan.digest, ticket: 'LAKE-1' }
	const submitted = await trial.call('POST', '/v1/replays', signedIn.support, body)
	replayId = ((await submitted.json()) as { replayId: string }).replayId
})
afterAll(() => trial.close())

/** A valid request for each row; a new row without one fails to compile. */
const VALID: Record<Operation, (role: Role) => { path?: string; body?: unknown }> = {
	'sessions.bind': (role) => ({ body: { samlResponse: samlResponse(`${role}@sluice.example`, [GROUPS[role]]) } }),
	'sessions.end': () => ({}),
	'sessions.me': () => ({}),
	'sessions.release': () => ({ body: { person: 'nobody@sluice.example', ticket: 'LAKE-1' } }),
	'sources.list': () => ({}),
	'sources.get': () => ({ path: '/v1/sources/src-1' }),
	'sources.versions': () => ({ path: '/v1/sources/src-1/versions' }),
	'sources.put': () => ({
		path: '/v1/sources/new-1',
		body: { settings: validSettings, baseVersion: 0, ticket: 'LAKE-1' },
	}),
	'checks.run': () => ({ body: { sourceId: 'src-1', profile: 'sync' } }),
	'checks.get': () => ({ path: '/v1/checks/chk-1' }),
	'checks.list': () => ({}),
	'clusters.fetch': () => ({ body: { sourceId: 'src-1' } }),
	'clusters.get': () => ({ path: '/v1/clusters/j-2AXXXXXXGAPLF?sourceId=src-1' }),
	'clusters.list': () => ({}),
	'replays.plan': () => ({ body: { sourceId: 'src-1', from: '2026-03-01', to: '2026-03-02' } }),
	'replays.getPlan': () => ({ path: '/v1/replay-plans/pln-1' }),
	'replays.submit': () => ({ body: { planId: 'pln-1', digest: DIGEST, ticket: 'LAKE-1' } }),
	'replays.get': () => ({ path: `/v1/replays/${replayId}` }),
	'replays.list': () => ({}),
	'replays.approve': () => ({
		path: `/v1/replay-decisions/${replayId}/approval`,
		body: { digest: DIGEST, ticket: 'LAKE-1' },
	}),
	'replays.refuse': () => ({ path: `/v1/replay-decisions/${replayId}/refusal`, body: { because: 'too much' } }),
	'replays.settle': () => ({
		path: `/v1/replay-decisions/${replayId}/settlement`,
		body: { position: 1, ticket: 'LAKE-1' },
	}),
	'replays.cancel': () => ({ path: `/v1/replays/${replayId}/cancellation`, body: { ticket: 'LAKE-1' } }),
	'openapi.get': () => ({}),
}

async function tryOut(operation: Operation, headers: Headers, role: Role = 'viewer') {
	const row = table[operation]
	const { path = row.path, body } = VALID[operation](role)
	const response = await trial.call(row.method, path, headers, body)
	const text = await response.text()
	return { status: response.status, body: JSON.parse(text) as unknown, text }
}
const codeIn = (body: unknown) => problem.parse(body).code
const rows = operations.map((operation) => ({ operation, row: table[operation] as Endpoint }))
const cells = rows.flatMap(({ operation, row }) => ROLES.map((role) => ({ operation, row, role })))

describe('every operation and every role', () => {
	it.each(cells)('$operation by $role is as the table says', async ({ operation, row, role }) => {
		const headers =
			operation === 'sessions.end' ? await trial.signIn(role, `leaving-${role}@sluice.example`) : signedIn[role]
		const answer = await tryOut(operation, headers, role)
		if ((row.roles as readonly Role[]).includes(role)) {
			if (answer.status === (row.success ?? 200)) expect(row.output.safeParse(answer.body).error).toBeUndefined()
			else expect([...COMMON_PROBLEMS, ...row.problems]).toContain(codeIn(answer.body))
			expect(answer.text).not.toContain('role-not-allowed')
		} else {
			expect([answer.status, codeIn(answer.body)]).toEqual([403, 'role-not-allowed'])
		}
	})

	const restricted = Object.entries(source.shape).filter(([, member]) => restrictionOf(member))
	it.each(ROLES.map((role) => ({ role })))(
		'shows $role exactly the members of a source it may see',
		async ({ role }) => {
			const { body } = await tryOut('sources.get', signedIn[role], role)
			const hidden = restricted.filter(([, member]) => !restrictionOf(member)?.includes(role)).map(([name]) => name)
			const shown = restricted.filter(([, member]) => restrictionOf(member)?.includes(role)).map(([name]) => name)
			for (const name of hidden) expect(body).not.toHaveProperty(name)
			for (const name of shown) expect(body).toHaveProperty(name)
			expect(hidden.length + shown.length).toBeGreaterThan(4)
		},
	)

	it.each(ROLES.map((role) => ({ role })))('shows $role a plan with or without where it goes', async ({ role }) => {
		const { body, text } = await tryOut('replays.getPlan', signedIn[role], role)
		const mayKnow = (operators as readonly Role[]).includes(role)
		for (const name of ['bucket', 'archive']) expect(Object.hasOwn(body as object, name)).toBe(mayKnow)
		for (const detail of [validSettings.bucket, validSettings.archive.bucket])
			expect(text.includes(detail)).toBe(mayKnow)
		expect(text).not.toContain('arn:aws')
	})
})

describe.each(rows)('$operation refuses', ({ operation, row }) => {
	const isForUnbound = row.identity === 'unbound'

	it.each([
		['no proof of the gate', '', 403, 'gate-proof-missing'],
		['a wrong proof', 'x'.repeat(SECRET.length), 403, 'gate-proof-missing'],
		['a proof that is a prefix', SECRET.slice(0, -1), 403, 'gate-proof-missing'],
		['both secrets in one', `${SECRET}, ${SECOND_SECRET}`, 403, 'gate-proof-missing'],
	])('%s', async (_, secret, status, code) => {
		const answer = await tryOut(operation, { ...signedIn.admin, 'X-Sluice-Gate-Secret': secret })
		expect([answer.status, codeIn(answer.body)]).toEqual([status, code])
	})

	it('a role that is not listed', async () => {
		const headers = gateHeaders('sluice-console-owner', 'CognitoIdentityCredentials', newIdentity())
		const answer = await tryOut(operation, headers)
		expect([answer.status, codeIn(answer.body)]).toEqual([403, 'role-unknown'])
	})

	it(isForUnbound ? 'nobody for want of a binding' : 'an identity that is not bound', async () => {
		const answer = await tryOut(operation, fromConsole('viewer', newIdentity()))
		expect(answer.text.includes('identity-not-bound')).toBe(!isForUnbound)
	})

	it(isForUnbound ? 'nobody for having signed out' : 'an identity whose session was ended', async () => {
		const headers = await trial.signIn('viewer', `gone-${operation}@sluice.example`)
		await trial.call('DELETE', '/v1/session', headers)
		const answer = await tryOut(operation, headers)
		expect(answer.text.includes('session-ended')).toBe(!isForUnbound)
	})
})

it('takes the second secret while the first is rotated', async () => {
	const { status } = await tryOut('sessions.me', { ...signedIn.viewer, 'X-Sluice-Gate-Secret': SECOND_SECRET })
	expect(status).toBe(200)
})

it('tells whoever came past the gate nothing about what exists', async () => {
	const answers = await Promise.all(
		['/v1/me', '/v1/nothing', '/v1/sources/src-1'].map(async (path) => {
			const response = await trial.call('GET', path, {})
			return { ...problem.parse(await response.json()), requestId: '' }
		}),
	)
	expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
})
