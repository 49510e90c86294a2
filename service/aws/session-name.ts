/** RoleSessionName holds at most 64 of `[\w+=,.@-]` (STS API reference, AssumeRole). */
const LONGEST = 64

/** Leaves room for the hyphen and one character of the person. */
const LONGEST_ID = LONGEST - 2

/**
 * The name of a role session, as the customer reads it in CloudTrail: who asked, and under which request of the gate.
 * What STS does not allow becomes `_`. When both do not fit, the person loses its end: the request finds the audit row,
 * and that row names the person in full.
 */
export function sessionNameOf(person: string, extendedRequestId: string): string {
	const id = legal(extendedRequestId).slice(0, LONGEST_ID)
	return `${legal(person).slice(0, LONGEST - 1 - id.length)}-${id}`
}

const legal = (text: string) => text.replace(/[^A-Za-z0-9_+=,.@-]/gu, '_')
