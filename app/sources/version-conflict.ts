import { RefusedError } from '../../lib/query/refused-error.ts'

export const isConflict = (error: Error | null) =>
	error instanceof RefusedError && error.refusal.by === 'service' && error.refusal.problem.code === 'version-conflict'
