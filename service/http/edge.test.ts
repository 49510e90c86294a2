import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../lib/contract/problem.ts'
import { type Headers, newIdentity, openTrial, SECRET, type Trial } from '../service.fixture.ts'
import { createEdge } from './edge.ts'
import { exchange, openRaw, wire } from './raw-client.fixture.ts'

let trial: Trial
let server: Server
let port: number
let good: [string, string][]
let victim: Headers

beforeAll(async () => {
	trial = await openTrial()
	server = createEdge(trial.service, { isClosing: () => false, log: trial.ports.log })
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	port = (server.address() as AddressInfo).port
	good = Object.entries(await trial.signIn('viewer'))
	victim = await trial.signIn('admin')
})
afterAll(async () => {
	server.closeAllConnections()
	server.close()
	await trial.close()
})

const codeOf = (answer: { body: string } | null) => problem.safeParse(JSON.parse(answer?.body || '{}')).data?.code
const get = (headers: readonly (readonly [string, string])[]) => exchange(port, wire('GET /v1/me', headers))
const heldBy = (name: string) => good.find(([known]) => known === name)?.[1] ?? ''

describe('identity headers on the wire', () => {
	it('answers an honest request, whatever the case of its header names', async () => {
		expect((await get(good))?.status).toBe(200)
		expect((await get(good.map(([name, value]) => [name.toLowerCase(), value])))?.status).toBe(200)
	})

	const names = [
		'X-Sluice-Gate-Secret',
		'X-Sluice-Cognito-Identity-Id',
		'X-Sluice-User-Arn',
		'X-Sluice-Account-Id',
		'X-Sluice-Request-Id',
		'X-Sluice-Extended-Request-Id',
		'X-Sluice-Source-Ip',
	]
	describe.each(names)('%s', (name) => {
		const forged = () => victim[name] ?? 'forged'
		it.each([
			['doubled, forged first', () => [[name, forged()], ...good]],
			['doubled, forged last', () => [...good, [name, forged()]]],
			['doubled with the same value', () => [...good, [name, heldBy(name)]]],
			['a twin in lower case', () => [...good, [name.toLowerCase(), forged()]]],
			['a twin in upper case', () => [[name.toUpperCase(), forged()], ...good]],
			['underscores for hyphens', () => [...good, [name.replaceAll('-', '_'), forged()]]],
			['one underscore', () => [...good, [name.replace('-', '_'), forged()]]],
			['an underscore in place of the real one', () => swap(name, name.replaceAll('-', '_'))],
			['dots for hyphens', () => [...good, [name.replaceAll('-', '.'), forged()]]],
			['no hyphens', () => [...good, [name.replaceAll('-', ''), forged()]]],
			['a hyphen at the end', () => [...good, [`${name}-`, forged()]]],
			['two values in one line', () => swap(name, name, `${heldBy(name)}, ${forged()}`)],
		] as [string, () => [string, string][]][])('%s: refused', async (_, headers) => {
			const answer = await get(headers())
			expect([400, 403]).toContain(answer?.status)
			expect(['identity-headers-invalid', 'gate-proof-missing']).toContain(codeOf(answer))
			expect(answer?.body).not.toContain(SECRET)
		})

		it('a space before the colon: refused by the parser', async () => {
			expect((await exchange(port, wire(`GET /v1/me`, [...good, [`${name} `, forged()]])))?.status).toBe(400)
		})
	})

	const swap = (name: string, other: string, value = heldBy(name)): [string, string][] =>
		good.map(([known, held]) => (known === name ? [other, value] : [known, held]))

	it('a name of our family that the gate never sets: refused', async () => {
		expect(codeOf(await get([...good, ['X-Sluice-Role', 'admin']]))).toBe('identity-headers-invalid')
	})

	it.each([
		['a forged identity without the proof', () => Object.entries(victim).filter(([name]) => !name.includes('Secret'))],
		[
			'an identity of another format',
			() => swap('X-Sluice-Cognito-Identity-Id', 'X-Sluice-Cognito-Identity-Id', 'anyone'),
		],
		['an account that is not the role’s', () => swap('X-Sluice-Account-Id', 'X-Sluice-Account-Id', '999988887777')],
		['a source address that is none', () => swap('X-Sluice-Source-Ip', 'X-Sluice-Source-Ip', 'localhost')],
	] as [string, () => [string, string][]][])('%s: refused', async (_, headers) => {
		expect(['identity-headers-invalid', 'gate-proof-missing']).toContain(codeOf(await get(headers())))
	})

	it('refuses identity headers behind the body', async () => {
		const headers: [string, string][] = [
			...good,
			['Transfer-Encoding', 'chunked'],
			['Content-Type', 'application/json'],
		]
		const body = `2\r\n{}\r\n0\r\nX-Sluice-User-Arn: ${victim['X-Sluice-User-Arn']}\r\n\r\n`
		const answer = await exchange(port, wire('POST /v1/session', headers, body))
		expect([answer?.status, codeOf(answer)]).toEqual([400, 'identity-headers-invalid'])
	})

	it('leaves one audit row for each refusal, without the forged value', async () => {
		const before = (await trial.audited()).length
		await get([...good, ['x_sluice_user_arn', 'arn:forged']])
		const [row, ...more] = (await trial.audited()).slice(before)
		expect(more).toEqual([])
		expect(row).toMatchObject({ phase: 'refused', status: 400, code: 'identity-headers-invalid', person: null })
		expect(JSON.stringify(row)).not.toContain('arn:forged')
	})
})

