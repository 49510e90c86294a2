import type { Logger } from 'pino'
import { refusalAnswer, responseOf } from './http/answer.ts'
import { factsOf } from './http/facts.ts'
import { createHealth } from './http/health.ts'
import { refuse } from './http/problem.ts'
import type { RequestHandler } from './http/request-handler.ts'

type Ports = Parameters<typeof createHealth>[0] & { settings: { consoleOrigin: string }; now: () => Date; log: Logger }

/**
 * What a process answers that only works: its health and metrics. Anything else is told the same, whoever asks for whatever:
 * no identity is read and no secret compared. As nothing can be done here nothing is audited; the log has a line, because
 * whoever sends requests here wanted another process.
 */
export function createHealthOnly({ settings, now, log, ...ports }: Ports): RequestHandler {
	const health = createHealth(ports)
	return async (request) => {
		const healthy = await health(request, new URL(request.url))
		if (healthy) return healthy
		const { requestId, method } = factsOf(request.method)
		const refusal = refuse('not-found', 'This process works and answers nobody.', { fix: 'Call the gateway.' })
		const answer = refusalAnswer(refusal, requestId)
		log.warn({ requestId, method, status: answer.status, code: answer.code }, 'request to a worker')
		return responseOf(answer, { requestId, consoleOrigin: settings.consoleOrigin, now: now() })
	}
}
