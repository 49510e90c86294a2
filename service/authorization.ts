import type { Endpoint, Rule } from '../lib/contract/endpoint.ts'
import type { Caller, Refusal } from './handler.ts'

type Verdict = { ok: true } | Refusal

/**
 * The closed list of what narrows an operation beyond its roles. A rule of the contract without a function here refuses:
 * an operation can never go out before its rule is written.
 */
const rules: Partial<Record<Rule, (caller: Caller) => Verdict>> = {
	none: () => ({ ok: true }),
	// What narrows these depends on a stored record: handlers ask the functions below once it is read.
	'unsaved-settings': () => ({ ok: true }),
	'approval-over-limit': () => ({ ok: true }),
	'own-only': () => ({ ok: true }),
}

/** May this caller do what the row describes? Roles from the contract, then the row's rule; everything else is refused. */
export function authorize(row: Pick<Endpoint, 'roles' | 'rule' | 'summary'>, caller: Caller): Verdict {
	if (!row.roles.includes(caller.role)) {
		return {
			ok: false,
			problem: 'role-not-allowed',
			detail: `"${row.summary}" needs the role ${row.roles.join(' or ')}; yours is ${caller.role}.`,
			fix: `Ask somebody with the role ${row.roles.join(' or ')}.`,
		}
	}
	const rule = rules[row.rule]
	if (rule) return rule(caller)
	return { ok: false, problem: 'role-not-allowed', detail: `"${row.summary}" is not open yet.`, reason: 'rule-missing' }
}

/** The rest of `unsaved-settings`: who may check a role of an account that is not the stored source's. */
export function mayCheckForeignAccount({ role }: Caller): Verdict {
	if (role === 'engineer' || role === 'admin') return { ok: true }
	return {
		ok: false,
		problem: 'role-not-allowed',
		detail: `The account differs from the one of the stored source, which needs the role engineer or admin; yours is ${role}.`,
		fix: 'Ask an engineer to run this check, or an admin to change the source.',
		reason: 'foreign-account',
	}
}

/** The rest of `approval-over-limit`: a second person decides. One person is one e-mail, in the console and at a terminal. */
export function mayDecide({ person }: Caller, requestedBy: string): Verdict {
	if (person !== null && person !== requestedBy) return { ok: true }
	return {
		ok: false,
		problem: 'own-request',
		detail: 'You asked for this replay yourself.',
		fix: 'Send its link to another engineer or admin.',
	}
}

/** The rest of `own-only`: support stops what support began. */
export function mayStop({ role, person }: Caller, requestedBy: string): Verdict {
	if (role === 'engineer' || role === 'admin' || person === requestedBy) return { ok: true }
	return {
		ok: false,
		problem: 'role-not-allowed',
		detail: `This replay was asked for by ${requestedBy}; your role is ${role}.`,
		fix: `Ask ${requestedBy}, an engineer or an admin to cancel it.`,
		reason: 'not-own',
	}
}
