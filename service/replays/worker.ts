import { type Kysely, sql } from 'kysely'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Audit } from '../audit/public.ts'
import type { CustomerAccess } from '../aws/ports.ts'
import { causeOf } from '../cause.ts'
import type { Jobs, Queue } from '../store/jobs.ts'
import type { Database } from '../store/schema.ts'
import { type Attempt, beginAttempt, Overtaken } from './attempt.ts'
import { moveOn } from './moving.ts'
import { PACE, type Pace } from './pace.ts'
import type { JobTemplate } from './ports.ts'
import { createHand } from './session.ts'

/** Replays of one account follow each other, so that its few calls to EMR are not used up at once. */
export const REPLAYS_QUEUE: Queue = { name: 'replays', givenUp: 'replays-given-up', atOnce: 8, atOncePerGroup: 1 }

export type WorkerPorts = {
	db: Kysely<Database>
	jobs: Jobs
	access: CustomerAccess
	audit: Audit
	now: () => Date
	log: Logger
	job: JobTemplate
	pace?: Pace
}

const job = z.object({ replayId: z.string() })

/** Moves replays on until the queue is stopped. One that no worker could move is taken up again later: none is lost. */
export async function workOnReplays(ports: WorkerPorts): Promise<void> {
	const { db, jobs, now, log, pace = PACE } = ports
	await jobs.work(
		REPLAYS_QUEUE,
		async (data) => performReplay(job.parse(data).replayId, ports),
		async (data) => {
			const { replayId } = job.parse(data)
			log.error({ replayId }, 'replay could not be moved on: it is tried again')
			await db
				.updateTable('replays')
				.set({ due_at: sql`least(due_at, ${new Date(now().getTime() + pace.slowMs)})` })
				.where('replay_id', '=', replayId)
				.where('ended_at', 'is', null)
				.execute()
		},
	)
}

/** Moves one replay as far as it goes now, and says when it is looked at again. */
export async function performReplay(replayId: string, ports: WorkerPorts): Promise<void> {
	const { db, now, log } = ports
	const attempt = await beginAttempt(db, replayId, now)
	if (!attempt) return
	const hand = createHand(attempt, ports)
	const about = { replayId, attempt: attempt.record.attempt, requestId: attempt.record.requester.requestId }
	try {
		await hand.ended({ status: 200, code: await moved(attempt) })
	} catch (error) {
		log.error({ ...about, cause: causeOf(error) }, 'replay broke off')
		await hand.ended({ status: 500, code: 'internal' })
		throw error
	}

	async function moved(attempt: Attempt): Promise<string> {
		try {
			const inMs = await moveOn(attempt, hand, { ...ports, pace: ports.pace ?? PACE })
			await attempt.lookAgain(inMs)
			return 'ok'
		} catch (error) {
			if (!(error instanceof Overtaken)) throw error
			log.info(about, 'replay was taken up by another worker, or ended')
			return 'overtaken'
		}
	}
}
