import { EMR } from '@aws-sdk/client-emr'
import { HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR, type SessionKey, sessionIn } from './session.fixture.ts'
import { startTrialWorld, type TrialWorld } from './trial-world.ts'

const CLUSTER = 'j-2HARB0RWEB01'
let trial: TrialWorld
let harbor: SessionKey
beforeAll(async () => {
	trial = await startTrialWorld()
	harbor = await sessionIn(trial, HARBOR, 'ws-harbor')
})
afterAll(() => trial.close())
afterEach(() => trial.world('/reset', {}))

const options = () => ({ endpoint: trial.endpoint, region: 'us-west-2', maxAttempts: 1, credentials: harbor })
const turn = (fault: object) => trial.world('/aws', { faults: [{ action: 'AddJobFlowSteps', times: 1, ...fault }] })

/** What the caller sees of a submission: the status and, where no answer came, the code of the broken wire. */
function submit(name: string, Jar = 'command-runner.jar'): Promise<string> {
	const step = { Name: name, ActionOnFailure: 'CONTINUE' as const, HadoopJarStep: { Jar } }
	return new EMR(options()).addJobFlowSteps({ JobFlowId: CLUSTER, Steps: [step] }).then(
		() => 'ok',
		(error: unknown) => `${Object(error).$metadata?.httpStatusCode ?? Object(error).code}`,
	)
}

type Shown = { clusters: { steps: { name: string }[] }[] }
async function stepsNamed(name: string): Promise<number> {
	const json = (await trial.world('/customers/harbor')).json as Shown
	return json.clusters.flatMap(({ steps }) => steps).filter((step) => step.name === name).length
}

describe('an answer that is lost', () => {
	it.each<[string, object, string, number]>([
		['the connection breaks, and nothing was done', { drop: true }, 'ECONNRESET', 0],
		['the connection breaks, and the step exists', { drop: true, commitAfterMs: 0 }, 'ECONNRESET', 1],
		['a 500, and nothing was done', { status: 500 }, '500', 0],
		['a 500, and the step exists', { status: 500, commitAfterMs: 0 }, '500', 1],
		['a 503, and the step exists', { status: 503, commitAfterMs: 0 }, '503', 1],
	])('%s', async (_what, fault, told, steps) => {
		await turn(fault)
		expect(await submit('one')).toBe(told)
		expect(await stepsNamed('one')).toBe(steps)
		expect(await submit('two')).toBe('ok')
		expect([await stepsNamed('one'), await stepsNamed('two')]).toEqual([steps, 1])
	})

	it('comes to nothing where the call would have been refused', async () => {
		await turn({ drop: true, commitAfterMs: 0 })
		expect(await submit('x'.repeat(257))).toBe('ECONNRESET')
		await turn({ status: 500, commitAfterMs: 0 })
		expect(await submit('one', 'x'.repeat(10_241))).toBe('500')
		expect(await stepsNamed('one')).toBe(0)
	})

	it('of a call that hangs may hide a step too', async () => {
		await turn({ hang: true, commitAfterMs: 0 })
		void submit('one')
		await expect.poll(() => stepsNamed('one')).toBe(1)
	})

	it('leaves a trail of what was done: a record without a status', async () => {
		await turn({ drop: true, commitAfterMs: 0 })
		await submit('one')
		const calls = (await trial.world('/calls?account=harbor')).json as object[]
		expect(calls.at(-1)).toMatchObject({
			operation: 'AddJobFlowSteps',
			status: null,
			changed: [expect.stringMatching(/^step \+/)],
		})
	})

	it('is not for submissions alone', async () => {
		await trial.world('/aws', { faults: [{ action: 'PutObject', drop: true, commitAfterMs: 0, times: 1 }] })
		const s3 = new S3Client({ ...options(), forcePathStyle: true })
		const object = { Bucket: 'harbor-outfitters-lake', Key: 'segment-stage/x' }
		await expect(s3.send(new PutObjectCommand({ ...object, Body: 'x' }))).rejects.toThrow()
		expect((await s3.send(new HeadObjectCommand(object))).ContentLength).toBe(1)
	})
})

describe('a commit that comes late', () => {
	it('shows after its time by the world’s clock, with that time', async () => {
		await turn({ drop: true, commitAfterMs: 600_000 })
		const sent = trial.clock.now()
		await submit('one')
		expect(await stepsNamed('one')).toBe(0)
		await trial.world('/clock', { advanceSeconds: 590 })
		expect(await stepsNamed('one')).toBe(0)
		await trial.world('/clock', { advanceSeconds: 60 })
		expect(await stepsNamed('one')).toBe(1)
		const account = trial.customers.find('harbor')?.account
		const late = account?.clusters.get(CLUSTER)?.steps.find(({ name }) => name === 'one')
		expect((late?.createdAt ?? 0) - sent).toBeGreaterThanOrEqual(600_000)
		expect((late?.createdAt ?? 0) - sent).toBeLessThan(610_000)
	})

	it('is taken back by a reset', async () => {
		await turn({ status: 500, commitAfterMs: 1_000 })
		await submit('one')
		await trial.world('/reset', {})
		await trial.world('/clock', { advanceSeconds: 2 })
		expect(await stepsNamed('one')).toBe(0)
	})
})

it.each<[string, object, RegExp]>([
	['a commit whose answer is not lost', { commitAfterMs: 0 }, /commitAfterMs: goes with hang, drop or status/],
	['a commit before the call', { drop: true, commitAfterMs: -1 }, /commitAfterMs/],
	['half a loss', { drop: false }, /drop/],
])('refuses %s', async (_what, fault, error) => {
	const { status, json } = await turn(fault)
	expect([status, JSON.stringify(json)]).toEqual([400, expect.stringMatching(error)])
})
