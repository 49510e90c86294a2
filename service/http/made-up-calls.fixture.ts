import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect } from 'vitest'
import { PROFILES } from '../../lib/contract/check-report.ts'
import type { Endpoint } from '../../lib/contract/endpoint.ts'
import { COMMON_PROBLEMS, type ProblemCode, problem } from '../../lib/contract/problem.ts'
import { SELECTIONS } from '../../lib/contract/replay-plan.ts'
import { ROLES, type Role } from '../../lib/contract/role.ts'
import { type Operation, operations, table } from '../../lib/contract/table.ts'
import { storeCheck } from '../checks/check.fixture.ts'
import { storePlan } from '../replays/desk.fixture.ts'
import {
	fromConsole,
	GROUPS,
	type Headers,
	newIdentity,
	samlResponse,
	type Trial,
	unsaved,
	validSettings,
} from '../service.fixture.ts'

/** Of a plan within the limit, and of one over it that was submitted. */
const DIGEST = 'd'.repeat(64)
const LARGE_DIGEST = 'e'.repeat(64)

const odd = fc.oneof(
	fc.constantFrom(
		'',
		' ',
		'0',
		'-1',
		'null',
		'__proto__',
		'../etc',
		"' or 1=1 --",
		'\u0000',
		'\ud800',
		'😀',
		'x'.repeat(3_000),
	),
	fc.string({ unit: 'binary', maxLength: 30 }),
	fc.integer().map(String),
)
/** Some ids meet again and again, others are new, so that a first version is not a matter of luck. */
const id = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom('src-1', 'A.b_c~d', 'chk-1', validSettings.clusterId) },
	{ weight: 3, arbitrary: fc.constantFrom('pln-1', 'rpl-1') },
	{ weight: 3, arbitrary: fc.uuid() },
	{ weight: 1, arbitrary: odd.map(encodeURIComponentSafe) },
)
const json = fc.oneof(
	{ weight: 3, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
	{ weight: 1, arbitrary: fc.constant({}) },
)

/** Names that are right each by itself and do not belong together. */
const strange = fc.constantFrom<object>(
	{ catalogId: '999988887777' },
	{ roleArn: 'arn:aws:iam::999988887777:role/DataLake', catalogId: '999988887777' },
	{ externalId: 'ws-2' },
	{ externalIds: ['ws-2'] },
)

/** Settings that are right but for a few members, so that cases get past the first check. */
const settings = fc
	.dictionary(fc.constantFrom(...Object.keys(validSettings), 'extra', '__proto__'), fc.oneof(odd, json), { maxKeys: 2 })
	.map((wrong) => ({ ...validSettings, ...wrong }))
const formSettings = fc.oneof(
	fc.constant(unsaved),
	strange.map((wrong) => ({ ...unsaved, ...wrong })),
	fc
		.dictionary(fc.constantFrom(...Object.keys(unsaved), 'extra'), fc.oneof(odd, json), { maxKeys: 2 })
		.map((wrong) => ({ ...unsaved, ...wrong })),
)
/** Ids that meet those of the paths, as they stand in bodies and queries. */
const sourceId = fc.oneof({ weight: 4, arbitrary: fc.constantFrom('src-1', 'A.b_c~d') }, odd)
const clusterId = fc.oneof({ weight: 4, arbitrary: fc.constant(validSettings.clusterId) }, odd)
const ticket = fc.oneof({ weight: 3, arbitrary: fc.constant('LAKE-1') }, odd)
const texts = fc.oneof(fc.constant([]), fc.array(odd, { maxLength: 3 }))
const digest = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(DIGEST, LARGE_DIGEST) }, odd)
const day = fc.oneof(
	{ weight: 8, arbitrary: fc.constantFrom('2026-03-01', '2026-03-01', '2026-03-05') },
	{ weight: 1, arbitrary: fc.constantFrom('2026-02-30', '0001-01-01', '9999-12-31', '2026-3-1') },
	odd,
)
const select = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...SELECTIONS) }, odd)
/** Mostly bodies of the right shape, so that calls get as far as the store. */
const body = (operation: Operation) =>
	fc.oneof({ weight: 6, arbitrary: shaped(operation) }, { weight: 1, arbitrary: json }, odd)
