import { randomUUID } from 'node:crypto'
import {
	AbortMultipartUploadCommand,
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	ListObjectsV2Command,
	S3Client,
} from '@aws-sdk/client-s3'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import sources from '../../world/sources.json' with { type: 'json' }
import { SERVICE_KEY, startTrialWorld, type TrialWorld } from '../trial-world.ts'
import { outcomeOf } from './trial-s3.fixture.ts'

const PRINCIPAL = 'arn:aws:iam::595280932656:role/segment-datalakes-production-access'
let world: TrialWorld
beforeAll(async () => {
	world = await startTrialWorld()
})
beforeEach(() => world.world('/reset', {}))
afterAll(() => world.close())

async function assume(from: typeof SERVICE_KEY, region: string, RoleArn: string, ExternalId?: string) {
	const sts = new STSClient({ endpoint: world.endpoint, region, maxAttempts: 1, credentials: from })
	const { Credentials } = await sts.send(
		new AssumeRoleCommand({ RoleArn, ExternalId, RoleSessionName: 'sam-x1', DurationSeconds: 900 }),
	)
	return {
		accessKeyId: Credentials?.AccessKeyId ?? '',
		secretAccessKey: Credentials?.SecretAccessKey ?? '',
		sessionToken: Credentials?.SessionToken ?? '',
	}
}

/** S3 of a source as its record says, by the role chain that a customer trusts, with the SDK's own signatures. */
async function enter(sourceId: string) {
	const source = sources.find((each) => each.sourceId === sourceId)
	if (!source) throw new Error(`no source ${sourceId}`)
	const { region, bucket: Bucket, roleArn, externalIds, catalogId } = source
	const credentials = await assume(await assume(SERVICE_KEY, region, PRINCIPAL), region, roleArn, externalIds.at(-1))
	const s3 = new S3Client({ endpoint: world.endpoint, region, forcePathStyle: true, maxAttempts: 1, credentials })
	return { s3, Bucket, ExpectedBucketOwner: catalogId }
}

/** The calls of a permission check on a bucket, and what came of each: `status code layer`. */
async function probe(sourceId: string): Promise<Record<string, string>> {
	const { s3, Bucket, ExpectedBucketOwner } = await enter(sourceId)
	const Key = `segment-stage/.sluice-probe-${randomUUID()}`
	const made = s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
	const put = await outcomeOf(made)
	const UploadId = put.code === 'ok' ? (await made).UploadId : 'made-up'
	const prefix = { Bucket, ExpectedBucketOwner, Prefix: 'segment-data/', MaxKeys: 1 }
	const listed = s3.send(new ListObjectsV2Command(prefix))
	const list = await outcomeOf(listed)
	const present = list.code === 'ok' ? (await listed).Contents?.[0]?.Key : 'segment-data/none'
	const outcomes = {
		list,
		get: await outcomeOf(s3.send(new GetObjectCommand({ Bucket, Key: `segment-data/${randomUUID()}` }))),
		decrypt: await outcomeOf(s3.send(new GetObjectCommand({ Bucket, Key: present, Range: 'bytes=0-0' }))),
		put,
		abort: await outcomeOf(s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))),
		delete: await outcomeOf(
			s3.send(new DeleteObjectCommand({ Bucket, Key: `segment-data/${randomUUID()}`, IfMatch: '*' })),
		),
	}
	const told: Record<string, string> = {}
	for (const [name, { status, code, message }] of Object.entries(outcomes)) {
		const layer = /(?:kms:\w+|[\w-]+(?: control)? (?:policy|boundary))(?= allows|$|: )/.exec(message)?.[0] ?? ''
		told[name] = [status, code, message.includes('kms:') ? 'kms' : '', layer].filter(Boolean).join(' ')
	}
	return told
}

const healthy = {
	list: '200 ok',
	get: '404 NoSuchKey',
	decrypt: '206 ok',
	put: '200 ok',
	abort: '204 ok',
	delete: '404 NoSuchKey',
}

const state = async (id: string) => {
	const { json } = await world.world(`/customers/${id}`)
	return JSON.stringify(json)
}

describe('the calls of a check, customer by customer', () => {
	const redirected = Object.fromEntries(Object.keys(healthy).map((name) => [name, '301 PermanentRedirect']))
	const bare = Object.fromEntries(Object.keys(healthy).map((name) => [name, '403 AccessDenied']))
	const kms = '403 AccessDenied kms resource-based policy'

	it.each<[string, Record<string, string>, string]>([
		['harbor-web', healthy, 'the shipped policy, a versioned bucket'],
		['fjord-prod', healthy, 'the old generation'],
		['meadow-web', { ...healthy, decrypt: kms, put: kms, abort: '404 NoSuchUpload' }, 'the key policy forgot the role'],
		['cedar-app', { ...healthy, delete: '403 AccessDenied resource-based policy' }, 'deletes over a VPC endpoint only'],
		['quarry-admin', { ...healthy, delete: '403 AccessDenied permissions boundary' }, 'a boundary without deletes'],
		['amber-checkout', redirected, 'the lake lies in another region'],
		['onyx-logs', bare, 'the bucket is of another account'],
	])('%s: %j (%s)', async (sourceId, expected) => {
		const id = sourceId.slice(0, sourceId.indexOf('-'))
		const before = await state(id)
		expect(await probe(sourceId)).toEqual(expected)
		expect(await state(id)).toBe(before)
	})

	it('is all well at meadow once the key names the role', async () => {
		expect(await world.world('/customers/meadow', { fix: 'grant-key' })).toMatchObject({ status: 200 })
		expect(await probe('meadow-web')).toEqual(healthy)
	})
})

describe('the listener around it', () => {
	it('says to a HEAD where the bucket lies, without a body', async () => {
		const { s3, Bucket } = await enter('amber-checkout')
		const { status, headers } = await outcomeOf(s3.send(new HeadBucketCommand({ Bucket })))
		expect(status).toBe(301)
		expect(headers['x-amz-bucket-region']).toBe('us-east-1')
	})

	it('logs each call with what it changed', async () => {
		const { s3, Bucket } = await enter('harbor-web')
		const Key = 'segment-stage/.sluice-probe-1'
		const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }))
		await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }))
		const { json } = await world.world('/calls?account=harbor')
		expect(json).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ operation: 'CreateMultipartUpload', changed: [`upload +${Key}`], status: 200 }),
				expect.objectContaining({ operation: 'AbortMultipartUpload', changed: [`upload -${Key}`], status: 204 }),
			]),
		)
	})

	it('turns orders and answers by /_world/aws', async () => {
		await world.world('/aws', {
			order: { 'DeleteObject.missing-key': 'validate-first', DeleteObject: 'validate-first' },
		})
		expect((await probe('cedar-app')).delete).toBe('412 PreconditionFailed')
	})

	it('leaves both request ids to be seen beside an answer and beside a refusal', async () => {
		const { s3, Bucket } = await enter('cedar-app')
		const { $metadata } = await s3.send(new ListObjectsV2Command({ Bucket }))
		expect($metadata).toMatchObject({ requestId: expect.any(String), extendedRequestId: expect.any(String) })
		const { headers } = await outcomeOf(s3.send(new DeleteObjectCommand({ Bucket, Key: 'x', IfMatch: '*' })))
		expect(headers).toMatchObject({ 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) })
	})
})
