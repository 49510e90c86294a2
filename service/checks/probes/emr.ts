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

export const DESCRIBE = 'emr-describe-cluster'
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

/** What the probes of a cluster have in common. */
export const emr = { group: 'emr', resource: clusterArn, needs: [ASSUME_ROLE] } as const
export const emrCall = {
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
			...emrCall,
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
			...emrCall,
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
			...emrCall,
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
			...emrCall,
			operation: 'emr:CancelSteps',
			input: ({ target, names }) => ({ input: { ClusterId: target.clusterId, StepIds: [names.stepId] } }),
			rules: [clusterRule, objectionRule],
		},
	},
]
