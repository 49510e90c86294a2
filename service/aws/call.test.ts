import { afterEach, describe, expect, it, vi } from 'vitest'
import { outOfTime, trialAccess } from './customer.fixture.ts'
import type { AwsOperation } from './ports.ts'
import { json, type RawAnswer, raw, s3Error } from './raw-aws.fixture.ts'

let trial: Awaited<ReturnType<typeof trialAccess>>
afterEach(() => trial.aws.stop())

/** What became of one call that the server answers with `answer`. */
async function ask(operation: AwsOperation, input: Record<string, unknown>, answer: RawAnswer) {
	trial = await trialAccess(answer)
	return trial.access.call(await trial.open(), operation, input)
}
const calls = () => trial.aws.requests.filter(({ service }) => service !== 'sts')

const BUCKET = { Bucket: 'lake', ExpectedBucketOwner: '210987654321' }
const TABLE = { CatalogId: '210987654321', DatabaseName: 'harbor_web', Name: 'made_up' }

describe('what AWS answers', () => {
	it.each([
		{
			why: 'Glue says no with status 400',
			answer: json(400, { __type: 'AccessDeniedException', Message: 'User: u is not authorized' }),
			expected: {
				kind: 'refused',
				code: 'AccessDeniedException',
				message: 'User: u is not authorized',
				httpStatus: 400,
				requestId: 'json-1',
			},
		},
		{
			why: 'an error of the service’s own, with a namespace before its name',
			answer: json(400, { __type: 'com.amazonaws.glue#EntityNotFoundException', Message: 'Table not found' }),
			expected: { kind: 'refused', code: 'EntityNotFoundException', message: 'Table not found' },
		},
		{
			why: 'an error that the SDK has no class for',
			answer: json(400, { __type: 'BrandNewException', message: 'hm' }),
			expected: { kind: 'refused', code: 'BrandNewException', message: 'hm' },
		},
		{
			why: 'a refusal without words',
			answer: json(400, { __type: 'AccessDeniedException' }),
			expected: { kind: 'refused', message: '' },
		},
		{
			why: 'Glue is throttled',
			write: true,
			answer: json(400, { __type: 'ThrottlingException', message: 'Rate exceeded' }),
			expected: { kind: 'failed', cause: 'throttled', message: 'Rate exceeded' },
		},
		{
			why: 'Glue failed itself',
			answer: json(500, { __type: 'InternalServiceException' }),
			expected: { kind: 'failed', cause: 'server', code: 'InternalServiceException', httpStatus: 500 },
		},
		{
			why: 'a failure of theirs with status 400',
			answer: json(400, { __type: 'OperationTimeoutException' }),
			expected: { kind: 'failed', cause: 'server' },
		},
		{
			why: 'our session ended',
			answer: json(400, { __type: 'ExpiredTokenException', message: 'expired' }),
			expected: { kind: 'failed', cause: 'ours', code: 'ExpiredTokenException' },
		},
		{
			why: 'our token is unknown',
			answer: json(400, { __type: 'UnrecognizedClientException' }),
			expected: { kind: 'failed', cause: 'ours' },
		},
		{
			why: 'our request was formed wrongly',
			answer: json(400, { __type: 'SerializationException' }),
			expected: { kind: 'failed', cause: 'ours' },
		},
		{
			why: 'a load balancer answers for AWS',
			answer: raw(503, '<html>busy</html>'),
			expected: { kind: 'failed', cause: 'network', httpStatus: 503, requestId: null },
		},
		{
			why: 'a proxy on the way answers 403',
			answer: raw(403, 'blocked by policy'),
			expected: { kind: 'failed', cause: 'network', code: null },
		},
		{
			why: 'an answer cut off in the middle of its JSON',
			answer: raw(200, '{"Table": {', { 'x-amzn-requestid': 'r' }),
			expected: { kind: 'failed', cause: 'server', message: 'The answer could not be read.' },
		},
		{
			why: 'something that is not HTTP',
			answer: 'SSH-2.0-nope\r\n\r\n',
			expected: { kind: 'failed', cause: 'network', httpStatus: null },
		},
	])('$why', async ({ answer, expected }) => {
		expect(await ask('glue:DeleteTable', TABLE, () => answer)).toMatchObject(expected)
		expect(calls()).toHaveLength(1)
	})

	it.each([
		{ status: 301, code: 'PermanentRedirect' },
		{ status: 400, code: 'BadRequest' },
		{ status: 403, code: 'Forbidden' },
		{ status: 404, code: 'NotFound' },
		{ status: 418, code: 'HTTP418' },
	])(
		'HEAD $status has no body: the code is $code, and the bucket’s region comes all the same',
		async ({ status, code }) => {
			const answer = await ask('s3:HeadBucket', BUCKET, () =>
				raw(status, '', { 'x-amz-request-id': 's3-7', 'x-amz-bucket-region': 'eu-west-1' }),
			)
			expect(answer).toMatchObject({
				kind: 'refused',
				code,
				message: '',
				httpStatus: status,
				requestId: 's3-7',
				bucketRegion: 'eu-west-1',
			})
			expect(calls()).toHaveLength(1)
		},
	)

	it('HEAD 503 is a failure of S3', async () => {
		const answer = await ask('s3:HeadBucket', BUCKET, () => raw(503, '', { 'x-amz-request-id': 's3-7' }))
		expect(answer).toMatchObject({ kind: 'failed', cause: 'server', code: 'ServiceUnavailable' })
	})

	it('a bucket in another region is said, never followed', async () => {
		const answer = await ask('s3:ListObjectsV2', BUCKET, () =>
			s3Error(301, 'PermanentRedirect', 'Use the right endpoint.', {
				'x-amz-bucket-region': 'eu-west-1',
				location: 'http://127.0.0.1:1/',
			}),
		)
		expect(answer).toMatchObject({
			kind: 'refused',
			code: 'PermanentRedirect',
			message: 'Use the right endpoint.',
			bucketRegion: 'eu-west-1',
		})
		expect(calls()).toHaveLength(1)
	})

	it.each([
		{ code: 'RequestTimeTooSkewed', status: 403 },
		{ code: 'ExpiredToken', status: 400 },
		{ code: 'InvalidAccessKeyId', status: 403 },
	])('S3 $code is ours', async ({ code, status }) => {
		const answer = await ask('s3:ListObjectsV2', BUCKET, () => s3Error(status, code, 'no'))
		expect(answer).toMatchObject({ kind: 'failed', cause: 'ours', code })
		expect(calls()).toHaveLength(1)
	})

	it('keeps keys and tokens out of the text, in plain and in URL form', async () => {
		const token = 'token/of+SegmentDataLakeRole=='
		const text = `The Canonical String should have been x-amz-security-token:${token} or ${encodeURIComponent(token)} secret-of-SegmentDataLakeRole AKIAIOSFODNN7EXAMPLE ASIAIOSFODNN7EXAMPLE`
		const answer = await ask('glue:GetTable', TABLE, () =>
			json(400, { __type: 'InvalidSignatureException', message: text }),
		)
		expect(answer).toMatchObject({
			kind: 'failed',
			cause: 'ours',
			message:
				'The Canonical String should have been x-amz-security-token:[removed] or [removed] [removed] [removed] [removed]',
		})
	})
})

