import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import aws4 from 'aws4'
import { AwsV4Signer } from 'aws4fetch'
import fc from 'fast-check'
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
/** Credentials of somebody else, as good as those that sign here. */
export const others = keyring.issue(roleSession('sluice-console-admin', true), 3600)
const HOST = 'localhost:3001'
const stages = new Set(['prod'])

/** Through route and signature, as the gate takes them: a path that is not one path never reaches the signature. */
export function passes(request: WireRequest): boolean {
	if (isRefusal(findRoute(request.method, request.path, stages))) return false
	return !isRefusal(verify(request, { clock, keyring, region: REGION, wording: 'new' }))
}

export type Plain = { method: string; segments: string[]; query: [string, string][]; headers: Header[]; body: string }

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
export const signers: Record<string, (plain: Plain) => Promise<WireRequest>> = {
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
export const plainRequest: fc.Arbitrary<Plain> = fc
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
export function covered(request: WireRequest): Set<string> {
	const authorization = request.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? ''
	return new Set([...(/SignedHeaders=([^,]*)/.exec(authorization)?.[1]?.split(';') ?? []), 'authorization'])
}
