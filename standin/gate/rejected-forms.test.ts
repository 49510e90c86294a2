import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { IssuedCredentials } from '../world/keyring.ts'
import { authorize } from './authorize.ts'
import { readRules } from './rules.ts'
import { ACCOUNT, ALL_RIGHTS, API_ARN, CONSOLE, ROLES, roleSession, START } from './trial-world.ts'

const statement = z.looseObject({ Sid: z.string(), Effect: z.string(), Resource: z.unknown() })
type Statement = z.output<typeof statement>
type Policy = { Version: string; Statement: Statement[] }

const shipped: Policy = z
	.object({ Version: z.string(), Statement: z.array(statement) })
	.parse(JSON.parse(readRules({ apiArn: API_ARN, consoleOrigin: CONSOLE, roles: ROLES }).resourcePolicy))
const LISTED = Object.values<readonly string[]>(ROLES).flat()
const arn = (role: string) => `arn:aws:iam::${ACCOUNT}:role/${role}`

/** A session of a role with these policies of its own; by default it may do anything, as an administrator's may. */
function session(role: string, identityPolicies: unknown[] = [ALL_RIGHTS]): IssuedCredentials {
	const keys = { accessKeyId: 'ASIA', secretAccessKey: '', sessionToken: '', expiresAt: null, issuedAt: START }
	return { ...keys, session: { ...roleSession(role, false), identityPolicies } }
}

/** `what` is STAGE/METHOD/path. */
function passes(
	who: IssuedCredentials | null,
	what: string,
	policy: { Version: string; Statement: unknown[] },
): boolean {
	const refusal = authorize({
		request: { method: '', path: '', query: '', headers: [], sourceIp: '192.0.2.7', body: Buffer.alloc(0) },
		methodArn: `${API_ARN}/${what}`,
		accountId: ACCOUNT,
		resourcePolicy: JSON.stringify(policy),
		caller: who,
		now: START,
		wording: 'new',
	})
	return refusal === null
}

/** The shipped policy with one statement changed, or left out. */
function edited(sid: string, change: (one: Statement) => Statement | null): Policy {
	const rest = shipped.Statement.flatMap((one) => (one.Sid === sid ? (change(one) ?? []) : one))
	return { ...shipped, Statement: rest }
}

const admin = session('breakglass-admin')
const viewer = session('sluice-console-viewer', [])
const DENY_INVOKE = {
	Version: '2012-10-17',
	Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: '*' }],
}

describe('rejected: a Deny attached to every other role', () => {
	const allowOnly = edited('NobodyElse', () => null)

	it('stops the roles that somebody thought of', () => {
		expect(passes(session('breakglass-admin', [ALL_RIGHTS, DENY_INVOKE]), 'prod/GET/v1/me', allowOnly)).toBe(false)
	})

	it.each(['deploy-bot', 'breakglass-admin-2', 'sluice-console-viewer-2'])(
		'lets %s in, made later by somebody who knew nothing of it',
		(role) => {
			expect(passes(session(role), 'prod/POST/v1/session-releases', allowOnly)).toBe(true)
			expect(passes(session(role), 'prod/POST/v1/session-releases', shipped)).toBe(false)
		},
	)

	it('lets in whoever may detach it from a role of their own', () => {
		expect(passes(session('breakglass-admin', [ALL_RIGHTS]), 'prod/GET/v1/sources', allowOnly)).toBe(true)
	})
})

describe('rejected: a resource policy that denies roles by name', () => {
	const named = (...roles: string[]) =>
		edited('NobodyElse', ({ Condition: _unused, ...rest }) => ({ ...rest, Principal: { AWS: roles.map(arn) } }))

	it('stops the roles it names', () => {
		expect(passes(admin, 'prod/GET/v1/me', named('breakglass-admin', 'deploy-bot'))).toBe(false)
	})

	it.each(['breakglass-admin-2', 'terraform', 'Breakglass-Admin'])('lets %s in, which it does not name', (role) => {
		const policy = named('breakglass-admin', 'deploy-bot')
		expect(passes(session(role), 'prod/PUT/v1/sources/acme', policy)).toBe(true)
		expect(passes(session(role), 'prod/PUT/v1/sources/acme', shipped)).toBe(false)
	})

	it('shuts the listed roles out when it is widened to the account', () => {
		const account = edited('NobodyElse', ({ Condition: _unused, ...rest }) => ({ ...rest, Principal: '*' }))
		expect(passes(viewer, 'prod/GET/v1/me', account)).toBe(false)
	})
})

