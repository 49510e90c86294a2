import { afterEach, describe, expect, it } from 'vitest'
import {
	ACCOUNT,
	CLUSTER,
	codeOf,
	createTrialLake,
	EVERYTHING,
	policy,
	REGION,
	SESSION,
	type TrialLake,
} from '../lake.fixture.ts'
import { handleEmr } from './emr.ts'

type Emr = TrialLake['emr']
type Changes = Parameters<typeof createTrialLake>[1]
type Ask = (emr: Emr) => Promise<unknown>

let lake: TrialLake | undefined
async function open(changes: Changes = {}): Promise<TrialLake> {
	lake = await createTrialLake(handleEmr, changes)
	return lake
}
afterEach(() => lake?.close())

const ARN = `arn:aws:elasticmapreduce:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`
const UNKNOWN = 'j-0MADEUPC1ST0R'
const HERE = { ClusterId: CLUSTER }
const step = (more: object = {}) => ({
	Name: 'sync',
	ActionOnFailure: 'CONTINUE' as const,
	HadoopJarStep: { Jar: 'command-runner.jar', Args: ['x'] },
	...more,
})
const longStep = step({ HadoopJarStep: { Jar: 'a', Args: ['b'.repeat(10_000), 'c'.repeat(240)] } })
const cluster = (changes: object) => ({
	file: { clusters: { [CLUSTER]: { region: REGION, bucket: 'trial-lake', tags: { vendor: 'segment' }, ...changes } } },
})
const ended = cluster({ state: 'TERMINATED', stateChangeCode: 'USER_REQUEST', endedDaysAgo: 2 })

const addSteps =
	(Steps: ReturnType<typeof step>[], JobFlowId = CLUSTER): Ask =>
	(emr) =>
		emr.addJobFlowSteps({ JobFlowId, Steps })
const describeStep =
	(StepId: string, ClusterId = CLUSTER): Ask =>
	(emr) =>
		emr.describeStep({ ClusterId, StepId })
const cancel =
	(...StepIds: string[]): Ask =>
	(emr) =>
		emr.cancelSteps({ ...HERE, StepIds })
const tag =
	(Key: string, Value: string, ResourceId = CLUSTER): Ask =>
	(emr) =>
		emr.addTags({ ResourceId, Tags: [{ Key, Value }] })
const run =
	(Tags?: { Key: string; Value: string }[]): Ask =>
	(emr) =>
		emr.runJobFlow({ Name: 'replay', Instances: {}, Tags })

describe('the shipped policy on a tagged cluster', () => {
	it.each<[why: string, ask: Ask, code: string, text: string]>([
		['DescribeCluster', (emr) => emr.describeCluster(HERE), 'ok', ''],
		[
			'DescribeStep of a random step',
			describeStep('s-0RANDOM'),
			'InvalidRequestException',
			"Step id 's-0RANDOM' is not valid.",
		],
		['AddJobFlowSteps of none', addSteps([]), 'ValidationException', 'The list of steps cannot be empty.'],
		[
			'AddJobFlowSteps too long',
			addSteps([longStep]),
			'ValidationException',
			'The strings of a step cannot exceed 10240 characters in total.',
		],
		['CancelSteps of a random step', cancel('s-0RANDOM'), 'ok', ''],
		['AddTags as it is', tag('vendor', 'segment'), 'ok', ''],
		[
			'TerminateJobFlows of none',
			(emr) => emr.terminateJobFlows({ JobFlowIds: [] }),
			'ValidationException',
			'The JobFlowId list cannot be empty',
		],
		[
			'RunJobFlow with the tag',
			run([{ Key: 'vendor', Value: 'segment' }]),
			'ValidationException',
			'RunJobFlow is not available: no cluster is ever started here.',
		],
	])('%s changes nothing and is past authorization', async (_, ask, code, text) => {
		const { emr, changes, account } = await open()
		const before = structuredClone(account.clusters)
		expect(await codeOf(ask(emr))).toMatchObject({ code, message: text })
		expect(changes()).toEqual([])
		expect(account.clusters).toEqual(before)
	})

	it.each<[action: string, ask: Ask, resource: string]>([
		['ListSteps', (emr) => emr.listSteps(HERE), ARN],
		['ListInstanceGroups', (emr) => emr.listInstanceGroups(HERE), ARN],
		['ListClusters', (emr) => emr.listClusters({}), '*'],
	])('does not grant %s', async (action, ask, resource) => {
		const { emr } = await open()
		const message = `User: ${SESSION} is not authorized to perform: elasticmapreduce:${action} on resource: ${resource} because no identity-based policy allows the elasticmapreduce:${action} action: arn:aws:iam::${ACCOUNT}:policy/lake`
		expect(await codeOf(ask(emr))).toEqual({ code: 'AccessDeniedException', status: 400, message })
	})

	it('describes the cluster, tags and all', async () => {
		const { emr } = await open()
		const { Cluster } = await emr.describeCluster(HERE)
		expect(Cluster).toMatchObject({
			Id: CLUSTER,
			ClusterArn: ARN,
			Status: { State: 'WAITING' },
			Tags: [{ Key: 'vendor', Value: 'segment' }],
			LogUri: 's3://trial-lake/logs/',
			ReleaseLabel: 'emr-6.5.0',
		})
		expect(Cluster?.Status?.Timeline?.CreationDateTime).toBeInstanceOf(Date)
	})
})

