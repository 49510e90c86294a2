import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { IssuedCredentials } from '../world/keyring.ts'
import { sha256 } from './sigv4/signature.ts'
import { bytes, type Draft, draft, presign, type Signing, sign } from './trial-request.ts'
import { knock, type Reply, START, startTrial, type Trial } from './trial-world.ts'
import { type Header, valuesOf } from './wire-request.ts'

let trial: Trial
let caller: IssuedCredentials
beforeAll(async () => {
	trial = await startTrial()
	caller = trial.issue('sluice-console-admin')
})
afterAll(() => trial.stop())
beforeEach(() => {
	trial.prod.arrivals.length = 0
	trial.clock.setOffset(0)
})

const me = draft('GET', '/prod/v1/me')
const put = draft(
	'PUT',
	'/prod/v1/sources/acme?ticket=CASE-1',
	[['Content-Type', 'application/json']],
	'{"bucket":"a"}',
)

async function errorOf(reply: Promise<Reply>): Promise<string> {
	const { status, headers } = await reply
	return `${status} ${valuesOf(headers, 'x-amzn-errortype')[0] ?? '-'}`
}

/** The Authorization header rewritten; every other byte stays. */
function withAuthorization(signed: Draft, change: (value: string) => string): Draft {
	const headers = signed.headers.map(
		([name, value]): Header => [name, name === 'Authorization' ? change(value) : value],
	)
	return { ...signed, headers }
}

const plus = (signed: Draft, ...headers: Header[]): Draft => ({ ...signed, headers: [...signed.headers, ...headers] })

const without = (signed: Draft, name: string): Draft => ({
	...signed,
	headers: signed.headers.filter(([key]) => key !== name),
})

const renamed = (signed: Draft, from: string, to: string): Draft => ({
	...signed,
	headers: signed.headers.map(([name, value]): Header => [name === from ? to : name, value]),
})

describe('honest requests over a raw socket', () => {
	const accepted: [string, () => Draft][] = [
		['the header form', () => sign(me, caller)],
		['a body, a query and more signed headers', () => sign(put, caller)],
		['the body hash in its header', () => sign(plus(put, ['X-Amz-Content-Sha256', sha256(put.body)]), caller)],
		['the query form', () => presign(me, caller, '300')],
		['the query form for a week', () => presign(me, caller, '604800')],
		[
			'200 signed headers',
			() => sign(plus(me, ...Array.from({ length: 200 }, (_, i): Header => [`h${i}`, `${i}`])), caller),
		],
		['5 minutes early', () => sign(me, caller, { time: START + 300_000 })],
		['5 minutes late', () => sign(me, caller, { time: START - 300_000 })],
		[
			'outer spaces around a signed value',
			() => ({ ...sign(me, caller), headers: sign(me, caller).headers.map(([n, v]): Header => [n, `  ${v} \t`]) }),
		],
		['header names in another case', () => renamed(sign(me, caller), 'X-Amz-Date', 'x-aMZ-dATE')],
	]
	it.each(accepted)('accepts %s', async (_why, make) => {
		expect((await knock(trial.port, bytes(make()))).status).toBe(200)
		expect(trial.prod.arrivals).toHaveLength(1)
	})
})

