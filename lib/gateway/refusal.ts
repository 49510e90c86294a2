import type { Problem } from '../contract/problem.ts'

export type FieldError = Problem['errors'][number]

/** Why API Gateway itself refused, before the service was reached (API Gateway developer guide, gateway response types). */
export type GateReason =
	| 'missing-token'
	| 'incomplete-signature'
	| 'bad-signature'
	| 'clock-skew'
	| 'wrong-scope'
	| 'invalid-token'
	| 'expired-token'
	| 'denied'
	| 'explicitly-denied'
	| 'forbidden'
	| 'throttled'
	| 'quota'
	| 'too-large'
	| 'address-too-long'
	| 'timeout'
	| 'unreachable-backend'
	| 'unrecognised'

/**
 * The gate refused the caller. `requestId` may have been chosen by a client; `extendedRequestId` (x-amz-apigw-id) cannot.
 * `message` is null for refused signatures: the gate echoes the request there, session token included.
 */
export type GateRefusal = {
	by: 'gate'
	reason: GateReason
	status: number
	message: string | null
	requestId: string | null
	extendedRequestId: string | null
	retryAfterSeconds: number | null
}

/** The service refused the request, for the reason its Problem gives. */
export type ServiceRefusal = {
	by: 'service'
	problem: Problem
	status: number
	requestId: string | null
	retryAfterSeconds: number | null
}

/** `side: 'input'`: what we were about to send is not what the contract asks (nothing was sent). `'output'`: the answer is not what it promises. */
export type ContractBreach = {
	by: 'contract'
	side: 'input' | 'output'
	status: number | null
	errors: FieldError[]
	requestId: string | null
}

/** No answer arrived. `timeout` and `network` do not say whether the service acted; `no-credentials` means nothing was sent. */
export type Unreachable = {
	by: 'network'
	reason: 'network' | 'timeout' | 'aborted' | 'no-credentials'
	requestId: null
}

export type Refusal = GateRefusal | ServiceRefusal | ContractBreach | Unreachable

/** Expected outcomes are returned. `time` is the server's clock when it answered, where the answer told it. */
export type Outcome<T> =
	| { ok: true; value: T; requestId: string | null; time: Date | null }
	| { ok: false; refusal: Refusal }
