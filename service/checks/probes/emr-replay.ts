import { BREAKS, type Probe } from '../probe.ts'
import { DESCRIBE, emr, emrCall } from './emr.ts'
import { CLUSTER_STATE, clusterRule, hasVendorTag, objectionRule } from './emr-answer.ts'
import { ASSUME_ROLE } from './trust.ts'

const DEDICATED = { 'replay-dedicated': 'mandatory' } as const
const PANELS = { 'replay-dedicated': 'extra', debug: 'extra' } as const

/** What a cluster of its own takes, and reads that nobody is granted by the shipped policy: each unlocks one panel. */
export const emrReplayProbes: readonly Probe[] = [
	{
		...emr,
		id: 'emr-list-steps',
		action: 'elasticmapreduce:ListSteps',
		purpose: 'Unlocks the list of steps, and proof that a lost submission never ran',
		breaks: null,
		profiles: { 'replay-existing': 'extra', ...PANELS },
		way: {
			...emrCall,
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
			...emrCall,
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
			...emrCall,
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
			...emrCall,
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