describe('1. one readable signature', () => {
	const INCOMPLETE = '403 IncompleteSignatureException'
	const missing = '403 MissingAuthenticationTokenException'
	const cases: [string, () => Draft, string][] = [
		['no Authorization', () => me, missing],
		['a bearer token', () => plus(me, ['Authorization', 'Bearer abc.def']), INCOMPLETE],
		['the algorithm alone', () => plus(me, ['Authorization', 'AWS4-HMAC-SHA256']), INCOMPLETE],
		['an empty Authorization', () => plus(me, ['Authorization', '']), INCOMPLETE],
		['two Authorization headers', () => plus(sign(me, caller), ...sign(me, caller).headers.slice(-1)), INCOMPLETE],
		['a bearer token beside the signature', () => plus(sign(me, caller), ['authorization', 'Bearer x']), INCOMPLETE],
		['header and query together', () => sign(presign(me, caller, '300'), caller), INCOMPLETE],
		[
			'a part twice',
			() => withAuthorization(sign(me, caller), (value) => `${value}, Signature=${'0'.repeat(64)}`),
			INCOMPLETE,
		],
		['an unknown part', () => withAuthorization(sign(me, caller), (value) => `${value}, Extra=1`), INCOMPLETE],
		['no x-amz-date', () => without(sign(me, caller), 'X-Amz-Date'), INCOMPLETE],
		['a Date header instead', () => renamed(sign(me, caller), 'X-Amz-Date', 'Date'), INCOMPLETE],
		['a time that is none', () => sign(me, caller, { timeText: '20260230T120000Z' }), INCOMPLETE],
		[
			'a credential of six parts',
			() => withAuthorization(sign(me, caller), (value) => value.replace('/aws4_request', '/x/aws4_request')),
			INCOMPLETE,
		],
		['SHA-512', () => sign(me, caller, { algorithm: 'AWS4-HMAC-SHA512' }), INCOMPLETE],
		['ECDSA', () => sign(me, caller, { algorithm: 'AWS4-ECDSA-P256-SHA256' }), INCOMPLETE],
		['algorithm in lower case', () => sign(me, caller, { algorithm: 'aws4-hmac-sha256' }), INCOMPLETE],
		['query form over a week', () => presign(me, caller, '604801'), INCOMPLETE],
		['query form for ever', () => presign(me, caller, '1e9'), INCOMPLETE],
		['query form of no length', () => presign(me, caller, '0'), INCOMPLETE],
		[
			'query form with a part twice',
			() => ({ ...presign(me, caller, '300'), query: `${presign(me, caller, '300').query}&X-Amz-Expires=9` }),
			INCOMPLETE,
		],
		[
			'query form with a second token as header',
			() => plus(presign(me, caller, '300'), ['X-Amz-Security-Token', 'x']),
			INCOMPLETE,
		],
		[
			'query form without signature',
			() => ({ ...me, query: presign(me, caller, '300').query.replace(/&X-Amz-Signature=.*/, '') }),
			INCOMPLETE,
		],
		['a lower-case query form', () => ({ ...me, query: presign(me, caller, '300').query.toLowerCase() }), missing],
	]
	it.each(cases)('refuses %s', async (_why, make, expected) => {
		expect(await errorOf(knock(trial.port, bytes(make())))).toBe(expected)
		expect(trial.prod.arrivals).toHaveLength(0)
	})
})