describe('framing', () => {
	const post = (extra: [string, string][], body: string) =>
		exchange(port, wire('POST /v1/session', [...good, ['Content-Type', 'application/json'], ...extra], body))

	it.each([
		[
			'Transfer-Encoding with Content-Length',
			[
				['Content-Length', '4'],
				['Transfer-Encoding', 'chunked'],
			],
			'0\r\n\r\n',
		],
		[
			'two Content-Lengths',
			[
				['Content-Length', '2'],
				['Content-Length', '3'],
			],
			'{} ',
		],
		['a Transfer-Encoding that is not chunked', [['Transfer-Encoding', 'xchunked']], '0\r\n\r\n'],
		['chunked not last', [['Transfer-Encoding', 'chunked, identity']], '0\r\n\r\n'],
		['a Content-Length with a sign', [['Content-Length', '+2']], '{}'],
		['a chunk size that is no number', [['Transfer-Encoding', 'chunked']], 'zz\r\n{}\r\n0\r\n\r\n'],
	] as [string, [string, string][], string][])('%s: 400 and the connection ends', async (_, extra, body) => {
		const raw = await openRaw(port)
		raw.write(wire('POST /v1/session', [...good, ['Content-Type', 'application/json'], ...extra], body))
		const answer = await raw.answer()
		// A chunk that breaks off mid-body may end the connection before any answer.
		if (answer) expect(answer.status).toBe(400)
		await raw.closed()
	})

	it('a header folded over two lines: 400', async () => {
		const text = wire('GET /v1/me', good).replace('\r\n\r\n', '\r\nX-Other: a\r\n b\r\n\r\n')
		expect((await exchange(port, text))?.status).toBe(400)
	})

	it('headers over 12 KB: 431', async () => {
		expect((await get([...good, ['X-Other', 'a'.repeat(13 * 1024)]]))?.status).toBe(431)
	})

	it.each([
		['announced', [['Content-Length', String(256 * 1024 + 1)]] as [string, string][], ''],
		['sent in chunks', [['Transfer-Encoding', 'chunked']] as [string, string][], `50001\r\n${'a'.repeat(0x50001)}\r\n`],
	])('a body over 256 KB, %s: 413 before it is read to the end', async (_, extra, body) => {
		const answer = await post(extra, body)
		expect([answer?.status, codeOf(answer)]).toEqual([413, 'payload-too-large'])
		expect(answer?.headers).toContain('connection: close')
	})

	it.each(['websocket', 'h2c'])('Upgrade: %s is refused', async (protocol) => {
		const answer = await get([...good, ['Connection', 'Upgrade'], ['Upgrade', protocol]])
		expect([answer?.status, codeOf(answer)]).toEqual([400, 'invalid-input'])
	})

	it.each([
		'/v1//me',
		'/v1/./me',
		'/v1/x/../me',
		'/v1/%6de',
		'/v1/sources/a%2Fb',
		'/v1/sources/a%252Fb',
		'/v1/me;a=b',
		'/v1\\me',
		'http://elsewhere/v1/me',
		'/v1/sources/%2e%2e',
		'//v1/me',
	])('the path %s is refused, not rewritten', async (path) => {
		const answer = await exchange(port, wire(`GET ${path}`, good))
		expect([answer?.status, codeOf(answer)]).toEqual([400, 'invalid-input'])
	})

	it.each<[string, (headers: [string, string][]) => string]>([
		['a path that is not used here', (headers) => wire('GET /v1//me', headers)],
		['a path of another origin', (headers) => wire('GET http://elsewhere/v1/me', headers)],
		['another protocol', (headers) => wire('GET /v1/me', [...headers, ['Connection', 'Upgrade'], ['Upgrade', 'h2c']])],
		['a body over 256 KB', (headers) => wire('POST /v1/session', [...headers, ['Content-Length', '262145']])],
	])('%s is not told to somebody the gate did not send', async (_, request) => {
		const unproven = good.filter(([name]) => name !== 'X-Sluice-Gate-Secret')
		for (const headers of [unproven, [...unproven, ['X-Sluice-Gate-Secret', 'guessed'] as [string, string]]]) {
			const answer = await exchange(port, request(headers))
			expect([answer?.status, codeOf(answer)]).toEqual([403, 'gate-proof-missing'])
		}
	})

	it('OPTIONS * is refused', async () => {
		expect((await exchange(port, wire('OPTIONS *', good)))?.status).toBe(400)
	})

	it.each(['CONNECT', 'TRACE'])('%s does nothing', async (method) => {
		const answer = await exchange(port, wire(`${method} /v1/me`, good))
		expect(answer?.status ?? 405).toBeGreaterThanOrEqual(400)
	})
})

