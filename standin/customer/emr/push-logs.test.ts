import { gunzipSync } from 'node:zlib'
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTrialWorld, type TrialWorld } from '../trial-world.ts'
import { argsOf, daysAgo, replayer, sourceOf } from './replay.fixture.ts'

let trial: TrialWorld
beforeAll(async () => {
	trial = await startTrialWorld()
})
afterAll(() => trial.close())
afterEach(() => trial.world('/reset', {}))

const pass = (advanceSeconds: number) => trial.world('/clock', { advanceSeconds })

async function open(sourceId: string) {
	const driver = await replayer(trial, sourceId)
	const { bucket: Bucket, clusterId } = sourceOf(sourceId)
	const Prefix = `logs/${clusterId}/steps/`
	// A client for each call: the SDK learns the clock of before it was moved.
	const s3 = () =>
		new S3Client({ ...driver.options, forcePathStyle: true, systemClockOffset: trial.clock.offsetSeconds() * 1_000 })
	return {
		...driver,
		submitted: (values: object = {}) =>
			driver.submit('T', argsOf(sourceId, { token: 'T', from: daysAgo(trial, 2), to: daysAgo(trial, 1), ...values })),
		turn: (change: object) => trial.world(`/clusters/${clusterId}`, change),
		/** Ids of the steps that have a folder of logs. */
		async folders(): Promise<string[]> {
			const listed = await s3().send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/' }))
			return (listed.CommonPrefixes ?? []).map((each) => each.Prefix?.slice(Prefix.length, -1) ?? '')
		},
		async stderr(stepId: string): Promise<string> {
			const { Body } = await s3().send(new GetObjectCommand({ Bucket, Key: `${Prefix}${stepId}/stderr.gz` }))
			return gunzipSync((await Body?.transformToByteArray()) ?? '').toString()
		},
	}
}

describe('logs of a step', () => {
	it('come five minutes after it began, whether it has ended or not', async () => {
		const harbor = await open('harbor-web')
		await harbor.turn({ nextSteps: [{}, { runsSeconds: null }] })
		const [ended, hanging] = [await harbor.submitted(), await harbor.submitted({ token: 'U' })]
		await pass(290)
		expect((await harbor.folders()).filter((id) => id === ended || id === hanging)).toEqual([])
		await pass(16)
		expect(await harbor.folders()).toContain(ended)
		expect(await harbor.folders()).not.toContain(hanging)
		await pass(20)
		expect(await harbor.folders()).toContain(hanging)
	})

	it('never come for one that waits', async () => {
		const harbor = await open('harbor-web')
		await harbor.turn({ nextSteps: [{ runsSeconds: null }] })
		await harbor.submitted()
		const waiting = await harbor.submitted()
		await pass(86_400 / 48)
		expect(await harbor.folders()).not.toContain(waiting)
	})

	it.each([
		[0, true],
		[60, false],
		[null, false],
	])('come when the world says so: after %j seconds', async (logsAfterSeconds, there) => {
		const harbor = await open('harbor-web')
		await harbor.turn({ logsAfterSeconds })
		const id = await harbor.submitted()
		await pass(20)
		expect((await harbor.folders()).includes(id)).toBe(there)
	})

	it('tell why a job died, which nothing else does', async () => {
		const harbor = await open('harbor-web')
		await harbor.turn({ logsAfterSeconds: 1 })
		const id = await harbor.submitted({ bucket: 'fjord-datalake-prod' })
		await pass(20)
		expect(await harbor.stderr(id)).toMatch(
			/ClientError: An error occurred \(AccessDenied\) when calling the PutObject/,
		)
	})

	it('do not come where the cluster may not write', async () => {
		const onyx = await open('onyx-logs')
		await onyx.turn({ logsAfterSeconds: 0 })
		await onyx.submitted()
		await pass(20)
		const objects = [...(trial.customers.bucket('onyx-logs-lake')?.objects.keys() ?? [])]
		expect(objects.filter((key) => key.startsWith('logs/'))).toEqual([])
	})
})