describe('denied', () => {
	const every: [action: string, ask: Ask][] = [
		['DescribeCluster', (emr) => emr.describeCluster(HERE)],
		['DescribeStep', describeStep('s-0RANDOM')],
		['AddJobFlowSteps', addSteps([])],
		['CancelSteps', cancel('s-0RANDOM')],
		['AddTags', tag('vendor', 'segment')],
		['TerminateJobFlows', (emr) => emr.terminateJobFlows({ JobFlowIds: [CLUSTER] })],
	]
	it.each<[why: string, changes: Changes]>([
		['the tag is missing', cluster({ tags: {} })],
		['the tag has another case', cluster({ tags: { Vendor: 'Segment' } })],
		['the cluster is not there, so it has no tags', { file: { clusters: {} } }],
		['the policy lacks EMR', { policy: policy('Allow', 's3:*') }],
	])('every action when %s', async (_, changes) => {
		const { emr } = await open(changes)
		for (const [action, ask] of every) {
			const { code, message } = await codeOf(ask(emr))
			expect({ action, code }).toEqual({ action, code: 'AccessDeniedException' })
			expect(message).toContain(`elasticmapreduce:${action} on resource: ${ARN} because no identity-based policy`)
		}
	})

	it('RunJobFlow without tags, and AddTags of one with tags', async () => {
		const { emr } = await open({ policy: policy('Allow', 'elasticmapreduce:RunJobFlow') })
		const { message } = await codeOf(run([{ Key: 'vendor', Value: 'segment' }])(emr))
		expect(message).toContain(
			`elasticmapreduce:AddTags on resource: arn:aws:elasticmapreduce:${REGION}:${ACCOUNT}:cluster/*`,
		)
		await lake?.close()
		const shipped = await open()
		expect(await codeOf(run()(shipped.emr))).toMatchObject({ code: 'AccessDeniedException' })
	})

	it.each<[why: string, changes: Changes, tail: string]>([
		[
			'a boundary',
			{ boundary: policy('Allow', 's3:*') },
			'because no permissions boundary allows the elasticmapreduce:DescribeCluster action',
		],
		[
			'the safety belt',
			{ sessionPolicy: policy('Allow', 'elasticmapreduce:DescribeStep') },
			'because no session policy allows the elasticmapreduce:DescribeCluster action',
		],
		[
			'an SCP',
			{
				file: {
					organization: {
						id: 'o-trial',
						managementAccountId: '999999999999',
						scps: [
							{
								'p-FullAWSAccess': { shared: 'full-aws-access' },
								'p-guard': { document: policy('Deny', 'elasticmapreduce:*') },
							},
						],
						rcps: [],
					},
				},
			},
			'with an explicit deny in a service control policy: arn:aws:organizations::',
		],
	])('by %s, which is named', async (_, changes, tail) => {
		const { emr } = await open(changes)
		expect((await codeOf(emr.describeCluster(HERE))).message).toContain(`${ARN} ${tail}`)
	})

	it('without a layer in the old wording', async () => {
		const { emr } = await open({ policy: policy('Allow', 's3:*'), file: { wording: 'old' } })
		const { message } = await codeOf(emr.describeCluster(HERE))
		expect(message).toBe(
			`User: ${SESSION} is not authorized to perform: elasticmapreduce:DescribeCluster on resource: ${ARN}`,
		)
	})
})

