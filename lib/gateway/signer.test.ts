import { describe, expect, it } from 'vitest'
import { authorizationByOthers, KEYS } from './other-signer.fixture.ts'
import { createSigner, forgetSigningKeys, type Signable } from './signer.ts'

const NOW = new Date('2025-11-22T08:00:00.000Z')
const sign = createSigner({ credentials: async () => KEYS, region: 'us-west-2', now: () => NOW })

const request = (method: string, path: string, body: string | Uint8Array | null = null): Signable => ({
	method,
	url: new URL(`https://standin0.execute-api.us-west-2.amazonaws.com/prod${path}`),
	headers: body === null ? {} : { 'content-type': 'application/json', 'idempotency-key': 'k-12345678' },
	body,
})

const CASES: [string, Signable][] = [
	['no query, no body', request('GET', '/v1/me')],
	['a query that needs every escape', request('GET', '/v1/sources?q=a%20b%27%28%29%2A%21%2B%26%3D%7C%2F&limit=50')],
	['letters outside of ASCII', request('GET', '/v1/sources?q=Z%C3%BCrich%20%E2%82%AC')],
	['an empty value and a doubled name', request('GET', '/v1/sources?a=&b=2&b=1')],
	['a name that sorts before another by bytes only', request('GET', '/v1/sources?b=1&B=2&a-b=3&a_b=4')],
	['every character an id may have', request('GET', '/v1/sources/aZ09._~-')],
	['an empty body', request('POST', '/v1/session', '')],
	['a JSON body', request('PUT', '/v1/sources/acme', '{"name":"Zürich"}')],
	['a body longer than the buffer of the digest', request('PUT', '/v1/sources/acme', 'ü'.repeat(20_000))],
	['bytes', request('PUT', '/v1/sources/acme', new Uint8Array([0, 255, 128]))],
	['DELETE without a body', request('DELETE', '/v1/session')],
]

describe('the signer', () => {
	it.each(CASES)('signs %s as another implementation does', async (_, signable) => {
		const headers = (await sign(signable)) ?? {}
		const { method, url, body } = signable
		expect(headers.authorization).toBe(await authorizationByOthers({ method, url: url.href, headers, body }))
	})

	it('signs host, token, content hash and our own headers, and leaves host to the browser', async () => {
		const sent = await sign(request('POST', '/v1/session', '{}'))
		expect(sent).not.toHaveProperty('host')
		const signed = /SignedHeaders=([^,]+)/.exec(sent?.authorization ?? '')?.[1]?.split(';')
		expect(signed).toEqual(
			expect.arrayContaining(['host', 'idempotency-key', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token']),
		)
		for (const name of Object.keys(sent ?? {})) if (name.startsWith('x-amz-')) expect(signed).toContain(name)
	})

	it('dates by the corrected clock and scopes to execute-api', async () => {
		const sent = await sign(request('GET', '/v1/me'))
		expect(sent?.['x-amz-date']).toBe('20251122T080000Z')
		expect(sent?.authorization).toContain('Credential=ASIAEXAMPLE/20251122/us-west-2/execute-api/aws4_request')
	})

	it('never sends UNSIGNED-PAYLOAD', async () => {
		for (const [, signable] of CASES) {
			const sent = await sign(signable)
			expect(sent?.['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/)
		}
	})

	it('signs many at once, each by its own body', async () => {
		const many = Array.from({ length: 50 }, (_, at) =>
			request('PUT', `/v1/sources/s${at}`, `{"name":"${'n'.repeat(at)}"}`),
		)
		const together = await Promise.all(many.map(sign))
		for (const [at, { method, url, body }] of many.entries()) {
			const headers = together[at] ?? {}
			expect(headers.authorization).toBe(await authorizationByOthers({ method, url: url.href, headers, body }))
		}
	})

	it('gives nothing when nobody is signed in, and asks anew the next time', async () => {
		let credentials: typeof KEYS | null = null
		const later = createSigner({ credentials: async () => credentials, region: 'us-west-2', now: () => NOW })
		expect(await later(request('GET', '/v1/me'))).toBeNull()
		credentials = KEYS
		expect(await later(request('GET', '/v1/me'))).not.toBeNull()
	})

	it('signs with the keys of the moment: renewed, or after all derived ones were forgotten', async () => {
		let credentials = KEYS
		const own = createSigner({ credentials: async () => credentials, region: 'us-west-2', now: () => NOW })
		const first = await own(request('GET', '/v1/me'))
		credentials = { ...KEYS, secretAccessKey: 'another' }
		const renewed = await own(request('GET', '/v1/me'))
		credentials = KEYS
		forgetSigningKeys()
		expect(await own(request('GET', '/v1/me'))).toEqual(first)
		expect(renewed?.authorization).not.toBe(first?.authorization)
	})

	it('passes on why credentials could not be had', async () => {
		const failing = createSigner({
			credentials: () => Promise.reject(new Error('exchange refused')),
			region: 'us-west-2',
			now: () => NOW,
		})
		await expect(failing(request('GET', '/v1/me'))).rejects.toThrow('exchange refused')
	})
})
