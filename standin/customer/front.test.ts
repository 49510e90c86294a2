import aws4 from 'aws4'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { asPrincipal, HARBOR, type SessionKey, sessionIn } from './session.fixture.ts'
import { startTrialWorld, type TrialWorld } from './trial-world.ts'

let trial: TrialWorld
let harbor: SessionKey
let principal: SessionKey
beforeAll(async () => {
	trial = await startTrialWorld()
	harbor = await sessionIn(trial, HARBOR, 'ws-harbor')
	principal = await asPrincipal(trial)
})
afterAll(() => trial.close())
afterEach(() => trial.world('/reset', {}))

type Wire = {
	service: 'glue' | 'elasticmapreduce' | 'sts' | 's3'
	method?: string
	path?: string
	headers?: Record<string, string>
	body?: string
	/** Sent piece by piece, without a length. */
	chunked?: true
}

/** What is signed is sent as it is; status, and the body as text. */
async function send({ service, method = 'POST', path = '/', headers = {}, body, chunked }: Wire) {
	const { host } = new URL(trial.endpoint)
	const unsized = { ...headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }
	const part = chunked ? { headers: unsized, body: '' } : { headers, body: body ?? '' }
	const asked = { host, service, region: 'us-west-2', method, path, ...part }
	const key = service === 'sts' ? principal : harbor
	const { 'Content-Length': length, ...signed } = Object(aws4.sign(asked, key).headers)
	const sent: Record<string, unknown> = {
		method,
		headers: chunked || length === undefined ? signed : { ...signed, 'content-length': String(length) },
		body: chunked ? new Blob([body ?? '']).stream() : body,
		...(chunked && { duplex: 'half' }),
	}
	const answer = await fetch(`${trial.endpoint}${path}`, sent)
	return [answer.status, await answer.text()] as const
}

const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.1' }
const GLUE = { ...JSON_TYPE, 'x-amz-target': 'AWSGlue.GetTables' }
const tables: Wire = { service: 'glue', headers: GLUE, body: '{"DatabaseName":"harbor_web"}' }
const CLUSTER = { ...JSON_TYPE, 'x-amz-target': 'ElasticMapReduce.DescribeCluster' }
const cluster: Wire = { service: 'elasticmapreduce', headers: CLUSTER, body: '{"ClusterId":"j-2HARB0RWEB01"}' }

describe('the services of the JSON protocol', () => {
	it.each([tables, cluster])('answer a call that is addressed as it should be (%#)', async (wire) => {
		expect((await send(wire))[0]).toBe(200)
		const charset = { ...wire.headers, 'content-type': 'application/x-amz-json-1.1; charset=utf-8' }
		expect((await send({ ...wire, headers: charset }))[0]).toBe(200)
	})

	it.each<[why: string, change: Partial<Wire>]>([
		['another address', { path: '/v1' }],
		['a GET', { method: 'GET', body: undefined }],
		['a PUT', { method: 'PUT' }],
		['JSON of another kind', { headers: { ...GLUE, 'content-type': 'application/json' } }],
		['JSON of another version', { headers: { ...GLUE, 'content-type': 'application/x-amz-json-1.0' } }],
		['a form', { headers: { ...GLUE, 'content-type': 'application/x-www-form-urlencoded' } }],
	])('know nothing of %s', async (_, change) => {
		const { body, ...rest } = { ...tables, ...change }
		const wire: Wire = body === undefined ? rest : { ...rest, body }
		expect(await send(wire)).toEqual([404, '<UnknownOperationException/>\n'])
	})

	it.each<[why: string, wire: Wire, target: string | null]>([
		['the target of another service', cluster, 'AWSGlue.DescribeCluster'],
		['the target of another service', tables, 'ElasticMapReduce.GetTables'],
		['no target', tables, null],
		['no service in the target', tables, 'GetTables'],
		['no operation in the target', tables, 'AWSGlue.'],
		['more in the target', tables, 'AWSGlue.GetTables.x'],
		['another case', tables, 'awsglue.GetTables'],
		['an operation that there is not', tables, 'AWSGlue.GetTabels'],
		['an inherited name', tables, 'AWSGlue.constructor'],
	])('refuse %s (%#)', async (_, wire, target) => {
		const headers = { ...JSON_TYPE, ...(target === null ? {} : { 'x-amz-target': target }) }
		const [status, text] = await send({ ...wire, headers })
		expect([status, JSON.parse(text)]).toEqual([400, { __type: 'UnknownOperationException', message: '' }])
	})
})

describe('STS', () => {
	const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }
	const body = 'Action=GetCallerIdentity&Version=2011-06-15'
	const identity: Wire = { service: 'sts', headers: FORM, body }
	const codeOf = (text: string) => /<Code>(\w+)</.exec(text)?.[1] ?? null

	it.each<[why: string, change: Partial<Wire>, status: number, code: string | null]>([
		['a form', {}, 200, null],
		['a form at another address', { path: '/sts' }, 400, 'InvalidAction'],
		['a form that is put', { method: 'PUT' }, 400, 'InvalidAction'],
		['what is not said to be a form', { headers: { 'content-type': 'text/plain' } }, 400, 'InvalidAction'],
		['another version', { body: body.replace('2011', '2012') }, 400, 'InvalidAction'],
		['a version that is given twice', { body: `${body}&Version=2011-06-15` }, 400, 'InvalidQueryParameter'],
		[
			'an external id that is given twice',
			{
				body: `Action=AssumeRole&Version=2011-06-15&RoleSessionName=trial&RoleArn=${HARBOR}&ExternalId=ws-harbor&ExternalId=x`,
			},
			400,
			'InvalidQueryParameter',
		],
	])('%s', async (_, change, status, code) => {
		const [told, text] = await send({ ...identity, ...change })
		expect([told, codeOf(text)]).toEqual([status, code])
	})
})

describe('S3', () => {
	const put: Wire = { service: 's3', method: 'PUT', path: '/harbor-outfitters-lake/segment-stage/x', body: 'abc' }

	it('wants to know the length of what it is to store', async () => {
		expect((await send(put))[0]).toBe(200)
		const [status, text] = await send({ ...put, path: '/harbor-outfitters-lake/segment-stage/y', chunked: true })
		expect(status).toBe(411)
		expect(text).toContain('<Code>MissingContentLength</Code>')
		expect(trial.customers.bucket('harbor-outfitters-lake')?.objects.has('segment-stage/y')).toBe(false)
	})
})
