import { type Account, MOST_SESSION_SECONDS, type Role as OwnRole } from '../world/account.ts'
import type { CustomerAccount, Role } from './account.ts'
import { archiveBucket } from './archive.ts'
import type { NamedPolicy } from './policy.ts'

/** Our own accounts as customers' trust policies see them: roles, users and, filled as of `now`, the archive; no lake. */
export function ownAccounts(account: Account, now: number): CustomerAccount[] {
	const { accountId, roles, users } = account
	const ours = emptyAccount(
		accountId,
		roles.map((role) => roleOf(account, role, accountId)),
	)
	ours.users = new Map(
		users.map(({ arn, name, userId, policies }) => [
			arn,
			{ arn, name, userId, policies: named(account, accountId, policies) },
		]),
	)
	ours.buckets = new Map(account.buckets.map((each) => [each.name, archiveBucket(each, accountId, now)]))
	const principals = account.principalAccounts.map((each) =>
		emptyAccount(
			each.accountId,
			each.roles.map((role) => roleOf(account, role, each.accountId)),
		),
	)
	return [ours, ...principals]
}

const named = (account: Account, accountId: string, policies: string[]): NamedPolicy[] =>
	policies.map((name) => ({ arn: `arn:aws:iam::${accountId}:policy/${name}`, document: account.policies[name] }))

const roleOf = (
	account: Account,
	{ arn, name, roleId, trust, policies, boundary }: OwnRole,
	accountId: string,
): Role => ({
	arn,
	name,
	roleId,
	trust: account.trustPolicies[trust],
	policies: named(account, accountId, policies),
	boundary: boundary === null ? null : (named(account, accountId, [boundary])[0] ?? null),
	maxSessionSeconds: MOST_SESSION_SECONDS,
})

const emptyAccount = (accountId: string, roles: Role[]): CustomerAccount => ({
	id: accountId,
	accountId,
	trouble: null,
	wording: 'new',
	scps: [],
	rcps: [],
	enabledRegions: null,
	roles: new Map(roles.map((role) => [role.arn, role])),
	users: new Map(),
	buckets: new Map(),
	keys: new Map(),
	catalogs: new Map(),
	clusters: new Map(),
})
