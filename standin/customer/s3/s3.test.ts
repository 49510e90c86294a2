import {
	AbortMultipartUploadCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetBucketLocationCommand,
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	ListObjectsV2Command,
	ListPartsCommand,
	PutObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
	addBucket,
	addObject,
	allow,
	outcomeOf,
	POLICY_ARN,
	policy,
	SESSION_ARN,
	startTrial,
	type Trial,
} from './trial-s3.fixture.ts'

const Bucket = 'trial-lake'
let trial: Trial

beforeEach(async () => {
	trial = await startTrial()
	addObject(trial.lake, 'present')
})
afterEach(() => trial.stop())

/** Each operation by the SDK, with the one action that it needs. `made` is an upload that is open. */
const operations: [string, string, 'bucket' | 'object', (made: string) => Promise<{ $metadata: object }>][] = [
	['HeadBucket', 's3:ListBucket', 'bucket', () => trial.client().send(new HeadBucketCommand({ Bucket }))],
	['ListObjectsV2', 's3:ListBucket', 'bucket', () => trial.client().send(new ListObjectsV2Command({ Bucket }))],
	[
		'GetBucketLocation',
		's3:GetBucketLocation',
		'bucket',
		() => trial.client().send(new GetBucketLocationCommand({ Bucket })),
	],
	[
		'ListMultipartUploads',
		's3:ListBucketMultipartUploads',
		'bucket',
		() => trial.client().send(new ListMultipartUploadsCommand({ Bucket })),
	],
	['GetObject', 's3:GetObject', 'object', () => trial.client().send(new GetObjectCommand({ Bucket, Key: 'present' }))],
	[
		'HeadObject',
		's3:GetObject',
		'object',
		() => trial.client().send(new HeadObjectCommand({ Bucket, Key: 'present' })),
	],
	[
		'PutObject',
		's3:PutObject',
		'object',
		() => trial.client().send(new PutObjectCommand({ Bucket, Key: 'present', Body: 'new' })),
	],
	[
		'DeleteObject',
		's3:DeleteObject',
		'object',
		() => trial.client().send(new DeleteObjectCommand({ Bucket, Key: 'present' })),
	],
	[
		'CreateMultipartUpload',
		's3:PutObject',
		'object',
		() => trial.client().send(new CreateMultipartUploadCommand({ Bucket, Key: 'present' })),
	],
	[
		'UploadPart',
		's3:PutObject',
		'object',
		(UploadId) =>
			trial.client().send(new UploadPartCommand({ Bucket, Key: 'present', UploadId, PartNumber: 1, Body: 'part' })),
	],
	[
		'AbortMultipartUpload',
		's3:AbortMultipartUpload',
		'object',
		(UploadId) => trial.client().send(new AbortMultipartUploadCommand({ Bucket, Key: 'present', UploadId })),
	],
	[
		'ListParts',
		's3:ListMultipartUploadParts',
		'object',
		(UploadId) => trial.client().send(new ListPartsCommand({ Bucket, Key: 'present', UploadId })),
	],
]

function openUpload(): string {
	trial.lake.uploads.set('open', {
		...{ uploadId: 'open', key: 'present', initiatedAt: 0, initiator: SESSION_ARN, keyArn: null },
		...{ contentType: 'text/plain', parts: new Map() },
	})
	return 'open'
}

const only = (action: string) => {
	trial.session.identityPolicies = [{ arn: POLICY_ARN, document: policy(allow(action, '*')) }]
}

describe('each operation asks for one right, as IAM names it', () => {
	it.each(operations)('%s is done with %s alone', async (name, action, _, send) => {
		only(action)
		const outcome = await outcomeOf(send(openUpload()))
		expect(outcome).toMatchObject({ code: 'ok' })
		expect(trial.calls.at(-1)?.operation).toBe(name)
	})

	it.each(operations)(
		'%s without %s is refused, the policy is named, and nothing changes',
		async (name, action, level, send) => {
			only('s3:GetBucketTagging')
			const { status, code, message } = await outcomeOf(send(openUpload()))
			expect(status).toBe(403)
			const resource = level === 'bucket' ? 'arn:aws:s3:::trial-lake' : 'arn:aws:s3:::trial-lake/present'
			// A HEAD has no body, so that the SDK is left with the status.
			if (name.startsWith('Head')) expect(message).not.toContain(action)
			else {
				expect(code).toBe('AccessDenied')
				expect(message).toBe(
					`User: ${SESSION_ARN} is not authorized to perform: ${action} on resource: "${resource}" because no identity-based policy allows the ${action} action: ${POLICY_ARN}`,
				)
			}
			expect(trial.calls.at(-1)?.changed).toEqual([])
			expect(trial.lake.objects.get('present')?.[0]?.body?.toString()).toBe('one row')
			expect([...trial.lake.uploads.keys()]).toEqual(['open'])
		},
	)

	it.each(operations)('%s in the old wording is refused in two words', async (name, _, __, send) => {
		only('s3:GetBucketTagging')
		trial.account.wording = 'old'
		const outcome = await outcomeOf(send(openUpload()))
		if (name.startsWith('Head')) expect(outcome.status).toBe(403)
		else expect(outcome).toMatchObject({ status: 403, code: 'AccessDenied', message: 'Access Denied' })
	})
})

