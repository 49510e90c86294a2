import { gunzipSync } from 'node:zlib'
import {
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	ListObjectsV2Command,
	PutObjectCommand,
	S3Client,
	type S3ServiceException,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseDocument } from '../../lib/iam/document.ts'
import { loadAccount } from '../world/account.ts'
import sources from '../world/sources.json' with { type: 'json' }
import { ownAccounts } from './own.ts'
import { asPrincipal, assume, HARBOR, type SessionKey, sessionIn } from './session.fixture.ts'
import { SERVICE_KEY, startTrialWorld, type TrialWorld } from './trial-world.ts'

const READER = 'arn:aws:iam::111122223333:role/sluice-archive-reader'
const Bucket = 'sluice-archive-us-west-2'
const Prefix = 'segment-logs/harbor-web/'
const DAY = 86_400_000
const today = Math.floor(Date.now() / DAY) * DAY

let trial: TrialWorld
let reader: SessionKey
beforeAll(async () => {
	trial = await startTrialWorld()
	reader = await assume(trial, SERVICE_KEY, { RoleArn: READER })
})
afterAll(() => trial.close())

const s3Of = (credentials: SessionKey, region = 'us-west-2') =>
	new S3Client({ endpoint: trial.endpoint, region, maxAttempts: 1, forcePathStyle: true, credentials })

async function keysBelow(prefix: string, StartAfter?: string): Promise<string[]> {
	const found: string[] = []
	let ContinuationToken: string | undefined
	do {
		const listed = await s3Of(reader).send(
			new ListObjectsV2Command({ Bucket, Prefix: prefix, StartAfter, ContinuationToken }),
		)
		found.push(...(listed.Contents ?? []).map(({ Key = '' }) => Key))
		ContinuationToken = listed.NextContinuationToken
	} while (ContinuationToken)
	return found
}

const codeOf = (sent: Promise<unknown>): Promise<string> =>
	sent.then(
		() => 'ok',
		(error: S3ServiceException) => error.name,
	)

describe('who reads the archive', () => {
	it.each<[string, () => Promise<unknown>, string]>([
		['the whole bucket, with no prefix', () => s3Of(reader).send(new ListObjectsV2Command({ Bucket })), 'AccessDenied'],
		[
			'the bucket itself, in an answer without a body',
			() => s3Of(reader).send(new HeadBucketCommand({ Bucket })),
			'Unknown',
		],
		[
			'another prefix',
			() => s3Of(reader).send(new ListObjectsV2Command({ Bucket, Prefix: 'segment-log' })),
			'AccessDenied',
		],
		[
			'an object of another prefix',
			() => s3Of(reader).send(new GetObjectCommand({ Bucket, Key: 'other/x' })),
			'AccessDenied',
		],
		[
			'a write',
			() => s3Of(reader).send(new PutObjectCommand({ Bucket, Key: `${Prefix}x`, Body: 'x' })),
			'AccessDenied',
		],
		['a delete', () => s3Of(reader).send(new DeleteObjectCommand({ Bucket, Key: `${Prefix}x` })), 'AccessDenied'],
		[
			'another region',
			() => s3Of(reader, 'eu-west-1').send(new ListObjectsV2Command({ Bucket, Prefix })),
			'PermanentRedirect',
		],
	])('our reader is refused %s', async (_what, ask, code) => {
		expect(await codeOf(ask())).toBe(code)
	})

	it.each<[string, () => Promise<SessionKey>]>([
		['the role of a customer', () => sessionIn(trial, HARBOR, 'ws-harbor')],
		['the principal that customers trust', () => asPrincipal(trial)],
	])('%s reads nothing', async (_who, take) => {
		const key = await take()
		expect(await codeOf(s3Of(key).send(new ListObjectsV2Command({ Bucket, Prefix })))).toBe('AccessDenied')
	})

	it.each(['segment-datalakes-production-access', 'sluice-console-admin'])(
		'%s may not become the reader',
		async (name) => {
			const role = { RoleArn: READER }
			const key = name.startsWith('sluice')
				? trial.keyring.issue(
						{
							userArn: `arn:aws:sts::111122223333:assumed-role/${name}/x`,
							principalArn: `arn:aws:iam::111122223333:role/${name}`,
							accountId: '111122223333',
							userId: 'AROA:x',
							identityPolicies: [],
							boundary: null,
							cognito: null,
						},
						900,
					)
				: await asPrincipal(trial)
			const { accessKeyId, secretAccessKey, sessionToken } = key
			const asked = assume(trial, { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? '' }, role)
			expect(await codeOf(asked)).toBe('AccessDenied')
		},
	)

	it('the readers’ policy is one that S3 would store', () => {
		const { policy } = trial.customers.bucket(Bucket) ?? {}
		expect(parseDocument(policy?.document, 'resource').ok).toBe(true)
		expect(JSON.stringify(policy?.document).length).toBeLessThan(20_480)
	})
})

