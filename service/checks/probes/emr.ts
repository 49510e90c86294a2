import { ALLOWED, BREAKS, type Probe } from '../probe.ts'
import {
	addedSteps,
	CLUSTER_STATE,
	clusterRule,
	hasVendorTag,
	objectionRule,
	seenCluster,
	stateMeaning,
} from './emr-answer.ts'
import { clusterArn } from './resource.ts'
import { ASSUME_ROLE } from './trust.ts'

const DESCRIBE = 'emr-describe-cluster'
const EVERYWHERE = {
	sync: 'mandatory',
	'replay-existing': 'mandatory',
	'replay-dedicated': 'mandatory',
	debug: 'mandatory',
} as const
const EXTRA_EVERYWHERE = {
	sync: 'extra',
	'replay-existing': 'extra',
	'replay-dedicated': 'extra',
	debug: 'extra',
} as const
const WORK = { sync: 'mandatory', 'replay-existing': 'mandatory', 'replay-dedicated': 'mandatory' } as const
const DEDICATED = { 'replay-dedicated': 'mandatory' } as const
const PANELS = { 'replay-dedicated': 'extra', debug: 'extra' } as const

const emr = { group: 'emr', resource: clusterArn, needs: [ASSUME_ROLE] } as const
const call = {
	by: 'call',
	service: 'emr',
	on: (target: Parameters<typeof clusterArn>[0]) => [clusterArn(target)],
} as const

