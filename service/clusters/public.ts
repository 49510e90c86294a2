import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'

export { causeOfStep } from './catalogue.ts'

/** The release of a cluster as it was last described, for example `emr-6.5.0`; null when it never was. */
export async function releaseLabelOf(
	db: Kysely<Database>,
	{ sourceId, clusterId }: { sourceId: string; clusterId: string },
): Promise<string | null> {
	const record = await db
		.selectFrom('clusters')
		.select('description')
		.where('source_id', '=', sourceId)
		.where('cluster_id', '=', clusterId)
		.executeTakeFirst()
	return record?.description?.releaseLabel ?? null
}
