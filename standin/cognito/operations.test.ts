import { describe, expect, it } from 'vitest'
import { loadAccount } from '../world/account.ts'
import { createTrialPool, POOL, PROVIDER, roleOf, START } from './trial-pool.ts'

const role = (name: string) => `arn:aws:iam::111122223333:role/sluice-console-${name}`
const CONFIGURATION = {
	type: 'InvalidIdentityPoolConfigurationException',
	message: 'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
}

describe('which role a person gets', () => {
	it.each([
		['viewer', 'viewer'],
		['support', 'support'],
		['engineer', 'engineer'],
		['admin', 'admin'],
		['auditor', 'auditor'],
		['both', 'engineer'],
	])('%s: %s', (persona, expected) => {
		const pool = createTrialPool()
		expect(roleOf(pool, pool.exchange(pool.respond(persona)))).toBe(role(expected))
	})

	it('none for who is in no group: no rule matches, and ambiguous means deny', () => {
		const pool = createTrialPool()
		expect(pool.exchange(pool.respond('nogroup'))).toMatchObject(CONFIGURATION)
	})

	const all = ['sluice-viewers', 'sluice-support', 'sluice-auditors', 'sluice-engineers', 'sluice-admins']
	it.each([
		[all, 'admin'],
		[all.slice(0, 4), 'engineer'],
		[all.slice(0, 3), 'auditor'],
		[all.slice(0, 2), 'support'],
		[['other', 'sluice-viewers', 'more'], 'viewer'],
		// The trap of Contains: a group whose name holds another's.
		[['sluice-admins-emeriti'], 'admin'],
	])('groups %j: %s', (groups, expected) => {
		const pool = createTrialPool()
		expect(roleOf(pool, pool.exchange(pool.respond('support', { groups })))).toBe(role(expected))
	})

	it.each([[['sluice-admin']], [['SLUICE-ADMINS']], [['sluice', '-admins']]])('groups %j: none', (groups) => {
		const pool = createTrialPool()
		expect(pool.exchange(pool.respond('support', { groups }))).toMatchObject(CONFIGURATION)
	})

	it('the one asked for, when a rule that is not the first grants it', () => {
		const pool = createTrialPool()
		const asked = pool.exchange(pool.respond('both'), { CustomRoleArn: role('support') })
		expect(roleOf(pool, asked)).toBe(role('support'))
	})

	it.each([
		role('admin'),
		'arn:aws:iam::111122223333:role/breakglass-admin',
		'arn:aws:iam::111122223333:role/sluice-cli-support',
	])('not %s, which no rule grants to this person', (CustomRoleArn) => {
		const pool = createTrialPool()
		expect(pool.exchange(pool.respond('support'), { CustomRoleArn })).toMatchObject(CONFIGURATION)
	})
})

describe('with the Role attribute in place of rules', () => {
	const account = loadAccount()
	const identityPool = {
		...account.identityPool,
		roleMapping: { type: 'Token', ambiguousRoleResolution: 'Deny' },
	} as const
	const pool = createTrialPool({ account: { ...account, identityPool } })
	const pair = (name: string, provider = PROVIDER) => `${role(name)},${provider}`

	it('one pair is the role, in either order', () => {
		expect(roleOf(pool, pool.exchange(pool.respond('viewer', { role: [pair('viewer')] })))).toBe(role('viewer'))
		const turned = [`${PROVIDER},${role('viewer')}`]
		expect(roleOf(pool, pool.exchange(pool.respond('viewer', { role: turned })))).toBe(role('viewer'))
	})

	it.each<[string, string[], string | undefined]>([
		['several and none asked for', [pair('viewer'), pair('support')], undefined],
		['one that is not among them', [pair('viewer'), pair('support')], role('admin')],
		['of another provider', [pair('viewer', 'arn:aws:iam::111122223333:saml-provider/other')], undefined],
		[
			'of another provider, asked for by name',
			[pair('viewer', 'arn:aws:iam::111122223333:saml-provider/other')],
			role('viewer'),
		],
		['none', [], undefined],
	])('%s: denied', (_why, roles, CustomRoleArn) => {
		expect(pool.exchange(pool.respond('viewer', { role: roles }), { CustomRoleArn })).toMatchObject(CONFIGURATION)
	})

	it('the one asked for among several', () => {
		const response = pool.respond('viewer', { role: [pair('viewer'), pair('support')] })
		expect(roleOf(pool, pool.exchange(response, { CustomRoleArn: role('support') }))).toBe(role('support'))
	})
})

