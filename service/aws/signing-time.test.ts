import { afterEach, describe, expect, it } from 'vitest'
import { trialAccess } from './customer.fixture.ts'
import type { AwsOperation } from './ports.ts'
import { json, type RawAnswer, raw } from './raw-aws.fixture.ts'

let trial: Awaited<ReturnType<typeof trialAccess>>
afterEach(() => trial.aws.stop())

const LONG_AGO = new Date('2026-01-02T03:04:05.000Z')
const STEP = {
	JobFlowId: 'j-2AXXXXXXGAPLF',
	Steps: [{ Name: 'step', ActionOnFailure: 'CONTINUE', HadoopJarStep: { Jar: 'command-runner.jar', Args: [] } }],
}

async function ask(operation: AwsOperation, input: Record<string, unknown>, answer: RawAnswer, signedAt?: Date) {
	trial = await trialAccess(answer)
	const session = await trial.open()
	return trial.access.call(session, operation, input, signedAt && { signedAt })
}
const sent = () => trial.aws.requests.find(({ service }) => service !== 'sts')

describe('a call that names its time of signing', () => {
	it.each([
		{ operation: 'emr:AddJobFlowSteps', input: STEP },
		{ operation: 'glue:DeleteTable', input: { DatabaseName: 'lake', Name: 'none' } },
		{ operation: 's3:DeleteObject', input: { Bucket: 'lake', Key: 'none' } },
	] as const)('is signed with exactly that time: $operation', async ({ operation, input }) => {
		await ask(operation, input, () => json(400, { __type: 'ValidationException' }), LONG_AGO)
		expect(sent()?.headers['x-amz-date']).toBe('20260102T030405Z')
		expect(sent()?.headers.authorization).toMatch(/Credential=SegmentDataLakeRole\/20260102\/us-west-2\//)
	})

	it('leaves the other calls of its session alone', async () => {
		trial = await trialAccess(() => json(200, { StepIds: [] }))
		const session = await trial.open()
		await trial.access.call(session, 'emr:AddJobFlowSteps', STEP, { signedAt: LONG_AGO })
		await trial.access.call(session, 'emr:AddJobFlowSteps', STEP)
		const times = trial.aws.requests.filter(({ action }) => action === 'AddJobFlowSteps')
		expect(times.map(({ headers }) => headers['x-amz-date'] === '20260102T030405Z')).toEqual([true, false])
	})

	it('is not signed anew with a clock that AWS corrects', async () => {
		const skewed = raw(400, JSON.stringify({ __type: 'InvalidSignatureException', message: 'Signature expired' }), {
			'x-amzn-requestid': 'json-1',
			date: 'Sun, 22 Nov 2026 14:00:00 GMT',
		})
		trial = await trialAccess(() => skewed)
		const session = await trial.open()
		for (let time = 0; time < 2; time++) {
			const answer = await trial.access.call(session, 'emr:AddJobFlowSteps', STEP, { signedAt: LONG_AGO })
			expect(answer).toMatchObject({ kind: 'failed', cause: 'ours', httpStatus: 400 })
		}
		const times = trial.aws.requests.filter(({ action }) => action === 'AddJobFlowSteps')
		expect(times.map(({ headers }) => headers['x-amz-date'])).toEqual(['20260102T030405Z', '20260102T030405Z'])
	})
})

describe('what adds or cancels steps', () => {
	it.each([
		{ operation: 'emr:AddJobFlowSteps', input: STEP },
		{ operation: 'emr:CancelSteps', input: { ClusterId: 'j-2AXXXXXXGAPLF', StepIds: ['s-1'] } },
	] as const)('is sent once, throttled or not: $operation', async ({ operation, input }) => {
		for (const answer of [json(400, { __type: 'ThrottlingException' }), json(500, { __type: 'InternalFailure' })]) {
			await ask(operation, input, () => answer)
			expect(trial.aws.requests.filter(({ service }) => service !== 'sts')).toHaveLength(1)
			await trial.aws.stop()
		}
	})
})

describe('AWS’s own time', () => {
	const date = { date: 'Sun, 22 Nov 2026 14:00:00 GMT', 'x-amzn-requestid': 'r', 'x-amz-request-id': 'r' }
	const at = new Date('2026-11-22T14:00:00Z')
	const list = { operation: 'emr:ListSteps', input: { ClusterId: 'j-2AXXXXXXGAPLF' } } as const
	const object = { operation: 's3:GetObject', input: { Bucket: 'lake', Key: 'claim' } } as const

	it.each([
		{ why: 'an answer', ...list, answer: raw(200, '{"Steps":[]}', date), expected: { kind: 'ok', date: at } },
		{ why: 'an object', ...object, answer: raw(200, 'text', date), expected: { kind: 'ok', date: at } },
		{
			why: 'a refusal',
			...list,
			answer: raw(400, '{"__type":"AccessDeniedException"}', date),
			expected: { kind: 'refused', date: at },
		},
		{ why: 'no header', ...list, answer: json(200, { Steps: [] }), expected: { kind: 'ok', date: null } },
		{
			why: 'a header that is no time',
			...list,
			answer: raw(200, '{"Steps":[]}', { ...date, date: 'yesterday' }),
			expected: { kind: 'ok', date: null },
		},
	])('stands beside $why', async ({ operation, input, answer, expected }) => {
		expect(await ask(operation, input, () => answer)).toMatchObject(expected)
	})
})
