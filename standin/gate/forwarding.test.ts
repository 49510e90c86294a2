import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { IssuedCredentials } from '../world/keyring.ts'
import { bytes, type Draft, draft, sign } from './trial-request.ts'
import {
	ACCOUNT,
	type Arrival,
	type Backend,
	CONSOLE,
	knock,
	REGION,
	type Reply,
	startTrial,
	type Trial,
} from './trial-world.ts'
import { type Header, valuesOf } from './wire-request.ts'

let trial: Trial
let support: IssuedCredentials
beforeAll(async () => {
	trial = await startTrial()
	support = trial.issue('sluice-console-support')
})
afterAll(() => trial.stop())
beforeEach(() => {
	for (const backend of [trial.prod, trial.beta]) backend.arrivals.length = 0
	trial.prod.reply = plainReply
})

const plainReply: Backend['reply'] = (response) => response.writeHead(200).end('ok')
const me = draft('GET', '/prod/v1/me')

async function arrival(plain: Draft, caller = support, extra: string[] = []): Promise<Arrival> {
	expect((await knock(trial.port, bytes(sign(plain, caller), extra))).status).toBe(200)
	const [only, ...more] = [...trial.prod.arrivals, ...trial.beta.arrivals]
	expect(more).toHaveLength(0)
	if (!only) throw new Error('nothing arrived')
	return only
}

const names = (headers: readonly Header[]): string[] => headers.map(([name]) => name)

describe('what the backend sees', () => {
	it('gets the path without the stage, the query as sent and the body', async () => {
		const admin = trial.issue('sluice-console-admin')
		const put = draft(
			'PUT',
			'/prod/v1/sources/acme?b=2&a=1&ticket=C%3A1',
			[['Content-Type', 'application/json']],
			'{"a":1}',
		)
		const { method, url, body } = await arrival(put, admin)
		expect({ method, url, body }).toEqual({
			method: 'PUT',
			url: '/v1/sources/acme?b=2&a=1&ticket=C%3A1',
			body: '{"a":1}',
		})
	})

	it.each([
		['an escaped slash becomes a slash', 'a%2Fb', 'a/b'],
		['a doubly escaped one stays escaped once more', 'a%252Fb', 'a%252Fb'],
		['other escapes stay', 'a%20b%C3%A9%3B', 'a%20b%C3%A9%3B'],
		['what was plain but reserved is escaped', "a;b'c", 'a%3Bb%27c'],
	])('%s', async (_why, sent, seen) => {
		expect((await arrival(draft('GET', `/prod/v1/sources/${sent}`))).url).toBe(`/v1/sources/${seen}`)
	})

	it('keeps case, order and twins of client headers', async () => {
		const headers: Header[] = [
			['X-Trace', 'one'],
			['accept', '*/*'],
			['x-tRACE', 'two'],
		]
		const signed = sign(me, support)
		const reply = await knock(trial.port, bytes({ ...signed, headers: [...signed.headers, ...headers] }))
		expect(reply.status).toBe(200)
		expect(trial.prod.arrivals[0]?.headers).toEqual(expect.arrayContaining(headers))
	})

	it('drops hop headers and the signature, but not token and date', async () => {
		const dropped: Header[] = [
			'Content-MD5',
			'Max-Forwards',
			'Proxy-Authenticate',
			'Server',
			'TE',
			'Trailer',
			'Upgrade',
			'WWW-Authenticate',
		].map((name) => [name, 'x'])
		const signed = sign(me, support)
		await knock(trial.port, bytes({ ...signed, headers: [...signed.headers, ...dropped] }))
		const seen = names(trial.prod.arrivals[0]?.headers ?? []).map((name) => name.toLowerCase())
		for (const [name] of dropped) expect(seen).not.toContain(name.toLowerCase())
		expect(seen).not.toContain('authorization')
		expect(seen).toEqual(expect.arrayContaining(['x-amz-security-token', 'x-amz-date']))
	})

	it('names the backend as host, once', async () => {
		const { headers } = await arrival(me)
		expect(valuesOf(headers, 'host')).toEqual([expect.stringMatching(/^127\.0\.0\.1:\d+$/)])
	})

	it('does not hand trailers on', async () => {
		const post = draft('POST', '/prod/v1/session')
		const { body, ...signed } = sign({ ...post, body: 'hello' }, support)
		const chunks = '5\r\nhello\r\n0\r\nX-Sluice-User-Arn: forged\r\n\r\n'
		const head = bytes({ ...signed, body: '' }, ['Transfer-Encoding: chunked'])
		expect(body).toBe('hello')
		expect((await knock(trial.port, head + chunks)).status).toBe(200)
		const [seen] = trial.prod.arrivals
		expect(seen?.body).toBe('hello')
		expect(valuesOf(seen?.headers ?? [], 'content-length')).toEqual(['5'])
		expect(JSON.stringify(seen)).not.toContain('forged')
	})

	it('sends each stage to its own backend with its own secret', async () => {
		const prod = await arrival(me)
		expect(valuesOf(prod.headers, 'x-sluice-gate-secret')).toEqual(['prod-secret'])
		trial.prod.arrivals.length = 0
		const beta = await arrival(draft('GET', '/beta/v1/me'))
		expect(trial.beta.arrivals).toHaveLength(1)
		expect(valuesOf(beta.headers, 'x-sluice-gate-secret')).toEqual(['beta-secret'])
	})
})

