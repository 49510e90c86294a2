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

const OPERATORS = inWords(operators)

/** Says that connection details are kept from `role`, and who can see them. */
export function notShownTo(role: Role | null): string {
	return `Not shown to ${role ? PEOPLE[role] : 'your role'}. ${OPERATORS} can see it.`
}

/** Says of something for operators only that `role` does not do it, and who does: "Viewers read checks, but ...". */
export function notDoneBy(role: Role, reads: string, does: string): string {
	return `${inWords([role])} ${reads}, but do not ${does}. ${OPERATORS} can.`
}
