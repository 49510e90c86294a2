import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ACCOUNT, CLUSTER, createTrialLake, policy, REGION, type TrialLake } from '../lake.fixture.ts'
import { handleEmr } from './emr.ts'

/** A role without any right: what is refused here is refused before rights are looked at. */
let lake: TrialLake
beforeAll(async () => {
	lake = await createTrialLake(handleEmr, { policy: policy('Allow', 's3:*') })
})
afterAll(() => lake.close())
/** Full budgets for each. */
beforeEach(() => {
	lake.clock.now += 60_000
})

/** What the SDK's types would not let through. */
async function sent(operation: string, body: unknown): Promise<{ status: number; code: string; message: string }> {
	const scope = `ASIATRIAL/20260301/${REGION}/elasticmapreduce/aws4_request`
	const answer = await fetch(lake.endpoint, {
		method: 'POST',
		headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}`, 'x-amz-target': `ElasticMapReduce.${operation}` },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	})
	const { __type: code, message, Message } = Object(await answer.json())
	return { status: answer.status, code, message: message ?? Message }
}

const step = (more: object = {}) => ({ Name: 'sync', HadoopJarStep: { Jar: 'x' }, ...more })
const add = (...Steps: unknown[]) => ({ JobFlowId: CLUSTER, Steps })
const one = (told: string) => `1 validation error detected: ${told}`
const XML = '[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*'
const nul = (member: string) => `Value null at '${member}' failed to satisfy constraint: Member must not be null`
const long = (value: string, member: string, most: number) =>
	`Value '${value}' at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${most}`

describe('the constraints of the service model', () => {
	it.each<[why: string, operation: string, body: unknown, message: string]>([
		['no cluster', 'DescribeCluster', {}, one(nul('clusterId'))],
		['a cluster that is null', 'DescribeCluster', { ClusterId: null }, one(nul('clusterId'))],
		['no step id', 'DescribeStep', { ClusterId: CLUSTER }, one(nul('stepId'))],
		['no steps', 'AddJobFlowSteps', { JobFlowId: CLUSTER }, one(nul('steps'))],
		['no ids to cancel', 'CancelSteps', { ClusterId: CLUSTER }, one(nul('stepIds'))],
		[
			'several at once',
			'AddJobFlowSteps',
			{ Steps: [{ HadoopJarStep: {} }] },
			`3 validation errors detected: ${nul('jobFlowId')}; ${nul('steps.1.member.name')}; ${nul('steps.1.member.hadoopJarStep.jar')}`,
		],
		[
			'a name of 257',
			'AddJobFlowSteps',
			add(step(), step({ Name: 'n'.repeat(257) })),
			one(long('n'.repeat(257), 'steps.2.member.name', 256)),
		],
		[
			'an argument of 10,281',
			'AddJobFlowSteps',
			add(step({ HadoopJarStep: { Jar: 'x', Args: ['a', 'b'.repeat(10_281)] } })),
			one(long('b'.repeat(10_281), 'steps.1.member.hadoopJarStep.args.2.member', 10_280)),
		],
		[
			'a control character in an argument',
			'AddJobFlowSteps',
			add(step({ HadoopJarStep: { Jar: 'x', Args: ['\u0000'] } })),
			one(
				`Value '\u0000' at 'steps.1.member.hadoopJarStep.args.1.member' failed to satisfy constraint: Member must satisfy regular expression pattern: ${XML}`,
			),
		],
		[
			'an end that there is not',
			'AddJobFlowSteps',
			add(step({ ActionOnFailure: 'PAUSE' })),
			one(
				"Value 'PAUSE' at 'steps.1.member.actionOnFailure' failed to satisfy constraint: Member must satisfy enum value set: [TERMINATE_JOB_FLOW, TERMINATE_CLUSTER, CANCEL_AND_WAIT, CONTINUE]",
			),
		],
		[
			'the ARN of a runtime role of 19',
			'AddJobFlowSteps',
			{ ...add(step()), ExecutionRoleArn: 'arn:aws:iam::1:role' },
			one(
				"Value 'arn:aws:iam::1:role' at 'executionRoleArn' failed to satisfy constraint: Member must have length greater than or equal to 20",
			),
		],
		[
			'a state that there is not',
			'ListSteps',
			{ ClusterId: CLUSTER, StepStates: ['DONE'] },
			one(
				"Value 'DONE' at 'stepStates.1.member' failed to satisfy constraint: Member must satisfy enum value set: [PENDING, CANCEL_PENDING, RUNNING, COMPLETED, CANCELLED, FAILED, INTERRUPTED]",
			),
		],
		[
			'a cluster id of 257',
			'CancelSteps',
			{ ClusterId: `j-${'A'.repeat(255)}`, StepIds: ['s-1'] },
			one(long(`j-${'A'.repeat(255)}`, 'clusterId', 256)),
		],
		[
			'a member whose meaning would be lost',
			'AddJobFlowSteps',
			add(step({ StepMonitoringConfiguration: {} })),
			'StepMonitoringConfiguration is not understood here',
		],
	])('%s', async (_, operation, body, message) => {
		expect(await sent(operation, body)).toEqual({ status: 400, code: 'ValidationException', message })
	})

	it.each<[why: string, body: unknown]>([
		['no JSON', '{'],
		['a list', '[]'],
		['a number for a text', { JobFlowId: 1, Steps: [] }],
		['a text for a list', { JobFlowId: CLUSTER, Steps: 'all' }],
		['a text for a structure, beside what else is wrong', { Steps: [step({ HadoopJarStep: 'x' })] }],
	])('%s is no input at all', async (_, body) => {
		expect(await sent('AddJobFlowSteps', body)).toMatchObject({ status: 400, code: 'SerializationException' })
	})

	it('what keeps to them is judged by rights', async () => {
		const asked = add(step({ Name: 'n'.repeat(256), HadoopJarStep: { Jar: 'ж😀', Args: ['b'.repeat(10_200)] } }))
		const { code, message } = await sent('AddJobFlowSteps', asked)
		expect(code).toBe('AccessDeniedException')
		expect(message).toContain(`arn:aws:elasticmapreduce:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`)
	})
})

describe('clusters that take no steps', () => {
	it.each(['TERMINATING', 'TERMINATED', 'TERMINATED_WITH_ERRORS', 'HIBERNATING'])('%s', async (state) => {
		const open = await createTrialLake(handleEmr)
		try {
			Object.assign(open.account.clusters.get(CLUSTER) ?? {}, { state })
			const asked = open.emr.addJobFlowSteps({ JobFlowId: CLUSTER, Steps: [step()] })
			await expect(asked).rejects.toMatchObject({
				name: 'ValidationException',
				message: 'A job flow that is shutting down, terminated, or finished may not be modified.',
			})
		} finally {
			await open.close()
		}
	})
})
