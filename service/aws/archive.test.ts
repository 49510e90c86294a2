import { afterEach, describe, expect, it, vi } from 'vitest'
import { SERVICE_KEY, startTrialWorld } from '../../standin/customer/trial-world.ts'
import { createArchiveReader } from './archive.ts'
import { outOfTime, soundSts } from './customer.fixture.ts'
import { type RawAnswer, type RawRequest, raw, s3Error, startRawAws, stsCaller, stsError } from './raw-aws.fixture.ts'

const ROLE = 'arn:aws:iam::111122223333:role/sluice-archive-reader'
const PLACE = { bucket: 'sluice-archive', prefix: 'northwind/17' }

const readerOf = (roleArn = ROLE) =>
	createArchiveReader({
		roleArn,
		regions: ['us-west-2', 'eu-west-1'],
		s3PathStyle: true,
		now: () => new Date(),
		throttlePauseMs: 2,
	})

const page = (keys: [string, number][], next: string | null = null) =>
	raw(
		200,
		`<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${next !== null}</IsTruncated>${keys
			.map(([key, size]) => `<Contents><Key>${key}</Key><Size>${size}</Size></Contents>`)
			.join('')}${next === null ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>`,
		{ 'x-amz-request-id': 's3-1' },
	)

let aws: Awaited<ReturnType<typeof startRawAws>>
/** A reader whose S3 answers by `answer`, and whose STS is sound unless `sts` says otherwise. */
async function trial(answer: RawAnswer, sts: (request: RawRequest) => string | null = () => null) {
	aws = await startRawAws((request) =>
		request.service === 'sts' ? (sts(request) ?? soundSts(request)) : answer(request),
	)
	return readerOf()
}
const lists = () => aws.requests.filter(({ service }) => service === 's3')

