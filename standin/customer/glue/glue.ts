import type { CustomerWorld } from '../account.ts'
import type { Answer, AwsCall } from '../call.ts'
import { answerJson, refuse } from '../json-operation.ts'
import { databaseOperations } from './databases.ts'
import type { Run } from './operation.ts'
import { partitionOperations } from './partitions.ts'
import { tableOperations } from './tables.ts'
import { versionOperations } from './versions.ts'

/** What the role's shipped policy grants of Glue, and the two reads of databases that it does not. */
const operations = new Map<string, Run>(
	Object.entries({ ...databaseOperations, ...tableOperations, ...versionOperations, ...partitionOperations }),
)

/** Answers one call of the Glue Data Catalog of the caller's account in the call's region. */
export function handleGlue(call: AwsCall, world: CustomerWorld): Answer {
	const run = operations.get(call.operation)
	return answerJson(call, run ? run(call, world) : refuse('UnknownOperationException', ''))
}
