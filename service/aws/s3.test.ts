import { afterEach, describe, expect, it } from 'vitest'
import { trialAccess } from './customer.fixture.ts'
import type { AwsOperation } from './ports.ts'
import { type RawAnswer, raw } from './raw-aws.fixture.ts'

let trial: Awaited<ReturnType<typeof trialAccess>>
afterEach(() => trial.aws.stop())

async function ask(operation: AwsOperation, input: Record<string, unknown>, answer: RawAnswer) {
	trial = await trialAccess(answer)
	return trial.access.call(await trial.open({ region: 'eu-west-1' }), operation, input)
}
const request = () => trial.aws.requests.at(-1)

const s3Ok = (status: number, body = '', headers: Record<string, string> = {}) =>
	raw(status, body, { 'x-amz-request-id': 's3-2', ...headers })
const LAKE = { Bucket: 'lake', ExpectedBucketOwner: '210987654321' }
const PLACE = { ...LAKE, Key: 'segment-stage/.sluice-probe-1' }

describe('S3', () => {
	it.each<{ operation: AwsOperation; input: Record<string, unknown>; line: string }>([
		{ operation: 's3:HeadBucket', input: LAKE, line: 'HEAD /lake/' },
		{
			operation: 's3:ListObjectsV2',
			input: { ...LAKE, MaxKeys: 1, Prefix: 'segment-data/' },
			line: 'GET /lake/?list-type=2&max-keys=1&prefix=segment-data%2F',
		},
		{ operation: 's3:GetObject', input: PLACE, line: 'GET /lake/segment-stage/.sluice-probe-1?x-id=GetObject' },
		{
			operation: 's3:DeleteObject',
			input: PLACE,
			line: 'DELETE /lake/segment-stage/.sluice-probe-1?x-id=DeleteObject',
		},
		{ operation: 's3:CreateMultipartUpload', input: PLACE, line: 'POST /lake/segment-stage/.sluice-probe-1?uploads=' },
		{
			operation: 's3:AbortMultipartUpload',
			input: { ...PLACE, UploadId: 'u1' },
			line: 'DELETE /lake/segment-stage/.sluice-probe-1?uploadId=u1&x-id=AbortMultipartUpload',
		},
		{ operation: 's3:ListMultipartUploads', input: LAKE, line: 'GET /lake/?uploads=' },
	])(
		'$operation is signed for the session’s region, by its key, with the owner the domain expects',
		async ({ operation, input, line }) => {
			const answer = await ask(operation, input, () => s3Ok(200))
			expect(answer).toMatchObject({ kind: 'ok', httpStatus: 200, requestId: 's3-2' })
			expect(`${request()?.method} ${request()?.path}`).toBe(line)
			expect(request()).toMatchObject({ service: 's3', region: 'eu-west-1', key: 'SegmentDataLakeRole' })
			expect(request()?.headers['x-amz-expected-bucket-owner']).toBe('210987654321')
		},
	)

	it.each<AwsOperation>(['s3:CreateMultipartUpload', 's3:GetObject', 's3:DeleteObject'])(
		'%s carries no checksum header that nobody asked for',
		async (operation) => {
			await ask(operation, PLACE, () => s3Ok(200))
			const names = Object.keys(request()?.headers ?? {})
			expect(names.filter((name) => /checksum|crc|md5/.test(name))).toEqual([])
		},
	)

	it('the condition of a delete goes with it', async () => {
		await ask('s3:DeleteObject', { ...PLACE, IfMatch: '*' }, () => s3Ok(412))
		expect(request()?.headers['if-match']).toBe('*')
	})

	it('an object comes as text, in the range asked for', async () => {
		const answer = await ask('s3:GetObject', { ...PLACE, Range: 'bytes=0-3' }, () => s3Ok(206, '{"a"'))
		expect(answer).toMatchObject({ kind: 'ok', httpStatus: 206, value: { Body: '{"a"' } })
		expect(request()?.headers.range).toBe('bytes=0-3')
	})

	it('a huge object is allowed, and not read', async () => {
		const answer = await ask('s3:GetObject', PLACE, () => s3Ok(200, 'begin', { 'content-length': '5000000000' }))
		expect(answer).toMatchObject({ kind: 'ok', value: { Body: null, ContentLength: 5_000_000_000 } })
		await expect.poll(() => request()?.socket.destroyed).toBe(true)
	})

	it('the region of a bucket is told beside a success too', async () => {
		const answer = await ask('s3:HeadBucket', LAKE, () => s3Ok(200, '', { 'x-amz-bucket-region': 'eu-west-1' }))
		expect(answer).toMatchObject({ kind: 'ok', bucketRegion: 'eu-west-1' })
	})
})
