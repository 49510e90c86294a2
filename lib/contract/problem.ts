import { z } from 'zod'

/** Every way the service refuses, with its HTTP status. Closed: a new refusal is a new row. */
export const PROBLEM_STATUS = {
	'invalid-input': 400,
	'idempotency-key-missing': 400,
	'identity-headers-invalid': 400,
	'gate-proof-missing': 403,
	'role-unknown': 403,
	'identity-not-bound': 403,
	'identity-bound-elsewhere': 403,
	'assertion-refused': 403,
	'assertion-used': 403,
	'session-ended': 403,
	'role-not-allowed': 403,
	'own-request': 403,
	'not-found': 404,
	'method-not-allowed': 405,
	'version-conflict': 409,
	'plan-not-ready': 409,
	'plan-outdated': 409,
	'plan-submitted': 409,
	'digest-differs': 409,
	'preflight-blocked': 409,
	'replay-overlaps': 409,
	'replay-state': 409,
	'idempotency-in-progress': 409,
	'payload-too-large': 413,
	'unsupported-media-type': 415,
	'idempotency-key-reused': 422,
	'invalid-source': 422,
	'invalid-settings': 422,
	'invalid-range': 422,
	'acknowledgement-missing': 422,
	internal: 500,
	'audit-unavailable': 503,
	overloaded: 503,
	draining: 503,
} as const

export type ProblemCode = keyof typeof PROBLEM_STATUS
const codes = Object.keys(PROBLEM_STATUS) as [ProblemCode, ...ProblemCode[]]

/** RFC 9457 body of every refusal by the service. `fix` says what the reader can do next; `errors` names each wrong field. */
export const problem = z.object({
	type: z.literal('about:blank'),
	title: z.string(),
	status: z.int(),
	code: z.enum(codes),
	detail: z.string(),
	fix: z.string().nullable(),
	errors: z.array(z.object({ field: z.string(), message: z.string() })),
	requestId: z.string(),
})
export type Problem = z.infer<typeof problem>

/** Refusals that any operation may answer, so rows need not repeat them. */
export const COMMON_PROBLEMS = [
	'invalid-input',
	'identity-headers-invalid',
	'gate-proof-missing',
	'role-unknown',
	'identity-not-bound',
	'session-ended',
	'role-not-allowed',
	'payload-too-large',
	'unsupported-media-type',
	'internal',
	'audit-unavailable',
	'overloaded',
	'draining',
] as const satisfies readonly ProblemCode[]
