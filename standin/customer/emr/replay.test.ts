import { gunzipSync } from 'node:zlib'
import { Glue } from '@aws-sdk/client-glue'
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startTrialWorld, type TrialWorld } from '../trial-world.ts'
import { argsOf, daysAgo, replayer, sourceOf } from './replay.fixture.ts'

let trial: TrialWorld
beforeAll(async () => {
	trial = await startTrialWorld()
})
afterAll(() => trial.close())
afterEach(() => trial.world('/reset', {}))

const TOKEN = '01K000000000000000000000AB'
const CLAIM = `segment-stage/sluice-replays/${TOKEN}.claim`
const pass = (advanceSeconds: number) => trial.world('/clock', { advanceSeconds })
const week = () => ({ token: TOKEN, from: daysAgo(trial, 9), to: daysAgo(trial, 3) })

async function open(sourceId: string) {
	const driver = await replayer(trial, sourceId)
	const Bucket = sourceOf(sourceId).bucket
	const s3 = new S3Client({ ...driver.options, forcePathStyle: true })
	return {
		...driver,
		s3,
		glue: new Glue(driver.options),
		async keys(Prefix: string): Promise<string[]> {
			const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }))
			return Contents.map(({ Key = '' }) => Key)
		},
		async json(Key: string) {
			const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }))
			return JSON.parse((await Body?.transformToString()) ?? '')
		},
		put: (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body })),
	}
}
type Open = Awaited<ReturnType<typeof open>>

type Shown = {
	token: string
	sourceId: string
	worked: number
	steps: { stepId: string; state: string; did: string }[]
}
const replays = async () => (await trial.world('/replays')).json as Shown[]
const data = (sourceId: string) => `segment-data/data/${sourceId}/`
const reportOf = ({ keys }: Open, sourceId: string) =>
	keys(`segment-data/reports/day=${daysAgo(trial, 0)}/source=${sourceId}/run_id=${TOKEN}/`)

/** What lies in the archive for these days, counted without the stand-in's job. */
function archived(sourceId: string, from: string, to: string) {
	const { archive } = sourceOf(sourceId)
	return [...(trial.customers.bucket(archive.bucket)?.objects ?? [])]
		.filter(([key]) => key.startsWith(archive.prefix))
		.filter(([key]) => {
			const day = new Date(Number(key.slice(archive.prefix.length).split('/')[0]?.padEnd(13, '0')))
				.toISOString()
				.slice(0, 10)
			return day >= from && day <= to
		})
		.flatMap(([, [object]]) =>
			gunzipSync(object?.body ?? Buffer.alloc(0))
				.toString()
				.trimEnd()
				.split('\n'),
		)
		.map((line): { type: string; event?: string } => JSON.parse(line))
}

describe('a job that does nothing', () => {
	it('while it waits: no claim, no data', async () => {
		const harbor = await open('harbor-web')
		const id = await harbor.submit(TOKEN, argsOf('harbor-web', week()))
		expect((await harbor.status(id))?.State).toBe('PENDING')
		expect(await harbor.keys('segment-stage/')).toEqual([])
		expect(await replays()).toMatchObject([{ token: TOKEN, worked: 0, steps: [{ state: 'PENDING', did: 'nothing' }] }])
	})

	it('where another has its claim: it ends well at once, without data and without a report', async () => {
		const harbor = await open('harbor-web')
		const before = await harbor.keys(data('harbor-web'))
		await harbor.put(CLAIM, JSON.stringify({ token: TOKEN, stepId: 's-ANOTHER', at: 'before' }))
		const id = await harbor.submit(TOKEN, argsOf('harbor-web', week()))
		await pass(7)
		expect((await harbor.status(id))?.State).toBe('COMPLETED')
		await pass(60)
		expect([await harbor.keys(data('harbor-web')), await reportOf(harbor, 'harbor-web')]).toEqual([before, []])
		expect((await harbor.json(CLAIM)).stepId).toBe('s-ANOTHER')
		expect(await replays()).toMatchObject([{ worked: 0, steps: [{ did: 'found it claimed' }] }])
	})

	it('when it is cancelled half-way: its claim stays, no data and no report', async () => {
		const harbor = await open('harbor-web')
		const before = await harbor.keys(data('harbor-web'))
		const id = await harbor.submit(TOKEN, argsOf('harbor-web', week()))
		await pass(6)
		expect((await harbor.status(id))?.State).toBe('RUNNING')
		await harbor.emr.cancelSteps({ ClusterId: sourceOf('harbor-web').clusterId, StepIds: [id] })
		await pass(60)
		expect((await harbor.status(id))?.State).toBe('CANCELLED')
		expect([await harbor.keys(data('harbor-web')), await reportOf(harbor, 'harbor-web')]).toEqual([before, []])
		expect((await harbor.json(CLAIM)).stepId).toBe(id)
	})
})

