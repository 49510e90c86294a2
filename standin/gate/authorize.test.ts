import { describe, expect, it } from 'vitest'
import type { IssuedCredentials } from '../world/keyring.ts'
import { authorize } from './authorize.ts'
import type { GateRoles } from './render.ts'
import { readRules } from './rules.ts'
import { ACCOUNT, ALL_RIGHTS, API_ARN, CONSOLE, ROLES, roleSession, START } from './trial-world.ts'

type Statement = Record<string, unknown>
const policy = (...statements: Statement[]) => ({ Version: '2012-10-17', Statement: statements })
const LISTED = Object.values<readonly string[]>(ROLES).flat()
const ON_API = { Action: 'execute-api:Invoke', Resource: `${API_ARN}/*` }

function caller(role: string, identityPolicies: unknown[] = [], account = ACCOUNT): IssuedCredentials {
	const session = roleSession(role, false)
	const at = (arn: string) => arn.replace(ACCOUNT, account)
	return {
		accessKeyId: 'ASIA',
		secretAccessKey: '',
		sessionToken: '',
		expiresAt: null,
		issuedAt: START,
		session: {
			...session,
			accountId: account,
			userArn: at(session.userArn),
			principalArn: at(session.principalArn),
			identityPolicies,
		},
	}
}

type Decision = 'allowed' | 'implicit' | 'explicit'

/** `what` is METHOD/path, on stage prod unless it starts with another one. */
function decide(who: IssuedCredentials | null, what: string, resourcePolicy: unknown, stage = 'prod'): Decision {
	const message = told(who, what, resourcePolicy, stage)
	if (message === '') return 'allowed'
	return message.includes('explicit deny') ? 'explicit' : 'implicit'
}

/** The text of the refusal; empty when it is allowed. */
function told(who: IssuedCredentials | null, what: string, resourcePolicy: unknown, stage = 'prod'): string {
	const denial = authorize({
		request: { method: '', path: '', query: '', headers: [], sourceIp: '192.0.2.7', body: Buffer.alloc(0) },
		methodArn: `${API_ARN}/${stage}/${what}`,
		accountId: ACCOUNT,
		resourcePolicy: JSON.stringify(resourcePolicy),
		caller: who,
		now: START,
		wording: 'new',
	})
	return denial?.message ?? ''
}

describe('tables A and B of the developer guide', () => {
	const own = { Allow: [ALL_RIGHTS], Deny: [policy({ Effect: 'Deny', Action: '*', Resource: '*' })], silent: [] }
	const rows: ['Allow' | 'Deny' | 'silent', 'Allow' | 'Deny' | 'silent', Decision, Decision][] = [
		['Allow', 'Allow', 'allowed', 'allowed'],
		['Allow', 'silent', 'allowed', 'implicit'],
		['Allow', 'Deny', 'explicit', 'explicit'],
		['silent', 'Allow', 'allowed', 'implicit'],
		['silent', 'silent', 'implicit', 'implicit'],
		['silent', 'Deny', 'explicit', 'explicit'],
		['Deny', 'Allow', 'explicit', 'explicit'],
		['Deny', 'silent', 'explicit', 'explicit'],
		['Deny', 'Deny', 'explicit', 'explicit'],
	]
	const accounts = [
		['same account', ACCOUNT, 0],
		['other account', '444455556666', 1],
	] as const
	for (const [where, account, column] of accounts) {
		it.each(rows)(`${where}: IAM %s, resource policy %s`, (iam, resource, ...expected) => {
			const role = `arn:aws:iam::${account}:role/r`
			const statement =
				resource === 'silent'
					? { Effect: 'Allow', Principal: { AWS: LISTED } }
					: { Effect: resource, Principal: { AWS: role } }
			expect(decide(caller('r', own[iam], account), 'GET/x', policy({ ...statement, ...ON_API }))).toBe(
				expected[column],
			)
		})
	}
})

describe('what bounds a caller', () => {
	const listed = policy({ Effect: 'Allow', Principal: { AWS: LISTED }, ...ON_API })
	const onApi = policy({ Effect: 'Allow', ...ON_API })
	const elsewhere = policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })
	const denial = policy({ Effect: 'Deny', Action: '*', Resource: '*' })

	it.each<[why: string, bounds: { boundary?: unknown; sessionPolicy?: unknown }, Decision, tail: string]>([
		['a boundary around the API', { boundary: onApi }, 'allowed', ''],
		[
			'a boundary around something else',
			{ boundary: elsewhere },
			'implicit',
			'because no permissions boundary allows the execute-api:Invoke action',
		],
		['a boundary that denies', { boundary: denial }, 'explicit', 'with an explicit deny in a permissions boundary'],
		['a session policy that allows it', { sessionPolicy: onApi }, 'allowed', ''],
		[
			'a session policy around something else',
			{ sessionPolicy: elsewhere },
			'implicit',
			'because no session policy allows the execute-api:Invoke action',
		],
	])('%s', (_, bounds, expected, tail) => {
		const who = caller('sluice-cli-viewer')
		Object.assign(who.session, bounds)
		expect(decide(who, 'GET/v1/me', listed)).toBe(expected)
		expect(told(who, 'GET/v1/me', listed)).toContain(tail)
	})
})