describe('a hole for each detail of the shipped policy', () => {
	const deny = (change: (one: Statement) => Statement | null) => edited('NobodyElse', change)
	const six = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
	const over = (stage: string, methods: string[]) => methods.map((method) => `${API_ARN}/${stage}/${method}/*`)
	const anyPreflight = `${API_ARN}/*/OPTIONS/*`
	/** The Deny in another form together with a preflight on any stage. */
	const carvedOut = (change: (one: Statement) => Statement) => {
		const { Statement: statements, Version } = deny(change)
		const open = statements.map((one) => (one.Sid === 'Preflight' ? { ...one, Resource: anyPreflight } : one))
		return { Version, Statement: open }
	}
	const notResource = carvedOut(({ Resource: _unused, ...rest }) => ({
		...rest,
		Resource: undefined,
		NotResource: anyPreflight,
	}))
	const signedOnly = carvedOut((one) => ({
		...one,
		Resource: `${API_ARN}/*`,
		Condition: { StringNotEquals: { 'aws:PrincipalArn': LISTED }, Null: { 'aws:PrincipalArn': 'false' } },
	}))

	const holes: [string, Policy, IssuedCredentials | null, string][] = [
		['no Deny at all', deny(() => null), admin, 'prod/GET/v1/me'],
		[
			'a Deny without PATCH',
			deny((one) => ({
				...one,
				Resource: over(
					'*',
					six.filter((method) => method !== 'PATCH'),
				),
			})),
			admin,
			'prod/PATCH/v1/me',
		],
		[
			'a Deny without HEAD',
			deny((one) => ({
				...one,
				Resource: over(
					'*',
					six.filter((method) => method !== 'HEAD'),
				),
			})),
			admin,
			'prod/HEAD/v1/me',
		],
		[
			'a Deny that names its stages',
			deny((one) => ({ ...one, Resource: [...over('prod', six), ...over('beta', six)] })),
			admin,
			'canary/GET/v1/me',
		],
		[
			'a Deny of the paths that exist',
			deny((one) => ({ ...one, Resource: six.map((method) => `${API_ARN}/*/${method}/v1/*`) })),
			admin,
			'prod/GET/v2/me',
		],
		[
			'a Deny that exempts a pattern',
			deny((one) => ({ ...one, Condition: { StringNotLike: { 'aws:PrincipalArn': arn('sluice-*') } } })),
			session('sluice-backup'),
			'prod/GET/v1/me',
		],
		[
			'a Deny with a second condition',
			deny((one) => ({
				...one,
				Condition: { StringNotEquals: { 'aws:PrincipalArn': LISTED, 'aws:PrincipalAccount': ACCOUNT } },
			})),
			admin,
			'prod/GET/v1/me',
		],
		[
			'a preflight of any stage',
			edited('Preflight', (one) => ({ ...one, Resource: anyPreflight })),
			null,
			'canary/OPTIONS/v1/me',
		],
		['NotResource, to an administrator', notResource, admin, 'prod/GET/x/OPTIONS/y'],
		['NotResource, to a stranger', notResource, null, 'prod/GET/x/OPTIONS/y'],
		['a Deny of signed callers only, with a preflight of any stage', signedOnly, null, 'prod/POST/x/OPTIONS/y'],
		[
			'everything for every listed role',
			edited('EveryRole', (one) => ({ ...one, Resource: `${API_ARN}/prod/*` })),
			viewer,
			'prod/POST/v1/session-releases',
		],
		[
			'a prefix that ends inside a word',
			edited('EveryRole', (one) => ({ ...one, Resource: `${API_ARN}/prod/POST/v1/session*` })),
			viewer,
			'prod/POST/v1/session-releases',
		],
	]
	it.each(holes)('%s lets somebody in whom the shipped policy keeps out', (_why, policy, who, what) => {
		expect(passes(who, what, policy)).toBe(true)
		expect(passes(who, what, shipped)).toBe(false)
	})

	it('the Deny of a terminal, over every method, ends the preflight of every browser', () => {
		const forTerminals = deny((one) => ({ ...one, Resource: `${API_ARN}/*` }))
		expect(passes(null, 'prod/OPTIONS/v1/me', forTerminals)).toBe(false)
		expect(passes(null, 'prod/OPTIONS/v1/me', shipped)).toBe(true)
		expect(passes(viewer, 'prod/GET/v1/me', forTerminals)).toBe(true)
	})

	it('an Allow for anybody’s preflight is what a browser needs besides the route', () => {
		expect(
			passes(
				null,
				'prod/OPTIONS/v1/me',
				edited('Preflight', () => null),
			),
		).toBe(false)
	})

	it('a path segment in the name of a method ends the preflight of its page', () => {
		expect(passes(null, 'prod/OPTIONS/v1/GET/x', shipped)).toBe(false)
		expect(passes(null, 'prod/OPTIONS/v1/get/x', shipped)).toBe(true)
	})
})
