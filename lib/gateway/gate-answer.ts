import { z } from 'zod'
import type { GateReason, GateRefusal } from './refusal.ts'

/** Policy denials say `Message`, all other refusals `message` (API Gateway; captured answers). */
const body = z.union([z.object({ message: z.string() }), z.object({ Message: z.string() })])

/** First match wins. Types of throttling, quota, size and expiry are not documented, so their texts and status count too. */
const RULES: [GateReason, (answer: { type: string; text: string; status: number }) => boolean][] = [
	['too-large', ({ status }) => status === 413],
	['address-too-long', ({ status }) => status === 414],
	[
		'quota',
		({ type, text, status }) => status === 429 && (/^LimitExceeded/.test(type) || /limit exceeded/i.test(text)),
	],
	['throttled', ({ status }) => status === 429],
	['timeout', ({ status, text }) => status === 504 && /timed out/i.test(text)],
	['unreachable-backend', ({ status }) => status === 502 || status === 503 || status === 504],
	[
		'missing-token',
		({ type, text }) => /^MissingAuthenticationToken/.test(type) || /^missing authentication token/i.test(text),
	],
	['expired-token', ({ type, text }) => /^ExpiredToken/.test(type) || /security token .*expired/i.test(text)],
	['invalid-token', ({ type, text }) => /^UnrecognizedClient/.test(type) || /security token .*invalid/i.test(text)],
	['clock-skew', ({ text }) => /^signature (expired|not yet current)/i.test(text)],
	['wrong-scope', ({ text }) => /^credential should be scoped/i.test(text)],
	['incomplete-signature', ({ type }) => /^IncompleteSignature/.test(type)],
	[
		'bad-signature',
		({ type, text }) => /^InvalidSignature/.test(type) || /^the request signature we calculated/i.test(text),
	],
	['explicitly-denied', ({ text }) => /is not authorized to perform.*explicit deny/is.test(text)],
	['denied', ({ type, text }) => /^AccessDenied/.test(type) || /is not authorized to perform/i.test(text)],
	['forbidden', ({ type, text }) => /^Forbidden/.test(type) || /^forbidden$/i.test(text)],
]

/** Their texts quote the request as the gate saw it, session token included: never kept. */
const ECHOING: readonly GateReason[] = ['incomplete-signature', 'bad-signature', 'wrong-scope', 'unrecognised']

/** The gate's refusal in an error answer, or null when the answer does not come from the gate. */
export function gateRefusal(status: number, headers: Headers, json: unknown): GateRefusal | null {
	const type = headers.get('x-amzn-errortype')
	const parsed = body.safeParse(json)
	if (type === null && !parsed.success) return null
	const text = !parsed.success ? '' : 'message' in parsed.data ? parsed.data.message : parsed.data.Message
	const reason = RULES.find(([, applies]) => applies({ type: type ?? '', text, status }))?.[0] ?? 'unrecognised'
	return {
		by: 'gate',
		reason,
		status,
		message: ECHOING.includes(reason) || text === '' ? null : text.slice(0, 500),
		requestId: headers.get('x-amzn-requestid'),
		extendedRequestId: headers.get('x-amz-apigw-id'),
		retryAfterSeconds: retryAfterOf(headers),
	}
}

/** Retry-After in seconds; the date form is not used by gate or service and counts as absent. */
export function retryAfterOf(headers: Headers): number | null {
	const text = headers.get('retry-after')
	return text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null
}