function shaped(operation: Operation): fc.Arbitrary<unknown> {
	switch (operation) {
		case 'sources.put':
			return fc.record({
				settings: fc.oneof(
					fc.constant(validSettings),
					settings,
					strange.map((wrong) => ({ ...validSettings, ...wrong })),
				),
				baseVersion: fc.oneof({ weight: 3, arbitrary: fc.nat(1) }, json),
				ticket,
			})
		case 'sessions.release':
			return fc.record({ person: fc.oneof(fc.constant('a@sluice.example'), odd), ticket })
		case 'checks.run':
			return fc.record(
				{ sourceId, profile: fc.oneof(fc.constantFrom(...PROFILES), odd), settings: formSettings, ticket },
				{ requiredKeys: ['sourceId', 'profile'] },
			)
		case 'clusters.fetch':
			return fc.record({ sourceId, clusterId, ticket }, { requiredKeys: ['sourceId'] })
		case 'replays.plan':
			return fc.record(
				{ sourceId, from: day, to: day, select, events: texts, ticket },
				{ requiredKeys: ['sourceId', 'from', 'to'] },
			)
		case 'replays.submit':
			return fc.record(
				{ planId: fc.oneof({ weight: 4, arbitrary: fc.constant('pln-1') }, odd), digest, acknowledged: texts, ticket },
				{ requiredKeys: ['planId', 'digest', 'ticket'] },
			)
		case 'replays.approve':
			return fc.record({ digest, ticket })
		case 'replays.refuse':
			return fc.record({ because: odd, ticket }, { requiredKeys: ['because'] })
		case 'replays.settle':
			return fc.record(
				{
					position: fc.oneof(fc.constantFrom(1, 2, '1'), odd),
					stepId: fc.oneof(fc.constant('s-2AXXXXXXGAPLF'), odd),
					ticket,
				},
				{ requiredKeys: ['position', 'ticket'] },
			)
		case 'replays.cancel':
			return fc.record({ ticket })
		default: {
			const signIns = fc.constantFrom(...ROLES).map((role) => samlResponse(`${role}@sluice.example`, [GROUPS[role]]))
			return fc.record({ samlResponse: fc.oneof(odd, { weight: 3, arbitrary: signIns }) })
		}
	}
}
const query = fc.array(
	fc.tuple(
		fc.oneof(fc.constantFrom('q', 'limit', 'cursor', 'ticket', 'sourceId', 'profile', 'watch', 'status'), odd),
		fc.oneof(odd, sourceId, fc.constantFrom('true', 'sync', 'waiting')).map((value) => value.toWellFormed()),
	),
	{ maxLength: 3 },
)
const fewQueries = fc.oneof(
	{ weight: 3, arbitrary: fc.constant<[string, string][]>([]) },
	{ weight: 1, arbitrary: fc.constant<[string, string][]>([['sourceId', 'src-1']]) },
	{ weight: 2, arbitrary: query },
)
const sharedKey = fc.constantFrom('fuzz-key-0001', 'fuzz-key-0002', 'short', 'k'.repeat(200))
/** Not the call that ends a session, after which its person is only refused. */
const asked = operations.filter((operation) => operation !== 'sessions.end')
const call = fc.constantFrom(...asked).chain((operation) =>
	fc.record({
		operation: fc.constant(operation),
		method: fc.oneof(
			{ weight: 20, arbitrary: fc.constant<string>(table[operation].method) },
			{ weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH') },
		),
		caller: fc.constantFrom(...ROLES, 'nobody' as const, 'admin' as const, 'admin' as const),
		id,
		query: fewQueries,
		body: body(operation),
		key: fc.option(fc.oneof(sharedKey, { weight: 2, arbitrary: fc.uuid() }), {
			nil: undefined,
			freq: 3,
		}),
	}),
)
type Call = typeof call extends fc.Arbitrary<infer C> ? C : never

/** As many calls as are to be under way together. */
export const callsAtOnce = (count: number) => fc.array(call, { minLength: count, maxLength: count, size: 'max' })

function encodeURIComponentSafe(text: string): string {
	return encodeURIComponent(text.toWellFormed())
}

/** Callers of every role, signed in to a service of their own. */
export async function startCalling(trial: Trial) {
	const callers = {} as Record<Role | 'nobody', Headers>
	for (const role of ROLES) callers[role] = await trial.signIn(role)
	callers.nobody = fromConsole('viewer', newIdentity())
	const { db } = trial.store
	await storeCheck(db, { check_id: 'chk-1', source_id: 'src-1' })
	const put = { settings: validSettings, baseVersion: 0, ticket: 'LAKE-1' }
	await trial.call('PUT', '/v1/sources/src-1', callers.admin, put)
	await storePlan(db, { sourceId: 'src-1', row: { plan_id: 'pln-1', digest: DIGEST } })
	const stored = { plan_id: 'pln-2', digest: LARGE_DIGEST }
	await storePlan(db, { sourceId: 'src-1', from: '2026-05-01', count: 14, row: stored })
	const large = { planId: 'pln-2', digest: LARGE_DIGEST, ticket: 'LAKE-1' }
	const submitted = await trial.call('POST', '/v1/replays', callers.support, large)
	const { replayId } = (await submitted.json()) as { replayId: string }
	/** `operation status` of every kind of answer that came. */
	const seen = new Set<string>()
	/** The extended request id that each call came under. */
	const requestIds: string[] = []

	return {
		seen,
		requestIds,
		/** Makes one call and holds its answer against the contract. */
		async answersByContract({ operation, method, caller, id, query, body, key }: Call): Promise<void> {
			const { path: pattern } = table[operation]
			const name = operations.find((each) => table[each].method === method && table[each].path === pattern)
			const row: Endpoint | undefined = name && table[name]
			const search = new URLSearchParams(query.map(([name, value]) => [name.toWellFormed(), value])).toString()
			const path = pattern.replace(/\{\w+\}/, id === 'rpl-1' ? replayId : id) + (search && `?${search}`)
			const requestId = `${randomUUID().slice(0, 18)}=`
			requestIds.push(requestId)
			const own = {
				...callers[caller],
				'X-Sluice-Extended-Request-Id': requestId,
				...(key && { 'Idempotency-Key': key }),
			}
			const response = await trial.call(method, path, own, method === 'GET' ? undefined : body)
			const answer = await response.json()
			seen.add(`${name ?? 'no row'} ${response.status}`)
			const logged = () => trial.lines.filter((line) => line.includes(requestId)).join('')
			expect(response.status, response.status < 500 ? '' : `${name}: ${logged()}`).toBeLessThan(500)
			if (response.ok) {
				expect(response.status).toBe(row?.success ?? 200)
				expect(row?.output.safeParse(answer).error).toBeUndefined()
				return
			}
			const { code, status } = problem.parse(answer)
			expect(status).toBe(response.status)
			const ofNoRow: ProblemCode[] = ['not-found', 'method-not-allowed']
			expect([...COMMON_PROBLEMS, ...(row?.problems ?? []), ...ofNoRow]).toContain(code)
		},
	}
}
