import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import aws4 from 'aws4'
import { AwsV4Signer } from 'aws4fetch'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClock } from '../../world/clock.ts'
import { createKeyring } from '../../world/keyring.ts'
import { isRefusal } from '../refusal.ts'
import { findRoute } from '../routes.ts'
import { REGION, roleSession, START } from '../trial-world.ts'
import type { Header, WireRequest } from '../wire-request.ts'
import { basicTime } from './claim-parts.ts'
import { encodeBytes } from './encode.ts'
import { verify } from './verify.ts'

const clock = createClock(() => START)
const keyring = createKeyring(clock)
const { accessKeyId, secretAccessKey, sessionToken } = keyring.issue(roleSession('sluice-console-support', true), 3600)
const credentials = { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? '' }
const HOST = 'localhost:3001'
const stages = new Set(['prod'])

/** Through route and signature, as the gate takes them: a path that is not one path never reaches the signature. */
function passes(request: WireRequest): boolean {
	if (isRefusal(findRoute(request.method, request.path, stages))) return false
	return !isRefusal(verify(request, { clock, keyring, region: REGION, wording: 'new' }))
}

type Plain = { method: string; segments: string[]; query: [string, string][]; headers: Header[]; body: string }

const utf8 = (text: string): string => Buffer.from(text).toString('latin1')
const escaped = (text: string): string => encodeBytes(utf8(text))
const pathOf = ({ segments }: Plain): string => `/prod/${segments.map(escaped).join('/')}`
const queryOf = ({ query }: Plain): string =>
	query.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&')
const targetOf = (plain: Plain): string =>
	plain.query.length === 0 ? pathOf(plain) : `${pathOf(plain)}?${queryOf(plain)}`

const wire = (plain: Plain, headers: Record<string, string | number>): WireRequest => ({
	method: plain.method,
	path: pathOf(plain),
	query: queryOf(plain),
	headers: Object.entries(headers).map(([name, value]): Header => [name, String(value)]),
	sourceIp: '127.0.0.1',
	body: Buffer.from(plain.body),
})

/** Three signers written by others, each told the same and each reading it in its own way. */
const signers: Record<string, (plain: Plain) => Promise<WireRequest>> = {
	async smithy(plain) {
		const query: Record<string, string[]> = Object.create(null)
		for (const [name, value] of plain.query) query[name] = [...(query[name] ?? []), value]
		const signer = new SignatureV4({ service: 'execute-api', region: REGION, credentials, sha256: Sha256 })
		const headers = { host: HOST, ...Object.fromEntries(plain.headers) }
		const request = {
			method: plain.method,
			protocol: 'http:',
			hostname: 'localhost',
			path: pathOf(plain),
			query,
			headers,
			body: plain.body,
		}
		return wire(plain, (await signer.sign(request, { signingDate: new Date(START) })).headers)
	},
	async aws4(plain) {
		const headers = { ...Object.fromEntries(plain.headers), 'X-Amz-Date': basicTime(START) }
		const body = plain.body === '' ? undefined : plain.body
		const request = {
			host: HOST,
			method: plain.method,
			path: targetOf(plain),
			service: 'execute-api',
			region: REGION,
			headers,
			body,
		}
		return wire(plain, aws4.sign(request, credentials).headers)
	},
	async aws4fetch(plain) {
		const { headers } = await new AwsV4Signer({
			...credentials,
			method: plain.method,
			url: `http://${HOST}${targetOf(plain)}`,
			headers: plain.headers.map(([name, value]): [string, string] => [name, value]),
			body: plain.body === '' ? undefined : plain.body,
			service: 'execute-api',
			region: REGION,
			datetime: basicTime(START),
		}).sign()
		return wire(plain, { ...Object.fromEntries(headers), Host: HOST })
	},
}

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((value) => value.isWellFormed())
/** Signers disagree on `!'()*` and on line ends in forms; segments hold what a route can name. */
const segment = fc
	.string({ unit: fc.constantFrom(...'abzAZ09-._~ é:@$,|ሴ😀'), minLength: 1, maxLength: 10 })
	.filter((value) => !/^\.+$/.test(value))
const plainRequest: fc.Arbitrary<Plain> = fc
	.record({
		method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'),
		segments: fc.array(segment, { minLength: 1, maxLength: 5 }),
		// A name that plain objects cannot hold is lost inside the signers themselves.
		query: fc.array(
			fc.tuple(
				fc.oneof(
					fc.constantFrom('a', 'b'),
					text.filter((name) => name !== '__proto__'),
				),
				text,
			),
			{ maxLength: 4 },
		),
		headers: fc.uniqueArray(
			fc.tuple(
				fc.constantFrom('X-One', 'x-two', 'Idempotency-Key', 'X-Amz-Meta-A'),
				fc.stringMatching(/^[!-~]{1,20}$/),
			),
			{ selector: ([name]) => name, maxLength: 4 },
		),
		body: fc.string({ maxLength: 200 }),
	})
	.map((plain) => ({ ...plain, body: ['GET', 'HEAD', 'DELETE'].includes(plain.method) ? '' : plain.body }))

