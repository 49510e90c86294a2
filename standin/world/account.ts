import { z } from 'zod'
import accountJson from './account.json' with { type: 'json' }
import type { Session } from './keyring.ts'

const role = z.strictObject({
	name: z.string(),
	arn: z.string(),
	roleId: z.string().regex(/^AROA[A-Z2-7]{17}$/),
	trust: z.string(),
	policies: z.array(z.string()),
	/** The most that its policies, and those that name it, can allow; null: no such bound. */
	boundary: z.string().nullable(),
})

const user = z.strictObject({
	name: z.string(),
	arn: z.string(),
	userId: z.string().regex(/^AIDA[A-Z2-7]{17}$/),
	policies: z.array(z.string()),
})

/** One rule of the identity pool's role mapping (API reference, MappingRule). Only the match types in use exist here. */
const mappingRule = z.strictObject({
	claim: z.string().max(64),
	matchType: z.enum(['Equals', 'Contains', 'StartsWith', 'NotEqual']),
	value: z.string().max(128),
	roleArn: z.string(),
})

/** `Rules` reads claims; `Token` reads the assertion's own Role attribute. Both deny what stays ambiguous. */
const roleMapping = z.discriminatedUnion('type', [
	z.strictObject({
		type: z.literal('Rules'),
		ambiguousRoleResolution: z.literal('Deny'),
		rules: z.array(mappingRule).max(25),
	}),
	z.strictObject({ type: z.literal('Token'), ambiguousRoleResolution: z.literal('Deny') }),
])

/** How long a session of one of our roles may last: what IAM sets, and no module of ours raises it. */
export const MOST_SESSION_SECONDS = 3_600

const accountSchema = z.strictObject({
	accountId: z.string(),
	region: z.string(),
	apiId: z.string(),
	stages: z.array(z.string()),
	samlProviderArn: z.string(),
	identityPool: z.strictObject({ id: z.string(), allowUnauthenticated: z.literal(false), roleMapping }),
	roles: z.array(role),
	/** Of the archives. What lies in them is made up: see standin/customer/archive.ts. */
	buckets: z.array(z.strictObject({ name: z.string(), region: z.string() })),
	users: z.array(user),
	/** Accounts whose roles customers trust; Sluice's own identity takes them first. */
	principalAccounts: z.array(z.strictObject({ accountId: z.string(), roles: z.array(role) })),
	policies: z.record(z.string(), z.unknown()),
	trustPolicies: z.record(z.string(), z.unknown()),
})

/** Our own AWS account: the identity pool, the SAML provider and the IAM roles with their policies. */
export type Account = z.infer<typeof accountSchema>
export type Role = Account['roles'][number]
export type User = Account['users'][number]
export type MappingRule = z.infer<typeof mappingRule>

/** Reads account.json and refuses it when a role names a policy that is not there. */
export function loadAccount(json: unknown = accountJson): Account {
	const account = accountSchema.parse(json)
	for (const { name, trust, policies, boundary } of [account, ...account.principalAccounts].flatMap(
		({ roles }) => roles,
	)) {
		const named = boundary === null ? policies : [...policies, boundary]
		const missing = named.find((policy) => !(policy in account.policies))
		if (missing) throw new Error(`account.json: role ${name} has policy ${missing}, which is not under "policies"`)
		if (!(trust in account.trustPolicies)) throw new Error(`account.json: role ${name} has no trust policy ${trust}`)
	}
	for (const { name, policies } of account.users) {
		const missing = policies.find((policy) => !(policy in account.policies))
		if (missing) throw new Error(`account.json: user ${name} has policy ${missing}, which is not under "policies"`)
	}
	return account
}

/** Finds a role by its ARN or its bare name. */
export function findRole(account: Account, arnOrName: string): Role | undefined {
	return account.roles.find((role) => role.arn === arnOrName || role.name === arnOrName)
}

/** What a session of the role is called. A session ARN carries the role's name without its path (IAM user guide). */
export function sessionOf(account: Account, role: Role, sessionName: string, cognito: Session['cognito']): Session {
	return {
		userArn: `arn:aws:sts::${account.accountId}:assumed-role/${role.name}/${sessionName}`,
		principalArn: role.arn,
		accountId: account.accountId,
		userId: `${role.roleId}:${sessionName}`,
		identityPolicies: role.policies.map((policy) => account.policies[policy]),
		boundary: role.boundary === null ? null : account.policies[role.boundary],
		cognito,
	}
}

/** What calls with the long-lived key of a user are known as. */
export function userSession(account: Account, user: User): Session {
	return {
		userArn: user.arn,
		principalArn: user.arn,
		accountId: account.accountId,
		userId: user.userId,
		identityPolicies: user.policies.map((policy) => account.policies[policy]),
		boundary: null,
		cognito: null,
	}
}
