import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/iam/evaluate.ts'
import { loadAccount, MOST_SESSION_SECONDS, type Role } from './account.ts'
import personas from './personas.json' with { type: 'json' }

const account = loadAccount()
const apiArn = `arn:aws:execute-api:${account.region}:${account.accountId}:${account.apiId}`
const sluiceRoles = account.roles.filter(({ name }) => /^sluice-(console|cli)-/.test(name))

/** The gate's resource policy as it ships, for this account. */
function resourcePolicy(): unknown {
	const arns = (role: string) =>
		['console', 'cli'].map((path) => `arn:aws:iam::${account.accountId}:role/sluice-${path}-${role}`)
	const text = readFileSync(new URL('../../infra/gate/resource-policy.json', import.meta.url), 'utf8')
	const rendered = text.replaceAll(/\$\{api_arn\}/g, apiArn).replaceAll(/"\$\{(\w+)_roles\}"/g, (_, role: string) =>
		arns(role)
			.map((arn) => `"${arn}"`)
			.join(', '),
	)
	return JSON.parse(rendered)
}

describe('the account', () => {
	it('has ten Sluice roles and one administrator', () => {
		expect(sluiceRoles).toHaveLength(10)
		expect(account.roles.map(({ name }) => name)).toContain('breakglass-admin')
		expect(new Set(account.roles.map(({ roleId }) => roleId)).size).toBe(account.roles.length)
	})

	it('maps every group of a persona, first match first, and no group contains another', () => {
		const mapping = account.identityPool.roleMapping
		const rules = mapping.type === 'Rules' ? mapping.rules : []
		expect(rules.map(({ roleArn }) => roleArn.split('-').at(-1))).toEqual([
			'admin',
			'engineer',
			'auditor',
			'support',
			'viewer',
		])
		const groups = rules.map(({ value }) => value)
		expect(new Set(personas.flatMap((persona) => persona.groups))).toEqual(new Set(groups))
		for (const group of groups) expect(groups.filter((other) => other.includes(group))).toEqual([group])
	})

	it('is refused when a role names a policy that is not there', () => {
		expect(() => loadAccount({ ...account, policies: {} })).toThrow(
			/has policy sluice-callers, which is not under "policies"/,
		)
		expect(() => loadAccount({ ...account, trustPolicies: {} })).toThrow(/has no trust policy identity-pool/)
	})
})

const module = readFileSync(new URL('../../infra/modules/identity/main.tf', import.meta.url), 'utf8')
const blocksOf = (type: string) =>
	[...module.matchAll(new RegExp(`^resource "${type}".*?^}`, 'gms'))].map(([text]) => text)

/** What callers may do stands in the gate's resource policy alone, so home must not have a second place for it. */
describe('the roles of callers are those that ship', () => {
	it.each(sluiceRoles.map((role) => [role.name, role] as const))(
		'%s has no policy of its own, and a boundary',
		(_, role) => {
			expect(role).toMatchObject({ policies: [], boundary: 'sluice-callers' })
		},
	)

	it('as the module sets them up', () => {
		const roles = blocksOf('aws_iam_role')
		expect(roles.map((role) => /^resource "\w+" "(\w+)"/.exec(role)?.[1]).sort()).toEqual(['cli', 'console', 'nobody'])
		for (const role of roles) {
			expect(role).toMatch(/permissions_boundary = aws_iam_policy\.callers\.arn/)
			expect(Number(/max_session_duration = (\d+)/.exec(role)?.[1])).toBe(MOST_SESSION_SECONDS)
		}
		expect(module).not.toMatch(
			/aws_iam_role_policy_attachment|aws_iam_policy_attachment|inline_policy|managed_policy_arns/,
		)
	})

	it('but for the one that is nobody’s, which may do nothing', () => {
		const [policy = '', ...more] = blocksOf('aws_iam_role_policy')
		expect(more).toEqual([])
		expect(policy).toMatch(/role = aws_iam_role\.nobody\.id/)
		const [, effect, action, resource] = /Effect = "(.*)", Action = "(.*)", Resource = "(.*)" }/.exec(policy) ?? []
		expect(account.policies.nothing).toEqual({
			Version: '2012-10-17',
			Statement: [{ Effect: effect, Action: action, Resource: resource }],
		})
		expect(account.roles.find(({ name }) => name === 'sluice-nobody')).toMatchObject({
			policies: ['nothing'],
			boundary: 'sluice-callers',
		})
	})

	it('and each way in has a provider of its own, which opens nothing by the other', () => {
		const trusted = (role: string) =>
			/assume_role_policy +=.*\.(\w+)/.exec(
				blocksOf('aws_iam_role').find((each) => each.includes(`"${role}"`)) ?? '',
			)?.[1]
		expect([trusted('console'), trusted('nobody'), trusted('cli')]).toEqual([
			'trust_of_pool',
			'trust_of_pool',
			'trust_of_provider',
		])
		expect(module).toMatch(/Federated = aws_iam_saml_provider\.cli\.arn/)
		const { okta, 'identity-pool': pool } = account.trustPolicies
		expect(JSON.stringify(okta)).not.toContain(`"${account.samlProviderArn}"`)
		expect(JSON.stringify(pool)).not.toContain('saml-provider')
	})

	it('within the boundary that the module makes', () => {
		const [policy = '', ...more] = blocksOf('aws_iam_policy')
		expect(more).toEqual([])
		const written = [...policy.matchAll(/^ {6}(\w+) += "(.*)"$/gm)].map(([, key, value = '']) => [
			key,
			value.replace('${var.api_execution_arn}', apiArn),
		])
		expect(account.policies['sluice-callers']).toEqual({
			Version: '2012-10-17',
			Statement: [Object.fromEntries(written)],
		})
	})
})

