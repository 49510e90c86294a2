import type { Logger } from 'pino'
import type { AwsTally } from './aws.ts'
import type { Work } from './work.ts'

const EVERY_MS = 60_000

/** What an alarm needs, as plain numbers; null where nothing is known. */
export function summaryOf(work: Work | null) {
	if (work === null) return { databaseUp: 0 }
	const { queues, outbox, replays, clusters } = work
	return {
		databaseUp: 1,
		queueOldestSeconds: Math.max(0, ...queues.map(({ oldestSeconds }) => oldestSeconds)),
		queueWaiting: queues.reduce((sum, { waiting }) => sum + waiting, 0),
		outboxOldestSeconds: outbox === null ? null : (outbox.oldestSeconds ?? 0),
		outboxSetAside: outbox === null ? null : outbox.setAside,
		replaysUndecided: replays.find(({ status }) => status === 'undecided')?.count ?? 0,
		replaysOverdueSeconds: Math.max(0, ...replays.map(({ overdueSeconds }) => overdueSeconds)),
		clustersOverdueSeconds: clusters.overdueSeconds,
	}
}

export type TellingPorts = {
	/** Null: the database did not answer. */
	look: () => Promise<Work | null>
	/** Of the time since the line before. */
	tally: () => AwsTally
	/** One entry for each customer's service that this process leaves alone now. */
	paused: () => readonly unknown[]
	log: Logger
}

/**
 * A line each minute with what the metrics tell of the work, for whoever watches logs and scrapes nothing: flat numbers,
 * because a metric filter of CloudWatch cannot look through an array. Goes on until the answer is called.
 */
export function tellWork({ look, tally, paused, log }: TellingPorts): () => void {
	const timer = setInterval(async () => {
		log.info({ ...summaryOf(await look()), ...tally(), circuitsOpen: paused().length }, 'work')
	}, EVERY_MS)
	return () => clearInterval(timer)
}
