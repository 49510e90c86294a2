import { DescribeClusterCommand, EMRClient } from '@aws-sdk/client-emr'
import { CreateDatabaseCommand, GetTablesCommand, GlueClient } from '@aws-sdk/client-glue'
import { HeadBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { asPrincipal, assume, HARBOR, type SessionKey, sessionIn } from './session.fixture.ts'
import { startTrialWorld, type TrialWorld } from './trial-world.ts'

const BUCKET = 'harbor-outfitters-lake'
let trial: TrialWorld
let harbor: SessionKey
beforeAll(async () => {
	trial = await startTrialWorld()
	harbor = await sessionIn(trial, HARBOR, 'ws-harbor')
})
afterAll(() => trial.close())
afterEach(() => trial.world('/reset', {}))

const options = (credentials = harbor) => ({
	endpoint: trial.endpoint,
	region: 'us-west-2',
	maxAttempts: 1,
	credentials,
})
const s3 = () => new S3Client({ ...options(), forcePathStyle: true })
const glue = () => new GlueClient(options())
const tables = (client = glue(), abortSignal?: AbortSignal) =>
	client.send(new GetTablesCommand({ DatabaseName: 'harbor_web' }), abortSignal ? { abortSignal } : {})
const list = () => s3().send(new ListObjectsV2Command({ Bucket: BUCKET, MaxKeys: 1 }))
const put = () => s3().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'segment-stage/new', Body: 'x' }))

const code = (call: Promise<unknown>): Promise<[number, string]> =>
	call.then(
		() => [200, 'ok'],
		(error: unknown) => [Object(error).$metadata?.httpStatusCode ?? 0, Object(error).name],
	)

async function calls(query = ''): Promise<Record<string, unknown>[]> {
	const { json } = await trial.world(`/calls${query}`)
	return Array.isArray(json) ? json : []
}
const picture = async (id: string) => Object((await trial.world(`/customers/${id}`)).json)

describe('the call log', () => {
	it('tells who called what, how it ended and what it changed', async () => {
		await put()
		const [written] = (await calls('?account=harbor')).slice(-1)
		expect(written).toMatchObject({
			accountId: '210987654321',
			service: 's3',
			operation: 'PutObject',
			caller: 'arn:aws:sts::210987654321:assumed-role/SegmentDataLakeRole/trial',
			status: 200,
			code: null,
			changed: [expect.stringContaining('segment-stage/new')],
		})
	})

	it('keeps a failed AssumeRole in the trail of the role’s account, with what was asked', async () => {
		const before = (await calls()).length
		const RoleArn = 'arn:aws:iam::610987654325:role/SegmentDataLakeRole'
		const asked = assume(trial, await asPrincipal(trial), { RoleArn, ExternalId: 'ws-ember' })
		expect((await code(asked))[1]).toBe('AccessDenied')
		const [denied, ...more] = await calls('?account=ember')
		expect(more).toEqual([])
		expect(denied).toMatchObject({
			accountId: '610987654325',
			code: 'AccessDenied',
			input: expect.stringContaining('ExternalId=ws-ember'),
		})
		expect(denied?.message).toMatch(/^User: arn:.* is not authorized/)
		expect((await calls(`?since=${before}`)).every(({ number }) => Number(number) > before)).toBe(true)
	})

	it('holds no secret and no content of an object', async () => {
		await put()
		const text = JSON.stringify(await calls())
		expect(text).not.toContain(harbor.sessionToken)
		expect(text).not.toContain(harbor.secretAccessKey)
	})

	it('has a refused signature in nobody’s trail', async () => {
		await code(tables(new GlueClient(options({ ...harbor, secretAccessKey: 'x' }))))
		expect((await calls()).at(-1)).toMatchObject({ accountId: null, caller: null, code: 'InvalidSignatureException' })
	})
})

describe('the picture of an account', () => {
	it('is the same before and after calls that change nothing', async () => {
		const before = await picture('harbor')
		await list()
		await tables()
		await code(glue().send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'harbor_web' } })))
		expect(await picture('harbor')).toEqual(before)
	})

	it('shows a change, and a reset takes it back', async () => {
		await put()
		expect((await picture('harbor')).buckets[0].objects).toContain('segment-stage/new')
		await trial.world('/reset', {})
		expect((await picture('harbor')).buckets[0].objects).not.toContain('segment-stage/new')
		expect(await calls()).toEqual([])
	})

	it('is listed with what is wrong and what lifts it', async () => {
		const all = Object((await trial.world('/customers')).json)
		expect(all).toContainEqual({
			id: 'grove',
			accountId: '510987654324',
			trouble: expect.stringContaining('service control policy'),
			fixes: [{ name: 'lift-scp', does: expect.any(String) }],
		})
		expect((await trial.world('/customers/nobody')).status).toBe(404)
	})
})

