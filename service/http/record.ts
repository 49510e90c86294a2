import type { AuditId } from '../audit/entry.ts'
import type { Audit } from '../audit/public.ts'
import { within } from '../deadline.ts'
import type { Answer } from './answer.ts'
import type { Facts } from './facts.ts'

/** The audit could not be written in time: what it should have recorded must not happen, or not be answered. */
export class AuditUnavailable extends Error {
	override name = 'AuditUnavailable'
}

/** A look-up in the database, or AuditUnavailable: where it does not answer nothing can be recorded either. */
export const lookedUp = <T>(deadlineMs: number, work: Promise<T>): Promise<T> => recorded(within(deadlineMs, work))

/** The audit keeps its own deadline, so it only needs its failure told apart. */
async function recorded<T>(work: Promise<T>): Promise<T> {
	try {
		return await work
	} catch (cause) {
		throw new AuditUnavailable('the database does not answer', { cause })
	}
}

/** The three writes of a request's record, each settled before the next step of the request. */
export function createRecord(audit: Audit) {
	const resultOf = (answer: Answer, since: number) => ({
		status: answer.status,
		code: answer.code,
		latencyMs: Math.round(performance.now() - since),
	})
	return {
		intent: (facts: Facts): Promise<AuditId> => recorded(audit.intent(entryOf(facts))),
		outcome: (id: AuditId, answer: Answer, since: number) => recorded(audit.outcome(id, resultOf(answer, since))),
		refused: (facts: Facts, answer: Answer, since: number) =>
			recorded(audit.refused(entryOf(facts), resultOf(answer, since))),
	}
}

const entryOf = ({ method: _method, via: _via, ...entry }: Facts) => entry
