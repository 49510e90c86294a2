import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { clusters } from '../../lib/contract/clusters.ts'
import { savedSettings } from '../checks/public.ts'
import type { Handler } from '../handler.ts'
import { requesterOf } from '../requester.ts'
import { findSource, unknownSource } from '../sources/public.ts'
import type { ClustersPorts } from './handler.ts'
import { FRESH_MS } from './pace.ts'
import { LEASE_MS } from './watch.ts'
import { CLUSTERS_QUEUE } from './worker.ts'

/**
 * Has the account asked about a cluster, or joins a fetch of it that is under way or was done just now through the same
 * settings. What is asked and the job are stored together or not at all; nothing of the customer is touched here.
 */
export const orderFetch: Handler<typeof clusters.fetch, ClustersPorts> = async (input, caller, { db, jobs, now }) => {
	const { sourceId, ticket = null } = input
	const record = await findSource(db, sourceId)
	if (!record) return unknownSource(sourceId)
	const { clusterId = record.settings.clusterId } = input
	const settings = { ...savedSettings(record.settings), clusterId }
	const at = now()
	const fetchId = randomUUID()
	const asked = {
		customer: record.settings.customer,
		settings: JSON.stringify(settings),
		requester: JSON.stringify(requesterOf(caller)),
		requested_at: at,
		ticket,
		watched_until: new Date(at.getTime() + LEASE_MS),
	}
	const begun = { fetch_id: fetchId, attempt: 0, fetching_since: at, next_look_at: null, failure: null }
	const status = await db.transaction().execute(async (transaction) => {
		const joins = sql<boolean>`clusters.settings = excluded.settings and (clusters.fetching_since is not null
			or clusters.looked_at > ${new Date(at.getTime() - FRESH_MS)})`
		const kept = await transaction
			.insertInto('clusters')
			.values({ source_id: sourceId, cluster_id: clusterId, ...asked, ...begun })
			.onConflict((conflict) =>
				conflict.columns(['source_id', 'cluster_id']).doUpdateSet({
					...asked,
					fetch_id: sql`case when ${joins} then clusters.fetch_id else excluded.fetch_id end`,
					attempt: sql`case when ${joins} then clusters.attempt else 0 end`,
					fetching_since: sql`case when ${joins} then clusters.fetching_since else excluded.fetching_since end`,
					next_look_at: sql`case when ${joins} then clusters.next_look_at end`,
					failure: sql`case when ${joins} then clusters.failure end`,
				}),
			)
			.returning(['fetch_id', 'fetching_since'])
			.executeTakeFirstOrThrow()
		if (kept.fetch_id === fetchId) {
			const job = { sourceId, clusterId, fetchId, clicked: true }
			await jobs.send(transaction, CLUSTERS_QUEUE.name, settings.catalogId, job)
		}
		return kept.fetching_since === null ? ('fresh' as const) : ('running' as const)
	})
	return { ok: true, value: { clusterId, sourceId, status } }
}