describe('2 to 7. what a good signature does not cover', () => {
	const INVALID = '403 InvalidSignatureException'
	const other = (): IssuedCredentials => trial.issue('sluice-console-viewer')
	const signed = (options: Signing = {}) => sign(me, caller, options)
	const cases: [string, () => Draft, string][] = [
		['host not signed', () => signed({ unsigned: ['host'] }), INVALID],
		['date not signed', () => signed({ unsigned: ['x-amz-date'] }), INVALID],
		['token not signed', () => signed({ unsigned: ['x-amz-security-token'] }), INVALID],
		['an added x-amz header', () => plus(signed(), ['X-Amz-Meta-Owner', 'mallory']), INVALID],
		['an added x-amz header in odd case', () => plus(signed(), ['x-AMZ-tagging', 'a=b']), INVALID],
		[
			'an added x-amz header on the query form',
			() => plus(presign(me, caller, '300'), ['X-Amz-Acl', 'public']),
			INVALID,
		],
		['a signed x-amz header twice', () => plus(signed(), ['X-Amz-Date', '20260301T120000Z']), INVALID],
		[
			'a signed x-amz header twice, copy first',
			() => ({ ...signed(), headers: [['x-amz-date', '20260301T120000Z'] as const, ...signed().headers] }),
			INVALID,
		],
		['two hosts', () => plus(signed(), ['Host', 'evil.example']), INVALID],
		['a signed header doubled behind', () => plus(sign(put, caller), ['Content-Type', 'text/plain']), INVALID],
		[
			'a signed header doubled before',
			() => ({
				...sign(put, caller),
				headers: [['content-type', 'text/plain'] as const, ...sign(put, caller).headers],
			}),
			INVALID,
		],
		[
			'a signed list split over two lines',
			() => {
				const list = sign(plus(me, ['Accept', 'a,b']), caller)
				return {
					...list,
					headers: list.headers.flatMap(([n, v]): Header[] =>
						n === 'Accept'
							? [
									[n, 'a'],
									[n, 'b'],
								]
							: [[n, v]],
					),
				}
			},
			INVALID,
		],
		['a signed header left out', () => without(sign(put, caller), 'Content-Type'), INVALID],
		[
			'signed headers signed out of order',
			() => signed({ signedHeaders: ['x-amz-security-token', 'host', 'x-amz-date'] }),
			INVALID,
		],
		[
			'a header named twice as signed',
			() => signed({ signedHeaders: ['host', 'host', 'x-amz-date', 'x-amz-security-token'] }),
			INVALID,
		],
		[
			'a hash header that lies under an honest signature',
			() => sign(plus(put, ['X-Amz-Content-Sha256', sha256('{}')]), caller),
			INVALID,
		],
		[
			'signed headers out of order',
			() => withAuthorization(signed(), (v) => v.replace('host;x-amz-date', 'x-amz-date;host')),
			INVALID,
		],
		[
			'signed headers in capitals',
			() => withAuthorization(signed(), (v) => v.replace('SignedHeaders=host', 'SignedHeaders=Host')),
			INVALID,
		],
		['another body', () => ({ ...sign(put, caller), body: '{"bucket":"b"}' }), INVALID],
		['a body where none was', () => ({ ...signed(), body: '{}' }), INVALID],
		[
			'a lying body hash',
			() => sign(plus(put, ['X-Amz-Content-Sha256', sha256('{}')]), caller, { payloadHash: sha256('{}') }),
			INVALID,
		],
		[
			'UNSIGNED-PAYLOAD',
			() => sign(plus(put, ['X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD']), caller, { payloadHash: 'UNSIGNED-PAYLOAD' }),
			INVALID,
		],
		['UNSIGNED-PAYLOAD without its header', () => sign(put, caller, { payloadHash: 'UNSIGNED-PAYLOAD' }), INVALID],
		['an added Content-Encoding', () => plus(sign(put, caller), ['Content-Encoding', 'gzip']), INVALID],
		['another scope day', () => signed({ date: '20260228' }), INVALID],
		['another region', () => signed({ region: 'us-east-1' }), INVALID],
		['another service', () => signed({ service: 's3' }), INVALID],
		['another terminator', () => signed({ terminator: 'aws5_request' }), INVALID],
		['another secret', () => signed({ secret: 'guess' }), INVALID],
		['5 min 1 s late', () => signed({ time: START - 301_000 }), INVALID],
		['5 min 1 s early', () => signed({ time: START + 301_000 }), INVALID],
		['query form run out', () => presign(me, caller, '60', { time: START - 61_000 }), INVALID],
		['query form from the future', () => presign(me, caller, '60', { time: START + 301_000 }), INVALID],
		['another method', () => ({ ...signed(), method: 'DELETE' }), INVALID],
		['another path', () => ({ ...signed(), path: '/prod/v1/sources' }), INVALID],
		['another stage', () => ({ ...signed(), path: '/beta/v1/me' }), INVALID],
		['a trailing slash', () => ({ ...signed(), path: '/prod/v1/me/' }), INVALID],
		['an escaped letter', () => ({ ...signed(), path: '/prod/v1/m%65' }), INVALID],
		['an escaped slash', () => ({ ...signed(), path: '/prod/v1%2Fme' }), INVALID],
		['a doubly escaped slash', () => ({ ...signed(), path: '/prod/v1%252Fme' }), INVALID],
		['a semicolon', () => ({ ...signed(), path: '/prod/v1/me;x=1' }), INVALID],
		[
			'escapes in another case',
			() => ({ ...sign(draft('GET', '/prod/v1/sources/a%2Fb'), caller), path: '/prod/v1/sources/a%2fb' }),
			INVALID,
		],
		['an added parameter', () => ({ ...signed(), query: 'q=1' }), INVALID],
		['a doubled parameter', () => ({ ...sign(put, caller), query: 'ticket=CASE-1&ticket=CASE-2' }), INVALID],
		['an empty parameter', () => ({ ...sign(put, caller), query: 'ticket=CASE-1&' }), INVALID],
		[
			'a plus for a space',
			() => ({ ...sign(draft('GET', '/prod/v1/sources?q=a%20b'), caller), query: 'q=a+b' }),
			INVALID,
		],
		[
			'a plus for an escaped plus',
			() => ({ ...sign(draft('GET', '/prod/v1/sources?q=a%2Bb'), caller), query: 'q=a+b' }),
			INVALID,
		],
		[
			'a hash for an escaped hash',
			() => ({ ...sign(draft('GET', '/prod/v1/sources?q=a%23b'), caller), query: 'q=a#b' }),
			INVALID,
		],
		['an unknown key', () => signed({ accessKeyId: 'ASIAUNKNOWNUNKNOWNXX' }), '403 UnrecognizedClientException'],
		['no token', () => signed({ token: null }), '403 UnrecognizedClientException'],
		["another session's token", () => signed({ token: other().sessionToken }), '403 UnrecognizedClientException'],
	]
	it.each(cases)('refuses %s', async (_why, make, expected) => {
		expect(await errorOf(knock(trial.port, bytes(make())))).toBe(expected)
		expect(trial.prod.arrivals).toHaveLength(0)
	})

	it('refuses credentials that ran out', async () => {
		trial.clock.setOffset(3600)
		expect(await errorOf(knock(trial.port, bytes(signed({ time: START + 3_600_000 }))))).toBe(
			'403 ExpiredTokenException',
		)
		trial.clock.setOffset(3599)
		expect((await knock(trial.port, bytes(signed({ time: START + 3_599_000 })))).status).toBe(200)
	})

	it('refuses each of 64 wrong signature digits', async () => {
		const good = signed()
		for (let digit = 0; digit < 64; digit++) {
			const bad = withAuthorization(good, (value) => {
				const at = value.length - 64 + digit
				return `${value.slice(0, at)}${value[at] === '0' ? '1' : '0'}${value.slice(at + 1)}`
			})
			expect(await errorOf(knock(trial.port, bytes(bad)))).toBe(INVALID)
		}
		expect(trial.prod.arrivals).toHaveLength(0)
	})
})

