import type { ProblemCode } from '../../lib/contract/problem.ts'
import { authorize } from '../authorization.ts'
import type { Caller, Refusal } from '../handler.ts'
import type { Binding } from '../sessions/public.ts'
import { auditParameters, type Facts, targetOf } from './facts.ts'
import { IDENTITY_HEADERS } from './identity-headers.ts'
import { parseInput, readBody } from './input.ts'
import type { Operation } from './operation.ts'
import { refuse } from './problem.ts'
import type { KnownRole } from './roles.ts'
import { isUsualPath, type Route } from './route.ts'
import { readSigner } from './signer.ts'

export type AdmitPorts = {
	isProof: (presented: string | null) => boolean
	roleOf: (account: string, roleName: string) => KnownRole | null
	bindingOf: (identityId: string) => Promise<Binding | null>
	route: (method: string, path: string) => Route<Operation>
}

export type Admitted = {
	ok: true
	operation: string
	bound: Operation
	input: Record<string, unknown>
	caller: Caller
	/** Of a POST only: whose key it is, the key, and the bytes it stands for. */
	repetition: { owner: string; key: string; body: ArrayBuffer | null } | null
}
export type Refused = Refusal & { headers?: Record<string, string> }

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{8,128}$/

/** Faults by which the proof cannot be read, and a stop that has begun: all that is said to somebody without it. */
const BEFORE_PROOF: readonly ProblemCode[] = ['identity-headers-invalid', 'draining']

/**
 * Everything that must hold before a request may do anything, in this order: nothing about paths, roles or input is
 * said to somebody the gate did not send. Fills `facts` as it learns. `wireFault` is what the request showed on the wire.
 */
export async function admit(
	request: Request,
	url: URL,
	wireFault: Refusal | null,
	facts: Facts,
	ports: AdmitPorts,
): Promise<Admitted | Refused> {
	if (wireFault && BEFORE_PROOF.includes(wireFault.problem)) return wireFault
	if (!ports.isProof(request.headers.get(IDENTITY_HEADERS.gateProof))) {
		return refuse('gate-proof-missing', 'The service answers the gateway only.')
	}
	if (wireFault) return wireFault
	const signed = readSigner(request.headers, ports.roleOf)
	if (!signed.ok) return signed
	const { gateRequestId, name, ...signer } = signed.signer
	Object.assign(facts, { ...signer, gateRequestId })

	const binding = signer.identityId ? await ports.bindingOf(signer.identityId) : null
	const caller: Caller = { ...signer, person: binding?.person ?? signer.person, name: binding?.name ?? name }
	facts.person = caller.person

	const { pathname, searchParams } = url
	const route = ports.route(request.method, pathname)
	if (route.found === 'operation') facts.operation = route.operation
	const mayBeUnbound = route.found === 'operation' && route.bound.row.identity === 'unbound'
	if (!mayBeUnbound && caller.person === null) {
		return refuse(
			'identity-not-bound',
			'No sign-in ties your Cognito identity to you: none was made, or it was released.',
		)
	}
	if (!mayBeUnbound && binding?.endedAt) return refuse('session-ended', 'This session was ended by signing out.')

	if (!isUsualPath(pathname)) return refuse('invalid-input', 'The path holds characters that are not used here.')
	if (route.found === 'nothing') return refuse('not-found', 'There is nothing at this path.')
	if (route.found === 'path') {
		const allow = route.allow.join(', ')
		return { ...refuse('method-not-allowed', `This path takes ${allow}.`), headers: { allow } }
	}
	const { operation, bound } = route
	const allowed = authorize(bound.row, caller)
	if (!allowed.ok) return allowed

	const read = await readBody(bound.row, request)
	if (!read.ok) return read
	const parsed = parseInput(bound.row, { params: route.params, query: searchParams, body: read.body })
	if (!parsed.ok) return parsed
	Object.assign(facts, {
		target: targetOf(parsed.input),
		ticket: typeof parsed.input.ticket === 'string' ? parsed.input.ticket : null,
		parameters: auditParameters(parsed.input),
	})
	if (request.method !== 'POST') return { ok: true, operation, bound, input: parsed.input, caller, repetition: null }

	const key = request.headers.get('idempotency-key')
	if (key === null) return refuse('idempotency-key-missing', 'A POST needs an Idempotency-Key.')
	if (!IDEMPOTENCY_KEY.test(key)) {
		const errors = [{ field: 'Idempotency-Key', message: 'must be 8 to 128 visible ASCII characters' }]
		return refuse('invalid-input', 'Idempotency-Key must be 8 to 128 visible ASCII characters.', { errors })
	}
	// The caller of a row for the unbound becomes a person by that very call; its key must survive that.
	const owner = (mayBeUnbound ? caller.identityId : null) ?? caller.person ?? ''
	return { ok: true, operation, bound, input: parsed.input, caller, repetition: { owner, key, body: read.body } }
}