describe('connections', () => {
	it('answers pipelined requests in order', async () => {
		const raw = await openRaw(port)
		raw.write(wire('GET /v1/me', good) + wire('GET /v1/nothing', good) + wire('GET /healthz', []))
		expect([await raw.answer(), await raw.answer(), await raw.answer()].map((answer) => answer?.status)).toEqual([
			200, 404, 200,
		])
		raw.destroy()
	})

	it('never lets a broken second request speak for the first', async () => {
		const raw = await openRaw(port)
		raw.write(`${wire('GET /v1/me', good)}GARBAGE\r\n\r\n`)
		const first = await raw.answer()
		expect(first?.status ?? 200).toBe(200)
		await raw.closed()
	})

	it('keeps a connection after a refusal, and answers the next request on it', async () => {
		const raw = await openRaw(port)
		raw.write(wire('GET /v1/me', [...good, ['X_Sluice_User_Arn', 'forged']]))
		expect((await raw.answer())?.status).toBe(400)
		raw.write(wire('GET /v1/me', good))
		expect((await raw.answer())?.status).toBe(200)
		raw.destroy()
	})

	it('goes on when a client leaves in the middle of its body', async () => {
		const raw = await openRaw(port)
		raw.write(
			wire('POST /v1/session', [...good, ['Content-Length', '100'], ['Content-Type', 'application/json']], '{"a'),
		)
		raw.destroy()
		await raw.closed()
		expect((await get(good))?.status).toBe(200)
	})

	it('holds the limits of one process', () => {
		const { headersTimeout, requestTimeout, keepAliveTimeout, maxConnections } = server
		expect({ headersTimeout, requestTimeout, keepAliveTimeout, maxConnections }).toEqual({
			headersTimeout: 10_000,
			requestTimeout: 25_000,
			keepAliveTimeout: 75_000,
			maxConnections: 1_000,
		})
	})

	it('cuts off a client that sends its headers drop by drop', async () => {
		const raw = await openRaw(port)
		raw.write('GET /v1/me HTTP/1.1\r\nHost: service\r\n')
		const answer = await raw.answer()
		expect(answer?.status).toBe(408)
		await raw.closed()
	})

	it('serves the others meanwhile', async () => {
		const slow = await Promise.all(Array.from({ length: 100 }, () => openRaw(port)))
		for (const raw of slow) raw.write('GET /v1/me HTTP/1.1\r\nX-Slow: ')
		expect((await get(good))?.status).toBe(200)
		for (const raw of slow) raw.destroy()
	})
})

it('an identity nobody knows is not bound', async () => {
	const headers = good.map(([name, value]): [string, string] =>
		name === 'X-Sluice-Cognito-Identity-Id' ? [name, newIdentity()] : [name, value],
	)
	expect(codeOf(await get(headers))).toBe('identity-not-bound')
})