describe('refused beyond rights', () => {
	const may = { policy: EVERYTHING }
	it.each<[why: string, changes: Changes, ask: Ask, code: string, text: string]>([
		[
			'a cluster-named call on an unknown id',
			may,
			(emr) => emr.describeCluster({ ClusterId: UNKNOWN }),
			'InvalidRequestException',
			`Cluster id '${UNKNOWN}' is not valid.`,
		],
		[
			'a step of an unknown cluster',
			may,
			describeStep('s-1', UNKNOWN),
			'InvalidRequestException',
			`Cluster id '${UNKNOWN}' is not valid.`,
		],
		[
			'a job-flow-named call on an unknown id',
			may,
			addSteps([step()], UNKNOWN),
			'ValidationException',
			'Specified job flow ID does not exist.',
		],
		[
			'ending an unknown id',
			may,
			(emr) => emr.terminateJobFlows({ JobFlowIds: [CLUSTER, UNKNOWN] }),
			'ValidationException',
			'Specified job flow ID does not exist.',
		],
		[
			'a malformed id, before rights',
			{ policy: policy('Allow', 's3:*') },
			(emr) => emr.describeCluster({ ClusterId: 'lake' }),
			'ValidationException',
			"clusterId 'lake' is not valid.",
		],
		[
			'a malformed job flow id, before rights',
			{ policy: policy('Allow', 's3:*') },
			addSteps([], '$.id'),
			'ValidationException',
			"jobFlowId '$.id' is not valid.",
		],
		[
			'steps on an ended cluster',
			ended,
			addSteps([step()]),
			'ValidationException',
			'A job flow that is shutting down, terminated, or finished may not be modified.',
		],
		[
			'tags on an ended cluster',
			ended,
			tag('a', 'b'),
			'InvalidRequestException',
			'Tags cannot be modified on terminated clusters.',
		],
		['a tag without a key', may, tag('', 'b'), 'InvalidRequestException', "Invalid tag: ''."],
		[
			'strings of 10,241 characters',
			may,
			addSteps([step({ HadoopJarStep: { Jar: 'x'.repeat(10_000), Args: ['y'.repeat(241)] } })]),
			'ValidationException',
			'The strings of a step cannot exceed 10240 characters in total.',
		],
		[
			'257 active steps',
			may,
			addSteps(Array(257).fill(step())),
			'ValidationException',
			"Maximum number of active steps(State = 'Running', 'Pending' or 'Cancel_Pending') for cluster exceeded.",
		],
		[
			'a runtime role',
			may,
			(emr) => emr.addJobFlowSteps({ JobFlowId: CLUSTER, Steps: [step()], ExecutionRoleArn: 'arn:aws:iam::1:role/x' }),
			'ValidationException',
			'Runtime roles are not supported on this cluster.',
		],
		[
			'ids and states together',
			may,
			(emr) => emr.listSteps({ ...HERE, StepIds: ['s-1'], StepStates: ['PENDING'] }),
			'InvalidRequestException',
			'Cannot specify both StepIds and StepStates.',
		],
		[
			'eleven ids',
			may,
			(emr) => emr.listSteps({ ...HERE, StepIds: Array(11).fill('s-1') }),
			'InvalidRequestException',
			'A maximum of 10 step ids can be specified.',
		],
		[
			'an unknown id in a list',
			may,
			(emr) => emr.listSteps({ ...HERE, StepIds: ['s-1'] }),
			'InvalidRequestException',
			"Step id 's-1' is not valid.",
		],
		[
			'a marker of nobody',
			may,
			(emr) => emr.listSteps({ ...HERE, Marker: 'x' }),
			'InvalidRequestException',
			"Marker 'x' is not valid.",
		],
	])('%s', async (_, changes, ask, code, text) => {
		const { emr, changes: changed } = await open(changes)
		expect(await codeOf(ask(emr))).toEqual({ code, message: text, status: 400 })
		expect(changed()).toEqual([])
	})

	it('a cluster of another region, which is not there for anybody', async () => {
		const { elsewhere } = await open(may)
		expect(await codeOf(elsewhere.emr.describeCluster(HERE))).toMatchObject({ code: 'InvalidRequestException' })
	})
})

describe('the order of rights and input', () => {
	const denied = { policy: policy('Allow', 's3:*') }
	it.each<[action: string, ask: Ask, code: string]>([
		['AddJobFlowSteps', addSteps([]), 'ValidationException'],
		['AddJobFlowSteps', addSteps([longStep]), 'ValidationException'],
		['CancelSteps', cancel('s-0RANDOM'), 'InvalidRequestException'],
		['DescribeStep', describeStep('s-0RANDOM'), 'InvalidRequestException'],
	])('%s (%#) shows the denial first, or hides it when turned', async (action, ask, code) => {
		const { emr, order } = await open(denied)
		expect(await codeOf(ask(emr))).toMatchObject({ code: 'AccessDeniedException' })
		order[action] = 'validate-first'
		expect(await codeOf(ask(emr))).toMatchObject({ code })
	})

	it('never lets a valid call past a denial', async () => {
		const { emr, order, changes } = await open(denied)
		order.AddJobFlowSteps = 'validate-first'
		expect(await codeOf(addSteps([step()])(emr))).toMatchObject({ code: 'AccessDeniedException' })
		expect(changes()).toEqual([])
	})
})
