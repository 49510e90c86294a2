import type { IssuedCredentials } from '../world/keyring.ts'
import type { CustomerAccount } from './account.ts'
import type { CustomerSession } from './call.ts'

/**
 * Who a set of credentials speaks for just now: policies are those that the role or user has at this moment. Null when
 * the role is gone, as its credentials are at once.
 */
export function sessionOf({ session, expiresAt }: IssuedCredentials, account: CustomerAccount): CustomerSession | null {
	const { principalArn, userArn: sessionArn, userId, accountId, sessionPolicy } = session
	const role = account.roles.get(principalArn)
	const owner = role ?? account.users.get(principalArn)
	if (!owner) return null
	return {
		accountId,
		principalArn,
		sessionArn,
		userId,
		identityPolicies: owner.policies,
		boundary: role?.boundary ?? null,
		sessionPolicy: sessionPolicy ?? null,
		expiresAt,
		isRoleSession: role !== undefined,
	}
}
