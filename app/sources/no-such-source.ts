import { RefusedError } from '../../lib/query/refused-error.ts'

/** The service knows no such source, or the id in the address could never be one and was not even sent. */
export function isNoSuchSource(error: Error | null): boolean {
	if (!(error instanceof RefusedError)) return false
	const { refusal } = error
	if (refusal.by === 'service') return refusal.problem.code === 'not-found'
	return (
		refusal.by === 'contract' && refusal.side === 'input' && refusal.errors.every(({ field }) => field === 'sourceId')
	)
}
