import type { Logger } from 'pino'
import type { ServiceSettings } from '../../lib/settings/service.ts'
import type { Audit } from '../audit/public.ts'
import { causeOf } from '../cause.ts'
import { DeadlineError, within } from '../deadline.ts'
import type { Refusal } from '../handler.ts'
import type { Registry } from '../metrics/registry.ts'
import { measureRequests } from '../metrics/requests.ts'
import type { Binding } from '../sessions/public.ts'
import type { Idempotency } from '../store/idempotency.ts'
import { createAdmission } from './admission.ts'
import { type Admitted, admit } from './admit.ts'
import { type Answer, refusalAnswer, responseOf } from './answer.ts'
import { type Facts, factsOf } from './facts.ts'
import { createGateProof } from './gate-proof.ts'
import { createHealth } from './health.ts'
import type { Operation } from './operation.ts'
import { perform } from './perform.ts'
import { refuse } from './problem.ts'
import { AuditUnavailable, createRecord, lookedUp } from './record.ts'
import { once } from './repetition.ts'
import { createRoleTable } from './roles.ts'
import { createRouter } from './route.ts'

export type RequestPorts = {
	settings: Pick<ServiceSettings, 'gateSecrets' | 'roleArns' | 'consoleOrigin'>
	operations: Record<string, Operation>
	bindingOf: (identityId: string) => Promise<Binding | null>
	audit: Audit
	databaseDeadlineMs: number
	idempotency: Idempotency
	isDraining: () => boolean
	metrics: Registry
	now: () => Date
	log: Logger
}

/** `wireFault` is what the raw headers showed and a Request no longer can; the edge passes it, tests may. */
export type RequestHandler = (request: Request, wireFault?: Refusal | null) => Promise<Response>

type Arrival = { request: Request; url: URL; wireFault: Refusal | null }

/**
 * The service as one function. Every request is admitted step by step, recorded before it may do anything, done, answered
 * and its outcome recorded; one log line tells of it. Throws SettingsError for role ARNs that cannot be told apart.
 */
export function createRequestHandler(ports: RequestPorts): RequestHandler {
	const { log, now } = ports
	const { consoleOrigin } = ports.settings
	const admission = createAdmission()
	const health = createHealth(ports)
	const measure = measureRequests(ports.metrics, admission.load)
	const record = createRecord(ports.audit)
	const admitPorts = {
		isProof: createGateProof(ports.settings.gateSecrets),
		roleOf: createRoleTable(ports.settings.roleArns),
		bindingOf: (identityId: string) => lookedUp(ports.databaseDeadlineMs, ports.bindingOf(identityId)),
		route: createRouter(ports.operations),
	}

	async function work(admitted: Admitted, { pathname, search }: URL, facts: Facts): Promise<Answer> {
		const { bound, input, caller, repetition } = admitted
		const done = () => perform(bound, input, caller, log)
		const answer = repetition
			? once({ ...admitted, repetition }, facts.requestId, pathname + search, ports.idempotency, done)
			: done().then((performed) => performed.answer)
		try {
			return await within(bound.row.timeout, answer)
		} catch (error) {
			if (!(error instanceof DeadlineError)) throw error
			return refusalAnswer(refuse('overloaded', '', { reason: 'timeout' }), facts.requestId)
		}
	}

	async function serve(arrival: Arrival, facts: Facts, since: number): Promise<Answer> {
		const admitted = await admit(arrival.request, arrival.url, arrival.wireFault, facts, admitPorts)
		if (!admitted.ok) {
			const answer = refusalAnswer(admitted, facts.requestId, admitted.headers)
			await record.refused(facts, answer, since)
			return answer
		}
		const id = await record.intent(facts)
		let answer: Answer | null = null
		try {
			answer = await work(admitted, arrival.url, facts)
			return answer
		} finally {
			const told = answer ?? refusalAnswer(refuse('internal', ''), facts.requestId)
			// What was done is answered as it is: holding the answer back would make nothing undone. An intent whose outcome
			// could not be written says so by itself.
			record.outcome(id, told, since).catch((error: unknown) => {
				log.error({ requestId: facts.requestId, cause: causeOf(error) }, 'outcome not recorded')
			})
		}
	}

	async function answerOf(arrival: Arrival, facts: Facts, since: number): Promise<Answer> {
		const entered = admission.enter()
		if (!entered) return refusalAnswer(refuse('overloaded', ''), facts.requestId)
		const leave = await entered
		try {
			return await serve(arrival, facts, since)
		} catch (error) {
			const isAudit = error instanceof AuditUnavailable
			log.error({ requestId: facts.requestId, cause: causeOf(isAudit ? error.cause : error) }, 'request failed')
			return refusalAnswer(refuse(isAudit ? 'audit-unavailable' : 'internal', ''), facts.requestId)
		} finally {
			leave()
		}
	}

	return async (request, wireFault = null) => {
		const url = new URL(request.url)
		const healthy = await health(request, url)
		if (healthy) return healthy
		const since = performance.now()
		const facts = factsOf(request.method)
		let answer: Answer | null = null
		try {
			answer = await answerOf({ request, url, wireFault }, facts, since)
			return responseOf(answer, { requestId: facts.requestId, consoleOrigin, now: now() })
		} finally {
			const { parameters: _parameters, ...line } = facts
			const latencyMs = Math.round(performance.now() - since)
			const { status, code } = answer ?? refusalAnswer(refuse('internal', ''), facts.requestId)
			measure(facts.operation, { status, code }, latencyMs)
			log.info({ ...line, status, code, refusedBy: refuserOf(status), latencyMs }, 'request')
		}
	}
}

/** Told apart from the gate's refusals, which stand in its access log, and from those of a customer's account. */
const refuserOf = (status: number) => (status >= 400 && status !== 500 ? 'service' : null)
