import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import aws4 from 'aws4'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { problem } from '../lib/contract/problem.ts'
import { replayPlan } from '../lib/contract/replay-plan.ts'
import { SECOND_SECRET } from '../service/service.fixture.ts'
import sources from '../standin/world/sources.json' with { type: 'json' }
import { answerOf, consoleOf } from './page.fixture.ts'
import { type Env, type Stack, sluice, startStack } from './stack.fixture.ts'

/** Each test starts processes, which take their time on a busy machine. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 })

/**
 * The public design that Sluice grew from was a command line and a private service behind an IAM-authorised API Gateway (Twilio
 * Segment, 2021). Each of its parts that is no infrastructure has one test of that name here, from the terminal to the account;
 * what the parts owe in detail is tested where they are.
 */

let stack: Stack
let support: Env
beforeAll(async () => {
	stack = await startStack()
	support = await stack.as('support')
	const wanted = JSON.stringify(sources.filter(({ sourceId }) => ['harbor-web', 'grove-android'].includes(sourceId)))
	const order = ['sources', 'import', '-', '--ticket', 'LAKE-1', '--yes']
	expect(await sluice(order, await stack.as('admin'), wanted)).toMatchObject({ code: 0 })
})
afterEach(() => stack.world('gate', { throttling: null, resourcePolicy: null }))
afterAll(() => stack.close())

const servers: Server[] = []
afterAll(() => Promise.all(servers.map((server) => server.close())))

