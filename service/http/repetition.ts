import { createHash } from 'node:crypto'
import type { Idempotency } from '../store/idempotency.ts'
import type { Admitted } from './admit.ts'
import { type Answer, refusalAnswer } from './answer.ts'
import type { Performed } from './perform.ts'
import { refuse } from './problem.ts'

type Repeatable = Pick<Admitted, 'operation'> & { repetition: NonNullable<Admitted['repetition']> }

/**
 * Does the work of a POST once for each key (kept 24 h, per person and operation). Copies hear the stored
 * answer, or that it is still in the making. Only digests of requests are kept. A handler commits last,
 * so one that threw has rolled back and frees the key; every other answer is kept, a 500 too: its work may be committed.
 */
export async function once(
	{ operation, repetition: { owner, key, body } }: Repeatable,
	requestId: string,
	target: string,
	idempotency: Idempotency,
	work: () => Promise<Performed>,
): Promise<Answer> {
	const digest = createHash('sha256')
		.update(target)
		.update('\n')
		.update(new Uint8Array(body ?? new ArrayBuffer(0)))
	const begun = await idempotency.begin(owner, operation, key, digest.digest('hex'))
	switch (begun.state) {
		case 'stored': {
			const headers = { 'idempotency-replayed': 'true' }
			return { status: begun.status, body: begun.body, code: 'idempotency-replayed', headers }
		}
		case 'different-body':
			return refusalAnswer(
				refuse('idempotency-key-reused', 'This Idempotency-Key came with another request before.'),
				requestId,
			)
		case 'in-progress':
			return refusalAnswer(refuse('idempotency-in-progress', 'Another copy of this request is at work.'), requestId)
		case 'new': {
			const { answer, threw } = await work()
			if (threw) await idempotency.abandon(owner, operation, key)
			else await idempotency.finish(owner, operation, key, { status: answer.status, body: answer.body })
			return answer
		}
	}
}
