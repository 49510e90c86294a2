import type { Endpoint, InputOf, OutputOf } from '../lib/contract/endpoint.ts'
import type { ProblemCode } from '../lib/contract/problem.ts'
import type { Role } from '../lib/contract/role.ts'

/** Who signed this request, as the gate reports it and the binding names it. */
export type Caller = {
	/** Lower-case e-mail, the one key of a person on every path. Null only while a Cognito identity is not bound yet. */
	person: string | null
	/** Display name from the assertion; null for terminal callers. */
	name: string | null
	role: Role
	roleArn: string
	via: 'console' | 'cli'
	/** Cognito identity GUID; null for terminal callers. */
	identityId: string | null
	/** The gateway's extended request id: cannot be chosen by a client, joins audit, access log and service log. */
	requestId: string
	sourceIp: string
}

export type FieldError = { field: string; message: string }
/** `detail` is read by the caller; `reason` is a finer code that only the audit and the log keep. */
export type Refusal = {
	ok: false
	problem: ProblemCode
	detail: string
	fix?: string
	errors?: FieldError[]
	reason?: string
}
/** Expected outcomes are returned; a thrown error is a bug and answers 500. */
export type Outcome<T> = { ok: true; value: T } | Refusal

export type Handler<E extends Endpoint, Ports> = (
	input: InputOf<E>,
	caller: Caller,
	ports: Ports,
) => Promise<Outcome<OutputOf<E>>>

/** One handler for each verb of a noun's contract. */
export type Handlers<Rows extends Record<string, Endpoint>, Ports> = {
	[Verb in keyof Rows]: Handler<Rows[Verb], Ports>
}