describe('identity headers', () => {
	const ours = (headers: readonly Header[]) =>
		Object.fromEntries(headers.filter(([name]) => name.startsWith('X-Sluice-')))

	it('name a caller of the identity pool', async () => {
		const { headers } = await arrival(me)
		expect(ours(headers)).toEqual({
			'X-Sluice-Cognito-Identity-Id': `${REGION}:11111111-2222-4333-8444-555555555555`,
			'X-Sluice-User-Arn': `arn:aws:sts::${ACCOUNT}:assumed-role/sluice-console-support/CognitoIdentityCredentials`,
			'X-Sluice-Account-Id': ACCOUNT,
			'X-Sluice-Request-Id': expect.stringMatching(/^[0-9a-f-]{36}$/),
			'X-Sluice-Extended-Request-Id': expect.stringMatching(/=$/),
			'X-Sluice-Source-Ip': '127.0.0.1',
			'X-Sluice-Gate-Secret': 'prod-secret',
		})
	})

	it('leave the cognito header out for a terminal caller, whose variable is null', async () => {
		const { headers } = await arrival(me, trial.issue('sluice-cli-support', false))
		expect(names(headers)).not.toContain('X-Sluice-Cognito-Identity-Id')
		expect(valuesOf(headers, 'x-sluice-user-arn')).toEqual([
			`arn:aws:sts::${ACCOUNT}:assumed-role/sluice-cli-support/sam@sluice.example`,
		])
	})

	it.each(['X-Sluice-User-Arn', 'x-sluice-user-arn', 'X-SLUICE-USER-ARN', 'X_Sluice_User_Arn'])(
		'arrive beside a forged %s, so that the service can see two',
		async (name) => {
			const signed = sign(me, support)
			await knock(trial.port, bytes({ ...signed, headers: [...signed.headers, [name, 'forged']] }))
			const { headers = [] } = trial.prod.arrivals[0] ?? {}
			const alike = headers.filter(([key]) => key.toLowerCase().replaceAll('_', '-') === 'x-sluice-user-arn')
			expect(alike).toEqual([
				[name, 'forged'],
				['X-Sluice-User-Arn', expect.stringContaining('sluice-console-support')],
			])
		},
	)
})

describe('request ids', () => {
	it('takes the request id a client chose, never the extended one', async () => {
		const chosen: Header[] = [
			['x-amzn-RequestId', 'mine-1'],
			['x-amz-apigw-id', 'forged='],
		]
		const reply = await knock(trial.port, bytes(sign({ ...me, headers: [...me.headers, ...chosen] }, support)))
		expect(valuesOf(reply.headers, 'x-amzn-requestid')).toEqual(['mine-1'])
		const [extended] = valuesOf(reply.headers, 'x-amz-apigw-id')
		expect(extended).toMatch(/^[\w+/]{15}=$/)
		expect(valuesOf(trial.prod.arrivals[0]?.headers ?? [], 'x-sluice-request-id')).toEqual(['mine-1'])
		expect(valuesOf(trial.prod.arrivals[0]?.headers ?? [], 'x-sluice-extended-request-id')).toEqual([extended])
	})

	it('makes its own when two are sent', async () => {
		const signed = sign(me, support)
		const twins: Header[] = [
			['x-amzn-RequestId', 'a'],
			['X-Amzn-Requestid', 'b'],
		]
		const reply = await knock(trial.port, bytes({ ...signed, headers: [...signed.headers, ...twins] }))
		expect(valuesOf(reply.headers, 'x-amzn-requestid')).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
	})
})

describe('what the caller gets back', () => {
	const ask = (): Promise<Reply> => knock(trial.port, bytes(sign(me, support)))

	it('keeps the status and the CORS headers of the service, twins too', async () => {
		trial.prod.reply = (response) =>
			response
				.writeHead(422, ['Access-Control-Allow-Origin', CONSOLE, 'Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'])
				.end('no')
		const { status, headers, body } = await ask()
		expect({ status, body }).toEqual({ status: 422, body: 'no' })
		expect(valuesOf(headers, 'access-control-allow-origin')).toEqual([CONSOLE])
		expect(valuesOf(headers, 'set-cookie')).toEqual(['a=1', 'b=2'])
	})

	it('renames and drops, and lets no backend name the ids', async () => {
		trial.prod.reply = (response) =>
			response
				.writeHead(200, {
					Date: 'then',
					Server: 'x',
					Via: 'y',
					'Content-Encoding': 'z',
					'x-amzn-RequestId': 'forged',
					'x-amz-apigw-id': 'forged=',
					Connection: 'close',
				})
				.end('ok')
		const { headers } = await ask()
		expect(names(headers)).toEqual(
			expect.arrayContaining([
				'x-amzn-Remapped-Date',
				'x-amzn-Remapped-Server',
				'x-amzn-Remapped-Connection',
				'x-amzn-Remapped-x-amzn-RequestId',
			]),
		)
		for (const gone of ['via', 'content-encoding', 'server', 'transfer-encoding'])
			expect(valuesOf(headers, gone)).toEqual([])
		expect(valuesOf(headers, 'x-amzn-requestid')).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
		expect(valuesOf(headers, 'x-amz-apigw-id')).toHaveLength(1)
	})

	it('passes an answer without body', async () => {
		trial.prod.reply = (response) => response.writeHead(204).end()
		const { status, headers, body } = await ask()
		expect({ status, body, length: valuesOf(headers, 'content-length') }).toEqual({ status: 204, body: '', length: [] })
	})
})
