import { type Kysely, sql } from 'kysely'
import type { Logger } from 'pino'
import { causeOf } from '../cause.ts'
import type { Jobs } from '../store/jobs.ts'
import type { Database } from '../store/schema.ts'
import { CLUSTERS_QUEUE } from './worker.ts'

/** A page that looks says so at least this often. */
export const LEASE_MS = 45_000
/** What was clicked once is followed this long, however long a forgotten page stays open. */
export const FOLLOWED_MS = 30 * 60_000
const TICK_MS = 2_000
const AT_ONCE = 20

type Key = { sourceId: string; clusterId: string }

/** Somebody looks: what a click began goes on. Nothing is begun here. */
export async function keepWatched(db: Kysely<Database>, { sourceId, clusterId }: Key, now: Date): Promise<void> {
	await db
		.updateTable('clusters')
		.set({ watched_until: new Date(now.getTime() + LEASE_MS) })
		.where('source_id', '=', sourceId)
		.where('cluster_id', '=', clusterId)
		.where('requested_at', '>', new Date(now.getTime() - FOLLOWED_MS))
		// A page looks every few seconds; one write for each third of a lease is enough.
		.where('watched_until', '<', new Date(now.getTime() + (2 * LEASE_MS) / 3))
		.execute()
}

type WatchPorts = { db: Kysely<Database>; jobs: Pick<Jobs, 'send'>; now: () => Date }

/**
 * Hands over to workers what is due and looked at. The row itself is the one owner: whoever claims it first begins the
 * fetch, and the other processes pass it by. Answers how many were claimed.
 */
export async function orderDue({ db, jobs, now }: WatchPorts): Promise<number> {
	const at = now()
	return db.transaction().execute(async (transaction) => {
		const { rows } = await sql<{ source_id: string; cluster_id: string; fetch_id: string; account: string }>`
			update clusters set fetch_id = gen_random_uuid()::text, attempt = 0, fetching_since = ${at}, next_look_at = null,
				failure = null
			where (source_id, cluster_id) in (
				select source_id, cluster_id from clusters
				where next_look_at <= ${at} and fetching_since is null and watched_until > ${at}
				order by next_look_at limit ${AT_ONCE} for update skip locked
			)
			returning source_id, cluster_id, fetch_id, settings->>'catalogId' as account`.execute(transaction)
		for (const { source_id, cluster_id, fetch_id, account } of rows) {
			const job = { sourceId: source_id, clusterId: cluster_id, fetchId: fetch_id, clicked: false }
			await jobs.send(transaction, CLUSTERS_QUEUE.name, account, job)
		}
		return rows.length
	})
}

/** Looks for what is due until the answer is called: call it before the database closes. */
export function watchClusters(ports: WatchPorts & { log: Logger }): () => void {
	let stopped = false
	let timer: NodeJS.Timeout
	const tick = async () => {
		await orderDue(ports).catch((error) => ports.log.error({ cause: causeOf(error) }, 'clusters could not be watched'))
		if (!stopped) timer = setTimeout(tick, TICK_MS)
	}
	timer = setTimeout(tick, TICK_MS)
	return () => {
		stopped = true
		clearTimeout(timer)
	}
}
