import { restrictionOf } from '../../lib/contract/redaction.ts'
import { ROLES, type Role } from '../../lib/contract/role.ts'
import { source } from '../../lib/contract/sources.ts'

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

/** Says that connection details are kept from `role`, and who can see them. Read from the contract, so it cannot differ from it. */
export function notShownTo(role: Role | null): string {
	const seers = restrictionOf(source.shape.roleArn) ?? []
	return `Not shown to ${role ? PEOPLE[role] : 'your role'}. ${inWords(seers)} can see it.`
}