describe('a job that fails', () => {
	const failed = {
		State: 'FAILED',
		FailureDetails: {
			Reason: 'Unknown Error.',
			Message: expect.stringMatching(/^Exception in thread "main" org.apache.spark.SparkException: Application /),
			LogFile: expect.stringMatching(/\/stderr\.gz$/),
		},
	}

	it.each<[string, string, Record<string, string>, string]>([
		['a bucket that its cluster may not write', 'harbor-web', { bucket: 'fjord-datalake-prod' }, 'PutObject operation'],
		['a bucket that is not there', 'harbor-web', { bucket: 'nobodys-lake' }, 'NoSuchBucket'],
		['a day that is none', 'harbor-web', { from: '2026-02-30x' }, 'argument --from: invalid value'],
		[
			'the archive of another customer',
			'harbor-web',
			{ archive: 's3://sluice-archive-us-west-2/segment-logs/fjord-prod/' },
			'ListObjectsV2 operation',
		],
		['a database that is not there', 'harbor-web', { database: 'none' }, 'EntityNotFoundException'],
		['a service control policy on partitions', 'grove-android', {}, 'BatchCreatePartition operation'],
	])('for %s', async (_why, sourceId, values, printed) => {
		const driver = await open(sourceId)
		const id = await driver.submit(TOKEN, argsOf(sourceId, { ...week(), ...values }))
		await pass(20)
		expect(await driver.status(id)).toMatchObject(failed)
		const steps = trial.customers
			.account(sourceOf(sourceId).catalogId)
			?.clusters.get(sourceOf(sourceId).clusterId)?.steps
		expect(steps?.at(-1)?.job?.stderr).toContain(printed)
		expect(await reportOf(driver, sourceId)).toEqual([])
	})

	it('as the world was told beforehand, with those details and no others', async () => {
		const harbor = await open('harbor-web')
		const failure = { reason: 'Main Class not found.' }
		await trial.world('/clusters/j-2HARB0RWEB01', { nextSteps: [{ failure }] })
		const id = await harbor.submit(TOKEN, argsOf('harbor-web', week()))
		await pass(20)
		const status = await harbor.status(id)
		expect([status?.State, status?.FailureDetails]).toEqual(['FAILED', { Reason: 'Main Class not found.' }])
		expect(await reportOf(harbor, 'harbor-web')).toEqual([])
	})
})

