import type { Kysely } from 'kysely'
import type { clusters } from '../../lib/contract/clusters.ts'
import type { Handlers } from '../handler.ts'
import type { Jobs } from '../store/jobs.ts'
import type { Database } from '../store/schema.ts'
import { getCluster } from './get.ts'
import { listClusters } from './list.ts'
import { orderFetch } from './order-fetch.ts'

export type ClustersPorts = { db: Kysely<Database>; jobs: Pick<Jobs, 'send'>; now: () => Date }

/** Answers hold connection details; the router takes them out for roles that may not see them. */
export const clustersHandlers: Handlers<typeof clusters, ClustersPorts> = {
	fetch: orderFetch,
	get: getCluster,
	list: listClusters,
}
