import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccessRequest, PolicySet } from './access.ts'
import { evaluate } from './evaluate.ts'
import { evaluateWithUnknowns } from './unknowns.ts'

const account = '111122223333'
const request: AccessRequest = {
	principal: `arn:aws:sts::${account}:assumed-role/reader/ada`,
	action: 's3:GetObject',
	resource: 'arn:aws:s3:::lake/x',
	resourceAccount: account,
	context: {},
}
const doc = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements })
const allow = { Effect: 'Allow', Action: '*', Resource: '*' }
const deny = { ...allow, Effect: 'Deny' }
const fromVpc = { Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }
const notFromVpc = { Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } }

describe('a key whose value we do not know', () => {
	it.each<[string, PolicySet, string, string[]]>([
		['nothing asks for it', { identity: [doc(allow)] }, 'allowed', []],
		['an Allow asks for it', { identity: [doc({ ...allow, ...fromVpc })] }, 'unknown', []],
		['another Allow does without', { identity: [doc({ ...allow, ...fromVpc }, allow)] }, 'allowed', []],
		['a Deny asks for it', { identity: [doc(allow, { ...deny, ...notFromVpc })] }, 'unknown', []],
		['a Deny does without', { identity: [doc({ ...allow, ...fromVpc }, deny)] }, 'explicitDeny', ['identity']],
		[
			'nothing is allowed anyway',
			{ identity: [], boundary: doc({ ...allow, ...fromVpc }) },
			'implicitDeny',
			['identity'],
		],
		[
			'a resource holds it',
			{ identity: [doc({ ...allow, Resource: 'arn:aws:s3:::${aws:SourceVpc}/*' })] },
			'unknown',
			[],
		],
		[
			'a resource of another service holds it',
			{ identity: [doc({ ...allow, Action: 'glue:*', Resource: 'arn:aws:glue:::${aws:SourceVpc}' })] },
			'implicitDeny',
			['identity'],
		],
		[
			'one of two conditions fails',
			{ identity: [doc({ ...allow, Condition: { ...fromVpc.Condition, Bool: { 'aws:SecureTransport': true } } })] },
			'implicitDeny',
			['identity'],
		],
		[
			'denied either way, the layer open',
			{ identity: [doc({ ...deny, ...fromVpc })], boundary: doc(deny) },
			'explicitDeny',
			['boundary', 'identity'],
		],
		['a malformed document', { identity: [doc({ ...allow, ...fromVpc }), {}] }, 'invalid', ['identity']],
	])('%s', (_, policies, decision, layers) => {
		const verdict = evaluateWithUnknowns(request, ['AWS:sourcevpc'], policies)
		expect([verdict.decision, verdict.layers, verdict.layer]).toEqual([decision, layers, layers[0] ?? null])
	})

	it('does not matter in an ARN when the request has no resource', () => {
		const policies = { identity: [doc({ ...allow, Resource: 'arn:aws:s3:::${aws:SourceVpc}/*' })] }
		const verdict = evaluateWithUnknowns({ ...request, resource: '*' }, ['aws:SourceVpc'], policies)
		expect(verdict.decision).toBe('implicitDeny')
	})

	it('names no layer when it is certain that one refuses, but not which', () => {
		const assume = { ...request, action: 'sts:AssumeRole', resource: `arn:aws:iam::${account}:role/target` }
		const trust = doc({ ...allow, Principal: { AWS: account }, ...fromVpc })
		const verdict = evaluateWithUnknowns(assume, ['aws:SourceVpc'], { resource: trust })
		expect([verdict.decision, verdict.layers, verdict.layer]).toEqual(['implicitDeny', [], null])
	})

	it('is not a key that is absent', () => {
		const policies = { identity: [doc(allow, { ...deny, ...notFromVpc })] }
		expect(evaluateWithUnknowns(request, [], policies).decision).toBe('explicitDeny')
		expect(evaluateWithUnknowns(request, ['aws:SourceVpc'], policies).decision).toBe('unknown')
	})

	it('leaves out of the reasons what may not apply', () => {
		const verdict = evaluateWithUnknowns(request, ['aws:SourceVpc'], {
			identity: [doc(allow, { ...allow, ...fromVpc })],
		})
		expect(verdict.because).toHaveLength(1)
		expect(verdict.because[0]).toMatchObject({ statement: 0 })
	})
})

const values = ['x', 'y', 'xy', 'true', '5', '10.0.0.1']
const pools = {
	StringEquals: ['x', 'y'],
	StringNotEquals: ['x', 'y'],
	StringLike: ['x*', '?'],
	StringEqualsIfExists: ['x'],
	NumericLessThan: ['7'],
	IpAddress: ['10.0.0.0/8'],
	Bool: ['true'],
	Null: ['true', 'false'],
}
const test = (key: string) =>
	fc
		.constantFrom(...Object.entries(pools))
		.chain(([operator, wanted]) => fc.constantFrom(...wanted).map((value) => ({ [operator]: { [key]: value } })))
const keys = ['aws:a', 'aws:b', 'aws:c']

/** Every way the keys can be: absent, or any of the values. */
function worlds(unknownKeys: readonly string[]): Record<string, string>[] {
	return unknownKeys.reduce<Record<string, string>[]>(
		(all, key) => all.flatMap((context) => [context, ...values.map((value) => ({ ...context, [key]: value }))]),
		[{}],
	)
}

function policiesOf(
	statements: readonly { layer: 'identity' | 'boundary'; effect: string; Condition: object }[],
): PolicySet {
	const of = (layer: string) =>
		statements
			.filter((one) => one.layer === layer)
			.map(({ effect, Condition }) => ({ ...allow, Effect: effect, Condition }))
	const boundary = of('boundary')
	return { identity: of('identity').map((one) => doc(one)), boundary: boundary.length === 0 ? null : doc(...boundary) }
}

const place = {
	layer: fc.constantFrom('identity' as const, 'boundary' as const),
	effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
}

describe('against every value the keys can have', () => {
	it('a known decision and its layers hold in every world', () => {
		const statement = fc.record({ ...place, Condition: fc.constantFrom(...keys).chain(test) })
		fc.assert(
			fc.property(fc.array(statement, { maxLength: 5 }), fc.subarray(keys), (statements, unknownKeys) => {
				const policies = policiesOf(statements)
				const verdict = evaluateWithUnknowns(request, unknownKeys, policies)
				const broken = worlds(unknownKeys).filter((context) => {
					const concrete = evaluate({ ...request, context }, policies)
					const reasons = concrete.because.map((reason) => JSON.stringify(reason))
					return !(
						(verdict.decision === 'unknown' || verdict.decision === concrete.decision) &&
						verdict.layers.every((layer) => concrete.layers.includes(layer)) &&
						verdict.because.every((reason) => reasons.includes(JSON.stringify(reason)))
					)
				})
				expect(broken).toEqual([])
			}),
			{ numRuns: 300 },
		)
	})

	it('unknown only where two worlds differ, when every key is asked for once', () => {
		const statements = fc.tuple(...keys.map((key) => fc.record({ ...place, Condition: test(key) })))
		fc.assert(
			fc.property(statements, fc.subarray(keys), (all, unknownKeys) => {
				const policies = policiesOf(all)
				const verdict = evaluateWithUnknowns(request, unknownKeys, policies)
				const decisions = new Set(
					worlds(unknownKeys).map((context) => evaluate({ ...request, context }, policies).decision),
				)
				expect(verdict.decision === 'unknown').toBe(decisions.size > 1)
			}),
			{ numRuns: 300 },
		)
	})
})
