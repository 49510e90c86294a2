import { afterEach, describe, expect, it } from 'vitest'
import { asking, trialAccess } from './customer.fixture.ts'
import type { AwsOperation } from './ports.ts'
import { json, s3Error, stsError } from './raw-aws.fixture.ts'
import { changesNothing } from './retry.ts'

let trial: Awaited<ReturnType<typeof trialAccess>>
afterEach(() => trial.aws.stop())
const calls = () => trial.aws.requests.filter(({ service }) => service !== 'sts')

const throttle = () => json(400, { __type: 'ThrottlingException', message: 'Rate exceeded' })

/** One call that the server throttles `count` times. */
async function askThrottled(operation: AwsOperation, count: number, options = {}) {
	let left = count
	trial = await trialAccess(() => (left-- > 0 ? throttle() : json(200, {})), options)
	return trial.access.call(await trial.open(), operation, {
		DatabaseName: 'd',
		Name: 't',
		ClusterId: 'j-1',
		JobFlowId: 'j-1',
	})
}

describe('a throttled call', () => {
	it.each([
		{ throttles: 1, sent: 2, kind: 'ok' },
		{ throttles: 2, sent: 3, kind: 'ok' },
		{ throttles: 3, sent: 3, kind: 'failed' },
	])('that reads is sent $sent times when throttled $throttles times', async ({ throttles, sent, kind }) => {
		expect(await askThrottled('glue:GetTable', throttles)).toMatchObject({ kind })
		expect(calls()).toHaveLength(sent)
	})

	it.each<AwsOperation>([
		'emr:AddJobFlowSteps',
		'emr:AddTags',
		'emr:CancelSteps',
		'glue:UpdateTable',
		'glue:CreateTable',
	])('that writes is sent once: %s', async (operation) => {
		expect(await askThrottled(operation, 1)).toMatchObject({
			kind: 'failed',
			cause: 'throttled',
			message: 'Rate exceeded',
		})
		expect(calls()).toHaveLength(1)
	})

	it('ends with the throttle that AWS sent when its time is up', async () => {
		const answer = await askThrottled('glue:GetTable', 9, { throttlePauseMs: 1e12 })
		expect(answer).toMatchObject({ kind: 'failed', cause: 'throttled', httpStatus: 400 })
	})

	it('of S3 says SlowDown with status 503', async () => {
		trial = await trialAccess(() => s3Error(503, 'SlowDown', 'Please reduce your request rate.'))
		const answer = await trial.access.call(await trial.open(), 's3:ListObjectsV2', { Bucket: 'lake' })
		expect(answer).toMatchObject({ kind: 'failed', cause: 'throttled', code: 'SlowDown' })
		expect(calls()).toHaveLength(3)
	})

	it('of STS is asked again too: a session changes nothing at the customer', async () => {
		let left = 2
		trial = await trialAccess(
			() => null,
			{},
			() => (left-- > 0 ? stsError(400, 'Throttling', 'Rate exceeded') : null),
		)
		expect(await trial.access.assume(asking())).toMatchObject({ kind: 'ok' })
		expect(trial.aws.requests.filter(({ key, action }) => action === 'AssumeRole' && key !== 'BASEKEY')).toHaveLength(3)
	})
})

describe('changesNothing', () => {
	it.each<[AwsOperation, boolean]>([
		['s3:HeadBucket', true],
		['s3:ListObjectsV2', true],
		['s3:ListMultipartUploads', true],
		['s3:GetObject', true],
		['s3:DeleteObject', false],
		['s3:CreateMultipartUpload', false],
		['s3:AbortMultipartUpload', false],
		['glue:BatchGetPartition', true],
		['glue:BatchDeletePartition', false],
		['glue:BatchCreatePartition', false],
		['glue:CreateDatabase', false],
		['emr:DescribeStep', true],
		['emr:AddJobFlowSteps', false],
		['emr:CancelSteps', false],
	])('%s: %s', (operation, expected) => {
		expect(changesNothing(operation)).toBe(expected)
	})
})
