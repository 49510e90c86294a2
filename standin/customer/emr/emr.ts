import type { CustomerWorld } from '../account.ts'
import type { Answer, AwsCall } from '../call.ts'
import { answerJson, refuse } from '../json-operation.ts'
import { withinBudget } from './budgets.ts'
import { clusterOperations } from './clusters.ts'
import type { Run } from './operation.ts'
import { stepOperations } from './steps.ts'

const operations = new Map<string, Run>(Object.entries({ ...clusterOperations, ...stepOperations }))

/**
 * Answers one call of EMR about the clusters of the caller's account in the call's region, as they are: whoever calls
 * has brought them to the present. None is ever started.
 */
export function handleEmr(call: AwsCall, world: CustomerWorld): Answer {
	const run = operations.get(call.operation)
	if (!run) return answerJson(call, refuse('UnknownOperationException', ''))
	if (!withinBudget(call)) return answerJson(call, refuse('ThrottlingException', 'Rate exceeded'))
	return answerJson(call, run(call, world))
}