/** Ten digits are seconds. */
const midnightOf = (folder: string) => Number(folder.split('/')[0]?.padEnd(13, '0'))

describe('what lies in it', () => {
	it('names its days in milliseconds, or in seconds', () => {
		const keys = [...(trial.customers.bucket(Bucket)?.objects.keys() ?? [])]
		const shapes = Map.groupBy(keys, (key) => key.replace(/\d+\.\w+\.gz$/, '').replaceAll(/\d/g, '0'))
		expect(shapes.has('segment-logs/harbor-web/0000000000000/')).toBe(true)
		expect([...shapes.keys()].filter((shape) => shape.endsWith('/0000000000/'))).toEqual([
			'segment-logs/fjord-prod/0000000000/',
		])
	})

	it.each(sources.map(({ sourceId, archive }) => [sourceId, archive]))(
		'%s: 200 days up to yesterday',
		async (_id, { prefix }) => {
			const keys = [...(trial.customers.bucket(Bucket)?.objects.keys() ?? [])].filter((key) => key.startsWith(prefix))
			const days = Map.groupBy(keys, (key) => midnightOf(key.slice(prefix.length)))
			expect([...days.keys()].filter((day) => day % DAY !== 0 || day >= today || day < today - 200 * DAY)).toEqual([])
			expect(days.size).toBeGreaterThan(175)
			expect(days.size).toBeLessThan(200)
			expect(new Set([...days.values()].map(({ length }) => length))).toEqual(new Set([2, 3, 4, 5, 6]))
		},
	)

	it('is listed by pages and by days', async () => {
		const keys = await keysBelow(Prefix)
		const [first = ''] = keys
		const day = first.slice(0, first.lastIndexOf('/') + 1)
		expect(await keysBelow(day)).toEqual(keys.filter((key) => key.startsWith(day)))
		const { CommonPrefixes = [] } = await s3Of(reader).send(
			new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/' }),
		)
		expect(CommonPrefixes.length).toBe(new Set(keys.map((key) => key.slice(0, key.lastIndexOf('/')))).size)
	})

	it('is gzip with one event in a line, each once and received on the day of its folder', async () => {
		const listed = await s3Of(reader).send(new ListObjectsV2Command({ Bucket, Prefix, MaxKeys: 20 }))
		const ids: string[] = []
		for (const { Key = '', Size, ETag } of listed.Contents ?? []) {
			const answer = await s3Of(reader).send(new GetObjectCommand({ Bucket, Key }))
			const body = Buffer.from((await answer.Body?.transformToByteArray()) ?? [])
			expect([body.length, answer.ETag]).toEqual([Size, ETag])
			for (const line of gunzipSync(body).toString().trimEnd().split('\n')) {
				const { messageId, receivedAt } = JSON.parse(line)
				ids.push(messageId)
				expect(String(Math.floor(Date.parse(receivedAt) / DAY) * DAY)).toBe(Key.split('/')[2])
			}
		}
		expect(new Set(ids).size).toBe(ids.length)
		expect(new Set((listed.Contents ?? []).map(({ Size }) => Size)).size).toBeGreaterThan(10)
	})

	it('is the same again after a reset, whatever an administrator did to it', async () => {
		const before = await keysBelow(Prefix)
		const { json } = await trial.world('/credentials', { role: 'breakglass-admin', sessionName: 'sam' })
		const { accessKeyId, secretAccessKey, sessionToken } = Object(json)
		const s3 = s3Of({ accessKeyId, secretAccessKey, sessionToken })
		await s3.send(new PutObjectCommand({ Bucket, Key: `${Prefix}new`, Body: 'x' }))
		await s3.send(new DeleteObjectCommand({ Bucket, Key: before[0] ?? '' }))
		await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: `${Prefix}open` }))
		expect(await keysBelow(Prefix)).toEqual([...before.slice(1), `${Prefix}new`])
		await trial.world('/reset', {})
		expect(await keysBelow(Prefix)).toEqual(before)
		expect(trial.customers.bucket(Bucket)?.uploads.size).toBe(0)
	})

	it('is the same in every run', () => {
		const now = Date.now()
		const [one, two] = [0, 1].map(() => ownAccounts(loadAccount(), now)[0]?.buckets.get(Bucket)?.objects)
		expect([...(one ?? [])].map(([key]) => key)).toEqual([...(two ?? [])].map(([key]) => key))
		const [key = ''] = one?.keys() ?? []
		expect(one?.get(key)?.[0]?.etag).toBe(two?.get(key)?.[0]?.etag)
	})
})
