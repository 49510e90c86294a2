/** In order of precedence: who is in several groups gets the first (Cognito identity pool rules: first match wins). */
export const ROLES = ['admin', 'engineer', 'auditor', 'support', 'viewer'] as const
export type Role = (typeof ROLES)[number]

export const everyone = ROLES
/** May work on a customer's case: see connection details, run checks, plan replays. */
export const operators = ['admin', 'engineer', 'support'] as const satisfies readonly Role[]
export const admins = ['admin'] as const satisfies readonly Role[]

/** One sentence a person understands, shown beside the role's name. */
export const ROLE_SUMMARY: Record<Role, string> = {
	admin: 'Works on any case, and changes sources and sign-ins.',
	engineer: 'Works on any case, with connection details.',
	auditor: 'Reads what is stored, without connection details.',
	support: 'Works on any case, with connection details.',
	viewer: 'Reads what is stored, without connection details.',
}
