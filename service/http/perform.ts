import type { Logger } from 'pino'
import { COMMON_PROBLEMS, type ProblemCode } from '../../lib/contract/problem.ts'
import { redact } from '../../lib/contract/redaction.ts'
import { causeOf } from '../cause.ts'
import type { Caller, Outcome } from '../handler.ts'
import { type Answer, refusalAnswer } from './answer.ts'
import type { Operation } from './operation.ts'
import { refuse } from './problem.ts'

/** `threw`: the handler gave up. Any other answer, of 500 too, comes after whatever the handler committed. */
export type Performed = { answer: Answer; threw: boolean }

/**
 * Runs a handler and holds it to its contract. Never rejects: a thrown error, a refusal the row does not promise and an
 * output its schema does not accept are bugs, logged under the request id and answered 500 without a word of their content.
 */
export async function perform(
	operation: Operation,
	input: Record<string, unknown>,
	caller: Caller,
	log: Logger,
): Promise<Performed> {
	const bug = (message: string, found: object): Answer => {
		log.error({ requestId: caller.requestId, ...found }, message)
		return refusalAnswer(refuse('internal', ''), caller.requestId)
	}
	let outcome: Outcome<unknown>
	try {
		outcome = await operation.run(input, caller)
	} catch (error) {
		return { answer: bug('handler threw', { cause: causeOf(error) }), threw: true }
	}
	return { answer: answerOf(operation, outcome, caller, bug), threw: false }
}

function answerOf(
	{ row }: Operation,
	outcome: Outcome<unknown>,
	caller: Caller,
	bug: (message: string, found: object) => Answer,
): Answer {
	if (!outcome.ok) {
		const promised: readonly ProblemCode[] = [...COMMON_PROBLEMS, ...row.problems]
		if (!promised.includes(outcome.problem)) return bug('refusal outside the contract', { problem: outcome.problem })
		return refusalAnswer(outcome, caller.requestId)
	}
	try {
		const output = row.output.safeParse(outcome.value)
		if (!output.success) {
			return bug('answer outside the contract', { fields: output.error.issues.map(({ path }) => path.join('.')) })
		}
		return {
			status: row.success ?? 200,
			body: JSON.stringify(redact(row.output, output.data, caller.role)),
			code: null,
		}
	} catch (error) {
		return bug('answer could not be written', { cause: causeOf(error) })
	}
}