export const emrProbes: readonly Probe[] = [
	{
		...emr,
		id: DESCRIBE,
		action: 'elasticmapreduce:DescribeCluster',
		purpose: 'Reads the state of the cluster',
		breaks: BREAKS.stepStatus,
		profiles: EVERYWHERE,
		way: {
			...call,
			operation: 'emr:DescribeCluster',
			input: ({ target }) => ({ input: { ClusterId: target.clusterId } }),
			read: (answer) =>
				answer.kind === 'ok' && seenCluster(answer) === null
					? { is: 'error', headline: 'EMR described the cluster in a form that Sluice cannot read.' }
					: null,
			rules: [
				{
					codes: clusterRule.codes,
					means: {
						is: 'not-provable',
						headline: 'An id of no cluster proves nothing: without a cluster there is no tag to allow it by.',
					},
				},
			],
		},
	},
	{
		...emr,
		id: CLUSTER_STATE,
		action: 'elasticmapreduce:DescribeCluster',
		purpose: 'The cluster of the settings exists and takes work',
		breaks: BREAKS.submit,
		profiles: EVERYWHERE,
		way: { by: 'answer', of: DESCRIBE, read: stateMeaning },
	},
	{
		...emr,
		id: 'emr-vendor-tag',
		action: 'elasticmapreduce:DescribeCluster',
		purpose: 'The cluster has the tag that the shipped policy asks for',
		breaks: null,
		profiles: EXTRA_EVERYWHERE,
		way: {
			by: 'answer',
			of: DESCRIBE,
			read: (answer) => {
				if (seenCluster(answer) === null) return { is: 'blocked-by', findingId: DESCRIBE }
				return hasVendorTag(answer)
					? ALLOWED
					: { is: 'wrong-setting', headline: 'The cluster has no tag vendor=segment, in exactly these letters.' }
			},
		},
	},
	{
		...emr,
		id: 'emr-describe-step',
		action: 'elasticmapreduce:DescribeStep',
		purpose: 'Follows a load to its end',
		breaks: BREAKS.stepStatus,
		profiles: WORK,
		way: {
			...call,
			operation: 'emr:DescribeStep',
			input: ({ target, names }) => ({ input: { ClusterId: target.clusterId, StepId: names.stepId } }),
			rules: [clusterRule, objectionRule],
		},
	},
	{
		...emr,
		id: 'emr-add-job-flow-steps',
		action: 'elasticmapreduce:AddJobFlowSteps',
		purpose: 'Starts a load on the cluster',
		breaks: BREAKS.submit,
		profiles: WORK,
		way: {
			...call,
			operation: 'emr:AddJobFlowSteps',
			input: ({ target }) => ({ input: { JobFlowId: target.clusterId, Steps: [] } }),
			read: addedSteps,
			rules: [clusterRule, objectionRule],
		},
	},
	{
		...emr,
		id: 'emr-cancel-steps',
		action: 'elasticmapreduce:CancelSteps',
		purpose: 'Stops a load that should not run',
		breaks: null,
		profiles: EXTRA_EVERYWHERE,
		way: {
			...call,
			operation: 'emr:CancelSteps',
			input: ({ target, names }) => ({ input: { ClusterId: target.clusterId, StepIds: [names.stepId] } }),
			rules: [clusterRule, objectionRule],
		},
	},
	{
		...emr,
		id: 'emr-list-steps',
		action: 'elasticmapreduce:ListSteps',
		purpose: 'Unlocks the list of steps, and proof that a lost submission never ran',
		breaks: null,
		profiles: { 'replay-existing': 'extra', ...PANELS },
		way: {
			...call,
			operation: 'emr:ListSteps',
			input: ({ target }) => ({ input: { ClusterId: target.clusterId } }),
			rules: [clusterRule],
		},
	},
	{
		...emr,
		id: 'emr-list-instance-groups',
		action: 'elasticmapreduce:ListInstanceGroups',
		purpose: "Unlocks the panel of the cluster's machines",
		breaks: null,
		profiles: PANELS,
		way: {
			...call,
			operation: 'emr:ListInstanceGroups',
			input: ({ target }) => ({ input: { ClusterId: target.clusterId } }),
			// A cluster of instance fleets is answered with the name of the other call.
			rules: [{ ...objectionRule, text: /fleet/i }, clusterRule],
		},
	},
	{
		...emr,
		id: 'emr-list-clusters',
		action: 'elasticmapreduce:ListClusters',
		resource: () => null,
		purpose: 'Unlocks the list of clusters, by which a replaced one is found',
		breaks: null,
		profiles: PANELS,
		way: {
			...call,
			operation: 'emr:ListClusters',
			on: () => ['*'],
			input: () => ({ input: {} }),
			rules: [],
		},
	},
	{
		...emr,
		id: 'emr-add-tags',
		action: 'elasticmapreduce:AddTags',
		purpose: 'Tags the cluster made for a replay',
		breaks: BREAKS.submit,
		profiles: DEDICATED,
		needs: [ASSUME_ROLE, CLUSTER_STATE],
		after: [DESCRIBE],
		way: {
			...call,
			operation: 'emr:AddTags',
			input: ({ target, answer }) =>
				hasVendorTag(answer(DESCRIBE))
					? { input: { ResourceId: target.clusterId, Tags: [{ Key: 'vendor', Value: 'segment' }] } }
					: {
							meaning: {
								is: 'unsafe-skipped',
								headline: 'The cluster lacks the tag vendor=segment; setting it would change it.',
							},
						},
			rules: [clusterRule, objectionRule],
		},
	},
	...(['RunJobFlow', 'TerminateJobFlows'] as const).map(
		(name): Probe => ({
			...emr,
			id: name === 'RunJobFlow' ? 'emr-run-job-flow' : 'emr-terminate-job-flows',
			action: `elasticmapreduce:${name}`,
			resource: () => null,
			purpose: name === 'RunJobFlow' ? 'Starts a cluster for a replay' : "Ends a replay's cluster",
			breaks: BREAKS.submit,
			profiles: DEDICATED,
			needs: [],
			way: {
				by: 'nothing',
				headline:
					name === 'RunJobFlow'
						? 'elasticmapreduce:RunJobFlow cannot be tried: it starts a cluster, which costs money.'
						: 'elasticmapreduce:TerminateJobFlows cannot be tried: it would end the cluster.',
			},
		}),
	),
]
