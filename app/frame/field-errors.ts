import type { FieldError } from '../../lib/gateway/refusal.ts'
import { RefusedError } from '../../lib/query/refused-error.ts'

/** The fields that a refused form names, from the service or from the contract before anything was sent. */
export function fieldErrorsOf(error: Error): FieldError[] {
	if (!(error instanceof RefusedError)) return []
	const { refusal } = error
	if (refusal.by === 'service') return refusal.problem.errors
	return refusal.by === 'contract' && refusal.side === 'input' ? refusal.errors : []
}
