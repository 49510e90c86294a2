import { setTimeout } from 'node:timers/promises'

/** One call's time, waiting included. Milliseconds. */
export type Deadline = {
	signal: AbortSignal
	lengthMs: number
	remaining(): number
	/** True after `ms`; false when the deadline came first. */
	pause(ms: number): Promise<boolean>
}

/** Runs `work` against a deadline of `lengthMs`. The signal aborts then; `work` itself decides what that means. */
export async function withDeadline<T>(lengthMs: number, work: (deadline: Deadline) => Promise<T>): Promise<T> {
	const end = performance.now() + lengthMs
	const controller = new AbortController()
	const timer = globalThis.setTimeout(() => controller.abort(), lengthMs)
	const { signal } = controller
	try {
		return await work({
			signal,
			lengthMs,
			remaining: () => Math.max(0, end - performance.now()),
			pause: (ms) => setTimeout(ms, true, { signal }).catch(() => false),
		})
	} finally {
		clearTimeout(timer)
	}
}
