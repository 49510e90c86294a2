import { z } from 'zod'

/** XmlString and its shorter kin of the service model. */
const text = (most: number) =>
	z
		.string()
		.max(most, `Member must have length less than or equal to ${most}`)
		.regex(
			/^[\t\n\r\u0020-\ufffd]*$/,
			'Member must satisfy regular expression pattern: [\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*',
		)
const short = text(256)
const long = text(10_280)
const arn = z
	.string()
	.min(20, 'Member must have length greater than or equal to 20')
	.max(2048, 'Member must have length less than or equal to 2048')

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

const step = z.strictObject({
	Name: short,
	/** Left out, a failing step ends the whole cluster. */
	ActionOnFailure: oneOf(['TERMINATE_JOB_FLOW', 'TERMINATE_CLUSTER', 'CANCEL_AND_WAIT', 'CONTINUE']).default(
		'TERMINATE_CLUSTER',
	),
	HadoopJarStep: z.strictObject({
		Jar: long,
		MainClass: long.optional(),
		Args: z.array(long).default([]),
		Properties: z.array(z.strictObject({ Key: long.default(''), Value: long.default('') })).default([]),
	}),
})
export type StepInput = z.infer<typeof step>

const tags = z.array(z.strictObject({ Key: z.string().default(''), Value: z.string().default('') }))
const cluster = z.strictObject({ ClusterId: z.string() })
const marker = { Marker: z.string().optional() }
/** Epoch seconds. */
const time = z.number().optional()

/** The inputs of the service model `elasticmapreduce`, as far as members change an answer here; only of RunJobFlow, which never runs, the rest is ignored. */
export const inputs = {
	DescribeCluster: cluster,
	DescribeStep: cluster.extend({ StepId: z.string() }),
	ListSteps: cluster.extend({
		...marker,
		StepIds: z.array(long).default([]),
		StepStates: z.array(stepStates).default([]),
	}),
	ListClusters: z.strictObject({
		...marker,
		CreatedAfter: time,
		CreatedBefore: time,
		ClusterStates: z.array(clusterStates).default([]),
	}),
	ListInstanceGroups: cluster.extend(marker),
	AddJobFlowSteps: z.strictObject({
		JobFlowId: short,
		Steps: z.array(step),
		ExecutionRoleArn: arn.optional(),
	}),
	CancelSteps: z.strictObject({
		ClusterId: short,
		StepIds: z.array(short),
		StepCancellationOption: oneOf(['SEND_INTERRUPT', 'TERMINATE_PROCESS']).optional(),
	}),
	AddTags: z.strictObject({ ResourceId: z.string(), Tags: tags }),
	TerminateJobFlows: z.strictObject({ JobFlowIds: z.array(long) }),
	RunJobFlow: z.object({ Name: z.string(), Instances: z.object({}), Tags: tags.default([]) }),
}
