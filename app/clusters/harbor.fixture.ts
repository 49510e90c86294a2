import type { ClusterDescription, ClusterRow, ClusterStatus, ClusterStep } from '../../lib/contract/cluster-status.ts'
import type { Role } from '../../lib/contract/role.ts'
import type { Me } from '../../lib/contract/sessions.ts'

export const ID = 'j-2HARB0RWEB01'
export const CREATED = '2026-11-03T14:00:00.000Z'

export const me = (role: Role): Me => ({
	person: `${role}@sluice.example`,
	name: 'Somebody',
	role,
	via: 'console',
	operations: role === 'viewer' || role === 'auditor' ? [] : ['clusters.fetch'],
	time: CREATED,
})

const HEAD = {
	clusterId: ID,
	sourceId: 'harbor-web',
	customer: 'Harbor Outfitters',
	region: 'us-west-2',
	verdict: 'ok',
	headline: 'The cluster is WAITING and takes work.',
	fetchedAt: '2026-11-03T14:30:00.000Z',
	ageMs: 60_000,
	fetching: null,
	requestedBy: 'support@sluice.example',
	requestedAt: '2026-11-03T14:29:59.000Z',
}

export const row = (over: Partial<ClusterRow> = {}): ClusterRow => ({ ...HEAD, state: 'WAITING', ...over })

export const described = (over: Partial<ClusterDescription> = {}): ClusterDescription => ({
	asOf: HEAD.fetchedAt,
	ageMs: 60_000,
	name: 'harbor-lake',
	state: 'WAITING',
	stateMeaning: 'The cluster is up and waits for work.',
	reason: { code: null, meaning: null, message: null },
	errors: [],
	releaseLabel: 'emr-6.15.0',
	applications: [{ name: 'Hive', version: '3.1.3' }],
	vendorTag: { ok: true, found: null },
	tags: [{ key: 'vendor', value: 'segment' }],
	logUri: 's3://harbor-outfitters-lake/logs/',
	timeline: { createdAt: CREATED, readyAt: '2026-11-03T14:06:00.000Z', endedAt: null },
	collectionType: 'INSTANCE_GROUP',
	stepConcurrency: 1,
	terminationProtected: true,
	autoTerminate: false,
	normalizedInstanceHours: 12,
	place: {
		clusterArn: null,
		subnetId: null,
		zone: null,
		instanceProfile: null,
		serviceRole: null,
		autoScalingRole: null,
		securityConfiguration: null,
	},
	...over,
})

export const STEP: ClusterStep = {
	stepId: 's-1FAILED',
	submittedAt: CREATED,
	submittedBy: 'engineer@sluice.example',
	replayId: null,
	asOf: HEAD.fetchedAt,
	name: 'Replay of a day',
	state: 'FAILED',
	actionOnFailure: 'CONTINUE',
	timeline: { createdAt: CREATED, startedAt: CREATED, endedAt: '2026-11-03T14:10:00.000Z' },
	failure: {
		reason: 'Unknown Error.',
		meaning: 'The job ran out of memory.',
		nextAction: 'Run it again with fewer partitions.',
		message: 'Exception in thread main',
		logFile: 's3://harbor-outfitters-lake/logs/s-1FAILED/',
	},
}

export const status = (over: Partial<ClusterStatus> = {}): ClusterStatus => ({
	...HEAD,
	inSettings: true,
	confidence: 'certain',
	nextAction: null,
	addressee: null,
	hypotheses: [],
	evidence: null,
	failure: null,
	live: null,
	cluster: described(),
	instances: { granted: false, needs: 'elasticmapreduce:ListInstanceGroups', note: null, groups: [] },
	steps: { granted: true, needs: null, note: null, items: [STEP] },
	...over,
})

export const neverFetched = (): ClusterStatus =>
	status({
		verdict: null,
		headline: null,
		fetchedAt: null,
		ageMs: null,
		requestedBy: null,
		requestedAt: null,
		confidence: null,
		cluster: null,
		instances: null,
		steps: { granted: true, needs: null, note: null, items: [] },
	})

/** What the service leaves for auditors, who may see neither details of the account nor causes. */
export function redacted(full: ClusterStatus): ClusterStatus {
	const { nextAction: _n, addressee: _a, hypotheses: _h, cluster, steps, ...rest } = full
	const kept = cluster && (({ tags: _t, logUri: _l, place: _p, ...told }) => told)(cluster)
	const items = steps.items.map(({ failure, ...step }) => ({ ...step, failure: failure && { reason: failure.reason } }))
	return { ...rest, cluster: kept, steps: { ...steps, items } }
}
