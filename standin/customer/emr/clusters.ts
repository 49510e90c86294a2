import type { Cluster } from '../account.ts'
import { isRefused, refuse } from '../json-operation.ts'
import { pageOf } from '../paging.ts'
import { inputs } from './inputs.ts'
import { clusterArn, findCluster, onCluster, operation, type Run, requestTags } from './operation.ts'
import { badMarker, unknownCluster, unknownJobFlow, usesFleets } from './refusals.ts'
import { clusterShape, clusterSummary, instanceGroupShapes } from './shapes.ts'

export const isEnded = ({ state }: Cluster): boolean => state.startsWith('TERMINAT')

export const clusterOperations = {
	DescribeCluster: operation({
		input: inputs.DescribeCluster,
		rights: ({ ClusterId }, call) => onCluster(call, ClusterId, 'clusterId'),
		prepare({ ClusterId }, { call }) {
			const cluster = findCluster(call, ClusterId)
			return cluster ? () => ({ Cluster: clusterShape(cluster) }) : unknownCluster(ClusterId)
		},
	}),

	ListClusters: operation({
		input: inputs.ListClusters,
		rights: () => [{ resource: '*' }],
		prepare({ Marker, ClusterStates, CreatedAfter = 0, CreatedBefore = Number.POSITIVE_INFINITY }, { call }) {
			const found = [...call.account.clusters.values()]
				.filter(
					({ region, state }) =>
						region === call.region && (!ClusterStates.length || ClusterStates.some((each) => each === state)),
				)
				.filter(({ createdAt }) => createdAt > CreatedAfter * 1000 && createdAt < CreatedBefore * 1000)
				.sort((a, b) => b.createdAt - a.createdAt)
			const list = ['ListClusters', call.account.accountId, call.region, ClusterStates, CreatedAfter, CreatedBefore]
			const page = pageOf(found, { list, mark: Marker, size: 50 })
			if (page === null) return badMarker(Marker)
			return () => ({ Clusters: page.items.map(clusterSummary), Marker: page.next })
		},
	}),

	ListInstanceGroups: operation({
		input: inputs.ListInstanceGroups,
		rights: ({ ClusterId }, call) => onCluster(call, ClusterId, 'clusterId'),
		prepare({ ClusterId, Marker }, { call }) {
			const cluster = findCluster(call, ClusterId)
			if (!cluster) return unknownCluster(ClusterId)
			if (cluster.collection === 'INSTANCE_FLEET') return usesFleets()
			return Marker === undefined ? () => ({ InstanceGroups: instanceGroupShapes(cluster) }) : badMarker(Marker)
		},
	}),

	AddTags: operation({
		input: inputs.AddTags,
		rights: ({ ResourceId, Tags }, call) => onCluster(call, ResourceId, 'resourceId', requestTags(Tags)),
		prepare({ ResourceId, Tags }, { call }) {
			const cluster = findCluster(call, ResourceId)
			if (!cluster) return unknownCluster(ResourceId)
			if (cluster.state.startsWith('TERMINATED'))
				return refuse('InvalidRequestException', 'Tags cannot be modified on terminated clusters.')
			const wrong = Tags.find(({ Key, Value }) => Key.length < 1 || Key.length > 128 || Value.length > 256)
			if (wrong) return refuse('InvalidRequestException', `Invalid tag: '${wrong.Key}'.`)
			return () => {
				for (const { Key, Value } of Tags) {
					if (cluster.tags[Key] === Value) continue
					cluster.tags[Key] = Value
					call.changed.push(`tag +${cluster.id} ${Key}=${Value}`)
				}
				return {}
			}
		},
	}),

	TerminateJobFlows: operation({
		input: inputs.TerminateJobFlows,
		rights({ JobFlowIds }, call) {
			if (JobFlowIds.length === 0) return refuse('ValidationException', 'The JobFlowId list cannot be empty')
			const asked = JobFlowIds.map((id) => onCluster(call, id, 'jobFlowId'))
			return asked.find(isRefused) ?? asked.flatMap((each) => (isRefused(each) ? [] : each))
		},
		prepare({ JobFlowIds }, { call }) {
			const clusters = JobFlowIds.flatMap((id) => findCluster(call, id) ?? [])
			if (clusters.length < JobFlowIds.length) return unknownJobFlow()
			return () => {
				for (const cluster of clusters.filter((each) => !isEnded(each))) {
					terminate(cluster, call.now)
					call.changed.push(`cluster ~${cluster.id} TERMINATING`)
				}
				return {}
			}
		},
	}),

	RunJobFlow: operation({
		input: inputs.RunJobFlow,
		// Customers' policies ask for a tag of a cluster that does not exist yet, and a real clone got past that, as far
		// as AddTags: so the tags asked for count as the cluster's. A request with tags needs AddTags too.
		rights({ Tags }, call) {
			const resource = clusterArn(call, '*')
			const tags = Tags.map(({ Key, Value }) => [`elasticmapreduce:ResourceTag/${Key}`, Value])
			const context = { ...Object.fromEntries(tags), ...requestTags(Tags) }
			const run = { resource, context }
			return Tags.length > 0 ? [run, { ...run, action: 'elasticmapreduce:AddTags' }] : [run]
		},
		prepare: () => refuse('ValidationException', 'RunJobFlow is not available: no cluster is ever started here.'),
	}),
} satisfies Record<string, Run>

function terminate(cluster: Cluster, now: number): void {
	cluster.state = 'TERMINATING'
	cluster.since = now
	cluster.stateChangeCode = 'USER_REQUEST'
	cluster.stateChangeMessage = 'Terminated by user request'
	for (const step of cluster.steps) {
		if (step.state !== 'PENDING' && step.state !== 'RUNNING' && step.state !== 'CANCEL_PENDING') continue
		step.state = step.state === 'RUNNING' ? 'INTERRUPTED' : 'CANCELLED'
		step.endedAt = now
	}
}
