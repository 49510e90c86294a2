import type { Me, sessions } from '../../lib/contract/sessions.ts'
import { operationsOf } from '../../lib/contract/table.ts'
import type { Caller, Handlers, Refusal } from '../handler.ts'
import { bind, endSessions, releaseBinding } from './binding.ts'
import { roleOfGroups } from './groups.ts'
import type { SessionsPorts } from './ports.ts'

const meOf = (caller: Caller & { person: string }, now: Date): Me => ({
	person: caller.person,
	name: caller.name,
	role: caller.role,
	via: caller.via,
	operations: operationsOf(caller.role),
	time: now.toISOString(),
})

const refused = (reason: string, detail: string, fix?: string): Refusal => {
	return { ok: false, problem: 'assertion-refused', detail, fix, reason }
}

const BIND_REFUSALS: Record<'used' | 'elsewhere' | 'too-old', Refusal> = {
	used: {
		ok: false,
		problem: 'assertion-used',
		detail: 'This sign-in was completed once before; it cannot be repeated.',
	},
	elsewhere: {
		ok: false,
		problem: 'identity-bound-elsewhere',
		detail: 'You and this Cognito identity are not tied to each other but to others.',
	},
	'too-old': refused('issued-before-end', 'This sign-in was started before you signed out.'),
}

/** Handlers of sign-in. The person of a Cognito identity comes from a verified assertion alone, its role from the gate alone. */
export const sessionsHandlers: Handlers<typeof sessions, SessionsPorts> = {
	async bind({ samlResponse }, caller, { db, now, verifyAssertion }) {
		if (caller.identityId === null) {
			return refused(
				'no-identity',
				'Only the console signs in this way.',
				'In a terminal, Okta names your session itself.',
			)
		}
		const verified = await verifyAssertion(samlResponse)
		if (!verified.ok) return refused(verified.code, verified.reason)
		const { assertion } = verified
		const role = roleOfGroups(assertion.groups)
		if (role !== caller.role) {
			const detail = `Your Okta groups make you ${role ?? 'nobody'} here, but this call was signed as ${caller.role}.`
			return refused('role-mismatch', detail, 'Sign out of Okta and sign in again, so that both are fresh.')
		}
		const result = await bind(db, now(), caller.identityId, assertion)
		if (result.done === 'refused') return BIND_REFUSALS[result.why]
		return { ok: true, value: meOf({ ...caller, person: assertion.email, name: assertion.displayName }, now()) }
	},

	async end(_input, caller, { db, now }) {
		const endedAt = now()
		await endSessions(db, endedAt, personOf(caller))
		return { ok: true, value: { endedAt: endedAt.toISOString() } }
	},

	async me(_input, caller, { now }) {
		return { ok: true, value: meOf({ ...caller, person: personOf(caller) }, now()) }
	},

	async release({ person }, _caller, { db, now }) {
		const released = await releaseBinding(db, now(), person)
		if (released === 0) return { ok: false, problem: 'not-found', detail: `No Cognito identity is bound to ${person}.` }
		return { ok: true, value: { person, released } }
	},
}

/** Rows with `identity: 'bound'` are reached with a person only. */
function personOf(caller: Caller): string {
	if (caller.person === null) throw new Error('a bound row was reached without a person')
	return caller.person
}
