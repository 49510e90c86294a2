import { DescribeClusterCommand, EMRClient } from '@aws-sdk/client-emr'
import { GetTablesCommand, GlueClient } from '@aws-sdk/client-glue'
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import aws4 from 'aws4'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR, sessionIn } from './session.fixture.ts'
import { SERVICE_KEY, startTrialWorld, type TrialWorld } from './trial-world.ts'

let trial: TrialWorld
let harbor: Required<Key>
beforeAll(async () => {
	trial = await startTrialWorld()
	harbor = await sessionIn(trial, HARBOR, 'ws-harbor')
})
afterAll(() => trial.close())
afterEach(() => trial.clock.setOffset(0))

type Key = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
const services = ['s3', 'sts', 'glue', 'emr'] as const
type Service = (typeof services)[number]

/** One harmless call of each service, sent once. */
function call(service: Service, credentials: Key): Promise<unknown> {
	const base = { endpoint: trial.endpoint, region: 'us-west-2', maxAttempts: 1, credentials }
	const calls: Record<Service, () => Promise<unknown>> = {
		s3: () =>
			new S3Client({ ...base, forcePathStyle: true }).send(
				new ListObjectsV2Command({ Bucket: 'harbor-outfitters-lake', Prefix: 'segment-data/day=1 +%&*/' }),
			),
		sts: () => new STSClient(base).send(new GetCallerIdentityCommand({})),
		glue: () => new GlueClient(base).send(new GetTablesCommand({ DatabaseName: 'harbor_web' })),
		emr: () => new EMRClient(base).send(new DescribeClusterCommand({ ClusterId: 'j-2HARB0RWEB01' })),
	}
	return calls[service]()
}

/** Status and code as the SDK reads them. */
const outcome = (service: Service, credentials: Key): Promise<[number, string]> =>
	call(service, credentials).then(
		() => [200, 'ok'],
		(error: unknown) => {
			const { name, $metadata } = Object(error)
			return [$metadata?.httpStatusCode ?? 0, name]
		},
	)

type Trouble = { name: string; key: () => Key; offset?: number; told: Record<Service, [number, string]> }
const unknown: Record<Service, [number, string]> = {
	s3: [403, 'InvalidAccessKeyId'],
	sts: [403, 'InvalidClientTokenId'],
	glue: [400, 'UnrecognizedClientException'],
	emr: [400, 'UnrecognizedClientException'],
}
const mismatch: Record<Service, [number, string]> = {
	s3: [403, 'SignatureDoesNotMatch'],
	sts: [403, 'SignatureDoesNotMatch'],
	glue: [400, 'InvalidSignatureException'],
	emr: [400, 'InvalidSignatureException'],
}
const troubles: Trouble[] = [
	{ name: 'an unknown key', key: () => ({ ...harbor, accessKeyId: 'ASIAUNKNOWNUNKNOWN22' }), told: unknown },
	{
		name: 'a token that is not the key’s',
		key: () => ({ ...harbor, sessionToken: 'another' }),
		told: { ...unknown, s3: [400, 'InvalidToken'] },
	},
	{
		name: 'a session key without its token',
		key: () => ({ accessKeyId: harbor.accessKeyId, secretAccessKey: harbor.secretAccessKey }),
		told: { ...unknown, s3: [400, 'InvalidToken'] },
	},
	{ name: 'a wrong secret', key: () => ({ ...harbor, secretAccessKey: 'another' }), told: mismatch },
	{
		name: 'a clock that is 20 minutes off',
		key: () => harbor,
		offset: -20 * 60,
		told: { ...mismatch, s3: [403, 'RequestTimeTooSkewed'] },
	},
	{
		name: 'a session that has ended',
		key: () => harbor,
		offset: 3600,
		told: {
			s3: [400, 'ExpiredToken'],
			sts: [403, 'ExpiredToken'],
			glue: [400, 'ExpiredTokenException'],
			emr: [400, 'ExpiredTokenException'],
		},
	},
]

describe.each(services)('%s', (service) => {
	it('takes a call that is signed well', async () => {
		expect(await outcome(service, harbor)).toEqual([200, 'ok'])
	})

	it.each(troubles)('refuses $name', async ({ key, offset, told }) => {
		trial.clock.setOffset(offset ?? 0)
		expect(await outcome(service, key())).toEqual(told[service])
	})
})

it('allows S3 and STS 15 minutes of a wrong clock, the others 5', async () => {
	const key = await sessionIn(trial, HARBOR, 'ws-harbor')
	trial.clock.setOffset(10 * 60)
	expect(await Promise.all(services.map((service) => outcome(service, key)))).toEqual([
		[200, 'ok'],
		[200, 'ok'],
		[400, 'InvalidSignatureException'],
		[400, 'InvalidSignatureException'],
	])
})

