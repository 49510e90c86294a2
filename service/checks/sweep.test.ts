import { describe, expect, it } from 'vitest'
import type { AssumeRequest } from '../aws/ports.ts'
import {
	type Answers,
	anAccount,
	anOrder,
	failure,
	memoryPorts,
	NEVER,
	NOW,
	ok,
	refused,
	runOn,
	TARGET,
} from './account.fixture.ts'
import type { CheckReporter, RecordedUpload } from './ports.ts'
import { runCheck } from './run.ts'
import { sweepUploads } from './sweep.ts'

const KEY = 'segment-stage/.sluice-probe-1'
const upload: RecordedUpload = {
	checkId: 'chk-1',
	sessionName: 'sam@sluice.example-request1',
	roleArn: TARGET.roleArn,
	region: TARGET.region,
	externalId: 'ws-harbor',
	catalogId: TARGET.catalogId,
	bucket: TARGET.bucket,
	key: KEY,
	openedAt: NOW.toISOString(),
}
const MINUTE_MS = 60_000

/** An account with one upload left open, and the ledger that knows of it. */
function leftOpen(answers: Answers = {}, options: Parameters<typeof anAccount>[1] = {}) {
	const account = anAccount(answers, options)
	account.openUploads.set(KEY, 'upload-1')
	const memory = memoryPorts(account.access)
	memory.kept.uploads.set(KEY, upload)
	const sweep = (afterMs: number) => {
		memory.clock.now = new Date(NOW.getTime() + afterMs)
		return sweepUploads([upload], memory.ports)
	}
	return { account, memory, sweep }
}

describe('a worker that is killed between opening an upload and ending it', () => {
	it('leaves a record, by which the next run of the check ends the upload', async () => {
		const killed = anAccount({ 's3:AbortMultipartUpload': () => new Promise<never>(() => {}) })
		const memory = memoryPorts(killed.access)
		const reached = Promise.withResolvers<void>()
		const report: CheckReporter = {
			total: () => {},
			broke: () => {},
			found: async ({ findingId }) => {
				if (findingId === 's3-put-object') reached.resolve()
			},
		}
		void runCheck(anOrder(), memory.ports, report, NEVER)
		await reached.promise
		const [record] = [...memory.kept.uploads.values()]
		expect(record).toMatchObject({ checkId: 'chk-1', bucket: TARGET.bucket, externalId: 'ws-harbor' })
		expect([...killed.openUploads.keys()]).toEqual([record?.key])

		const next = anAccount()
		for (const [key, id] of killed.openUploads) next.openUploads.set(key, id)
		await runOn(next, anOrder(), { ...memory, ports: { ...memory.ports, access: next.access } })
		expect(next.openUploads.size).toBe(0)
		expect(memory.kept.uploads.size).toBe(0)
	})

	it('has recorded it with the id that the role accepted, though it began to with another', async () => {
		const accepts = ({ externalId }: AssumeRequest) =>
			externalId === 'harbor-web' ? null : refused('AccessDenied', 'not authorized', 403)
		const account = anAccount({ 's3:AbortMultipartUpload': () => failure('timeout') }, { accepts })
		const memory = memoryPorts(account.access)
		const order = anOrder()
		const target = { ...order.target, externalIds: ['ws-harbor', 'harbor-web'] }
		await runOn(account, { ...order, target }, memory)
		expect([...memory.kept.uploads.values()]).toMatchObject([{ externalId: 'harbor-web' }])
	})

	it('keeps no record where the role let nobody in, so that nobody sweeps there', async () => {
		const account = anAccount({}, { accepts: () => refused('AccessDenied', 'not authorized', 403) })
		const { memory } = await runOn(account)
		expect(memory.kept.uploads.size).toBe(0)
	})

	it('has recorded it before S3 heard of it', async () => {
		const memory: { current: ReturnType<typeof memoryPorts> | null } = { current: null }
		let known = false
		const account = anAccount({
			's3:CreateMultipartUpload': ({ input }) => {
				known = memory.current?.kept.uploads.has(String(input.Key)) ?? false
				return ok({ UploadId: 'upload-1' })
			},
		})
		memory.current = memoryPorts(account.access)
		await runOn(account, anOrder(), memory.current)
		expect(known).toBe(true)
	})

	it('asks for no upload that cannot be recorded', async () => {
		const account = anAccount()
		const memory = memoryPorts(account.access)
		const uploads = {
			...memory.ports.uploads,
			opening: async () => {
				throw new Error('no database')
			},
		}
		const { finding, broken } = await runOn(account, anOrder(), { ...memory, ports: { ...memory.ports, uploads } })
		expect(finding('s3-put-object').outcome).toBe('error')
		expect(broken).toEqual([new Error('no database')])
		expect(account.calls.some(({ operation }) => operation === 's3:CreateMultipartUpload')).toBe(false)
	})
})

