import { afterEach, describe, expect, it } from 'vitest'
import type { Step } from '../account.ts'
import { CLUSTER, codeOf, createTrialLake, EVERYTHING, REGION, START, type TrialLake } from '../lake.fixture.ts'
import { handleEmr } from './emr.ts'
import { turnCluster } from './knob.ts'

let lake: TrialLake | undefined
afterEach(() => lake?.close())

const OTHER = 'j-0THERCLUSTER1'
const HERE = { ClusterId: CLUSTER }
const place = { region: REGION, bucket: 'trial-lake', tags: { vendor: 'segment' } }

async function open(releaseLabel?: string) {
	const file = { clusters: { [CLUSTER]: place, [OTHER]: place } }
	const opened = await createTrialLake(handleEmr, { policy: EVERYTHING, file })
	lake = opened
	const [cluster, other] = [CLUSTER, OTHER].map((id) => opened.account.clusters.get(id))
	if (!cluster || !other) throw new Error('the trial has no clusters')
	if (releaseLabel) cluster.releaseLabel = releaseLabel
	const add = async (): Promise<string> => {
		const { StepIds = [] } = await opened.emr.addJobFlowSteps({
			JobFlowId: CLUSTER,
			Steps: [{ Name: 'sync', ActionOnFailure: 'CONTINUE', HadoopJarStep: { Jar: 'command-runner.jar' } }],
		})
		return StepIds[0] ?? ''
	}
	const stepOf = (id: string): Step | undefined => cluster.steps.find((step) => step.id === id)
	return { ...opened, cluster, other, add, stepOf, turn: (change: unknown) => turnCluster(cluster, change) }
}

describe('a request to cancel is refused whole', () => {
	it.each<[why: string, ids: (waiting: string, ofOther: string) => string[], text: string, releaseLabel?: string]>([
		['for no step', () => [], 'The list of step ids cannot be empty.'],
		['for 257 steps', (id) => Array(257).fill(id), 'A maximum of 256 step ids can be specified.'],
		['for a step of another cluster', (id, ofOther) => [id, ofOther], "Step id '<other>' is not valid."],
		['on a release before 4.8', (id) => [id], 'Steps cannot be cancelled on release emr-4.7.2.', 'emr-4.7.2'],
		['on release 5.0', (id) => [id], 'Steps cannot be cancelled on release emr-5.0.0.', 'emr-5.0.0'],
	])('%s', async (_, ids, text, releaseLabel) => {
		const { emr, add, stepOf, other, changes } = await open(releaseLabel)
		const waiting = await add()
		const ofOther = other.steps[0]?.id ?? ''
		const before = changes()
		expect(await codeOf(emr.cancelSteps({ ...HERE, StepIds: ids(waiting, ofOther) }))).toEqual({
			code: 'InvalidRequestException',
			message: text.replace('<other>', ofOther),
			status: 400,
		})
		expect(stepOf(waiting)?.state).toBe('PENDING')
		expect(changes()).toEqual(before)
	})

	it('for an option that there is not', async () => {
		const { emr, add, stepOf } = await open()
		const waiting = await add()
		// @ts-expect-error the SDK sends what it is given
		const asked = emr.cancelSteps({ ...HERE, StepIds: [waiting], StepCancellationOption: 'KILL' })
		expect(await codeOf(asked)).toEqual({
			code: 'ValidationException',
			message:
				"1 validation error detected: Value 'KILL' at 'stepCancellationOption' failed to satisfy constraint: Member must satisfy enum value set: [SEND_INTERRUPT, TERMINATE_PROCESS]",
			status: 400,
		})
		expect(stepOf(waiting)?.state).toBe('PENDING')
	})
})

it('256 steps are cancelled in one request', async () => {
	const { emr, add } = await open()
	const waiting = await add()
	const { CancelStepsInfoList = [] } = await emr.cancelSteps({ ...HERE, StepIds: [waiting, ...Array(255).fill('s-0')] })
	expect(CancelStepsInfoList.filter(({ Status }) => Status === 'SUBMITTED')).toHaveLength(1)
	expect(CancelStepsInfoList).toHaveLength(256)
})

describe('a step that is cancelled while it runs', () => {
	const failure = { reason: 'Unknown Error.', message: 'Interrupted.' }
	it.each<[why: string, change: object, end: string, seconds: number]>([
		['is cancelled in ten seconds', {}, 'CANCELLED', 25],
		['completes, where it is done first', { outlivesCancel: true }, 'COMPLETED', 65],
		['fails, where it fails first', { outlivesCancel: true, failure }, 'FAILED', 65],
		['goes on being cancelled, where it hangs', { outlivesCancel: true, runsSeconds: null }, 'CANCEL_PENDING', 86_400],
	])('%s', async (_, change, end, seconds) => {
		const run = 'runsSeconds' in change ? {} : { runsSeconds: 60 }
		for (const by of ['nextSteps', 'steps']) {
			await lake?.close()
			const { emr, add, turn, clock } = await open()
			if (by === 'nextSteps') expect(turn({ nextSteps: [{ ...run, ...change }] })).toBeNull()
			const id = await add()
			clock.now = START + 5_000
			await emr.describeStep({ ...HERE, StepId: id })
			if (by === 'steps') expect(turn({ steps: [{ id, ...run, ...change }] })).toBeNull()
			clock.now = START + 15_000
			for (const StepCancellationOption of ['SEND_INTERRUPT', 'TERMINATE_PROCESS'] as const) {
				const { CancelStepsInfoList } = await emr.cancelSteps({ ...HERE, StepIds: [id], StepCancellationOption })
				const first = StepCancellationOption === 'SEND_INTERRUPT'
				expect(CancelStepsInfoList?.[0]?.Status).toBe(first ? 'SUBMITTED' : 'FAILED')
			}
			const state = async (after: number) => {
				clock.now = START + after * 1_000
				return (await emr.describeStep({ ...HERE, StepId: id })).Step?.Status?.State
			}
			expect(await state(seconds - 1)).toBe('CANCEL_PENDING')
			expect(await state(seconds)).toBe(end)
		}
	})

	it('is told apart by a word of the world only', async () => {
		const { turn } = await open()
		expect(turn({ nextSteps: [{ outlivesCancel: 'yes' }] })).toBe('nextSteps.0.outlivesCancel: must be true or false')
	})
})
