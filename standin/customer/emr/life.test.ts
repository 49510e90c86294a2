import { afterEach, describe, expect, it } from 'vitest'
import { CLUSTER, codeOf, createTrialLake, EVERYTHING, START, type TrialLake } from '../lake.fixture.ts'
import { handleEmr } from './emr.ts'
import { turnCluster } from './knob.ts'

let lake: TrialLake | undefined
afterEach(() => lake?.close())

const HERE = { ClusterId: CLUSTER }
const step = (more: object = {}) => ({
	Name: 'sync',
	ActionOnFailure: 'CONTINUE' as const,
	HadoopJarStep: { Jar: 'command-runner.jar' },
	...more,
})

async function open() {
	const opened = await createTrialLake(handleEmr, { policy: EVERYTHING })
	lake = opened
	const cluster = opened.account.clusters.get(CLUSTER)
	if (!cluster) throw new Error('the trial has no cluster')
	const at = (seconds: number) => {
		opened.clock.now = START + seconds * 1_000
	}
	return {
		emr: opened.emr,
		turn: (change: unknown) => turnCluster(cluster, change),
		async state(seconds: number) {
			at(seconds)
			const { Cluster } = await opened.emr.describeCluster(HERE)
			return Cluster?.Status
		},
		async stepState(StepId: string, seconds: number) {
			at(seconds)
			const { Step } = await opened.emr.describeStep({ ...HERE, StepId })
			return Step?.Status
		},
		async add(...Steps: ReturnType<typeof step>[]) {
			const { StepIds = [] } = await opened.emr.addJobFlowSteps({ JobFlowId: CLUSTER, Steps })
			return StepIds
		},
	}
}

describe('the life of a cluster by the world’s clock', () => {
	it('goes from its machines to work, and names the moment it was ready', async () => {
		const { turn, state } = await open()
		turn({ state: 'STARTING' })
		expect((await state(0))?.State).toBe('STARTING')
		expect((await state(119))?.State).toBe('STARTING')
		expect((await state(120))?.State).toBe('BOOTSTRAPPING')
		expect(await state(300)).toMatchObject({
			State: 'WAITING',
			Timeline: { ReadyDateTime: new Date(START + 300_000) },
		})
	})

	it.each([
		['USER_REQUEST', 'TERMINATED'],
		['ALL_STEPS_COMPLETED', 'TERMINATED'],
		['BOOTSTRAP_FAILURE', 'TERMINATED_WITH_ERRORS'],
		['INTERNAL_ERROR', 'TERMINATED_WITH_ERRORS'],
	])('ends for %s as %s, a minute after it began to', async (code, end) => {
		const { turn, state } = await open()
		turn({ state: 'TERMINATING', code, message: 'Because.' })
		expect((await state(0))?.State).toBe('TERMINATING')
		expect(await state(60)).toMatchObject({
			State: end,
			StateChangeReason: { Code: code, Message: 'Because.' },
			Timeline: { EndDateTime: new Date(START + 60_000) },
		})
	})

	it('shows any state, reason and error that it is told to, whether a client knows it or not', async () => {
		const { turn, state } = await open()
		const errors = [{ code: 'EC2_INSUFFICIENT_CAPACITY', message: 'No m5.xlarge.', data: [{ zone: 'us-west-2a' }] }]
		turn({ state: 'HIBERNATING', code: 'NEW_REASON', message: 'Later.', errors })
		expect(await state(3_600)).toMatchObject({
			State: 'HIBERNATING',
			StateChangeReason: { Code: 'NEW_REASON' },
			ErrorDetails: [
				{ ErrorCode: 'EC2_INSUFFICIENT_CAPACITY', ErrorMessage: 'No m5.xlarge.', ErrorData: [{ zone: 'us-west-2a' }] },
			],
		})
	})

	it('of fleets does not list groups, and names the call that does', async () => {
		const { emr, turn } = await open()
		turn({ collection: 'INSTANCE_FLEET' })
		const { code, message } = await codeOf(emr.listInstanceGroups(HERE))
		expect(code).toBe('InvalidRequestException')
		expect(message).toContain('ListInstanceFleets')
	})

	it('shows groups whose nodes do not come up', async () => {
		const { emr, turn } = await open()
		turn({ groupState: 'SUSPENDED' })
		const { InstanceGroups } = await emr.listInstanceGroups(HERE)
		expect(InstanceGroups?.map(({ Status, RunningInstanceCount }) => [Status?.State, RunningInstanceCount])).toEqual([
			['SUSPENDED', 0],
			['SUSPENDED', 0],
			['SUSPENDED', 0],
		])
	})
})