/** When the signer's clock stands at `seconds` from the world's, the text of the refusal. */
async function skewText(service: Service, seconds: number): Promise<string> {
	const key = await sessionIn(trial, HARBOR, 'ws-harbor')
	trial.clock.setOffset(-seconds)
	return call(service, key).then(
		() => 'ok',
		(error: unknown) => Object(error).message,
	)
}

it.each<[Service, number, RegExp]>([
	['emr', -301, /^Signature expired: (\d{8}T\d{6}Z) is now earlier than \d{8}T\d{6}Z \((\d{8}T\d{6}Z) - 5 min\.\)$/],
	[
		'emr',
		301,
		/^Signature not yet current: (\d{8}T\d{6}Z) is still later than \d{8}T\d{6}Z \((\d{8}T\d{6}Z) \+ 5 min\.\)$/,
	],
	['sts', -901, /^Signature expired: (\d{8}T\d{6}Z) is now earlier than \d{8}T\d{6}Z \((\d{8}T\d{6}Z) - 15 min\.\)$/],
	['s3', -901, /^The difference between the request time and the current time is too large\.$/],
])('%s, signed %d seconds off, says by how much', async (service, seconds, text) => {
	expect(await skewText(service, seconds)).toMatch(text)
})

it.each<[Service, number]>([
	['emr', -290],
	['emr', 290],
	['s3', -890],
])('%s takes a signature that is %d seconds off', async (service, seconds) => {
	expect(await skewText(service, seconds)).toBe('ok')
})

it('tells its own time, by which the SDK corrects a wrong clock and comes through', async () => {
	trial.clock.setOffset(-20 * 60)
	const sts = new STSClient({ endpoint: trial.endpoint, region: 'us-west-2', maxAttempts: 2, credentials: SERVICE_KEY })
	expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '111122223333' })
})

it('S3 signs the path as it was sent: a key of odd characters comes through', async () => {
	const s3 = new S3Client({
		endpoint: trial.endpoint,
		region: 'us-west-2',
		maxAttempts: 1,
		credentials: harbor,
		forcePathStyle: true,
	})
	const Key = "segment-stage/a b+c/../day=1/%41/!'()*/ü"
	await s3.send(new PutObjectCommand({ Bucket: 'harbor-outfitters-lake', Key, Body: 'x' }))
	expect(trial.customers.bucket('harbor-outfitters-lake')?.objects.has(Key)).toBe(true)
	trial.customers.reset()
})

/** A request to S3 as aws4 signs it, changed before it is sent. */
async function raw(change: { headers?: Record<string, string>; body?: string; path?: string; signed?: boolean }) {
	const { host } = new URL(trial.endpoint)
	const path = change.path ?? '/harbor-outfitters-lake/segment-stage/x'
	const request = {
		host,
		service: 's3',
		region: 'us-west-2',
		method: 'PUT',
		path,
		body: 'abc',
		headers: { 'content-type': 'text/plain' },
	}
	const { headers } = change.signed === false ? request : aws4.sign(request, harbor)
	const answer = await fetch(`${trial.endpoint}${path}`, {
		method: 'PUT',
		body: change.body ?? 'abc',
		headers: { ...Object(headers), ...change.headers },
	})
	return [answer.status, /<Code>(\w+)</.exec(await answer.text())?.[1] ?? null]
}

it.each<[string, Parameters<typeof raw>[0], number, string | null]>([
	['nothing changed', {}, 200, null],
	['another body', { body: 'abd' }, 400, 'XAmzContentSHA256Mismatch'],
	['an unsigned x-amz header', { headers: { 'x-amz-acl': 'public-read' } }, 403, 'AccessDenied'],
	['no signature', { signed: false }, 403, 'AccessDenied'],
	[
		'a signature in the query',
		{ path: '/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256' },
		400,
		'AuthorizationQueryParametersError',
	],
	['not SigV4', { headers: { authorization: 'Bearer x' } }, 400, 'AuthorizationHeaderMalformed'],
])('S3, with %s', async (_what, change, status, code) => {
	expect(await raw(change)).toEqual([status, code])
	trial.customers.reset()
})

it('refuses an unsigned call in the words of the service that it is for', async () => {
	const send = (headers: Record<string, string>) => fetch(trial.endpoint, { method: 'POST', headers, body: '{}' })
	const glue = await send({ 'x-amz-target': 'AWSGlue.GetTables' })
	expect([glue.status, await glue.json()]).toMatchObject([400, { __type: 'MissingAuthenticationTokenException' }])
	const sts = await send({ 'content-type': 'application/x-www-form-urlencoded' })
	expect([sts.status, await sts.text()]).toEqual([
		403,
		expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
	])
})
