import type { Registry } from './registry.ts'

/** Seconds. The gateway gives up at 29. */
const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 29]

export type Load = { inFlight: number; waiting: number }

/**
 * What requests tell: how many by operation, status and problem code, how long they took, and how full this process is.
 * `code` is a problem code of the contract, its finer reason cut off, or null. What the gate refused never arrives here.
 */
export function measureRequests(registry: Registry, load: () => Load) {
	const count = registry.counter<{ operation: string; status: string; code: string }>(
		'sluice_requests_total',
		'Requests answered. code: the problem for which this service refused or failed, else none. Refusals of the gate stand in its access log.',
	)
	const observe = registry.histogram<{ operation: string }>(
		'sluice_request_seconds',
		'Time from arrival to answer, waiting for a place included.',
		BOUNDS,
	)
	registry.gauge('sluice_requests_in_flight', 'Requests at work, at most 64.', () => [[{}, load().inFlight]])
	registry.gauge(
		'sluice_requests_waiting',
		'Requests waiting for a place, at most 64; above that they are refused.',
		() => [[{}, load().waiting]],
	)

	return (operation: string, answer: { status: number; code: string | null }, latencyMs: number): void => {
		const code = answer.code?.split('/')[0] ?? 'none'
		count({ operation, status: String(answer.status), code })
		observe({ operation }, latencyMs / 1000)
	}
}