describe('what a role may do', () => {
	const policy = resourcePolicy()
	type Asked = { action?: string; resource: string }
	const decision = (
		role: Role,
		{ action = 'execute-api:Invoke', resource }: Asked,
		identity: unknown[],
		gate: unknown,
	) =>
		evaluate(
			{
				principal: `${role.arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/x`,
				action,
				resource,
				resourceAccount: resource.split(':')[4] || account.accountId,
				context: { 'aws:PrincipalArn': role.arn },
			},
			{
				identity,
				resource: gate,
				boundary: role.boundary === null ? null : account.policies[role.boundary],
				session: null,
				scps: [],
				rcps: [],
			},
		).decision
	const EVERYTHING = account.policies.AdministratorAccess
	const on = (what: string) => ({ resource: `${apiArn}/prod/${what}` })
	const doors = [/^sluice-console-/, /^sluice-cli-/]

	it.each<[what: string, who: string[]]>([
		['GET/v1/sources', ['admin', 'auditor', 'engineer', 'support', 'viewer']],
		['POST/v1/session', ['admin', 'auditor', 'engineer', 'support', 'viewer']],
		['POST/v1/replays', ['admin', 'engineer', 'support']],
		['POST/v1/replay-decisions/x', ['admin', 'engineer']],
		['PUT/v1/sources/x', ['admin']],
		['PATCH/v1/sources/x', []],
	])('%s: %j, by the resource policy alone', (what, who) => {
		for (const path of doors) {
			const roles = sluiceRoles.filter(({ name }) => path.test(name))
			const allowed = roles.filter((role) => decision(role, on(what), [], policy) === 'allowed')
			expect(allowed.map(({ name }) => name.replace(path, '')).sort()).toEqual(who)
			expect(roles.map((role) => decision(role, on(what), [], null))).toEqual(Array(5).fill('implicitDeny'))
		}
	})

	it.each(sluiceRoles.map((role) => [role.name, role] as const))(
		'%s: whatever is attached to it later reaches nothing but the API',
		(_name, role) => {
			const read = { action: 's3:GetObject', resource: 'arn:aws:s3:::sluice-archive-us-west-2/x' }
			expect(decision(role, read, [EVERYTHING], null)).toBe('implicitDeny')
			expect(decision(role, on('GET/v1/me'), [EVERYTHING], null)).toBe('allowed')
		},
	)

	it('nobody’s role is led nowhere, whatever is attached to it later', () => {
		const nobody = account.roles.find(({ name }) => name === 'sluice-nobody')
		if (!nobody) throw new Error('there is no sluice-nobody')
		const own = nobody.policies.map((name) => account.policies[name])
		expect(decision(nobody, on('GET/v1/me'), own, policy)).toBe('explicitDeny')
		expect(decision(nobody, on('GET/v1/me'), [...own, EVERYTHING], null)).toBe('explicitDeny')
	})

	it('no principal of customers becomes a role of our own account, whatever a source names', () => {
		const trust = { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }
		const openTrust = { Version: '2012-10-17', Statement: [trust] }
		const principals = account.principalAccounts.flatMap(({ roles }) => roles)
		expect(principals).toHaveLength(4)
		for (const role of principals) {
			const documents = role.policies.map((name) => account.policies[name])
			const to = (accountId: string) => ({ action: 'sts:AssumeRole', resource: `arn:aws:iam::${accountId}:role/x` })
			expect(decision(role, to('210987654321'), documents, openTrust)).toBe('allowed')
			expect(decision(role, to(account.accountId), documents, openTrust)).toBe('explicitDeny')
		}
	})

	it('the administrator may do everything by its own policy, and nothing through the gate', () => {
		const admin = account.roles.find(({ name }) => name === 'breakglass-admin')
		if (!admin) throw new Error('there is no breakglass-admin')
		expect(decision(admin, on('GET/v1/me'), [EVERYTHING], null)).toBe('allowed')
		expect(decision(admin, on('GET/v1/me'), [EVERYTHING], policy)).toBe('explicitDeny')
	})
})