describe('paths that two readers could read as two', () => {
	const paths = [
		'//v1/me',
		'/v1//me',
		'/./v1/me',
		'/v1/./me',
		'/v1/x/../me',
		'/v1/sources/../session-releases',
		'/v1/sources/%2e%2e/session-releases',
		'/v1/sources/%2E./x',
		'/v1/sources/..%2Fsession-releases',
		'/v1/a%2F%2Fb',
		'/v1/a%00',
		'/v1/a%0d%0ab',
		'/v1/%zz',
		'/v1/%ff',
		'/',
		'',
	]
	it.each(paths)('finds no route for %s, even well signed', async (path) => {
		const reply = knock(trial.port, bytes(sign(draft('GET', `/prod${path}`), caller)))
		expect(await errorOf(reply)).toBe('403 MissingAuthenticationTokenException')
		expect(trial.prod.arrivals).toHaveLength(0)
	})

	it.each([
		'/',
		'/nostage/v1/me',
		'/PROD/v1/me',
		'/prod%2Fv1/me',
		'//prod/v1/me',
		'/__proto__/v1/me',
		'http://localhost/prod/v1/me',
	])('knows no stage in %s', async (target) => {
		expect(await errorOf(knock(trial.port, bytes(sign(draft('GET', target), caller))))).toBe('403 ForbiddenException')
	})

	it.each(['TRACE', 'PROPFIND', 'LINK'])('knows no method %s', async (method) => {
		const reply = knock(trial.port, bytes(sign(draft(method, '/prod/v1/me'), caller)))
		expect(await errorOf(reply)).toBe('403 MissingAuthenticationTokenException')
	})

	it('judges the method of the request line, whatever a header asks for', async () => {
		const viewer = trial.issue('sluice-console-viewer')
		const over = plus(draft('GET', '/prod/v1/sources/acme'), ['X-HTTP-Method-Override', 'PUT'])
		expect((await knock(trial.port, bytes(sign(over, viewer)))).status).toBe(200)
		expect(trial.prod.arrivals[0]?.method).toBe('GET')
	})
})

describe('broken HTTP ends at the edge', () => {
	const head = () => bytes(sign(put, caller)).split('\r\n\r\n')[0] ?? ''
	const cases: [string, () => string][] = [
		['length and chunks together', () => `${head()}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
		['two lengths', () => `${head()}\r\nContent-Length: 3\r\n\r\n${put.body}`],
		['a folded header', () => `${head()}\r\nX-Folded: a\r\n b\r\n\r\n${put.body}`],
		['a blank before the colon', () => `${head()}\r\nX-Blank : a\r\n\r\n${put.body}`],
		['a bare line feed', () => `${head()}\nX-Bare: a\r\n\r\n${put.body}`],
		['a null in a value', () => `${head()}\r\nX-Null: a\0b\r\n\r\n${put.body}`],
		['no host', () => bytes(without(sign(me, caller), 'Host'))],
		['a bare space in the path', () => bytes({ ...sign(me, caller), path: '/prod/v1/me x' })],
		['a half chunk', () => `${bytes(sign(me, caller)).trimEnd()}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`],
		[
			'chunks not last',
			() => `${bytes(sign(me, caller)).trimEnd()}\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
		],
	]
	it.each(cases)('refuses %s', async (_why, make) => {
		expect((await knock(trial.port, make())).status).toBe(400)
		expect(trial.prod.arrivals).toHaveLength(0)
	})
})
