import { z } from 'zod'

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
	z.enum(values, { error: `Member must satisfy enum value set: [${values.join(', ')}]` })

const clusterStates = oneOf([
	'STARTING',
	'BOOTSTRAPPING',
	'RUNNING',
	'WAITING',
	'TERMINATING',
	'TERMINATED',
	'TERMINATED_WITH_ERRORS',
])
const stepStates = oneOf(['PENDING', 'CANCEL_PENDING', 'RUNNING', 'COMPLETED', 'CANCELLED', 'FAILED', 'INTERRUPTED'])

const step = z.object({
	Name: z.string(),
	/** Left out, a failing step ends the whole cluster. */
	ActionOnFailure: oneOf(['TERMINATE_JOB_FLOW', 'TERMINATE_CLUSTER', 'CANCEL_AND_WAIT', 'CONTINUE']).default(
		'TERMINATE_CLUSTER',
	),
	HadoopJarStep: z.object({
		Jar: z.string(),
		MainClass: z.string().optional(),
		Args: z.array(z.string()).default([]),
		Properties: z.array(z.object({ Key: z.string().default(''), Value: z.string().default('') })).default([]),
	}),
})
export type StepInput = z.infer<typeof step>

const tags = z.array(z.object({ Key: z.string().default(''), Value: z.string().default('') }))
const cluster = z.object({ ClusterId: z.string() })
const marker = { Marker: z.string().optional() }
/** Epoch seconds. */
const time = z.number().optional()

/** The inputs of the service model `elasticmapreduce`, as far as members change an answer here. */
export const inputs = {
	DescribeCluster: cluster,
	DescribeStep: cluster.extend({ StepId: z.string() }),
	ListSteps: cluster.extend({
		...marker,
		StepIds: z.array(z.string()).default([]),
		StepStates: z.array(stepStates).default([]),
	}),
	ListClusters: z.object({
		...marker,
		CreatedAfter: time,
		CreatedBefore: time,
		ClusterStates: z.array(clusterStates).default([]),
	}),
	ListInstanceGroups: cluster.extend(marker),
	AddJobFlowSteps: z.object({
		JobFlowId: z.string(),
		Steps: z.array(step),
		ExecutionRoleArn: z.string().optional(),
	}),
	CancelSteps: cluster.extend({
		StepIds: z.array(z.string()),
		StepCancellationOption: oneOf(['SEND_INTERRUPT', 'TERMINATE_PROCESS']).optional(),
	}),
	AddTags: z.object({ ResourceId: z.string(), Tags: tags }),
	TerminateJobFlows: z.object({ JobFlowIds: z.array(z.string()) }),
	RunJobFlow: z.object({ Name: z.string(), Instances: z.object({}), Tags: tags.default([]) }),
}
