import type { z } from 'zod'
import type { ProblemCode } from './problem.ts'
import type { Role } from './role.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** What a call may touch. `write` changes our own store only; the `customer-` effects reach into a customer's account. */
export type Effect = 'read' | 'write' | 'customer-read' | 'customer-write'

/** What narrows an operation beyond its roles. Each name is one function in service/authorization.ts. */
export type Rule = 'none' | 'own-only' | 'own-rows' | 'approval-over-limit' | 'unsaved-settings'

export type Input = { params?: z.ZodObject; query?: z.ZodObject; body?: z.ZodObject }

/**
 * One row of the contract. `path` is written with `{name}` for each member of `input.params`.
 * `summary` is something a person may do, a verb first: the person panel lists it as it stands.
 * `roles` may never be empty. `identity: 'unbound'` admits a caller whose Cognito identity is not yet bound to a person.
 * `success` is the status of a good answer, 200 unless said: 202 answers at once and is followed by polling.
 * `timeout` is in milliseconds and stays below the 29 s at which API Gateway gives up.
 */
export type Endpoint = {
	method: Method
	path: `/v1/${string}`
	summary: string
	input: Input
	output: z.ZodType
	success?: 202
	problems: readonly ProblemCode[]
	roles: readonly [Role, ...Role[]]
	rule: Rule
	effect: Effect
	reason: 'none' | 'optional' | 'required'
	identity: 'bound' | 'unbound'
	timeout: number
}

/** The members of every input part merged into one object: what a handler receives and what a caller passes. */
export type InputOf<E extends Endpoint> = Part<E['input']['params']> &
	Part<E['input']['query']> &
	Part<E['input']['body']>
export type CallInputOf<E extends Endpoint> = RawPart<E['input']['params']> &
	RawPart<E['input']['query']> &
	RawPart<E['input']['body']>
export type OutputOf<E extends Endpoint> = z.output<E['output']>

type Part<P> = P extends z.ZodObject ? z.output<P> : unknown
type RawPart<P> = P extends z.ZodObject ? z.input<P> : unknown

/** Keeps the literal types of a row, so that the client and the router can infer from it. */
export const endpoint = <const E extends Endpoint>(row: E): E => row
