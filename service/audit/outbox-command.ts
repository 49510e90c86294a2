import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'
import { retrySetAside } from './outbox-state.ts'
import { createAudit } from './public.ts'

/**
 * Gives the track events that were set aside all their tries again, from the operator's terminal. Recorded like a request,
 * as done by `operator:<actor>`. Answers how many there were.
 */
export async function retryByOperator(db: Kysely<Database>, now: () => Date, actor: string): Promise<number> {
	const audit = createAudit(db, { writerId: `outbox-${randomUUID()}`, now, deadlineMs: 30_000 })
	const started = now().getTime()
	const intent = await audit.intent({
		requestId: `operator-${randomUUID()}`,
		gateRequestId: null,
		identityId: null,
		person: `operator:${actor}`,
		roleArn: null,
		role: null,
		operation: 'outbox.retry',
		target: null,
		ticket: null,
		parameters: null,
		sourceIp: null,
	})
	const retried = await retrySetAside(db)
	await audit.outcome(intent, { status: 200, code: null, latencyMs: now().getTime() - started })
	return retried
}
