import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
	addObject,
	allow,
	deny,
	everybody,
	NOW,
	outcomeOf,
	POLICY_ARN,
	policy,
	startTrial,
	type Trial,
} from './trial-s3.fixture.ts'

const Bucket = 'trial-lake'
let trial: Trial
beforeEach(async () => {
	trial = await startTrial()
	addObject(trial.lake, 'present', '0123456789')
})
afterEach(() => trial.stop())

const get = (Key: string, more = {}) => trial.client().send(new GetObjectCommand({ Bucket, Key, ...more }))
const put = (Key: string, more = {}) =>
	outcomeOf(trial.client().send(new PutObjectCommand({ Bucket, Key, Body: 'new', ...more })))
const remove = (Key: string, more = {}) =>
	outcomeOf(trial.client().send(new DeleteObjectCommand({ Bucket, Key, ...more })))
const rights = (document: unknown) => {
	trial.session.identityPolicies = [{ arn: POLICY_ARN, document }]
}
const changed = () => trial.calls.at(-1)?.changed

describe('GetObject', () => {
	it.each<[string | undefined, number, string, string | undefined, string]>([
		[undefined, 200, '0123456789', undefined, 'the whole'],
		['bytes=0-0', 206, '0', 'bytes 0-0/10', 'one byte, as a probe asks'],
		['bytes=7-', 206, '789', 'bytes 7-9/10', 'to the end'],
		['bytes=-2', 206, '89', 'bytes 8-9/10', 'the last two'],
		['bytes=8-99', 206, '89', 'bytes 8-9/10', 'past the end'],
		['bytes=0-1,4-5', 200, '0123456789', undefined, 'several ranges are not served'],
		['bytes=5-2', 200, '0123456789', undefined, 'backwards is no range'],
		['lines=1-2', 200, '0123456789', undefined, 'another unit'],
	])('Range %s: %i "%s" (%s %s)', async (Range, status, text, contentRange) => {
		const { $metadata, Body, ContentRange, ContentLength } = await get('present', { Range })
		expect($metadata.httpStatusCode).toBe(status)
		expect(await Body?.transformToString()).toBe(text)
		expect(ContentRange).toBe(contentRange)
		expect(ContentLength).toBe(text.length)
	})

	it.each(['bytes=10-', 'bytes=-0'])('Range %s lies outside: 416', async (Range) => {
		expect(await outcomeOf(get('present', { Range }))).toMatchObject({ status: 416, code: 'InvalidRange' })
	})

	it('tells type, time, tag and encryption', async () => {
		expect(await get('present')).toMatchObject({
			ContentType: 'text/plain',
			LastModified: new Date(NOW - 60_000),
			ETag: `"${trial.lake.objects.get('present')?.[0]?.etag}"`,
			ServerSideEncryption: 'AES256',
			AcceptRanges: 'bytes',
		})
	})

	it('of a missing key is a 404 for who may list', async () => {
		rights(policy(allow(['s3:GetObject', 's3:ListBucket'], '*')))
		expect(await outcomeOf(get('absent'))).toMatchObject({ status: 404, code: 'NoSuchKey' })
	})

	it('of a missing key is a refusal to list for who may not', async () => {
		rights(policy(allow('s3:GetObject', '*')))
		const { status, code, message } = await outcomeOf(get('absent'))
		expect({ status, code }).toEqual({ status: 403, code: 'AccessDenied' })
		expect(message).toContain('s3:ListBucket on resource: "arn:aws:s3:::trial-lake"')
	})

	it('of a missing key says nothing of it to who may not read', async () => {
		rights(policy(allow('s3:ListBucket', '*')))
		const { status, message } = await outcomeOf(get('absent'))
		expect(status).toBe(403)
		expect(message).toContain('s3:GetObject on resource: "arn:aws:s3:::trial-lake/absent"')
	})

	it('of a deleted key in a versioned bucket is a 404 that shows the marker', async () => {
		trial.lake.versioned = true
		await remove('present')
		const { status, code, headers } = await outcomeOf(get('present'))
		expect({ status, code }).toEqual({ status: 404, code: 'NoSuchKey' })
		expect(headers['x-amz-delete-marker']).toBe('true')
	})

	it('looks at the key first when the world is turned so: the probe then proves nothing', async () => {
		trial.orders.set('GetObject', 'validate-first')
		rights(policy(allow('s3:ListBucket', '*')))
		expect(await outcomeOf(get('absent'))).toMatchObject({ status: 404, code: 'NoSuchKey' })
		expect(await outcomeOf(get('present'))).toMatchObject({ status: 403 })
	})
})

