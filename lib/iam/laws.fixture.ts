import fc from 'fast-check'
import { expect } from 'vitest'
import type { AccessRequest, Layer, PolicySet } from './access.ts'
import { evaluate } from './evaluate.ts'
import { evaluateWithUnknowns } from './unknowns.ts'

const us = '111122223333'
const them = '444455556666'
const callers = [`arn:aws:sts::${us}:assumed-role/reader/ada`, `arn:aws:iam::${us}:user/ada`, 'anonymous']
const keys = ['aws:a', 'aws:b', 'aws:c']

export const aRequest: fc.Arbitrary<AccessRequest> = fc.record({
	principal: fc.constantFrom(...callers),
	action: fc.constantFrom('s3:GetObject', 'sts:AssumeRole'),
	resource: fc.constantFrom('arn:aws:s3:::lake/x', '*'),
	resourceAccount: fc.constantFrom(us, them),
	context: fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('x', 'y', '10.0.0.1', '5')),
})

const operators = [
	'StringEquals',
	'StringNotEquals',
	'StringLikeIfExists',
	'ForAllValues:StringEquals',
	'NotIpAddress',
	'Null',
]
const condition = fc.dictionary(
	fc.constantFrom(...operators),
	fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('x', 'y*', 'true', '10.0.0.0/8', '${aws:b}'), {
		maxKeys: 2,
	}),
	{ maxKeys: 2 },
)
const own = fc.record(
	{
		Effect: fc.constantFrom('Allow', 'Deny'),
		Action: fc.constantFrom('*', 's3:*', 'sts:AssumeRole'),
		Resource: fc.constantFrom('*', 'arn:aws:s3:::lake/*', 'arn:aws:s3:::lake/${aws:a}'),
		Condition: condition,
	},
	{ requiredKeys: ['Effect', 'Action', 'Resource'] },
)
const principal = fc.constantFrom('*', { AWS: us }, { AWS: callers[0] }, { AWS: `arn:aws:iam::${us}:role/reader` })
const foreign = fc
	.tuple(own, fc.constantFrom('Principal', 'NotPrincipal'), principal)
	.map(([statement, member, who]) => ({ ...statement, [member]: who }))
const document = (statement: fc.Arbitrary<object>) =>
	fc.record({ Version: fc.constant('2012-10-17'), Statement: fc.array(statement, { minLength: 1, maxLength: 3 }) })
const levels = (statement: fc.Arbitrary<object>) =>
	fc.array(fc.array(document(statement), { maxLength: 2 }), { maxLength: 2 })
const rcp = own.map((statement) => ({ ...statement, Effect: 'Deny', Principal: '*' }))
const policySet: fc.Arbitrary<PolicySet> = fc.record({
	identity: fc.array(document(own), { maxLength: 2 }),
	resource: fc.option(document(foreign)),
	boundary: fc.option(document(own)),
	session: fc.option(document(own)),
	scps: levels(own),
	rcps: levels(rcp),
})

/** The set with one statement more in a layer, in a document of its own where there may be several. */
function withStatement(policies: PolicySet, layer: Layer, statement: object): PolicySet {
	const extra = { Version: '2012-10-17', Statement: [statement] }
	if (layer === 'identity') return { ...policies, identity: [...(policies.identity ?? []), extra] }
	if (layer === 'rcp') return { ...policies, rcps: [...(policies.rcps ?? []), [extra]] }
	if (layer === 'scp') {
		const [first = [], ...rest] = policies.scps ?? []
		return { ...policies, scps: [[...first, extra], ...rest] }
	}
	const before = policies[layer] as { Statement: object[] } | null | undefined
	return { ...policies, [layer]: { Version: '2012-10-17', Statement: [...(before?.Statement ?? []), statement] } }
}

const rank = { explicitDeny: 0, implicitDeny: 1, allowed: 2, invalid: Number.NaN }

