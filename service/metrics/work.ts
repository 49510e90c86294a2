import type { Kysely } from 'kysely'
import { REPLAY_STATUSES } from '../../lib/contract/replay-record.ts'
import { type OutboxState, outboxState } from '../audit/outbox-state.ts'
import { within } from '../deadline.ts'
import type { Database } from '../store/schema.ts'
import { clustersState, type QueueState, queueStates, replaysState } from './look.ts'
import type { Registry, Sample } from './registry.ts'

/** Several scrapers, and the gauges of one scrape, cost the database one look. */
const FRESH_MS = 5_000
/** Below the ten seconds after which a scraper gives up: what this process knows by itself is told then, too. */
const LOOK_MS = 4_000

export type WorkPorts = {
	db: Kysely<Database>
	/** Names, those of the queues of given up jobs among them. */
	queues: readonly string[]
	/** Without a receiver nothing is ever taken into the outbox, and its lag means nothing. */
	hasOutbox: boolean
	/** Milliseconds that never go back. */
	clock: () => number
}

async function lookAt({ db, queues, hasOutbox }: WorkPorts) {
	const [states, replays, clusters, outbox] = await Promise.all([
		queueStates(db, queues),
		replaysState(db),
		clustersState(db),
		hasOutbox ? outboxState(db) : null,
	])
	return { queues: states, replays, clusters, outbox }
}
export type Work = Awaited<ReturnType<typeof lookAt>>

/**
 * What waits in the database, the same whichever process is asked. A database that does not answer shows as
 * `sluice_database_up 0`, and the rest of it is not told. Answers how to look; null: the database did not answer.
 */
export function measureWork(registry: Registry, ports: WorkPorts): () => Promise<Work | null> {
	let looked: { at: number; work: Promise<Work | null> } | null = null
	function work(): Promise<Work | null> {
		if (looked === null || ports.clock() - looked.at > FRESH_MS) {
			looked = { at: ports.clock(), work: within(LOOK_MS, lookAt(ports)).catch(() => null) }
		}
		return looked.work
	}
	const gauge = (name: string, help: string, read: (found: Work) => Sample[]) =>
		registry.gauge(name, help, async () => {
			const found = await work()
			return found === null ? [] : read(found)
		})
	const ofQueues = (name: string, help: string, value: (state: QueueState) => number) =>
		gauge(name, help, ({ queues }) => queues.map((state) => [{ queue: state.queue }, value(state)]))
	const ofOutbox = (name: string, help: string, value: (state: OutboxState) => number) =>
		gauge(name, help, ({ outbox }) => (outbox === null ? [] : [[{}, value(outbox)]]))
	const one = (name: string, help: string, value: (found: Work) => number) =>
		gauge(name, help, (found) => [[{}, value(found)]])

	registry.gauge('sluice_database_up', 'Whether the database answered.', async () => [[{}, (await work()) ? 1 : 0]])
	ofQueues('sluice_queue_waiting', 'Jobs that a worker could take now.', (queue) => queue.waiting)
	ofQueues('sluice_queue_active', 'Jobs at work in all processes.', (queue) => queue.active)
	ofQueues('sluice_queue_oldest_seconds', 'Age of the oldest job that waits.', (queue) => queue.oldestSeconds)
	ofOutbox('sluice_outbox_waiting', 'Requests whose track event could be delivered.', (outbox) => outbox.waiting)
	ofOutbox('sluice_outbox_oldest_seconds', 'Age of the oldest of them.', (outbox) => outbox.oldestSeconds ?? 0)
	ofOutbox('sluice_outbox_set_aside', 'Track events that wait for an operator.', (outbox) => outbox.setAside)
	gauge('sluice_replays', 'Replays by status; undecided ones wait for a person.', ({ replays }) =>
		REPLAY_STATUSES.map((status) => [{ status }, replays.find((found) => found.status === status)?.count ?? 0]),
	)
	one('sluice_replays_overdue_seconds', 'How late the replay is that is due longest.', ({ replays }) =>
		Math.max(0, ...replays.map(({ overdueSeconds }) => overdueSeconds)),
	)
	one('sluice_clusters_watched', 'Clusters that are asked again by themselves.', ({ clusters }) => clusters.watched)
	one(
		'sluice_clusters_overdue_seconds',
		'How late the cluster is that is due longest.',
		({ clusters }) => clusters.overdueSeconds,
	)
	return work
}
