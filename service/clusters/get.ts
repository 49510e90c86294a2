import type { ClusterStatus } from '../../lib/contract/cluster-status.ts'
import { clusters } from '../../lib/contract/clusters.ts'
import type { Role } from '../../lib/contract/role.ts'
import { savedSettings } from '../checks/public.ts'
import type { Handler } from '../handler.ts'
import { findSource, unknownSource } from '../sources/public.ts'
import type { ClusterStepRecord } from '../store/cluster-schema.ts'
import type { SourceRecord } from '../store/schema.ts'
import type { ClustersPorts } from './handler.ts'
import { asStatus } from './record.ts'
import { recordedSteps, shownSteps } from './steps.ts'
import { keepWatched } from './watch.ts'

/** What is stored, which may be nothing. Only who may fetch keeps a cluster from being forgotten by looking. */
export const getCluster: Handler<typeof clusters.get, ClustersPorts> = async (input, caller, { db, now }) => {
	const { sourceId, clusterId, watch } = input
	const source = await findSource(db, sourceId)
	if (!source) return unknownSource(sourceId)
	const at = now()
	if (watch !== undefined && mayFetch(caller.role)) await keepWatched(db, { sourceId, clusterId }, at)
	const record = await db
		.selectFrom('clusters')
		.selectAll()
		.where('source_id', '=', sourceId)
		.where('cluster_id', '=', clusterId)
		.executeTakeFirst()
	const steps = await recordedSteps(db, record ?? { settings: savedSettings(source.settings), cluster_id: clusterId })
	if (!record) return { ok: true, value: neverFetched(source, clusterId, steps) }
	return { ok: true, value: asStatus(record, steps, source.settings.clusterId, at) }
}

const mayFetch = (role: Role) => (clusters.fetch.roles as readonly Role[]).includes(role)

/** A link to a cluster that nobody has looked at opens too, so that the page can offer the fetch. Our own steps are known all the same. */
const neverFetched = (
	{ source_id, settings }: SourceRecord,
	clusterId: string,
	steps: readonly ClusterStepRecord[],
): ClusterStatus => ({
	clusterId,
	sourceId: source_id,
	customer: settings.customer,
	region: settings.region,
	inSettings: settings.clusterId === clusterId,
	verdict: null,
	headline: null,
	fetchedAt: null,
	ageMs: null,
	fetching: null,
	requestedBy: null,
	requestedAt: null,
	confidence: null,
	nextAction: null,
	addressee: null,
	hypotheses: [],
	evidence: null,
	failure: null,
	live: null,
	cluster: null,
	instances: null,
	steps: { granted: true, needs: null, note: null, items: shownSteps(steps) },
})
