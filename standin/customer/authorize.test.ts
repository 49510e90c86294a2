import { describe, expect, it } from 'vitest'
import type { CustomerAccount, CustomerWorld } from './account.ts'
import { type Ask, authorize, type Denied } from './authorize.ts'
import type { AwsCall, CustomerSession } from './call.ts'
import type { NamedPolicy } from './policy.ts'

const ACCOUNT = '210987654321'
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Lake`
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Lake/sam`
const KEY = `arn:aws:kms:us-west-2:${ACCOUNT}:key/k`

const statement = (Effect: string, Action: string, more: object = {}) => ({ Effect, Action, Resource: '*', ...more })
const named = (arn: string | null, ...Statement: object[]): NamedPolicy => ({
	arn,
	document: { Version: '2012-10-17', Statement },
})
const full = named('arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess', statement('Allow', '*'))
const POLICY = `arn:aws:iam::${ACCOUNT}:policy/lake`
const SCP = 'arn:aws:organizations::1:policy/o-a/service_control_policy/p-a'
const RCP = 'arn:aws:organizations::1:policy/o-a/resource_control_policy/p-b'
const everything = named(POLICY, statement('Allow', '*'))

type Around = {
	session?: Partial<CustomerSession>
	account?: Partial<CustomerAccount>
	ask?: Partial<Ask>
	wording?: 'old' | 'new'
	/** The owner of the resource, when it is another account. */
	owner?: Partial<CustomerAccount>
}

function decide({ session, account, ask, wording = 'new', owner }: Around): Denied | null {
	const empty = { scps: [], rcps: [], wording }
	const own = { ...empty, ...account } as CustomerAccount
	const call = {
		operation: 'X',
		region: 'us-west-2',
		now: 0,
		sourceIp: '127.0.0.1',
		headers: {},
		account: own,
		session: {
			accountId: ACCOUNT,
			principalArn: ROLE,
			sessionArn: SESSION,
			userId: 'AROA:sam',
			identityPolicies: [everything],
			boundary: null,
			sessionPolicy: null,
			expiresAt: null,
			isRoleSession: true,
			...session,
		},
	} as unknown as AwsCall
	const other = { ...empty, ...owner } as CustomerAccount
	const world = { account: (id: string) => (id === ACCOUNT ? own : other) } as unknown as CustomerWorld
	return authorize(call, world, {
		action: 'glue:GetTable',
		resource: 'arn:aws:glue:us-west-2:1:table/d/t',
		resourceAccount: ACCOUNT,
		...ask,
	})
}

const HEAD = `User: ${SESSION} is not authorized to perform: glue:GetTable on resource: arn:aws:glue:us-west-2:1:table/d/t`

describe('a refusal names its layer', () => {
	it.each<[string, Around, string, Partial<Denied>]>([
		[
			'no policy',
			{ session: { identityPolicies: [] } },
			'because no identity-based policy allows the glue:GetTable action',
			{ layer: 'identity', explicit: false, policyArn: null },
		],
		[
			'the one policy is silent',
			{ session: { identityPolicies: [named(POLICY, statement('Allow', 's3:*'))] } },
			`because no identity-based policy allows the glue:GetTable action: ${POLICY}`,
			{ layer: 'identity', policyArn: POLICY },
		],
		[
			'a policy denies',
			{ session: { identityPolicies: [everything, named('arn:deny', statement('Deny', 'glue:*'))] } },
			'with an explicit deny in an identity-based policy: arn:deny',
			{ layer: 'identity', explicit: true },
		],
		[
			'a boundary is silent',
			{ session: { boundary: named('arn:boundary', statement('Allow', 's3:*')) } },
			'because no permissions boundary allows the glue:GetTable action: arn:boundary',
			{ layer: 'boundary', explicit: false },
		],
		[
			'a boundary denies',
			{ session: { boundary: named('arn:boundary', statement('Deny', 'glue:*')) } },
			'with an explicit deny in a permissions boundary: arn:boundary',
			{ layer: 'boundary', explicit: true },
		],
		[
			'a session policy is silent',
			{ session: { sessionPolicy: named(null, statement('Allow', 's3:*')).document } },
			'because no session policy allows the glue:GetTable action',
			{ layer: 'session', policyArn: null },
		],
		[
			'the second level of the organization is silent',
			{ account: { scps: [[full], [named(SCP, statement('Allow', 's3:*'))]] } },
			'because no service control policy allows the glue:GetTable action',
			{ layer: 'scp', explicit: false },
		],
		[
			'the second level denies',
			{ account: { scps: [[full], [full, named(SCP, statement('Deny', 'glue:*'))]] } },
			`with an explicit deny in a service control policy: ${SCP}`,
			{ layer: 'scp', explicit: true, policyArn: SCP },
		],
		[
			'the resource’s organization denies',
			{ account: { rcps: [[named(RCP, statement('Deny', '*', { Principal: '*' }))]] } },
			`with an explicit deny in a resource control policy: ${RCP}`,
			{ layer: 'rcp', policyArn: RCP },
		],
		[
			'the resource’s policy denies',
			{ ask: { resourcePolicy: named(null, statement('Deny', '*', { Principal: '*' })) } },
			'with an explicit deny in a resource-based policy',
			{ layer: 'resource', explicit: true },
		],
	])('%s', (_why, around, tail, denied) => {
		expect(decide(around)).toMatchObject({ text: `${HEAD} ${tail}`, ...denied })
	})

	it('and there is none when all allow', () => {
		const around = {
			session: { boundary: everything, sessionPolicy: everything.document },
			account: { scps: [[full], [full]] },
		}
		expect(decide(around)).toBeNull()
	})

	it('a malformed document of the world is a mistake, not an answer', () => {
		expect(() => decide({ session: { identityPolicies: [{ arn: null, document: {} }] } })).toThrow(
			/malformed identity policy/,
		)
	})
})

