import type { AuditEntry } from '../audit/public.ts'
import type { CheckRecord } from '../store/schema.ts'

/** What is done in a customer's account for a check, in the name of who ordered it. */
export const auditEntry = (
	{ check_id, source_id, profile, ticket, attempt, requester }: CheckRecord,
	operation: 'checks.perform' | 'checks.sweep',
): AuditEntry => ({
	...requester,
	gateRequestId: null,
	operation,
	target: source_id,
	ticket,
	parameters: { checkId: check_id, profile, attempt },
})
