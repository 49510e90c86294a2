import type { Caller } from './handler.ts'
import type { Requester } from './store/schema.ts'

/** Who asked, for what a worker does in their name later. */
export function requesterOf({ requestId, identityId, person, roleArn, role, sourceIp }: Caller): Requester {
	if (person === null) throw new Error('work in an account of a customer is asked for by a person')
	return { requestId, identityId, person, roleArn, role, sourceIp }
}
