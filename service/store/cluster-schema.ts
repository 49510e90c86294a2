import type { ColumnType, Generated, Selectable } from 'kysely'
import type { CheckedSettings, Json, Requester } from './schema.ts'

/** A jsonb column that may be null. */
type MaybeJson<T> = ColumnType<T | null, string | null, string | null>

/** What AWS answered to the call that decided, when it was no success. */
export type NoSuccess =
	| { kind: 'refused'; action: string; code: string; message: string; requestId: string | null }
	| { kind: 'failed'; action: string; cause: FailureCause; message: string; requestId: string | null }
export type FailureCause = 'timeout' | 'network' | 'throttled' | 'server' | 'circuit-open' | 'ours'

/** What one fetch found out. Words are made of it when it is read, so that better words also help what is old. */
export type StoredLook = {
	/** Null: the role let us in. */
	door: NoSuccess | null
	/** Null: EMR described the cluster, or was not asked. */
	describe: NoSuccess | null
	/** After a refusal: the region in which the cluster was found instead. */
	elsewhere: string | null
	/** After a refusal: where the bucket of the settings lies. Null: not told. */
	bucketRegion: string | null
	/** After a refusal: whether the bucket holds logs of this cluster. Null: not told. */
	logs: boolean | null
	/** After a refusal: whether a second right on the cluster was denied too. Null: not told. */
	otherDenied: boolean | null
	/** After a description: the role may not ask for steps. */
	stepsDenied: boolean
}

/** What EMR tells of a cluster. Times are ISO texts. */
export type StoredDescription = {
	name: string
	state: string
	reasonCode: string | null
	reasonMessage: string | null
	errors: { code: string; message: string | null; data: Record<string, string>[] }[]
	releaseLabel: string | null
	applications: { name: string; version: string | null }[]
	tags: { key: string; value: string }[]
	logUri: string | null
	timeline: { createdAt: string | null; readyAt: string | null; endedAt: string | null }
	collectionType: string | null
	stepConcurrency: number | null
	terminationProtected: boolean | null
	autoTerminate: boolean | null
	normalizedInstanceHours: number | null
	place: {
		clusterArn: string | null
		subnetId: string | null
		zone: string | null
		instanceProfile: string | null
		serviceRole: string | null
		autoScalingRole: string | null
		securityConfiguration: string | null
	}
	instances: StoredInstances
}

export type StoredInstances =
	| { is: 'told'; groups: StoredGroup[] }
	| { is: 'denied' }
	/** The cluster is made of fleets, which answer another call. */
	| { is: 'fleets' }
	| { is: 'not-told' }

export type StoredGroup = {
	groupId: string
	name: string | null
	type: string | null
	market: string | null
	instanceType: string | null
	requested: number | null
	running: number | null
	state: string
	message: string | null
}

export type StoredStep = {
	name: string
	state: string
	actionOnFailure: string | null
	timeline: { createdAt: string | null; startedAt: string | null; endedAt: string | null }
	failure: { reason: string | null; message: string | null; logFile: string | null } | null
}

/**
 * `fetch_id` names the fetch that may write; `attempt` counts the workers that began it. `watched_until`: somebody looks
 * until then; `next_look_at`: when the account is asked again if somebody does, null when nothing new is to be expected.
 */
export type ClustersTable = {
	source_id: string
	cluster_id: string
	customer: string
	settings: Json<CheckedSettings>
	requester: Json<Requester>
	requested_at: Date
	ticket: string | null
	fetch_id: string
	attempt: Generated<number>
	fetching_since: Date | null
	failure: string | null
	look: MaybeJson<StoredLook>
	looked_at: Date | null
	description: MaybeJson<StoredDescription>
	described_at: Date | null
	watched_until: Date
	next_look_at: Date | null
	every_ms: Generated<number>
	looks_alike: Generated<number>
}

export type ClusterStepsTable = {
	account_id: string
	region: string
	cluster_id: string
	step_id: string
	source_id: string
	replay_id: string | null
	submitted_by: string
	submitted_at: Date
	description: MaybeJson<StoredStep>
	described_at: Date | null
}

export type ClusterRecord = Selectable<ClustersTable>
export type ClusterStepRecord = Selectable<ClusterStepsTable>
