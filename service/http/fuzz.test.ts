import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { COMMON_PROBLEMS, type ProblemCode, problem } from '../../lib/contract/problem.ts'
import { ROLES, type Role } from '../../lib/contract/role.ts'
import { type Operation, operations, table } from '../../lib/contract/table.ts'
import {
	fromConsole,
	GROUPS,
	type Headers,
	newIdentity,
	openTrial,
	samlResponse,
	type Trial,
	validSettings,
} from '../service.fixture.ts'

const RUNS = 2_000
const AT_ONCE = 20
let trial: Trial
const callers = {} as Record<Role | 'nobody', Headers>
beforeAll(async () => {
	trial = await openTrial()
	for (const role of ROLES) callers[role] = await trial.signIn(role)
	callers.nobody = fromConsole('viewer', newIdentity())
})
afterAll(() => trial.close())

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
	{ weight: 2, arbitrary: fc.constantFrom('src-1', 'A.b_c~d') },
	{ weight: 3, arbitrary: fc.uuid() },
	{ weight: 1, arbitrary: odd.map(encodeURIComponentSafe) },
)
const json = fc.oneof(
	{ weight: 3, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
	{ weight: 1, arbitrary: fc.constant({}) },
)

/** Settings that are right but for a few members, so that cases get past the first check. */
const settings = fc
	.dictionary(fc.constantFrom(...Object.keys(validSettings), 'extra', '__proto__'), fc.oneof(odd, json), { maxKeys: 2 })
	.map((wrong) => ({ ...validSettings, ...wrong }))
const ticket = fc.oneof({ weight: 3, arbitrary: fc.constant('LAKE-1') }, odd)
/** Mostly bodies of the right shape, so that calls get as far as the store. */
const body = (operation: Operation) =>
	fc.oneof({ weight: 3, arbitrary: shaped(operation) }, { weight: 1, arbitrary: json }, odd)
function shaped(operation: Operation): fc.Arbitrary<unknown> {
	if (operation === 'sources.put')
		return fc.record({
			settings: fc.oneof(fc.constant(validSettings), settings),
			baseVersion: fc.oneof({ weight: 3, arbitrary: fc.nat(1) }, json),
			ticket,
		})
	if (operation === 'sessions.release')
		return fc.record({ person: fc.oneof(fc.constant('a@sluice.example'), odd), ticket })
	const signIns = fc.constantFrom(...ROLES).map((role) => samlResponse(`${role}@sluice.example`, [GROUPS[role]]))
	return fc.record({ samlResponse: fc.oneof(odd, { weight: 3, arbitrary: signIns }) })
}
const query = fc.array(
	fc.tuple(
		fc.oneof(fc.constantFrom('q', 'limit', 'cursor', 'ticket'), odd),
		odd.map((value) => value.toWellFormed()),
	),
	{ maxLength: 3 },
)
const sharedKey = fc.constantFrom('fuzz-key-0001', 'fuzz-key-0002', 'short', 'k'.repeat(200))
const call = fc.constantFrom(...operations.filter((operation) => operation !== 'sessions.end')).chain((operation) =>
	fc.record({
		operation: fc.constant(operation),
		caller: fc.constantFrom(...ROLES, 'nobody' as const, 'admin' as const, 'admin' as const),
		id,
		query: fc.oneof({ weight: 3, arbitrary: fc.constant<[string, string][]>([]) }, query),
		body: body(operation),
		key: fc.option(fc.oneof(sharedKey, { weight: 2, arbitrary: fc.uuid() }), {
			nil: undefined,
			freq: 3,
		}),
	}),
)
type Call = typeof call extends fc.Arbitrary<infer C> ? C : never

function encodeURIComponentSafe(text: string): string {
	return encodeURIComponent(text.toWellFormed())
}

const seen = new Set<string>()
async function answersByContract({ operation, caller, id, query, body, key }: Call): Promise<void> {
	const row = table[operation]
	const search = new URLSearchParams(query.map(([name, value]) => [name.toWellFormed(), value])).toString()
	const path = row.path.replace('{sourceId}', id) + (search && `?${search}`)
	const sent = row.method === 'GET' ? undefined : body
	const response = await trial.call(
		row.method,
		path,
		{ ...callers[caller], ...(key && { 'Idempotency-Key': key }) },
		sent,
	)
	const answer = await response.json()
	seen.add(`${operation} ${response.status}`)
	expect(response.status).toBeLessThan(500)
	if (response.status === 200) {
		expect(row.output.safeParse(answer).error).toBeUndefined()
		return
	}
	const { code, status } = problem.parse(answer)
	expect(status).toBe(response.status)
	const ofNoRow: ProblemCode[] = ['not-found', 'method-not-allowed']
	expect([...COMMON_PROBLEMS, ...row.problems, ...ofNoRow]).toContain(code)
}

it('answers 2,000 made-up calls without one 5xx, each by its contract', async () => {
	const several = fc.array(call, { minLength: AT_ONCE, maxLength: AT_ONCE, size: 'max' })
	await fc.assert(
		fc.asyncProperty(several, async (calls) => void (await Promise.all(calls.map(answersByContract)))),
		{ numRuns: RUNS / AT_ONCE },
	)
	const reached = ['sources.put 200', 'sources.put 400', 'sources.list 200', 'sessions.bind 200', 'sources.get 404']
	expect([...seen]).toEqual(expect.arrayContaining(reached))
}, 120_000)
