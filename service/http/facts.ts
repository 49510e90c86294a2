import { randomUUID } from 'node:crypto'
import type { AuditEntry } from '../audit/public.ts'
import type { Signer } from './signer.ts'

/** Stands where no row of the contract was reached. */
const UNROUTED = 'unrouted'

/** What is known about one request so far: becomes its audit entry and its one log line. Holds no header, body or token. */
export type Facts = AuditEntry & { method: string; via: Signer['via'] | null }

/** Before the gate has proven itself nothing it says is taken over, the request id included. */
export const factsOf = (method: string): Facts => ({
	requestId: randomUUID(),
	gateRequestId: null,
	identityId: null,
	person: null,
	roleArn: null,
	role: null,
	operation: UNROUTED,
	target: null,
	ticket: null,
	parameters: null,
	sourceIp: null,
	method,
	via: null,
})

/** Members whose text never enters the audit, whatever its length. */
const SECRET = new Set(['samlResponse'])
const LONGEST = 200

/**
 * Input as the audit keeps it: short texts, numbers and flags as they are, and lists of them; of anything nested only the
 * names of its members, since settings hold connection details that not every reader of the audit may see.
 */
export const auditParameters = (input: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(input).map(([name, value]) => [name, SECRET.has(name) ? '[redacted]' : auditValue(value)]),
	)

function auditValue(value: unknown): unknown {
	if (typeof value === 'string' && value.length > LONGEST) return `[${value.length} characters]`
	if (Array.isArray(value)) return value.map(auditValue)
	return typeof value === 'object' && value !== null ? Object.keys(value).sort() : value
}

/** The first of these that a request names is what it is about: who looks for a source finds most of what befell it. */
const TARGETS = ['sourceId', 'person', 'replayId', 'planId', 'checkId', 'clusterId']

/** Whom or what a request is about: a source, else a person, else the very thing. */
export function targetOf(input: Record<string, unknown>): string | null {
	const found = TARGETS.map((name) => input[name]).find((value) => typeof value === 'string')
	return typeof found === 'string' ? found : null
}
