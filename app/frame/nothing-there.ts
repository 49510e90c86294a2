import { RefusedError } from '../../lib/query/refused-error.ts'

/** The service knows nothing by this id, or the id in the address (input field `field`) could never be one and was not even sent. */
export function isNothingThere(error: Error | null, field: string): boolean {
	if (!(error instanceof RefusedError)) return false
	const { refusal } = error
	if (refusal.by === 'service') return refusal.problem.code === 'not-found'
	return refusal.by === 'contract' && refusal.side === 'input' && refusal.errors.every((one) => one.field === field)
}
