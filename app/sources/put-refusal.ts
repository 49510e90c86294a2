import type { FieldError } from '../../lib/gateway/refusal.ts'
import { RefusedError } from '../../lib/query/refused-error.ts'

/** The fields that a refused save names, from the service or from the contract before anything was sent. */
export function errorsOf(error: Error): FieldError[] {
	if (!(error instanceof RefusedError)) return []
	const { refusal } = error
	if (refusal.by === 'service') return refusal.problem.errors
	return refusal.by === 'contract' && refusal.side === 'input' ? refusal.errors : []
}

export const isConflict = (error: Error | null) =>
	error instanceof RefusedError && error.refusal.by === 'service' && error.refusal.problem.code === 'version-conflict'
