import { z } from 'zod'
import type { Endpoint, OutputOf } from '../contract/endpoint.ts'
import { problem } from '../contract/problem.ts'
import { serverTimeOf } from './clock.ts'
import { gateRefusal, retryAfterOf } from './gate-answer.ts'
import type { FieldError, Outcome, Refusal } from './refusal.ts'

/** Tells the four kinds of answer apart: the promised value, the gate's refusal, the service's Problem, a breach of the contract. */
export function readAnswer<E extends Endpoint>(
	row: E,
	{ ok, status, headers }: Response,
	text: string,
): Outcome<OutputOf<E>> {
	const requestId = requestIdOf(headers)
	const json = jsonOf(text)
	const breach = (errors: FieldError[]) => refused({ by: 'contract', side: 'output', status, errors, requestId })

	if (ok) {
		if (json === undefined) return breach([{ field: '', message: 'is not JSON' }])
		const parsed = z.safeParse<E['output']>(row.output, json)
		if (!parsed.success) {
			return breach(parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })))
		}
		const time = serverTimeOf(headers)
		return { ok: true, value: parsed.data, requestId, time: time === null ? null : new Date(time) }
	}
	const parsed = problem.safeParse(json)
	if (parsed.success) {
		const retryAfterSeconds = retryAfterOf(headers)
		return refused({ by: 'service', problem: parsed.data, status, retryAfterSeconds, requestId: parsed.data.requestId })
	}
	const gate = gateRefusal(status, headers, json)
	return gate ? refused(gate) : breach([{ field: '', message: 'is neither a Problem nor a refusal by the gate' }])
}

/** The service repeats the gate's unforgeable id under its own name; the gate's own headers are there only in its refusals. */
const requestIdOf = (headers: Headers) => headers.get('x-sluice-request-id') ?? headers.get('x-amz-apigw-id')

const refused = (refusal: Refusal): { ok: false; refusal: Refusal } => ({ ok: false, refusal })

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		return undefined
	}
}