const everyLayer = fc.constantFrom<Layer>('rcp', 'scp', 'resource', 'identity', 'boundary', 'session')
const denyWins = fc.property(aRequest, policySet, everyLayer, (asked, policies, layer) => {
	fc.pre(layer !== 'scp' || asked.principal !== 'anonymous')
	const named = layer === 'rcp' || layer === 'resource' ? { Principal: '*' } : {}
	const denied = withStatement(policies, layer, { Effect: 'Deny', Action: '*', Resource: '*', ...named })
	const verdict = evaluate(asked, denied)
	expect(verdict.decision).toBe('explicitDeny')
	expect(verdict.layers).toContain(layer)
})

const added = fc.oneof(
	fc.tuple(fc.constant<Layer>('identity'), own),
	fc.tuple(fc.constant<Layer>('resource'), foreign),
	fc.tuple(fc.constantFrom<Layer>('boundary', 'session'), own),
	fc.tuple(fc.constant<Layer>('scp'), own),
)
const allowsOnlyHelp = fc.property(aRequest, policySet, added, (asked, policies, [layer, statement]) => {
	// A boundary, session policy, trust policy or organization that was not there before limits anew.
	const there = layer === 'scp' ? policies.scps?.length !== 0 : layer === 'rcp' || policies[layer] !== null
	fc.pre(there)
	const before = evaluate(asked, policies)
	const after = evaluate(asked, withStatement(policies, layer, { ...statement, Effect: 'Allow' }))
	expect(rank[after.decision]).toBeGreaterThanOrEqual(rank[before.decision])
})

const any = fc.jsonValue({ maxDepth: 3 })
const nearly = fc.record(
	{
		Version: fc.oneof(fc.constant('2012-10-17'), any),
		Statement: fc.oneof(any, fc.array(fc.oneof(any, nearlyStatement(any)), { maxLength: 3 })),
	},
	{ requiredKeys: ['Statement'] },
)
const anything = fc.oneof(any, nearly)
const anySet = fc.record({
	identity: fc.array(anything, { maxLength: 2 }),
	resource: anything,
	boundary: fc.option(anything),
	session: fc.option(anything),
	scps: fc.array(fc.array(anything, { maxLength: 2 }), { maxLength: 2 }),
	rcps: fc.array(fc.array(anything, { maxLength: 2 }), { maxLength: 2 }),
})
const text = fc.string({ unit: 'binary' })
const hostile = fc.record({
	principal: text,
	action: text,
	resource: text,
	resourceAccount: text,
	context: fc.dictionary(text, text),
})
const total = fc.property(fc.oneof(aRequest, hostile), anySet, fc.array(text), (asked, policies, unknownKeys) => {
	expect(['allowed', 'explicitDeny', 'implicitDeny', 'invalid']).toContain(evaluate(asked, policies).decision)
	evaluateWithUnknowns(asked, unknownKeys, policies)
})

/** What holds for every request and every set of policies. */
export const laws = [
	['a Deny that matches in any layer is an explicit deny there, whatever else is written', denyWins],
	['an Allow more never makes a decision worse', allowsOnlyHelp],
	['any JSON gets a verdict', total],
] as const

function nearlyStatement(any: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
	const or = (...values: unknown[]) =>
		fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: any })
	return fc.record(
		{
			Sid: or('A', ''),
			Effect: or('Allow', 'Deny'),
			Principal: or('*', { AWS: us }, { AWS: ['*'] }),
			NotPrincipal: or('*', { AWS: us }),
			Action: or('*', ['s3:*']),
			NotAction: or('s3:*'),
			Resource: or('*', 'arn:aws:s3:::lake/${aws:a}'),
			NotResource: or('*'),
			Condition: or({}, { Null: { 'aws:a': true } }, { StringLike: { 'aws:a': ['${*}', 5] } }),
		},
		{ requiredKeys: ['Effect', 'Action'] },
	)
}
