import type { Kysely } from 'kysely'
import type { ClusterRecord } from '../store/cluster-schema.ts'
import type { Database } from '../store/schema.ts'
import type { Found } from './look.ts'
import type { Pace } from './pace.ts'

/** Which fetch of which cluster. */
export type FetchKey = { sourceId: string; clusterId: string; fetchId: string }

/** One worker's go at a fetch. Once it was begun anew, or another fetch took its place, nothing of it is stored. */
export type Attempt = {
	record: ClusterRecord
	/** False: overtaken. `pace` null: the account is not asked again by itself. */
	done(found: Found, pace: Pace | null): Promise<boolean>
}

const rowOf = ({ sourceId, clusterId, fetchId }: FetchKey) => ({
	source_id: sourceId,
	cluster_id: clusterId,
	fetch_id: fetchId,
})

/** Begins a fetch, or begins it anew. Null: it has ended, or another has taken its place. */
export async function beginAttempt(db: Kysely<Database>, key: FetchKey, now: () => Date): Promise<Attempt | null> {
	const record = await db
		.updateTable('clusters')
		.set(({ eb }) => ({ attempt: eb('attempt', '+', 1) }))
		.where(({ and }) => and(rowOf(key)))
		.where('fetching_since', 'is not', null)
		.returningAll()
		.executeTakeFirst()
	if (!record) return null
	return {
		record,
		done: ({ look, description, steps }, pace) =>
			db.transaction().execute(async (transaction) => {
				const at = now()
				const ended = await transaction
					.updateTable('clusters')
					.set({
						look: JSON.stringify(look),
						looked_at: at,
						...(description && { description: JSON.stringify(description), described_at: at }),
						fetching_since: null,
						failure: null,
						next_look_at: pace && new Date(at.getTime() + pace.everyMs),
						every_ms: pace?.everyMs ?? 0,
						looks_alike: pace?.looksAlike ?? 0,
					})
					.where(({ and }) => and({ ...rowOf(key), attempt: record.attempt }))
					.where('fetching_since', 'is not', null)
					.returning('cluster_id')
					.execute()
				if (ended.length === 0) return false
				for (const [stepId, step] of steps) {
					await transaction
						.updateTable('cluster_steps')
						.set({ description: JSON.stringify(step), described_at: at })
						.where(({ and }) => and({ ...placeOf(record), step_id: stepId }))
						.execute()
				}
				return true
			}),
	}
}

/** Ends a fetch that no worker could finish. What was known before stays. */
export async function failFetch(db: Kysely<Database>, key: FetchKey, failure: string): Promise<void> {
	await db
		.updateTable('clusters')
		.set({ fetching_since: null, next_look_at: null, failure })
		.where(({ and }) => and(rowOf(key)))
		.where('fetching_since', 'is not', null)
		.execute()
}

/** Which cluster of the world: what several sources may have in common. */
export const placeOf = ({ settings, cluster_id }: Pick<ClusterRecord, 'settings' | 'cluster_id'>) => ({
	account_id: settings.catalogId,
	region: settings.region,
	cluster_id,
})
