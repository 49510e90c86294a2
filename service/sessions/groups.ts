import { ROLES, type Role } from '../../lib/contract/role.ts'

/** The Okta group behind each role. No name contains another, since the pool's rules match with Contains. */
const GROUP_OF_ROLE: Record<Role, string> = {
	admin: 'sluice-admins',
	engineer: 'sluice-engineers',
	auditor: 'sluice-auditors',
	support: 'sluice-support',
	viewer: 'sluice-viewers',
}

/** The role that the identity pool's rules give to these groups: the first of ROLES that matches, or null for none. */
export const roleOfGroups = (groups: readonly string[]): Role | null =>
	ROLES.find((role) => groups.includes(GROUP_OF_ROLE[role])) ?? null
