import { PROBLEM_STATUS } from '../../lib/contract/problem.ts'
import type { Refusal } from '../handler.ts'
import { problemOf } from './problem.ts'

/** What goes out: a status, JSON text, and the headers that differ from answer to answer. */
export type Answer = { status: number; body: string; code: string | null; headers?: Record<string, string> }

export function refusalAnswer(refusal: Refusal, requestId: string, headers: Record<string, string> = {}): Answer {
	const status = PROBLEM_STATUS[refusal.problem]
	const isPassing = status === 503 || refusal.problem === 'idempotency-in-progress'
	return {
		status,
		body: JSON.stringify(problemOf(refusal, requestId)),
		code: refusal.reason ? `${refusal.problem}/${refusal.reason}` : refusal.problem,
		headers: isPassing ? { ...headers, 'retry-after': '1' } : headers,
	}
}

/**
 * The headers of every answer. X-Sluice-Time is the epoch in milliseconds, from which a page with a wrong clock corrects
 * the time it signs with. The page reads them across origins, so each is exposed by name.
 */
export function responseOf(answer: Answer, about: { requestId: string; consoleOrigin: string; now: Date }): Response {
	return new Response(answer.body, {
		status: answer.status,
		headers: {
			'content-type': answer.status < 400 ? 'application/json' : 'application/problem+json',
			'cache-control': 'no-store',
			'x-content-type-options': 'nosniff',
			'x-sluice-request-id': about.requestId,
			'x-sluice-time': String(about.now.getTime()),
			'access-control-allow-origin': about.consoleOrigin,
			'access-control-expose-headers': 'X-Sluice-Request-Id, X-Sluice-Time, Idempotency-Replayed, Retry-After, Allow',
			vary: 'Origin',
			...answer.headers,
		},
	})
}
