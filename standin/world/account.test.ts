import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../lib/iam/evaluate.ts'
import { loadAccount } from './account.ts'
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
			/has policy sluice-read, which is not under "policies"/,
		)
		expect(() => loadAccount({ ...account, trustPolicies: {} })).toThrow(/has no trust policy identity-pool/)
	})
})

/** In one account either side's Allow is enough, so a wide role policy would undo the gate's split by group. */
describe('what a role may do by its own policy', () => {
	const policy = resourcePolicy()
	const allowed = (roleArn: string, resource: string, identity: readonly unknown[], resourceSide: unknown) =>
		evaluate(
			{
				principal: `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/x`,
				action: 'execute-api:Invoke',
				resource,
				resourceAccount: account.accountId,
				context: { 'aws:PrincipalArn': roleArn },
			},
			{ identity, resource: resourceSide, boundary: null, session: null, scps: [], rcps: [] },
		).decision === 'allowed'

	it.each(sluiceRoles.map((role) => [role.name, role] as const))(
		'%s: nothing that the gate does not give it anyway',
		(_name, role) => {
			const documents = role.policies.map((name) => account.policies[name])
			const patterns = JSON.stringify(documents).match(/arn:aws:execute-api[^"]+/g) ?? []
			expect(patterns.length).toBeGreaterThan(0)
			for (const pattern of patterns) {
				const resource = pattern.replaceAll('*', 'any/thing')
				expect([resource, allowed(role.arn, resource, documents, null)]).toEqual([resource, true])
				expect([resource, allowed(role.arn, resource, [], policy)]).toEqual([resource, true])
			}
			const writing = `${apiArn}/prod/PUT/v1/sources/x`
			expect(allowed(role.arn, writing, documents, null)).toBe(role.name.endsWith('-admin'))
		},
	)

	it('the administrator may do everything by its own policy, and nothing through the gate', () => {
		const admin = `arn:aws:iam::${account.accountId}:role/breakglass-admin`
		const documents = [account.policies.AdministratorAccess]
		expect(allowed(admin, `${apiArn}/prod/GET/v1/me`, documents, null)).toBe(true)
		expect(allowed(admin, `${apiArn}/prod/GET/v1/me`, documents, policy)).toBe(false)
	})
})