describe('the allow-list and its carve-out for the preflight', () => {
	const allow = (resource: string) => ({
		Effect: 'Allow',
		Principal: { AWS: LISTED },
		...ON_API,
		Resource: `${API_ARN}/${resource}`,
	})
	const open = (resource: string) => ({
		Effect: 'Allow',
		Principal: '*',
		...ON_API,
		Resource: `${API_ARN}/${resource}`,
	})
	const unlisted = { StringNotEquals: { 'aws:PrincipalArn': LISTED } }
	const deny = (rest: Statement) => ({
		Effect: 'Deny',
		Principal: '*',
		Action: 'execute-api:Invoke',
		Condition: unlisted,
		...rest,
	})
	const methods = (...names: string[]) => ({ Resource: names.map((name) => `${API_ARN}/*/${name}/*`) })
	const all = { Resource: `${API_ARN}/*` }
	const signedOnly = { Condition: { ...unlisted, Null: { 'aws:PrincipalArn': 'false' } } }
	const six = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
	const any = `${API_ARN}/*/OPTIONS/*`
	const named = `${API_ARN}/prod/OPTIONS/*`

	const variants: Record<string, unknown> = {
		'plain allow-list': policy(allow('*'), deny(all)),
		'six methods, named stage (chosen)': policy(allow('prod/*'), open('prod/OPTIONS/*'), deny(methods(...six))),
		'NotResource on any stage': policy(allow('*'), open('*/OPTIONS/*'), deny({ NotResource: any })),
		'NotResource on a named stage': policy(allow('*'), open('prod/OPTIONS/*'), deny({ NotResource: named })),
		'Null, any stage': policy(allow('*'), open('*/OPTIONS/*'), deny({ ...all, ...signedOnly })),
		'Null, named stage': policy(allow('*'), open('prod/OPTIONS/*'), deny({ ...all, ...signedOnly })),
		'four methods': policy(allow('*'), open('prod/OPTIONS/*'), deny(methods('GET', 'POST', 'PUT', 'DELETE'))),
	}
	const admin = caller('breakglass-admin', [ALL_RIGHTS])
	const columns: [string, IssuedCredentials | null, string][] = [
		['a listed role', caller('sluice-console-viewer'), 'GET/v1/me'],
		['admin GET', admin, 'GET/v1/me'],
		['admin PATCH', admin, 'PATCH/v1/me'],
		['admin HEAD', admin, 'HEAD/v1/me'],
		['anonymous OPTIONS', null, 'OPTIONS/v1/me'],
		['anonymous GET', null, 'GET/v1/me'],
		['admin GET with OPTIONS in the path', admin, 'GET/x/OPTIONS/y'],
		['anonymous GET with OPTIONS in the path', null, 'GET/x/OPTIONS/y'],
		['anonymous OPTIONS with GET in the path', null, 'OPTIONS/x/GET/y'],
	]
	/** A allowed, E explicit, I implicit; in the order of the columns. */
	const table: Record<string, string> = {
		'plain allow-list': 'A EEE E E E E E',
		'six methods, named stage (chosen)': 'A EEE A E E E E',
		'NotResource on any stage': 'A EEE A E A A A',
		'NotResource on a named stage': 'A EEE A E E E A',
		'Null, any stage': 'A EEE A I E A A',
		'Null, named stage': 'A EEE A I E I A',
		'four methods': 'A EAA A E E E E',
	}
	for (const [variant, answers] of Object.entries(table)) {
		const letters = answers.replaceAll(' ', '')
		it.each(columns.map(([name, who, what], i) => [name, letters[i], who, what] as const))(
			`${variant}: %s is %s`,
			(_name, letter, who, what) => {
				const decision = decide(who, what, variants[variant])
				expect(decision).toBe({ A: 'allowed', E: 'explicit', I: 'implicit' }[letter ?? ''])
			},
		)
	}

	it('closes a new stage to an administrator by the wildcard stage of the Deny', () => {
		const chosen = variants['six methods, named stage (chosen)']
		for (const method of six) expect(decide(admin, `${method}/v1/me`, chosen, 'canary')).toBe('explicit')
		expect(decide(null, 'OPTIONS/v1/me', chosen, 'canary')).toBe('implicit')
	})
})

