import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { type ConstructorOptions, fromKysely, PgBoss } from 'pg-boss'
import type { Database } from './schema.ts'

/** Where the queue lives: beside our tables, in a schema that pg-boss keeps by itself. */
export type JobStore = Pick<ConstructorOptions, 'db' | 'backend' | 'connectionString'>

/**
 * A queue with the one that receives what was given up, how many jobs of it one process works on at once, and how many
 * of those may be of one group.
 */
export type Queue = { name: string; givenUp: string; atOnce: number; atOncePerGroup: number }

export type Jobs = {
	/** Part of the transaction that stores what the job is about: both are there or neither is. */
	send(transaction: Transaction<Database>, queue: string, group: string, data: object): Promise<void>
	/** A job whose worker dies is worked on anew, here or elsewhere; one that throws, too. `stopped`: see `stop`. */
	work(
		queue: Queue,
		perform: (data: unknown, stopped: AbortSignal) => Promise<void>,
		giveUp: (data: unknown) => Promise<void>,
	): Promise<void>
	/** Lets what is at work end; what takes longer than `seconds` is left for another worker, and its signal aborts. */
	stop(seconds: number): Promise<void>
}

/** A worker that was killed is noticed after its next missing sign of life: at most 10 + 2 s later. */
const SIGN_OF_LIFE_SECONDS = 10
const WATCH_SECONDS = 2
const TRIES = 4

/** Opens the queues, which exist from then on: what is sent waits for a worker. */
export async function openJobs(
	store: JobStore,
	queues: readonly Queue[],
	onError: (error: Error) => void,
): Promise<Jobs> {
	const boss = new PgBoss({
		...store,
		max: 6,
		application_name: 'sluice jobs',
		useListenNotify: true,
		schedule: false,
		superviseIntervalSeconds: WATCH_SECONDS,
		monitorIntervalSeconds: WATCH_SECONDS,
	})
	boss.on('error', onError)
	await boss.start()
	for (const { name, givenUp } of queues) {
		await boss.createQueue(givenUp)
		await boss.createQueue(name, {
			retryLimit: TRIES - 1,
			retryDelay: 1,
			retryBackoff: true,
			expireInSeconds: 900,
			heartbeatSeconds: SIGN_OF_LIFE_SECONDS,
			deadLetter: givenUp,
			notify: true,
		})
		// Looks the queue up now: done inside a transaction it would wait, on the embedded database, for that very transaction.
		await boss.findJobs(name, { id: randomUUID() })
	}
	return {
		async send(transaction, queue, group, data) {
			await boss.send(queue, data, { db: fromKysely(transaction), group: { id: group } })
		},
		async work({ name, givenUp, atOnce, atOncePerGroup }, perform, giveUp) {
			const often = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 }
			await boss.work(givenUp, often, async ([job]) => giveUp(job?.data))
			const shares = { localConcurrency: atOnce, localGroupConcurrency: atOncePerGroup }
			await boss.work(name, { ...often, ...shares, heartbeatRefreshSeconds: 3 }, async ([job]) => {
				if (job) await perform(job.data, job.signal)
			})
		},
		stop: (seconds) => boss.stop({ graceful: true, timeout: seconds * 1_000 }),
	}
}
