import type { PolicyStatement } from './ports.ts'

/** Longest inline session policy (STS API reference, AssumeRole, parameter Policy). */
export const BELT_LIMIT = 2048

/**
 * The session policy of a belt, as short as JSON gets. Throws when it does not fit or allows nothing at all: a session
 * without its belt may do everything the customer's role may, so this is never sent.
 */
export function beltDocument(belt: readonly PolicyStatement[]): string {
	if (belt.length === 0) throw new Error('A role session needs a belt: no statement was given.')
	const document = JSON.stringify({ Version: '2012-10-17', Statement: belt })
	if (document.length > BELT_LIMIT)
		throw new Error(`The session policy has ${document.length} characters; STS takes ${BELT_LIMIT}.`)
	return document
}