describe('HeadObject', () => {
	const head = (Key: string) => trial.client().send(new HeadObjectCommand({ Bucket, Key }))

	it('tells the length without a body', async () => {
		expect(await head('present')).toMatchObject({ ContentLength: 10, ContentType: 'text/plain' })
	})

	it('of a missing key is a bare 404, or a bare 403 for who may not list', async () => {
		expect(await outcomeOf(head('absent'))).toMatchObject({ status: 404, code: 'NotFound' })
		rights(policy(allow('s3:GetObject', '*')))
		expect(await outcomeOf(head('absent'))).toMatchObject({ status: 403 })
	})
})

describe('PutObject', () => {
	it('writes, and says what it changed', async () => {
		expect(await put('fresh')).toMatchObject({ status: 200 })
		expect(changed()).toEqual(['object +fresh'])
		expect(await (await get('fresh')).Body?.transformToString()).toBe('new')
	})

	it('keeps older versions only where the bucket has versions', async () => {
		await put('present')
		expect(trial.lake.objects.get('present')).toHaveLength(1)
		trial.lake.versioned = true
		await put('present')
		await put('present')
		const versions = trial.lake.objects.get('present') ?? []
		expect(new Set(versions.map(({ versionId }) => versionId)).size).toBe(3)
		expect((await get('present')).VersionId).toBe(versions.at(-1)?.versionId)
	})

	it.each([
		['present', 412, 'PreconditionFailed', [], 'an object is there'],
		['absent', 200, 'ok', ['object +absent'], 'nothing is there, so it is written'],
	])('If-None-Match * on a key that is %s: %i %s, changes %j (%s)', async (Key, status, code, changes) => {
		expect(await put(Key, { IfNoneMatch: '*' })).toMatchObject({ status, code })
		expect(changed()).toEqual(changes)
	})

	it('If-None-Match * looks at rights before the object', async () => {
		rights(policy(allow('s3:GetObject', '*')))
		expect(await put('present', { IfNoneMatch: '*' })).toMatchObject({ status: 403, code: 'AccessDenied' })
	})

	it('is held to what a bucket policy demands of its headers', async () => {
		const condition = { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } }
		const document = policy(everybody(deny('s3:PutObject', 'arn:aws:s3:::trial-lake/*', condition)))
		trial.lake.policy = { arn: null, document }
		expect(await put('fresh')).toMatchObject({ status: 403 })
		expect(await put('fresh', { IfNoneMatch: '*' })).toMatchObject({ status: 200 })
	})

	it.each([
		['private', 400, 'AccessControlListNotSupported', 'the owner alone decides here'],
		['bucket-owner-full-control', 200, 'ok', 'says what is so anyway'],
	])('with the ACL %s: %i %s (%s)', async (ACL, status, code) => {
		expect(await put('fresh', { ACL })).toMatchObject({ status, code })
	})

	it('with an ACL asks for the right to set it', async () => {
		rights(policy(allow('s3:PutObject', '*')))
		const { status, message } = await put('fresh', { ACL: 'bucket-owner-full-control' })
		expect(status).toBe(403)
		expect(message).toContain('s3:PutObjectAcl')
	})

	it.each([
		['x-amz-checksum-crc32', 'AAAAAA==', 'BadDigest'],
		['content-md5', 'AAAAAAAAAAAAAAAAAAAAAA==', 'BadDigest'],
		['x-amz-checksum-crc32', 'AAAA', 'InvalidRequest'],
		['content-md5', 'new', 'InvalidDigest'],
		['x-amz-sdk-checksum-algorithm', 'CRC32', 'InvalidRequest'],
		['x-amz-sdk-checksum-algorithm', 'SHA256', 'InvalidRequest'],
	])('refuses a body that its %s does not fit: %s', async (header, value, code) => {
		const headers = {
			authorization: 'AWS4-HMAC-SHA256 Credential=ASIATRIAL/20260301/us-west-2/s3/aws4_request',
			[header]: value,
		}
		const answer = await fetch(`${trial.endpoint}/${Bucket}/fresh`, { method: 'PUT', body: 'new', headers })
		expect(answer.status).toBe(400)
		expect(await answer.text()).toContain(`<Code>${code}</Code>`)
		expect(changed()).toEqual([])
	})
})
