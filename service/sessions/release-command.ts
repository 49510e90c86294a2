import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { createAudit } from '../audit/public.ts'
import type { Database } from '../store/schema.ts'
import { releaseBinding } from './binding.ts'

/**
 * Releases a person's binding from the operator's terminal, for the day no admin can sign in. Recorded like a request,
 * as done by `operator:<actor>`. `person` is the lower-case e-mail; answers how many bindings were released.
 */
export async function releaseByOperator(
	db: Kysely<Database>,
	now: () => Date,
	actor: string,
	person: string,
): Promise<number> {
	const audit = createAudit(db, { writerId: `release-${randomUUID()}`, now, deadlineMs: 30_000 })
	const started = now().getTime()
	const intent = await audit.intent({
		requestId: `operator-${randomUUID()}`,
		gateRequestId: null,
		identityId: null,
		person: `operator:${actor}`,
		roleArn: null,
		role: null,
		operation: 'sessions.release',
		target: person,
		ticket: null,
		parameters: { person },
		sourceIp: null,
	})
	const released = await releaseBinding(db, now(), person)
	const [status, code] = released > 0 ? [200, null] : [404, 'not-found']
	await audit.outcome(intent, { status, code, latencyMs: now().getTime() - started })
	return released
}