describe('a job that works', () => {
	it('takes the claim when it begins, and loads when it ends', async () => {
		const harbor = await open('harbor-web')
		const before = await harbor.keys(data('harbor-web'))
		const { from, to } = week()
		const id = await harbor.submit(TOKEN, argsOf('harbor-web', week()))
		await pass(6)
		// S3 alone is asked here: the world goes on whoever looks.
		const claim = await harbor.json(CLAIM)
		expect(claim).toEqual({ token: TOKEN, stepId: id, at: expect.stringMatching(/Z$/) })
		expect(await harbor.keys(data('harbor-web'))).toEqual(before)
		await pass(10)
		const report = await harbor.json((await reportOf(harbor, 'harbor-web'))[0] ?? '')
		const written = (await harbor.keys(data('harbor-web'))).filter((key) => !before.includes(key))
		expect(report).toMatchObject({
			run_id: TOKEN,
			source: 'harbor-web',
			status: 'finished',
			emr_cluster_id: 'j-2HARB0RWEB01',
			row_count: archived('harbor-web', from, to).length,
			replay: true,
			replay_from: from,
			replay_to: to,
		})
		expect(written.length).toBe(report.partitions.length)
		expect(written.length).toBeGreaterThan(20)
		const [, table = '', day = '', hour = ''] =
			/segment_type=(\w+)\/day=([\d-]+)\/hr=(\d\d)\//.exec(written[0] ?? '') ?? []
		const named = { DatabaseName: 'harbor_web', TableName: table, PartitionValues: [day, hour] }
		const { Partition } = await harbor.glue.getPartition(named)
		expect(`s3://harbor-outfitters-lake/${written[0]}`.startsWith(Partition?.StorageDescriptor?.Location ?? '-')).toBe(
			true,
		)
		expect((await harbor.status(id))?.State).toBe('COMPLETED')
		expect(await replays()).toMatchObject([
			{ token: TOKEN, sourceId: 'harbor-web', worked: 1, steps: [{ did: 'loaded' }] },
		])
	})

	it.each<[string, (line: { type: string; event?: string }) => boolean]>([
		['Order Completed', ({ event }) => event === 'Order Completed'],
		['identify', ({ type }) => type === 'identify'],
		['page,Order Completed', ({ type, event }) => type === 'page' || event === 'Order Completed'],
		['Nothing Of This Name', () => false],
	])('counts and loads %s alone', async (events, wanted) => {
		const harbor = await open('harbor-web')
		const { from, to } = week()
		await harbor.submit(TOKEN, argsOf('harbor-web', { ...week(), events }))
		await pass(20)
		const { row_count } = await harbor.json((await reportOf(harbor, 'harbor-web'))[0] ?? '')
		expect(row_count).toBe(archived('harbor-web', from, to).filter(wanted).length)
	})

	it('does so once, however often it is submitted', async () => {
		const harbor = await open('harbor-web')
		await harbor.submit(TOKEN, argsOf('harbor-web', week()))
		await harbor.submit(TOKEN, argsOf('harbor-web', week()))
		await pass(60)
		expect(await replays()).toMatchObject([
			{ worked: 1, steps: [{ did: 'loaded' }, { state: 'COMPLETED', did: 'found it claimed' }] },
		])
	})

	it('in a bucket under a key of the customer, which names the cluster', async () => {
		await trial.world('/customers/meadow', { fix: 'grant-key' })
		const meadow = await open('meadow-web')
		const id = await meadow.submit(TOKEN, argsOf('meadow-web', week()))
		await pass(20)
		expect((await meadow.status(id))?.State).toBe('COMPLETED')
	})

	it('from an archive whose days are named in seconds', async () => {
		const fjord = await open('fjord-prod')
		const { from, to } = week()
		await fjord.submit(TOKEN, argsOf('fjord-prod', week()))
		await pass(20)
		const { row_count } = await fjord.json((await reportOf(fjord, 'fjord-prod'))[0] ?? '')
		expect(row_count).toBe(archived('fjord-prod', from, to).length)
		expect(row_count).toBeGreaterThan(20)
	})

	it('though it was cancelled, where it is done first: data, report and all', async () => {
		const harbor = await open('harbor-web')
		await trial.world('/clusters/j-2HARB0RWEB01', { nextSteps: [{ outlivesCancel: true }] })
		const id = await harbor.submit(TOKEN, argsOf('harbor-web', week()))
		await pass(6)
		await harbor.emr.cancelSteps({ ClusterId: sourceOf('harbor-web').clusterId, StepIds: [id] })
		expect((await harbor.status(id))?.State).toBe('CANCEL_PENDING')
		await pass(6)
		expect((await harbor.status(id))?.State).toBe('COMPLETED')
		expect(await reportOf(harbor, 'harbor-web')).toHaveLength(1)
		expect(await replays()).toMatchObject([{ worked: 1, steps: [{ did: 'loaded' }] }])
	})

	it('after it was said how long it runs', async () => {
		const harbor = await open('harbor-web')
		await trial.world('/clusters/j-2HARB0RWEB01', { nextSteps: [{ runsSeconds: 200 }] })
		const id = await harbor.submit(TOKEN, argsOf('harbor-web', week()))
		await pass(150)
		expect(await reportOf(harbor, 'harbor-web')).toEqual([])
		await trial.world('/clusters/j-2HARB0RWEB01', { steps: [{ id, runsSeconds: 10 }] })
		expect(await replays()).toMatchObject([{ worked: 1, steps: [{ state: 'COMPLETED', did: 'loaded' }] }])
	})
})
