import { operators, ROLES, type Role } from '../../lib/contract/role.ts'

const PEOPLE: Record<Role, string> = {
	admin: 'admins',
	engineer: 'engineers',
	auditor: 'auditors',
	support: 'support',
	viewer: 'viewers',
}

/** From the least to the most powerful, as people list them. */
const inWords = (roles: readonly Role[]) => {
	const names = ROLES.filter((role) => roles.includes(role)).map((role) => PEOPLE[role])
	const [last = '', ...others] = names
	const list = others.length > 0 ? `${others.reverse().join(', ')} and ${last}` : last
	return list.charAt(0).toUpperCase() + list.slice(1)
}

/** Says that connection details are kept from `role`, and who can see them. */
export function notShownTo(role: Role | null): string {
	return `Not shown to ${role ? PEOPLE[role] : 'your role'}. ${inWords(operators)} can see it.`
}
