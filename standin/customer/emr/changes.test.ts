import { afterEach, describe, expect, it } from 'vitest'
import { CLUSTER, codeOf, createTrialLake, EVERYTHING, START, type TrialLake } from '../lake.fixture.ts'
import { handleEmr } from './emr.ts'

type Emr = TrialLake['emr']
type Ask = (emr: Emr) => Promise<unknown>

let lake: TrialLake | undefined
async function open(changes: Parameters<typeof createTrialLake>[1] = {}): Promise<TrialLake> {
	lake = await createTrialLake(handleEmr, changes)
	return lake
}
afterEach(() => lake?.close())

const HERE = { ClusterId: CLUSTER }
const tag =
	(Key: string, Value: string): Ask =>
	(emr) =>
		emr.addTags({ ResourceId: CLUSTER, Tags: [{ Key, Value }] })
const step = (more: object = {}) => ({
	Name: 'sync',
	ActionOnFailure: 'CONTINUE' as const,
	HadoopJarStep: { Jar: 'command-runner.jar', Args: ['x'] },
	...more,
})
const addSteps =
	(Steps: ReturnType<typeof step>[]): Ask =>
	(emr) =>
		emr.addJobFlowSteps({ JobFlowId: CLUSTER, Steps })

describe('what really changes', () => {
	it('steps are added, listed newest first and cancelled', async () => {
		const { emr, account, changes } = await open({ policy: EVERYTHING })
		const { StepIds = [] } = await emr.addJobFlowSteps({
			JobFlowId: CLUSTER,
			Steps: [step(), step({ Name: 'two', ActionOnFailure: undefined })],
		})
		const [first = '', second = ''] = StepIds
		const listed = await emr.listSteps({ ...HERE, StepStates: ['PENDING'] })
		expect(listed.Steps?.map(({ Id, ActionOnFailure }) => [Id, ActionOnFailure])).toEqual([
			[second, 'TERMINATE_CLUSTER'],
			[first, 'CONTINUE'],
		])
		const running = account.clusters.get(CLUSTER)?.steps.at(-1)
		if (running) running.state = 'RUNNING'
		const done = account.clusters.get(CLUSTER)?.steps[0]?.id ?? ''
		const { CancelStepsInfoList } = await emr.cancelSteps({ ...HERE, StepIds: [first, second, done, 's-0NONE'] })
		expect(CancelStepsInfoList?.map(({ Status }) => Status)).toEqual(['SUBMITTED', 'SUBMITTED', 'FAILED', 'FAILED'])
		const { Step } = await emr.describeStep({ ...HERE, StepId: first })
		expect(Step?.Status).toMatchObject({ State: 'CANCELLED', Timeline: { CreationDateTime: new Date(START) } })
		expect(changes()).toEqual([
			`step +${CLUSTER}/${first}`,
			`step +${CLUSTER}/${second}`,
			`step ~${CLUSTER}/${first} CANCELLED`,
			`step ~${CLUSTER}/${second} CANCEL_PENDING`,
		])
	})

	it('a release before 5.28 does not cancel what runs', async () => {
		const { emr, account } = await open({ policy: EVERYTHING })
		const old = account.clusters.get(CLUSTER)
		const running = old?.steps[0]
		if (!old || !running) throw new Error('no cluster')
		old.releaseLabel = 'emr-5.27.0'
		running.state = 'RUNNING'
		const { CancelStepsInfoList } = await emr.cancelSteps({ ...HERE, StepIds: [running.id] })
		expect(CancelStepsInfoList).toMatchObject([{ Status: 'FAILED' }])
		expect(running.state).toBe('RUNNING')
	})

	it('the strings of a step may have 10,240 characters', async () => {
		const { emr } = await open()
		const HadoopJarStep = { Jar: 'x'.repeat(10_000), Args: ['y'.repeat(240)] }
		const { StepIds = [] } = await emr.addJobFlowSteps({ JobFlowId: CLUSTER, Steps: [{ ...step(), HadoopJarStep }] })
		const { Step } = await emr.describeStep({ ...HERE, StepId: StepIds[0] })
		expect(Step?.Config?.Args).toEqual(HadoopJarStep.Args)
	})

	it('256 steps may be active, and not one more', async () => {
		const { emr } = await open({ policy: EVERYTHING })
		await addSteps(Array(256).fill(step()))(emr)
		expect(await codeOf(addSteps([step()])(emr))).toMatchObject({ code: 'ValidationException' })
		const pages = [await emr.listSteps(HERE)]
		while (pages.at(-1)?.Marker) pages.push(await emr.listSteps({ ...HERE, Marker: pages.at(-1)?.Marker }))
		const ids = pages.flatMap(({ Steps = [] }) => Steps.map(({ Id }) => Id))
		expect([pages.length, new Set(ids).size]).toEqual([6, 261])
	})

	it('a tag, once', async () => {
		const { emr, changes } = await open()
		await tag('team', 'lake')(emr)
		await tag('team', 'lake')(emr)
		expect(changes()).toEqual([`tag +${CLUSTER} team=lake`])
	})

	it('an ended cluster takes its steps along', async () => {
		const { emr, changes } = await open({ policy: EVERYTHING })
		await addSteps([step()])(emr)
		await emr.terminateJobFlows({ JobFlowIds: [CLUSTER] })
		await emr.terminateJobFlows({ JobFlowIds: [CLUSTER] })
		const { Clusters } = await emr.listClusters({ ClusterStates: ['TERMINATING'] })
		expect(Clusters).toMatchObject([{ Id: CLUSTER, Status: { StateChangeReason: { Code: 'USER_REQUEST' } } }])
		expect((await emr.listSteps(HERE)).Steps?.[0]?.Status?.State).toBe('CANCELLED')
		expect(changes()).toEqual([expect.stringContaining('step +'), `cluster ~${CLUSTER} TERMINATING`])
		const groups = await emr.listInstanceGroups(HERE)
		expect(groups.InstanceGroups?.map(({ Status }) => Status?.State)).toEqual(Array(3).fill('TERMINATING'))
	})
})

describe('a marker that this list never gave', () => {
	it('is refused, though another list gave it', async () => {
		const { emr } = await open({ policy: EVERYTHING })
		await addSteps(Array(60).fill(step()))(emr)
		const { Marker } = await emr.listSteps(HERE)
		expect(Marker).toBeDefined()
		expect(await codeOf(emr.listSteps({ ...HERE, StepStates: ['PENDING'], Marker }))).toEqual({
			code: 'InvalidRequestException',
			message: `Marker '${Marker}' is not valid.`,
			status: 400,
		})
	})
})