it('keeps of a text without end what a report can hold', async () => {
	const message = 'x'.repeat(1_000_000)
	const answer = await ask('glue:GetTable', TABLE, () => json(400, { __type: `Odd${message}`, message }))
	if (answer.kind !== 'refused') throw new Error(answer.kind)
	expect(answer.message).toBe(`${'x'.repeat(8_192)} ... (1000000 characters)`)
	expect(answer.code).toHaveLength(128)
})

describe('no answer', () => {
	it.each<{ why: string; answer: RawAnswer }>([
		{ why: 'nothing comes', answer: () => null },
		{
			why: 'the headers come, the body never',
			answer: () => raw(200, '', { 'content-length': '99', 'x-amzn-requestid': 'r' }),
		},
	])('is a timeout when $why, and the connection is not kept', async ({ answer }) => {
		trial = await trialAccess(answer)
		const session = await trial.open()
		const result = await outOfTime(
			() => trial.access.call(session, 'glue:GetTable', TABLE),
			() => calls().length === 1,
		)
		expect(result).toMatchObject({ kind: 'failed', cause: 'timeout', httpStatus: null, durationMs: 8_000 })
		await expect.poll(() => calls()[0]?.socket.destroyed).toBe(true)
	})

	it('is the network when the connection is reset, and is not asked again', async () => {
		const answer = await ask('glue:GetTable', TABLE, ({ socket }) => {
			socket.resetAndDestroy()
			return null
		})
		expect(answer).toMatchObject({ kind: 'failed', cause: 'network', code: 'ECONNRESET', httpStatus: null })
		expect(calls()).toHaveLength(1)
	})

	it('is the network when nobody listens', async () => {
		trial = await trialAccess(() => null)
		const session = await trial.open()
		vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1')
		const answer = await trial.access.call(session, 'glue:GetTable', TABLE)
		expect(answer).toMatchObject({ kind: 'failed', cause: 'network', code: 'ECONNREFUSED', httpStatus: null })
	})
})