describe('reading an archive', () => {
	afterEach(() => aws.stop())

	it('asks as our own role, for pages of 1,000, and goes on where the page before ended', async () => {
		const reader = await trial(({ path }) =>
			path.includes('continuation-token=more%2F1')
				? page([['northwind/17/b.gz', 2]])
				: page([['northwind/17/a.gz', 5_000_000_000]], 'more/1'),
		)
		const first = await reader.list(PLACE, null)
		expect(first).toMatchObject({
			kind: 'ok',
			value: { objects: [{ key: 'northwind/17/a.gz', bytes: 5_000_000_000 }], next: 'more/1' },
		})
		expect(await reader.list(PLACE, 'more/1')).toMatchObject({
			value: { objects: [{ key: 'northwind/17/b.gz', bytes: 2 }], next: null },
		})
		expect(lists().map(({ key, region }) => [key, region])).toEqual([
			['sluice-archive-reader', 'us-west-2'],
			['sluice-archive-reader', 'us-west-2'],
		])
		expect(lists()[0]?.path).toBe('/sluice-archive/?list-type=2&max-keys=1000&prefix=northwind%2F17')
	})

	it('takes its role once for many pages at once', async () => {
		const reader = await trial(() => page([]))
		await Promise.all(Array.from({ length: 8 }, () => reader.list(PLACE, null)))
		expect(aws.requests.filter(({ action }) => action === 'AssumeRole')).toHaveLength(1)
	})

	it('works as it is where Sluice itself runs as that role', async () => {
		const sts = stsCaller('arn:aws:sts::111122223333:assumed-role/sluice-archive-reader/task')
		const reader = await trial(
			() => page([]),
			() => sts,
		)
		expect(await reader.list(PLACE, null)).toMatchObject({ kind: 'ok', value: { objects: [], next: null } })
		expect(lists()[0]?.key).toBe('BASEKEY')
	})

	const elsewhere = (region: string) =>
		s3Error(301, 'PermanentRedirect', 'elsewhere', { 'x-amz-bucket-region': region })
	it('finds a bucket in another region where S3 says it lies, also when eight lists meet that at once', async () => {
		const reader = await trial(({ region }) => (region === 'eu-west-1' ? page([]) : elsewhere('eu-west-1')))
		const answers = await Promise.all(Array.from({ length: 8 }, () => reader.list(PLACE, null)))
		expect(answers.map(({ kind }) => kind)).toEqual(Array(8).fill('ok'))
		const before = lists().length
		await reader.list(PLACE, null)
		expect(
			lists()
				.slice(before)
				.map(({ region }) => region),
		).toEqual(['eu-west-1'])
	})

	it.each(['us-gov-west-1', 'evil.example.com#', '169.254.169.254', ''])(
		'never asks a region %j that is not in the closed list',
		async (region) => {
			const reader = await trial(() => elsewhere(region))
			expect(await reader.list(PLACE, null)).toMatchObject({ kind: 'refused', code: 'PermanentRedirect' })
			expect(lists().map((request) => request.region)).toEqual(['us-west-2'])
		},
	)

	it('is not sent round in a circle', async () => {
		const reader = await trial(({ region }) => elsewhere(region === 'us-west-2' ? 'eu-west-1' : 'us-west-2'))
		expect(await reader.list(PLACE, null)).toMatchObject({ kind: 'refused', code: 'PermanentRedirect' })
		expect(lists()).toHaveLength(2)
	})

	it('a denial is an answer, asked for once, even if it names the region', async () => {
		const reader = await trial(() => s3Error(403, 'AccessDenied', 'no', { 'x-amz-bucket-region': 'eu-west-1' }))
		expect(await reader.list(PLACE, null)).toMatchObject({ kind: 'refused', code: 'AccessDenied', httpStatus: 403 })
		expect(lists()).toHaveLength(1)
	})

	it('a throttle is tried again, three times at most', async () => {
		let left = 2
		const slow = () => s3Error(503, 'SlowDown', 'Reduce your request rate')
		const reader = await trial(() => (left-- > 0 ? slow() : page([])))
		expect(await reader.list(PLACE, null)).toMatchObject({ kind: 'ok' })
		left = Number.POSITIVE_INFINITY
		expect(await reader.list(PLACE, null)).toMatchObject({ kind: 'failed', cause: 'throttled' })
		expect(lists()).toHaveLength(6)
	})

	it('a bucket that hangs ends with its time', async () => {
		const reader = await trial(() => null)
		const answer = await outOfTime(
			() => reader.list(PLACE, null),
			() => lists().length === 1,
		)
		expect(answer).toMatchObject({ kind: 'failed', cause: 'timeout' })
	})

	it.each([
		['no XML at all', raw(200, 'words', { 'x-amz-request-id': 's3-1' })],
		['an object without a size', raw(200, '<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>')],
	])('an answer that cannot be read is a failure: %s', async (_, text) => {
		const reader = await trial(() => text)
		expect(await reader.list(PLACE, null)).toMatchObject({ kind: 'failed', cause: 'server' })
	})

	it('a role that Sluice cannot take is a failure of ours, and S3 is not asked', async () => {
		const reader = await trial(
			() => page([]),
			({ action }) => (action === 'AssumeRole' ? stsError(403, 'AccessDenied', 'not authorized') : null),
		)
		expect(await reader.list(PLACE, null)).toMatchObject({ kind: 'failed', cause: 'ours' })
		expect(lists()).toEqual([])
	})

	it('a session that S3 no longer takes is not used again', async () => {
		let expired = true
		const reader = await trial(() => (expired ? s3Error(400, 'ExpiredToken', 'expired') : page([])))
		expect(await reader.list(PLACE, null)).toMatchObject({ kind: 'failed', cause: 'ours' })
		expired = false
		expect(await reader.list(PLACE, null)).toMatchObject({ kind: 'ok' })
		expect(aws.requests.filter(({ action }) => action === 'AssumeRole')).toHaveLength(2)
	})
})

describe('the archive of the local world', () => {
	afterEach(() => vi.unstubAllEnvs())

	async function openWorld() {
		const world = await startTrialWorld()
		const environment = {
			AWS_ENDPOINT_URL: world.endpoint,
			AWS_ACCESS_KEY_ID: SERVICE_KEY.accessKeyId,
			AWS_SECRET_ACCESS_KEY: SERVICE_KEY.secretAccessKey,
			AWS_SESSION_TOKEN: '',
			AWS_REGION: 'us-west-2',
			AWS_EC2_METADATA_DISABLED: 'true',
		}
		for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
		return world
	}

	it('is read by its own role over the real wire, where its policy lets it and nowhere else', async () => {
		const world = await openWorld()
		try {
			const place = { bucket: 'sluice-archive-us-west-2', prefix: 'segment-logs/harbor-web/' }
			const answer = await readerOf().list(place, null)
			if (answer.kind !== 'ok') throw new Error(`${answer.kind}: ${answer.message}`)
			expect(answer.value.objects.length).toBeGreaterThan(100)
			for (const { key, bytes } of answer.value.objects) {
				expect(key).toMatch(/^segment-logs\/harbor-web\/\d{10}(000)?\/[^/]+\.gz$/)
				expect(bytes).toBeGreaterThan(0)
			}
			const elsewhere = await readerOf().list({ ...place, prefix: '' }, null)
			expect(elsewhere).toMatchObject({ kind: 'refused', code: 'AccessDenied' })
			const missing = await readerOf().list({ ...place, bucket: 'sluice-archive-nowhere' }, null)
			expect(missing).toMatchObject({ kind: 'refused' })
		} finally {
			await world.close()
		}
	})
})
