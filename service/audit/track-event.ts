/** A request as its audit rows tell it; `status` null while its outcome is not known. */
export type TrackedRequest = {
	/** Of the intent, or of the refused row. */
	auditId: string
	at: Date
	phase: 'intent' | 'refused'
	requestId: string
	gateRequestId: string | null
	identityId: string | null
	person: string | null
	role: string | null
	operation: string
	target: string | null
	ticket: string | null
	status: number | null
	code: string | null
	latencyMs: number | null
}

/** Bytes of one call. Segment's limit is 32 KB, which kind of KB it does not say. */
export const LONGEST_EVENT = 32_000

/** One identity for all whom nobody knows: Segment counts each it sees as one more user. */
const NOBODY = 'unknown'

/**
 * The body of one call to Segment's HTTP tracking API. Holds what the audit says of a request except its parameters,
 * addresses and ARNs: what leaves for a warehouse must not tell how to reach a customer. The same request gives the same
 * `messageId` each time it is sent.
 */
export function trackEvent(request: TrackedRequest): string {
	const { auditId, at, phase, identityId, person, operation, requestId, gateRequestId } = request
	const { role, target, ticket, status, code, latencyMs } = request
	const outcome = phase === 'refused' ? 'refused' : status === null ? 'unknown' : 'done'
	return JSON.stringify({
		type: 'track',
		messageId: auditId,
		timestamp: at.toISOString(),
		event: operation,
		...(person === null ? { anonymousId: identityId ?? NOBODY } : { userId: person }),
		properties: { outcome, requestId, gateRequestId, operation, role, target, ticket, status, code, latencyMs },
	})
}