describe('the life of steps', () => {
	it('is one after the other, and the cluster runs as long as one does', async () => {
		const { add, stepState, state } = await open()
		const [first = '', second = ''] = await add(step(), step())
		expect((await stepState(first, 4))?.State).toBe('PENDING')
		expect((await stepState(first, 5))?.State).toBe('RUNNING')
		expect((await stepState(second, 60))?.State).toBe('PENDING')
		expect((await state(60))?.State).toBe('RUNNING')
		expect(await stepState(first, 65)).toMatchObject({
			State: 'COMPLETED',
			Timeline: { StartDateTime: new Date(START + 5_000), EndDateTime: new Date(START + 65_000) },
		})
		expect((await stepState(second, 70))?.State).toBe('RUNNING')
		expect((await state(131))?.State).toBe('WAITING')
	})

	it('has one that hangs, until it is cancelled', async () => {
		const { emr, turn, add, stepState } = await open()
		const [id = ''] = await add(step())
		turn({ steps: [{ id, runsSeconds: null }] })
		expect((await stepState(id, 86_400))?.State).toBe('RUNNING')
		await emr.cancelSteps({ ...HERE, StepIds: [id] })
		expect((await stepState(id, 86_409))?.State).toBe('CANCEL_PENDING')
		expect((await stepState(id, 86_410))?.State).toBe('CANCELLED')
	})

	it.each([
		['everything', { reason: 'Unknown Error', message: 'AccessDenied', logFile: 's3://x/logs/stderr.gz' }],
		['a reason alone', { reason: 'Main Class not found.' }],
		['nothing', {}],
	])('fails with details of %s', async (_what, failure) => {
		const { turn, add, stepState } = await open()
		const [id = ''] = await add(step())
		turn({ steps: [{ id, failure, runsSeconds: 1 }] })
		expect(await stepState(id, 6)).toMatchObject({
			State: 'FAILED',
			FailureDetails: Object.fromEntries(
				Object.entries(failure).map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), value]),
			),
		})
	})

	it.each([
		['CONTINUE', 'WAITING', 'RUNNING'],
		['CANCEL_AND_WAIT', 'WAITING', 'CANCELLED'],
		['TERMINATE_CLUSTER', 'TERMINATING', 'CANCELLED'],
	] as const)('that fails with %s leaves the cluster %s', async (ActionOnFailure, cluster, next) => {
		const { turn, add, stepState, state } = await open()
		const [id = '', after = ''] = await add(step({ ActionOnFailure }), step())
		turn({ steps: [{ id, failure: {}, runsSeconds: 1 }] })
		expect((await stepState(after, 12))?.State).toBe(next)
		const status = await state(12)
		expect(status?.State).toBe(next === 'RUNNING' ? 'RUNNING' : cluster)
		if (cluster === 'TERMINATING') expect(status?.StateChangeReason?.Code).toBe('STEP_FAILURE')
	})

	it('takes 256 active ones and no more', async () => {
		const { emr, turn, add } = await open()
		turn({ steps: Array.from({ length: 255 }, () => ({ state: 'PENDING', runsSeconds: null })) })
		await add(step())
		const { code, message } = await codeOf(emr.addJobFlowSteps({ JobFlowId: CLUSTER, Steps: [step()] }))
		expect(code).toBe('ValidationException')
		expect(message).toMatch(/^Maximum number of active steps.*for cluster exceeded\.$/)
	})
})

describe('the steps to come', () => {
	it('end as was said of them, one each, in the order of their submission', async () => {
		const { turn, add, stepState } = await open()
		const failure = { reason: 'Unknown Error.', logFile: 's3://x/logs/stderr.gz' }
		turn({ nextSteps: [{ runsSeconds: 1 }, { runsSeconds: 2, failure }, { failure: {} }, { runsSeconds: null }] })
		const [brief = '', failing = ''] = await add(step(), step())
		const [bare = '', hanging = ''] = await add(step(), step())
		expect((await stepState(brief, 6))?.State).toBe('COMPLETED')
		expect(await stepState(failing, 13)).toMatchObject({
			State: 'FAILED',
			FailureDetails: { Reason: 'Unknown Error.', LogFile: 's3://x/logs/stderr.gz' },
		})
		expect((await stepState(bare, 77))?.State).toBe('RUNNING')
		expect((await stepState(bare, 78))?.State).toBe('FAILED')
		expect((await stepState(hanging, 86_400))?.State).toBe('RUNNING')
		await add(step())
		expect((await stepState(hanging, 86_401))?.State).toBe('RUNNING')
	})

	it('are hidden by ListSteps as long as it lags, never by DescribeStep', async () => {
		const { emr, turn, add, stepState } = await open()
		turn({ listLagMs: 30_000 })
		const [id = ''] = await add(step())
		const listed = async () => (await emr.listSteps(HERE)).Steps?.some((each) => each.Id === id)
		expect([(await stepState(id, 29.9))?.State, await listed()]).toEqual(['RUNNING', false])
		expect([(await stepState(id, 30))?.State, await listed()]).toEqual(['RUNNING', true])
	})
})

describe('the knob of a cluster', () => {
	it.each([
		['a member that does not exist', { stat: 'WAITING' }, /stat: no such field/],
		['a step of another cluster', { steps: [{ id: 's-0NONE' }] }, /no step s-0NONE/],
		['a lag that is no time', { listLagMs: -1 }, /listLagMs/],
		['a state of a step to come', { nextSteps: [{ state: 'FAILED' }] }, /nextSteps.0.state: no such field/],
		['eleven errors', { errors: Array.from({ length: 11 }, () => ({ code: 'x', message: 'y' })) }, /errors/],
	])('refuses %s', async (_what, change, error) => {
		const { turn } = await open()
		expect(turn(change)).toMatch(error)
	})
})