/** Headers under the signature, with the one that carries it. */
function covered(request: WireRequest): Set<string> {
	const authorization = request.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? ''
	return new Set([...(/SignedHeaders=([^,]*)/.exec(authorization)?.[1]?.split(';') ?? []), 'authorization'])
}

type Edit = (value: string) => string | null
type Place = { value: string; put: (value: string) => WireRequest; name?: boolean }

/** Every text of the request that the signature covers. */
function places(request: WireRequest): Place[] {
	const signed = covered(request)
	const header = (i: number, changed: Header): WireRequest => ({
		...request,
		headers: request.headers.with(i, changed),
	})
	return [
		{ value: request.method, put: (method) => ({ ...request, method }) },
		{ value: request.path, put: (path) => ({ ...request, path }) },
		{ value: request.query, put: (query) => ({ ...request, query }) },
		{ value: request.body.toString('latin1'), put: (body) => ({ ...request, body: Buffer.from(body, 'latin1') }) },
		...request.headers.flatMap(([name, value], i): Place[] =>
			signed.has(name.toLowerCase())
				? [
						{ value, put: (changed) => header(i, [name, changed]) },
						{ value: name, put: (changed) => header(i, [changed, value]), name: true },
					]
				: [],
		),
	]
}

/** One character put in, taken out or replaced; null where that would change nothing that counts. */
const edit: fc.Arbitrary<Edit> = fc
	.record({
		kind: fc.constantFrom('insert', 'remove', 'replace'),
		at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
		character: fc.stringMatching(/^[!-~]$/),
	})
	.map(({ kind, at, character }) => (value) => {
		const i = Math.floor(at * (value.length + (kind === 'insert' ? 1 : 0)))
		const old = value[i]
		if (kind === 'insert') return value.slice(0, i) + character + value.slice(i)
		if (old === undefined || old === ' ' || old === character) return null
		return value.slice(0, i) + (kind === 'remove' ? '' : character) + value.slice(i + 1)
	})

describe.each(Object.keys(signers))('requests signed by %s', (name) => {
	const sign = signers[name] ?? (() => Promise.reject(new Error(name)))

	it('are accepted, whatever they hold', () =>
		fc.assert(
			fc.asyncProperty(plainRequest, async (plain) => {
				expect(passes(await sign(plain))).toBe(true)
			}),
			{ numRuns: 300 },
		))

	it('are accepted in another order of query and headers, another case of names, more outer spaces', () =>
		fc.assert(
			fc.asyncProperty(plainRequest, async (plain) => {
				const request = await sign(plain)
				const headers = request.headers.toReversed().map(([key, value]): Header => {
					// node:http has trimmed every value already; the canonical form must not depend on it.
					const padded = plain.headers.some(([name]) => name.toLowerCase() === key.toLowerCase())
					return [key.toUpperCase(), padded ? `  ${value}\t ` : value]
				})
				const query = request.query.split('&').toReversed().join('&')
				expect(passes({ ...request, headers, query })).toBe(true)
			}),
			{ numRuns: 100 },
		))

	it('are refused after any single change, 1,200 of them', async () => {
		let refused = 0
		await fc.assert(
			fc.asyncProperty(
				plainRequest,
				fc.array(fc.tuple(fc.nat(), edit), { minLength: 8, maxLength: 8 }),
				async (plain, edits) => {
					const request = await sign(plain)
					const all = places(request)
					for (const [pick, change] of edits) {
						const place = all[pick % all.length]
						const value = place === undefined ? null : change(place.value)
						if (place === undefined || value === null) continue
						if (place.name && value.toLowerCase() === place.value.toLowerCase()) continue
						expect(passes(place.put(value)), JSON.stringify(value)).toBe(false)
						refused++
					}
				},
			),
			{ numRuns: 200 },
		)
		expect(refused).toBeGreaterThan(1200)
	})
})

it('accepts a reserved character written plainly for its escape, which every reader takes as the same', async () => {
	const plain: Plain = { method: 'GET', segments: ['x'], query: [['t', 'a:b/c@d']], headers: [], body: '' }
	const request = await signers.smithy?.(plain)
	if (!request) throw new Error('no signer')
	expect(request.query).toBe('t=a%3Ab%2Fc%40d')
	expect(passes({ ...request, query: 't=a:b/c@d' })).toBe(true)
})
