import { createHash } from 'node:crypto'
import type { Idempotency } from '../store/idempotency.ts'
import type { Admitted } from './admit.ts'
import { type Answer, refusalAnswer } from './answer.ts'
import { refuse } from './problem.ts'

type Repeatable = Pick<Admitted, 'operation'> & { repetition: NonNullable<Admitted['repetition']> }

/**
 * Does the work of a POST once for each key (reference: kept 24 h, per person and operation). Copies hear the stored
 * answer, or that it is still in the making. Only digests of requests are kept. An answer of 500 frees the key, since
 * a handler that threw has rolled back.
 */
export async function once(
	{ operation, repetition: { owner, key, body } }: Repeatable,
	requestId: string,
	target: string,
	idempotency: Idempotency,
	work: () => Promise<Answer>,
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
			const answer = await work()
			if (answer.status >= 500) await idempotency.abandon(owner, operation, key)
			else await idempotency.finish(owner, operation, key, { status: answer.status, body: answer.body })
			return answer
		}
	}
}