describe('the trust policy of the chosen role', () => {
	const trust = (condition: object, principal: unknown = { Federated: 'cognito-identity.amazonaws.com' }) => ({
		Version: '2012-10-17',
		Statement: [
			{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRoleWithWebIdentity', Condition: condition },
		],
	})
	const aud = (value: string) => ({ StringEquals: { 'cognito-identity.amazonaws.com:aud': value } })
	const amr = (value: string) => ({ 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': value } })

	it.each<[string, unknown, boolean]>([
		['as it is', loadAccount().trustPolicies['identity-pool'], true],
		[
			'for another pool',
			trust({ ...aud('us-west-2:11111111-1111-4111-8111-111111111111'), ...amr('authenticated') }),
			false,
		],
		['for guests', trust({ ...aud(POOL), ...amr('unauthenticated') }), false],
		['narrowed to our provider', trust({ ...aud(POOL), ...amr(PROVIDER) }), true],
		['for another service', trust(aud(POOL), { Federated: 'accounts.google.com' }), false],
		['for the CLI', loadAccount().trustPolicies.okta, false],
		['for an account', loadAccount().trustPolicies.account, false],
		[
			'with a NotPrincipal beside',
			{
				...trust({ ...aud(POOL), ...amr('authenticated') }),
				Statement: [
					...trust({ ...aud(POOL), ...amr('authenticated') }).Statement,
					{ Effect: 'Deny', NotPrincipal: '*', Action: '*' },
				],
			},
			false,
		],
		['malformed', { Version: '2012-10-17', Statement: [{ Effect: 'Maybe' }] }, false],
	])('%s: %s', (_why, policy, taken) => {
		const account = loadAccount()
		const pool = createTrialPool({
			account: { ...account, trustPolicies: { ...account.trustPolicies, 'identity-pool': policy } },
		})
		const answer = pool.exchange(pool.respond('support'))
		if (taken) expect(roleOf(pool, answer)).toBe(role('support'))
		else expect(answer).toMatchObject(CONFIGURATION)
	})
})

describe('identities', () => {
	it('are one per person, whatever the group, and the same in another process', () => {
		const pool = createTrialPool()
		const first = pool.getId(pool.respond('support'))
		expect(first.IdentityId).toMatch(/^us-west-2:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
		expect(pool.getId(pool.respond('support', { groups: ['x'] }))).toEqual(first)
		expect(createTrialPool().getId(pool.respond('support'))).toEqual(first)
		expect(pool.getId(pool.respond('viewer'))).not.toEqual(first)
	})

	it.each([
		["another person's", true, 'NotAuthorizedException', /^Logins don't match\./],
		['an unknown one', false, 'ResourceNotFoundException', /^Identity 'us-west-2:[0-9a-f-]+' not found\.$/],
	])('%s is refused', (_why, known, type, message) => {
		const pool = createTrialPool()
		const other = createTrialPool().getId(pool.respond('admin')).IdentityId
		if (known) pool.getId(pool.respond('admin'))
		const answer = pool.call('GetCredentialsForIdentity', {
			IdentityId: other,
			Logins: { [PROVIDER]: pool.respond('support') },
		})
		expect(answer).toMatchObject({ type, message: expect.stringMatching(message) })
	})
})

describe('credentials', () => {
	it('have the names, the times and the session of the real ones', () => {
		const pool = createTrialPool()
		const answer = pool.exchange(pool.respond('support'))
		expect(answer.Credentials).toEqual({
			AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
			SecretKey: expect.stringMatching(/^.{40}$/),
			SessionToken: expect.stringMatching(/^.{300,}$/),
			Expiration: START / 1000 + 3600,
		})
		const { AccessKeyId } = Object(answer.Credentials)
		expect(pool.keyring.find(AccessKeyId)?.session).toMatchObject({
			userArn: 'arn:aws:sts::111122223333:assumed-role/sluice-console-support/CognitoIdentityCredentials',
			principalArn: role('support'),
			userId: expect.stringMatching(/^AROA[A-Z2-7]{17}:CognitoIdentityCredentials$/),
			cognito: { identityId: answer.IdentityId, identityPoolId: POOL, authenticationType: 'authenticated' },
		})
	})

	it('live as long as the knob says', () => {
		const pool = createTrialPool({ settings: { credentialSeconds: 60 } })
		expect(pool.exchange(pool.respond('support'))).toHaveProperty('Credentials.Expiration', START / 1000 + 60)
	})

	it('are given for an assertion until the second it expires', () => {
		const pool = createTrialPool()
		const response = pool.respond('support')
		pool.clock.setOffset(299)
		expect(pool.exchange(response)).toHaveProperty('Credentials')
		pool.clock.advance(1)
		expect(pool.getId(response)).toMatchObject({ message: expect.stringContaining('Token expired') })
		pool.clock.setOffset(-301)
		expect(pool.getId(response)).toMatchObject({ message: expect.stringContaining('not yet valid') })
	})
})

describe('what is refused before any assertion is read', () => {
	const pool = createTrialPool()
	const good = pool.respond('support')
	it.each<[string, string, object, string, RegExp]>([
		[
			'another pool',
			'GetId',
			{ IdentityPoolId: 'us-west-2:1', Logins: { [PROVIDER]: good } },
			'ResourceNotFoundException',
			/^IdentityPool 'us-west-2:1' not found\.$/,
		],
		[
			'no logins',
			'GetId',
			{ IdentityPoolId: POOL },
			'NotAuthorizedException',
			/^Unauthenticated access is not supported/,
		],
		[
			'empty logins',
			'GetId',
			{ IdentityPoolId: POOL, Logins: {} },
			'NotAuthorizedException',
			/^Unauthenticated access is not supported/,
		],
		[
			'another provider',
			'GetId',
			{ IdentityPoolId: POOL, Logins: { 'arn:aws:iam::111122223333:saml-provider/other': good } },
			'NotAuthorizedException',
			/^Token is not from a supported provider/,
		],
		[
			'a second provider',
			'GetId',
			{ IdentityPoolId: POOL, Logins: { [PROVIDER]: good, 'accounts.google.com': 'x' } },
			'NotAuthorizedException',
			/^Token is not from a supported provider/,
		],
		['a number as pool', 'GetId', { IdentityPoolId: 5, Logins: {} }, 'SerializationException', /^$/],
		['a text as logins', 'GetId', { IdentityPoolId: POOL, Logins: 'x' }, 'SerializationException', /^$/],
		[
			'no logins for an identity',
			'GetCredentialsForIdentity',
			{ IdentityId: POOL },
			'NotAuthorizedException',
			/^Unauthenticated access is not supported/,
		],
	])('%s', (_why, operation, json, type, message) => {
		expect(pool.call(operation, json)).toMatchObject({ type, message: expect.stringMatching(message) })
	})

	const most = (length: number) => `Member must have length less than or equal to ${length}`
	const least = (length: number) => `Member must have length greater than or equal to ${length}`
	const pattern = (text: string) => `Member must satisfy regular expression pattern: ${text}`
	const long = `a:${'0'.repeat(54)}`
	it.each<[why: string, operation: 'GetId' | 'GetCredentialsForIdentity', json: object, value: string, rule: string]>([
		['no pool', 'GetId', {}, "null at 'identityPoolId'", 'Member must not be null'],
		['a pool that is null', 'GetId', { IdentityPoolId: null }, "null at 'identityPoolId'", 'Member must not be null'],
		['no identity', 'GetCredentialsForIdentity', {}, "null at 'identityId'", 'Member must not be null'],
		[
			'other characters in the pool',
			'GetId',
			{ IdentityPoolId: 'us west:x' },
			"'us west:x' at 'identityPoolId'",
			pattern('[\\w-]+:[0-9a-f-]+'),
		],
		['a pool of 56', 'GetId', { IdentityPoolId: long }, `'${long}' at 'identityPoolId'`, most(55)],
		[
			'letters in the account',
			'GetId',
			{ IdentityPoolId: POOL, AccountId: 'x' },
			"'x' at 'accountId'",
			pattern('\\d+'),
		],
		[
			'a short CustomRoleArn',
			'GetCredentialsForIdentity',
			{ IdentityId: POOL, CustomRoleArn: 'x' },
			"'x' at 'customRoleArn'",
			least(20),
		],
		[
			'a token of 50,001, which is not told',
			'GetId',
			{ IdentityPoolId: POOL, Logins: { [PROVIDER]: 'x'.repeat(50_001) } },
			"at 'logins'",
			`Map value must satisfy constraint: [${most(50_000)}, ${least(1)}]`,
		],
		[
			'an empty token',
			'GetId',
			{ IdentityPoolId: POOL, Logins: { [PROVIDER]: '' } },
			"at 'logins'",
			`Map value must satisfy constraint: [${most(50_000)}, ${least(1)}]`,
		],
		[
			'a provider of 129',
			'GetId',
			{ IdentityPoolId: POOL, Logins: { ['x'.repeat(129)]: 'x' } },
			"at 'logins'",
			`Map keys must satisfy constraint: [${most(128)}, ${least(1)}]`,
		],
		[
			'eleven logins',
			'GetId',
			{ IdentityPoolId: POOL, Logins: Object.fromEntries(Array.from('abcdefghijk', (key) => [key, 'x'])) },
			"at 'logins'",
			most(10),
		],
	])('%s breaks a constraint of the service model', (_, operation, json, value, rule) => {
		const message = `1 validation error detected: Value ${value} failed to satisfy constraint: ${rule}`
		expect(pool.call(operation, json)).toMatchObject({ type: 'ValidationException', message })
	})

	it('a response over 50,000 characters, though well signed; one just below is taken', () => {
		expect(pool.getId(pool.respond('support', { padding: 31_000 }))).toHaveProperty('type', 'ValidationException')
		expect(pool.getId(pool.respond('support', { padding: 30_000 }))).toHaveProperty('IdentityId')
	})
})

describe('the rate limit, once switched on', () => {
	it('takes 25 GetId a second, then refuses until the next', () => {
		const pool = createTrialPool({ settings: { rateLimit: true } })
		const answers = Array.from({ length: 26 }, () => pool.call('GetId', { IdentityPoolId: POOL }))
		expect(answers.filter(({ type }) => type === 'TooManyRequestsException')).toHaveLength(1)
		expect(answers[25]).toHaveProperty('type', 'TooManyRequestsException')
		pool.clock.advance(1)
		expect(pool.call('GetId', { IdentityPoolId: POOL })).toHaveProperty('type', 'NotAuthorizedException')
	})

	it('takes 200 GetCredentialsForIdentity a second', () => {
		const pool = createTrialPool({ settings: { rateLimit: true } })
		const answers = Array.from({ length: 201 }, () => pool.call('GetCredentialsForIdentity', { IdentityId: POOL }))
		expect(answers.filter(({ type }) => type === 'TooManyRequestsException')).toHaveLength(1)
	})
})
