import { type Kysely, sql } from 'kysely'
import type { ReplayStatus } from '../../lib/contract/replay-record.ts'
import type { Database } from '../store/schema.ts'

export type QueueState = { queue: string; waiting: number; active: number; oldestSeconds: number }
export type ReplaysState = { status: ReplayStatus; count: number; overdueSeconds: number }
export type ClustersState = { watched: number; overdueSeconds: number }

/**
 * The queues of these names as they are now. pg-boss counts what is at work by itself every two seconds; what waits is read
 * from the index that its own workers take jobs by, so that finished jobs, kept for days, cost nothing.
 */
export async function queueStates(db: Kysely<Database>, names: readonly string[]): Promise<QueueState[]> {
	const { rows } = await sql<QueueState>`
		select queue.name as queue, queue.active_count as active, count(job.since)::integer as waiting,
			greatest(0, coalesce(extract(epoch from now() - min(job.since)), 0))::float8 as "oldestSeconds"
		from pgboss.queue left join lateral (
			select greatest(created_on, start_after) as since from pgboss.job
			where job.name = queue.name and state < 'active' and not blocked and start_after <= now()
		) as job on true
		where queue.name = any(${[...names]}::text[])
		group by queue.name, queue.active_count order by queue.name`.execute(db)
	return rows
}

/** Replays by status, and how late the worst of each is. A replay is due again seconds after it was looked at. */
export async function replaysState(db: Kysely<Database>): Promise<ReplaysState[]> {
	const { rows } = await sql<ReplaysState>`
		select status, count(*)::integer as count,
			greatest(0, coalesce(extract(epoch from now() - min(due_at)), 0))::float8 as "overdueSeconds"
		from replays group by status`.execute(db)
	return rows
}

/** Clusters that are asked again by themselves. */
export async function clustersState(db: Kysely<Database>): Promise<ClustersState> {
	const { rows } = await sql<ClustersState>`
		select count(*)::integer as watched,
			greatest(0, coalesce(extract(epoch from now() - min(next_look_at) filter (where fetching_since is null)), 0))::float8
				as "overdueSeconds"
		from clusters where next_look_at is not null and watched_until > now()`.execute(db)
	const [state] = rows
	if (!state) throw new Error('a query without rows')
	return state
}
