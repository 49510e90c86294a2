import type { Outcome, Unreachable } from './refusal.ts'

/**
 * Runs one exchange until it answers, its caller gives up or `milliseconds` pass. A
 * `run` that ignores the signal is left behind.
 */
export async function withDeadline<T>(
	milliseconds: number,
	outer: AbortSignal | undefined,
	run: (signal: AbortSignal) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
	const controller = new AbortController()
	const stopped = Promise.withResolvers<Outcome<T>>()
	const stop = (reason: Unreachable['reason']) => {
		stopped.resolve(unreachable(reason))
		controller.abort()
	}
	const giveUp = () => stop('aborted')
	if (outer?.aborted) return unreachable('aborted')
	outer?.addEventListener('abort', giveUp, { once: true })
	const timer = setTimeout(() => stop('timeout'), milliseconds)
	try {
		return await Promise.race([stopped.promise, run(controller.signal)])
	} finally {
		clearTimeout(timer)
		outer?.removeEventListener('abort', giveUp)
	}
}

export const unreachable = (reason: Unreachable['reason']): { ok: false; refusal: Unreachable } => ({
	ok: false,
	refusal: { by: 'network', reason, requestId: null },
})