describe('the resource policy of infra/gate', () => {
	const rules = readRules({ apiArn: API_ARN, consoleOrigin: CONSOLE, roles: ROLES })
	const shipped: unknown = JSON.parse(rules.resourcePolicy)
	const roles = Object.keys(ROLES)
	// Whatever reads: which reads exist, the service says with its 404.
	const EVERYBODY = [
		'POST/v1/session',
		'DELETE/v1/session',
		'GET/v1/me',
		'GET/v1/openapi.json',
		'GET/v1/sources',
		'GET/v1/sources/acme',
		'GET/v1/clusters/j-2AXXXXXXGAPLF',
		'GET/v1/of-a-later-noun/x',
	]
	const OPERATOR = ['POST/v1/checks', 'POST/v1/clusters']
	const ADMIN = ['PUT/v1/sources/acme', 'POST/v1/session-releases', 'POST/v1/sources', 'POST/v1/session/x']
	const NOBODY = [
		'DELETE/v1/sources/acme',
		'DELETE/v1/session-releases',
		'PATCH/v1/me',
		'HEAD/v1/me',
		'GET/',
		'GET/v1',
		'GET/v2/me',
		'GET/V1/me',
		'POST/v2/session',
		'PUT/v2/sources/acme',
	]
	const operators = ['support', 'engineer', 'admin']

	for (const stage of ['prod', 'beta']) {
		for (const path of ['console', 'cli']) {
			it.each(roles)(`${stage}, ${path}: %s reaches exactly its nouns`, (role) => {
				const who = caller(`sluice-${path}-${role}`)
				for (const what of EVERYBODY) expect(decide(who, what, shipped, stage), what).toBe('allowed')
				for (const what of OPERATOR)
					expect(decide(who, what, shipped, stage), what).toBe(operators.includes(role) ? 'allowed' : 'implicit')
				for (const what of ADMIN)
					expect(decide(who, what, shipped, stage), what).toBe(role === 'admin' ? 'allowed' : 'implicit')
				for (const what of NOBODY) expect(decide(who, what, shipped, stage), what).toBe('implicit')
			})
		}
	}

	it('refuses an unlisted role with all rights everywhere, and a listed name from another account', () => {
		const foreign = caller('sluice-console-admin', [ALL_RIGHTS], '444455556666')
		for (const who of [
			caller('breakglass-admin', [ALL_RIGHTS]),
			caller('sluice-console-viewer-2', [ALL_RIGHTS]),
			foreign,
		]) {
			for (const what of [...EVERYBODY, ...OPERATOR, ...ADMIN, ...NOBODY])
				expect(decide(who, what, shipped), what).toBe('explicit')
		}
	})

	it('lets the preflight through on its two stages alone', () => {
		expect(['prod', 'beta', 'canary'].map((stage) => decide(null, 'OPTIONS/v1/me', shipped, stage))).toEqual([
			'allowed',
			'allowed',
			'implicit',
		])
		expect(decide(null, 'GET/x/OPTIONS/y', shipped)).toBe('explicit')
	})

	it('names a role of each kind, or is not rendered at all', () => {
		const roles: GateRoles = { ...ROLES, auditor: [] }
		expect(() => readRules({ apiArn: API_ARN, consoleOrigin: CONSOLE, roles })).toThrow(/empty/)
	})
})

describe('condition keys', () => {
	const GUARD = (condition: unknown) => policy({ Effect: 'Allow', Principal: '*', ...ON_API, Condition: condition })
	const who = caller('r')
	it.each([
		[
			'PrincipalArn is the role',
			who,
			{ StringEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/r` } },
			'allowed',
		],
		['PrincipalArn is absent when unsigned', null, { Null: { 'aws:PrincipalArn': 'true' } }, 'allowed'],
		['PrincipalAccount', who, { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }, 'allowed'],
		['SourceIp', null, { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } }, 'allowed'],
		['another SourceIp', null, { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }, 'implicit'],
		['SecureTransport', null, { Bool: { 'aws:SecureTransport': 'true' } }, 'allowed'],
		['CurrentTime', null, { DateLessThan: { 'aws:CurrentTime': '2026-03-01T12:00:01Z' } }, 'allowed'],
		['EpochTime', null, { NumericEquals: { 'aws:EpochTime': String(START / 1000) } }, 'allowed'],
		['userid', who, { StringLike: { 'aws:userid': 'AROATRIAL:*' } }, 'allowed'],
		['TokenIssueTime', who, { DateGreaterThan: { 'aws:TokenIssueTime': '2026-03-01T12:00:01Z' } }, 'implicit'],
	] as const)('%s', (_name, caller, condition, expected) => {
		expect(decide(caller, 'GET/x', GUARD(condition))).toBe(expected)
	})
})