describe('the record of an upload', () => {
	it('is closed at once when S3 refused to open it', async () => {
		const account = anAccount({ 's3:CreateMultipartUpload': () => refused('AccessDenied', 'Access Denied', 403) })
		const { memory, finding } = await runOn(account)
		expect(memory.kept.uploads.size).toBe(0)
		expect(finding('s3-abort-multipart-upload').outcome).toBe('allowed')
	})

	it('stays open when no answer came, since the upload may still be opened', async () => {
		const account = anAccount({ 's3:CreateMultipartUpload': () => failure('timeout') })
		const { memory, finding } = await runOn(account)
		expect(finding('s3-put-object').outcome).toBe('error')
		expect(memory.kept.uploads.size).toBe(1)
	})

	it('stays open when the abort is denied, and the evidence names the upload', async () => {
		const account = anAccount({ 's3:AbortMultipartUpload': () => refused('AccessDenied', 'Access Denied', 403) })
		const { memory, finding } = await runOn(account)
		const { outcome, headline, evidence } = finding('s3-abort-multipart-upload')
		expect([outcome, evidence.input?.UploadId]).toEqual(['denied', 'upload-1'])
		// Everybody reads it, so the id stands only beside it.
		expect(headline).toBe(
			"s3:AbortMultipartUpload is denied: the upload of this check stays open until the bucket's lifecycle ends it.",
		)
		expect(memory.kept.uploads.size).toBe(1)
	})

	it('is closed by the same run when only the first abort failed', async () => {
		let aborts = 0
		const account = anAccount({
			's3:AbortMultipartUpload': ({ input }) => {
				aborts += 1
				if (aborts === 1) return failure('server')
				account.openUploads.delete(String(input.Key))
				return ok({})
			},
		})
		const { memory } = await runOn(account)
		expect(account.openUploads.size).toBe(0)
		expect(memory.kept.uploads.size).toBe(0)
	})
})

describe('the sweep', () => {
	it('ends what is left open, in a session that may do nothing else', async () => {
		const { account, memory, sweep } = leftOpen()
		expect(await sweep(0)).toEqual({ ended: 1, left: 0 })
		expect(account.openUploads.size).toBe(0)
		expect(memory.kept.uploads.size).toBe(0)
		expect(account.asked[0]?.belt).toEqual([
			{ Effect: 'Allow', Action: ['s3:ListBucketMultipartUploads'], Resource: ['arn:aws:s3:::harbor-lake'] },
			{ Effect: 'Allow', Action: ['s3:AbortMultipartUpload'], Resource: [`arn:aws:s3:::harbor-lake/${KEY}`] },
		])
	})

	it('leaves uploads of others alone, even beside its own', async () => {
		const { account, sweep } = leftOpen()
		account.openUploads.set(`${KEY}-of-somebody`, 'upload-2')
		account.openUploads.set('segment-stage/load', 'upload-3')
		await sweep(0)
		expect([...account.openUploads.values()]).toEqual(['upload-2', 'upload-3'])
	})

	it('does not take an upload of somebody else for its own', async () => {
		const { account, sweep } = leftOpen()
		account.openUploads.clear()
		account.openUploads.set(`${KEY}-of-somebody`, 'upload-2')
		expect(await sweep(0)).toEqual({ ended: 0, left: 1 })
	})

	it.each([
		[15, { ended: 0, left: 1 }],
		[17, { ended: 1, left: 0 }],
	])('believes an empty list only once no signed request can come late: after %i minutes', async (minutes, swept) => {
		const { account, memory, sweep } = leftOpen()
		account.openUploads.clear()
		expect(await sweep(minutes * MINUTE_MS)).toEqual(swept)
		expect(memory.kept.uploads.size).toBe(swept.left)
	})

	it.each<[string, Answers, Parameters<typeof anAccount>[1]]>([
		['no session opens', {}, { accepts: () => refused('AccessDenied', 'no', 403) }],
		['the uploads cannot be listed', { 's3:ListMultipartUploads': () => refused('AccessDenied', 'no', 403) }, {}],
		['the list is nonsense', { 's3:ListMultipartUploads': () => ok({ Uploads: 'none' }) }, {}],
		['the abort fails', { 's3:AbortMultipartUpload': () => failure('timeout') }, {}],
		['the abort is denied', { 's3:AbortMultipartUpload': () => refused('AccessDenied', 'no', 403) }, {}],
	])('keeps the record when %s, until the lifecycle has ended the upload', async (_name, answers, options) => {
		const { memory, sweep } = leftOpen(answers, options)
		expect(await sweep(20 * MINUTE_MS)).toEqual({ ended: 0, left: 1 })
		expect(memory.kept.uploads.size).toBe(1)
		expect(await sweep(15 * 24 * 60 * MINUTE_MS)).toEqual({ ended: 1, left: 0 })
		expect(memory.kept.uploads.size).toBe(0)
	})
})
