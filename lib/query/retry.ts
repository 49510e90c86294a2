import { mayReadAgain, waitOf } from '../gateway/retry.ts'
import { RefusedError } from './refused-error.ts'

/** For reads only, as lib/gateway says; what is no refusal is a bug, which the next attempt would meet again. */
export const shouldRetry = (failures: number, error: Error): boolean =>
	error instanceof RefusedError && mayReadAgain(error.refusal, failures)

export const retryDelay = (failures: number, error: Error): number =>
	error instanceof RefusedError ? waitOf(error.refusal, failures) : 0