describe('the generations of texts', () => {
	const scps = [[full], [full, named(SCP, statement('Deny', '*'))]]
	const s3 = { action: 's3:DeleteObject', resource: 'arn:aws:s3:::lake/k' }
	const emr = { action: 'elasticmapreduce:DescribeStep', resource: 'arn:aws:elasticmapreduce:us-west-2:1:cluster/j-1' }
	it.each<[string, Partial<Ask>, 'old' | 'new', RegExp]>([
		[
			'S3, new: the ARN in quotes',
			s3,
			'new',
			/on resource: "arn:aws:s3:::lake\/k" with an explicit deny in a service control policy: arn:/,
		],
		['S3, old: two words', s3, 'old', /^Access Denied$/],
		['Glue, old: a layer, no policy', {}, 'old', /table\/d\/t with an explicit deny in a service control policy$/],
		['EMR, new', emr, 'new', /cluster\/j-1 with an explicit deny in a service control policy: arn:/],
		['EMR, old: no layer', emr, 'old', /on resource: arn:aws:elasticmapreduce:us-west-2:1:cluster\/j-1$/],
	])('%s', (_what, ask, wording, text) => {
		expect(decide({ account: { scps }, ask, wording })?.text).toMatch(text)
	})

	it('across accounts no layer is named, S3 says two words', () => {
		const across = { resourceAccount: '999999999999' }
		expect(decide({ ask: across })).toMatchObject({ text: HEAD, layer: 'resource' })
		expect(decide({ ask: { ...s3, ...across } })?.text).toBe('Access Denied')
	})
})

describe('a key answers to its key policy first', () => {
	const ask = { action: 'kms:Decrypt', resource: KEY }
	const keyPolicy = (principal: string) => named(null, statement('Allow', 'kms:*', { Principal: { AWS: principal } }))
	const root = keyPolicy(`arn:aws:iam::${ACCOUNT}:root`)
	it.each<[string, Around, string | null]>([
		[
			'nobody named: an identity policy does not help',
			{ ask: { ...ask, resourcePolicy: keyPolicy('arn:aws:iam::210987654321:role/admin') } },
			'resource',
		],
		['the account named: identity decides, yes', { ask: { ...ask, resourcePolicy: root } }, null],
		[
			'the account named: identity decides, no',
			{ ask: { ...ask, resourcePolicy: root }, session: { identityPolicies: [] } },
			'identity',
		],
		[
			'the role named: enough',
			{ ask: { ...ask, resourcePolicy: keyPolicy(ROLE) }, session: { identityPolicies: [] } },
			null,
		],
		[
			'the role named, a deny in its policies',
			{
				ask: { ...ask, resourcePolicy: keyPolicy(ROLE) },
				session: { identityPolicies: [named(null, statement('Deny', 'kms:*'))] },
			},
			'identity',
		],
		['no key policy', { ask }, 'resource'],
	])('%s', (_why, around, layer) => {
		expect(decide(around)?.layer ?? null).toBe(layer)
	})

	it('says so with the key in the text', () => {
		const text = `perform: kms:Decrypt on resource: ${KEY} because no resource-based policy allows the kms:Decrypt action`
		expect(decide({ ask })?.text).toContain(text)
	})
})

it.each<[string, Record<string, Record<string, string>>, boolean]>([
	['the role by its ARN', { ArnEquals: { 'aws:PrincipalArn': ROLE } }, true],
	['the session, which is never the principal', { ArnEquals: { 'aws:PrincipalArn': SESSION } }, false],
	['its account', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }, true],
	['the region', { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } }, true],
	['another region', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }, false],
	['the owner', { StringEquals: { 'aws:ResourceAccount': ACCOUNT } }, true],
	['a VPC endpoint, over which no call comes', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, false],
	['encryption on the way', { Bool: { 'aws:SecureTransport': 'true' } }, true],
])('conditions know %s', (_what, Condition, allowed) => {
	const identityPolicies = [named(null, statement('Allow', '*', { Condition }))]
	expect(decide({ session: { identityPolicies } }) === null).toBe(allowed)
})