async function listening(answer: RequestListener, port = 0): Promise<string> {
	const server = createServer(answer).listen(port, '127.0.0.1')
	servers.push(server)
	await once(server, 'listening')
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Signed by a signer that is not ours, with the keys of `env`. */
async function signed(env: Env, path: string): Promise<Response> {
	const { host } = new URL(stack.urls.gate)
	const request = { service: 'execute-api', region: 'us-west-2', host, method: 'GET', path, headers: {}, body: '' }
	const { headers } = aws4.sign(request, {
		accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
		secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
		sessionToken: env.AWS_SESSION_TOKEN ?? '',
	})
	const own = Object.entries(headers).filter(([name]) => name !== 'Host')
	return fetch(`${stack.urls.gate}${path}`, {
		headers: own.map(([name, value]): [string, string] => [name, String(value)]),
	})
}

const STEP = { clusterId: 'j-2HARB0RWEB01', state: 'COMPLETED', did: 'loaded' }
type Call = { service: string; operation: string; caller: string | null; input: string }

describe('of the tool that Sluice replaces', () => {
	it('command line to request mapping: emr check -s SOURCE -c CLUSTER is one signed request', async () => {
		const seen: unknown[] = []
		const gate = await listening(async (request, response) => {
			const chunks: Buffer[] = []
			for await (const chunk of request) chunks.push(chunk)
			const { authorization = '' } = request.headers
			seen.push([
				request.method,
				request.url,
				JSON.parse(Buffer.concat(chunks).toString()),
				authorization.split(' ')[0],
			])
			response.writeHead(202, { 'content-type': 'application/json' })
			response.end(JSON.stringify({ clusterId: 'j-2HARB0RWEB01', sourceId: 'harbor-web', status: 'running' }))
		})
		const order = ['emr', 'check', '-s', 'harbor-web', '-c', 'j-2HARB0RWEB01', '--no-wait']
		expect(await sluice(order, { ...support, SLUICE_API_URL: `${gate}/prod` })).toMatchObject({ code: 0 })
		const body = { sourceId: 'harbor-web', clusterId: 'j-2HARB0RWEB01' }
		expect(seen).toEqual([['POST', '/prod/v1/clusters', body, 'AWS4-HMAC-SHA256']])
	})

	it('EMR status, and the service reaching customer accounts: by the role and external id of the record', async () => {
		const { code, stdout } = await sluice(['emr', 'check', '-s', 'harbor-web'], support)
		expect([code, stdout]).toEqual([0, expect.stringMatching(/^The cluster is WAITING and takes work\./)])
		const calls = await stack.look<Call[]>('calls?account=harbor')
		const [entered, ...others] = calls
		expect(entered?.operation).toBe('AssumeRole')
		expect(decodeURIComponent(entered?.input ?? '')).toMatch(
			/RoleArn=arn:aws:iam::210987654321:role\/SegmentDataLakeRole&.*ExternalId=ws-harbor/,
		)
		expect(others.map(({ operation }) => operation)).toContain('DescribeCluster')
		for (const { caller } of others.filter(({ service }) => service !== 'sts')) {
			expect(caller).toMatch(/^arn:aws:sts::210987654321:assumed-role\/SegmentDataLakeRole\/support@sluice\.example-/)
		}
	})

	it('permission test: which right is refused, by what, and who can change it', async () => {
		const { code, stdout } = await sluice(['check', 'run', '-s', 'grove-android', '--profile', 'sync'], support)
		expect([code, stdout]).toEqual([
			1,
			expect.stringMatching(/^Blocked: .*glue:BatchCreatePartition.*organisation admin/),
		])
	})

	it('replay as EMR steps: days of the archive become steps of the customer’s cluster', async () => {
		await stack.world('clusters/j-2HARB0RWEB01', { nextSteps: [{ runsSeconds: 0 }] })
		const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10)
		const range = ['--from', day(9), '--to', day(3), '--ticket', 'LAKE-2']
		const planned = await sluice(['replay', 'plan', '-s', 'harbor-web', ...range, '--json'], support)
		const { planId, digest } = replayPlan.parse(JSON.parse(planned.stdout))
		const order = ['replay', 'submit', planId, '--digest', digest ?? '', '--ticket', 'LAKE-2', '--yes']
		expect(await sluice(order, support)).toMatchObject({ code: 0 })
		type Seen = { sourceId: string; worked: number; steps: { clusterId: string; state: string; did: string }[] }
		const first = async () => (await stack.look<Seen[]>('replays')).at(0)
		await expect
			.poll(first, { timeout: 60_000, interval: 500 })
			.toMatchObject({ sourceId: 'harbor-web', worked: 1, steps: [STEP] })
	})

	it('Okta deciding the role: by the groups that its assertion names, and nothing else', async () => {
		for (const [persona, role] of [
			['support', 'support'],
			['both', 'engineer'],
			['auditor', 'auditor'],
		] as const) {
			const page = await consoleOf(stack, persona)
			expect(answerOf(await page.call('sessions.me', {}))).toMatchObject({ person: `${persona}@sluice.example`, role })
		}
		await expect(consoleOf(stack, 'nogroup')).rejects.toThrow()
	})

	it('IAM-authorised API: no signature, a stranger’s key and a wrong secret pass nothing on', async () => {
		const bare = await fetch(`${stack.settings.SLUICE_API_URL}/v1/me`)
		expect([bare.status, bare.headers.get('x-amzn-errortype')]).toEqual([403, 'MissingAuthenticationTokenException'])
		for (const change of [{ AWS_ACCESS_KEY_ID: 'ASIANOBODYNOBODY0000' }, { AWS_SECRET_ACCESS_KEY: 'another' }]) {
			const { code, stderr } = await sluice(['whoami'], { ...support, ...change })
			expect([code, stderr]).toEqual([1, expect.stringContaining('The gate refused')])
		}
	})

	it('proxy resource: a path that the gate has never heard of is the service’s to answer', async () => {
		const answer = await signed(support, '/prod/v1/sources/harbor-web/of-a-later-release')
		expect([answer.status, answer.headers.get('content-type')]).toEqual([
			404,
			expect.stringContaining('application/problem+json'),
		])
		expect(problem.parse(await answer.json()).code).toBe('not-found')
	})

	it('stages with their own backends: beta reaches the other one, with a secret of its own', async () => {
		const seen: unknown[] = []
		await listening((request, response) => {
			seen.push([request.url, request.headers['x-sluice-gate-secret']])
			response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
		}, stack.base)
		expect((await signed(support, '/beta/v1/me')).status).toBe(200)
		expect(seen).toEqual([['/v1/me', SECOND_SECRET]])
		expect((await signed(support, '/prod/v1/me')).status).toBe(200)
		expect(seen).toHaveLength(1)
	})

	it('allow-list policy: an administrator of the account who is not on it is refused', async () => {
		const { code, stderr } = await sluice(['whoami'], await stack.as('breakglass-admin', 3_600, 'admin@sluice.example'))
		expect([code, stderr]).toEqual([1, expect.stringContaining('The gate refuses this role')])
		expect(await sluice(['whoami'], await stack.as('admin'))).toMatchObject({ code: 0 })
	})

	it('access log: each request has its line, refused or not', async () => {
		const before = stack.passages().length
		await sluice(['whoami'], support)
		await sluice(['emr', 'check', '-s', 'harbor-web'], await stack.as('viewer'))
		expect(stack.passages(before)).toEqual(['GET /prod/v1/me 200', 'POST /prod/v1/clusters 403'])
	})

	it('track event: each request that reached the service becomes one, with who and what', async () => {
		type Received = { latest: { event: string; userId?: string }[] }
		await sluice(['check', 'list', '-s', 'grove-android'], await stack.as('auditor'))
		const mine = async () =>
			(await stack.look<Received>('segment')).latest.filter(({ userId }) => userId === 'auditor@sluice.example')
		await expect
			.poll(async () => (await mine()).map(({ event }) => event), { timeout: 20_000 })
			.toContain('checks.list')
	})

	it('signing with a time-out: a signed request that nobody answers is given up after 5 seconds', async () => {
		let authorization: string | undefined
		const silent = await listening((request) => {
			authorization = request.headers.authorization
		})
		const order = ['check', 'run', '-s', 'harbor-web', '--profile', 'sync']
		const started = performance.now()
		const { code, stderr } = await sluice(order, { ...support, SLUICE_API_URL: `${silent}/prod` })
		expect([code, stderr]).toEqual([3, expect.stringContaining('No answer arrived in time')])
		expect(performance.now() - started).toBeGreaterThan(4_500)
		expect(authorization).toMatch(
			/^AWS4-HMAC-SHA256 Credential=\S+\/us-west-2\/execute-api\/aws4_request, SignedHeaders=/,
		)
	})

	it('throttling: the gate holds back who asks too often, and says so', async () => {
		await stack.world('gate', { throttling: { rateLimit: 0.001, burstLimit: 1 } })
		await sluice(['whoami'], support)
		const { code, stderr } = await sluice(['emr', 'check', '-s', 'harbor-web'], support)
		expect([code, stderr]).toEqual([1, expect.stringContaining('Too many requests at once')])
	})
})
