/** In order of precedence: who is in several groups gets the first (reference: identity pool rules, first match wins). */
export const ROLES = ['admin', 'engineer', 'auditor', 'support', 'viewer'] as const
export type Role = (typeof ROLES)[number]

export const everyone = ROLES
/** May work on a customer's case: see connection details, run checks, plan replays. */
export const operators = ['admin', 'engineer', 'support'] as const satisfies readonly Role[]
export const admins = ['admin'] as const satisfies readonly Role[]

/** One sentence a person understands, shown beside the role's name. */
export const ROLE_SUMMARY: Record<Role, string> = {
	admin: 'Everything operators may do, and changes sources and sign-in bindings.',
	engineer: 'Works on any case, reads step logs, approves replays of others.',
	auditor: 'Reads the whole audit, sees no connection details.',
	support: 'Runs checks, fetches status, plans and requests replays.',
	viewer: 'Reads stored results, without connection details.',
}