it.each<[string, string | undefined, string]>([
	['us-west-2', 'us-west-2', 'as it is called'],
	['us-east-1', undefined, 'the oldest region has no name as a location'],
])('GetBucketLocation of %s answers %s (%s)', async (region, location) => {
	addBucket(trial.account, 'placed-lake', { region })
	const answer = await trial.client(region).send(new GetBucketLocationCommand({ Bucket: 'placed-lake' }))
	expect(answer.LocationConstraint || undefined).toBe(location)
})

it.each([
	['a done call', { Bucket, Key: 'present' }],
	['a refused call', { Bucket, Key: 'absent' }],
	['a bucket that is not there', { Bucket: 'no-such-lake', Key: 'x' }],
])('%s carries both request ids', async (_, { Bucket: name, Key }) => {
	const answer = await fetch(`${trial.endpoint}/${name}/${Key}`, { headers: scope() })
	expect(answer.headers.get('x-amz-request-id')).toBe(trial.calls.at(-1)?.requestId)
	expect(answer.headers.get('x-amz-id-2')).toMatch(/.{20}/)
	await answer.text()
})

const scope = (region = 'us-west-2') => ({
	authorization: `AWS4-HMAC-SHA256 Credential=ASIATRIAL/20260301/${region}/s3/aws4_request`,
})

describe('what is not known here is never done', () => {
	it.each([
		['GET', '/', 'the list of buckets'],
		['GET', '/trial-lake', 'the first version of the listing'],
		['GET', '/trial-lake?versions', 'a sub-resource of the bucket'],
		['GET', '/trial-lake?list-type=2&fetch-owner=true', 'an option of a known operation'],
		['PUT', '/trial-lake', 'a new bucket'],
		['DELETE', '/trial-lake', 'the end of the bucket'],
		['PUT', '/trial-lake?policy', 'a new bucket policy'],
		['POST', '/trial-lake?delete', 'many deletes'],
		['GET', '/trial-lake/present?acl', 'a sub-resource of the object'],
		['GET', '/trial-lake/present?versionId=null', 'a version by its id'],
		['DELETE', '/trial-lake/present?versionId=null', 'the end of a version'],
		['PUT', '/trial-lake/present?partNumber=1', 'half of an upload part'],
		['POST', '/trial-lake/present?uploadId=open', 'the end of an upload'],
		['PUT', '/trial-lake/present?tagging', 'tags'],
	])('%s %s: %s', async (method, path) => {
		openUpload()
		const answer = await fetch(`${trial.endpoint}${path}`, { method, headers: scope() })
		expect(answer.status).toBe(501)
		expect(await answer.text()).toContain('<Code>NotImplemented</Code>')
		expect(trial.calls.at(-1)?.changed).toEqual([])
	})

	it.each([
		['GET', 'if-none-match', '"etag"'],
		['GET', 'if-modified-since', 'Sun, 01 Mar 2026 12:00:00 GMT'],
		['PUT', 'if-match', '"etag"'],
		['PUT', 'if-none-match', '"etag"'],
		['PUT', 'x-amz-copy-source', '/trial-lake/present'],
		['PUT', 'x-amz-tagging', 'a=b'],
		['PUT', 'x-amz-meta-owner', 'sam'],
		['PUT', 'x-amz-storage-class', 'GLACIER'],
		['PUT', 'x-amz-server-side-encryption-customer-algorithm', 'AES256'],
		['DELETE', 'x-amz-mfa', '123 456'],
		['DELETE', 'x-amz-if-match-size', '7'],
	])('%s with %s: %s', async (method, header, value) => {
		const headers = { ...scope(), [header]: value }
		const answer = await fetch(`${trial.endpoint}/trial-lake/present`, { method, headers })
		expect(answer.status).toBe(501)
		expect((await answer.text()).toLowerCase()).toContain(`<header>${header}</header>`)
		expect(trial.calls.at(-1)?.changed).toEqual([])
	})
})
