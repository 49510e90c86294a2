import type { Kysely } from 'kysely'
import type { ClusterRecord } from '../store/cluster-schema.ts'
import type { Database } from '../store/schema.ts'
import type { Found } from './look.ts'
import { FRESH_MS } from './pace.ts'

/**
 * What another source's settings told just now of the very same cluster through the very same role, so that a cluster of
 * several sources is asked once. A role that did not let the other in says nothing of this source's external ids.
 */
export async function neighbourLook(db: Kysely<Database>, record: ClusterRecord, now: Date): Promise<Found | null> {
	const { settings, source_id, cluster_id } = record
	const rows = await db
		.selectFrom('clusters')
		.select(['settings', 'look', 'description'])
		.where('cluster_id', '=', cluster_id)
		.where('source_id', '<>', source_id)
		.where('looked_at', '>', new Date(now.getTime() - FRESH_MS))
		.orderBy('looked_at', 'desc')
		.execute()
	const same = rows.find(
		(row) =>
			row.settings.roleArn === settings.roleArn &&
			row.settings.region === settings.region &&
			row.settings.bucket === settings.bucket &&
			row.look?.door === null &&
			row.look.describe === null,
	)
	return same?.look && same.description ? { look: same.look, description: same.description, steps: new Map() } : null
}