describe('faults', () => {
	const turn = (...faults: object[]) => trial.world('/aws', { faults })

	it('throttle each service in its own words, as often as asked', async () => {
		await turn({ account: 'harbor', throttle: true })
		const emr = () => new EMRClient(options()).send(new DescribeClusterCommand({ ClusterId: 'j-2HARB0RWEB01' }))
		const sts = () => new STSClient(options()).send(new GetCallerIdentityCommand({}))
		const codes = [await code(list()), await code(tables()), await code(emr()), await code(sts())]
		expect(codes).toEqual([
			[503, 'SlowDown'],
			[400, 'ThrottlingException'],
			[400, 'ThrottlingException'],
			[400, 'Throttling'],
		])
		await turn({ account: 'harbor', service: 'glue', throttle: true, times: 2 })
		expect(
			[await code(tables()), await code(list()), await code(tables()), await code(tables())].map(([status]) => status),
		).toEqual([400, 200, 400, 200])
	})

	it('hit the account, service and action that they name, no other', async () => {
		await turn({ account: '310987654322', status: 500 }, { service: 'glue', action: 'GetTable', status: 500 })
		expect([await code(tables()), await code(list())]).toEqual([
			[200, 'ok'],
			[200, 'ok'],
		])
		await turn({ service: 's3', action: 'HeadBucket', status: 500 })
		expect((await code(s3().send(new HeadBucketCommand({ Bucket: BUCKET }))))[0]).toBe(500)
		expect(await code(list())).toEqual([200, 'ok'])
	})

	it.each([[500], [503]])('answer with status %d', async (status) => {
		await turn({ status })
		expect((await code(list()))[0]).toBe(status)
		expect((await code(tables()))[0]).toBe(status)
	})

	it('hit an AssumeRole by the role’s account', async () => {
		const key = await asPrincipal(trial)
		await turn({ account: 'harbor', service: 'sts', throttle: true })
		expect((await code(assume(trial, key, { ExternalId: 'ws-harbor' })))[1]).toBe('Throttling')
		expect((await code(asPrincipal(trial)))[1]).toBe('ok')
	})

	it('delay', async () => {
		await turn({ latencyMs: 60 })
		const started = performance.now()
		await tables()
		expect(performance.now() - started).toBeGreaterThanOrEqual(59)
	})

	it('hang: no answer, and a record without a status', async () => {
		await turn({ hang: true, action: 'GetTables' })
		const caller = new AbortController()
		const hanging = code(tables(glue(), caller.signal))
		await expect.poll(async () => (await calls()).at(-1)).toMatchObject({ operation: 'GetTables', status: null })
		caller.abort()
		expect((await hanging)[1]).toBe('AbortError')
		expect(await code(list())).toEqual([200, 'ok'])
	})

	it('end with a reset, and show in the world until then', async () => {
		await turn({ throttle: true })
		await trial.world('/aws', { order: { DescribeStep: 'validate-first' } })
		const shown = async () => Object((await trial.world('')).json).aws
		expect(await shown()).toEqual({ faults: [{ throttle: true }], order: { DescribeStep: 'validate-first' } })
		expect(trial.customers.order('DescribeStep')).toBe('validate-first')
		await trial.world('/reset', {})
		expect(await shown()).toEqual({ faults: [], order: {} })
		expect(await code(tables())).toEqual([200, 'ok'])
	})
})

it.each<[string, string, unknown, RegExp]>([
	['no customer', '/customers/nobody', { fix: 'x' }, /nobody: no such customer; there are amber,/],
	['no fix of its', '/customers/grove', { fix: 'x' }, /fix: grove has no "x"; choose of lift-scp/],
	['an inherited name', '/customers/grove', { fix: 'constructor' }, /grove has no "constructor"/],
	['nothing to fix', '/customers/onyx-media', { fix: 'x' }, /nothing is wrong here/],
	['no name', '/customers/grove', {}, /fix: must be the name of a fix/],
	[
		'no service',
		'/aws',
		{ faults: [{ service: 'ec2' }] },
		/faults.0.service: must be sts, s3, glue or elasticmapreduce/,
	],
	['a stranger in a fault', '/aws', { faults: [{ delay: 1 }] }, /faults.0.delay: no such field/],
	['no order', '/aws', { order: { X: 'any' } }, /order.X: must be authorize-first or validate-first/],
])('refuses %s and says what to send', async (_why, path, body, told) => {
	const { status, json } = await trial.world(path, body)
	expect([status, Object(json).error]).toEqual([400, expect.stringMatching(told)])
})
