import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Header, WireRequest } from '../wire-request.ts'
import { covered, others, passes, plainRequest, signers } from './signers.fixture.ts'

const REFUSED = 100_000
const ACCEPTED = 30_000
const AT_A_TIME = 25
const NAMES = Object.keys(signers)

/** Drawn numbers and a text; what they mean is each mutation's own affair. */
const dice = fc.record({ a: fc.nat(), b: fc.nat(), text: fc.string({ unit: byte(), minLength: 1, maxLength: 3 }) })
type Dice = typeof dice extends fc.Arbitrary<infer D> ? D : never
type Mutation = (request: WireRequest, dice: Dice, other: WireRequest) => WireRequest

/** Any byte, the ones that mean something to a reader of requests more often. */
function byte(): fc.Arbitrary<string> {
	return fc.oneof(
		fc.constantFrom(...'/?&=+%#;:,. \t\r\n\0"\\aA0'),
		fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
	)
}

const at = <T>(list: readonly T[], number: number): T => {
	const found = list[number % list.length]
	if (found === undefined) throw new Error('nothing to choose from')
	return found
}
const splice = (text: string, from: number, removed: number, put: string) =>
	text.slice(0, from) + put + text.slice(from + removed)
const withHeader = (request: WireRequest, index: number, ...headers: Header[]): WireRequest => ({
	...request,
	headers: request.headers.toSpliced(index, 1, ...headers),
})
const positions = (request: WireRequest): number[] => {
	const names = covered(request)
	return request.headers.flatMap(([name], index) => (names.has(name.toLowerCase()) ? [index] : []))
}
const headerAt = (request: WireRequest, index: number): Header => at(request.headers, index)
const authorization = (request: WireRequest, change: (value: string) => string): WireRequest => ({
	...request,
	headers: request.headers.map(
		([name, value]): Header => [name, name.toLowerCase() === 'authorization' ? change(value) : value],
	),
})
const pairs = (query: string): string[] => (query === '' ? [] : query.split('&'))
const setQuery = (request: WireRequest, list: string[]): WireRequest => ({ ...request, query: list.join('&') })

/** One text of the request that counts, and how to put another in its place. */
function place(request: WireRequest, number: number): [string, (value: string) => WireRequest] {
	const body = request.body.toString('latin1')
	const headers = positions(request).flatMap((index): [string, (value: string) => WireRequest][] => {
		const [name, value] = headerAt(request, index)
		return [
			[value, (changed) => withHeader(request, index, [name, changed])],
			[name, (changed) => withHeader(request, index, [changed, value])],
		]
	})
	return at(
		[
			[request.method, (method) => ({ ...request, method })],
			[request.path, (path) => ({ ...request, path })],
			[request.query, (query) => ({ ...request, query })],
			[body, (changed) => ({ ...request, body: Buffer.from(changed, 'latin1') })],
			...headers,
		],
		number,
	)
}

const mutations: Record<string, Mutation> = {
	'a byte put in': (request, { a, b, text }) => {
		const [value, put] = place(request, a)
		return put(splice(value, b % (value.length + 1), 0, text.slice(0, 1)))
	},
	'a byte taken out': (request, { a, b }) => {
		const [value, put] = place(request, a)
		return put(splice(value, b % (value.length + 1), 1, ''))
	},
	'bytes replaced': (request, { a, b, text }) => {
		const [value, put] = place(request, a)
		return put(splice(value, b % (value.length + 1), text.length, text))
	},
	'neighbours swapped': (request, { a, b }) => {
		const [value, put] = place(request, a)
		const i = b % Math.max(1, value.length - 1)
		return put(
			splice(
				value,
				i,
				2,
				value
					.slice(i, i + 2)
					.split('')
					.reverse()
					.join(''),
			),
		)
	},
	'another case': (request, { a, b }) => {
		const [value, put] = place(request, a)
		const i = b % (value.length + 1)
		const letter = value.slice(i, i + 1)
		return put(splice(value, i, 1, letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()))
	},
	'a part cut off': (request, { a, b }) => {
		const [value, put] = place(request, a)
		return put(value.slice(0, b % (value.length + 1)))
	},
	'a part of another request': (request, { a }, other) => {
		const [, put] = place(request, a)
		return put(place(other, a)[0])
	},
	'a digit of the signature': (request, { a, b }) =>
		authorization(request, (value) => {
			const from = value.indexOf('Signature=') + 'Signature='.length + (a % 64)
			return splice(value, from, 1, at([...'0123456789abcdefABCDEF'], b))
		}),
	'the signature of another request': (request, _dice, other) => {
		const theirs = other.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? ''
		const [signature = ''] = /Signature=\w+/.exec(theirs) ?? []
		return authorization(request, (value) => value.replace(/Signature=\w+/, signature))
	},
	'a piece of the scope': (request, { a, b }) =>
		authorization(request, (value) => {
			const pieces = /Credential=([^,]*)/.exec(value)?.[1]?.split('/') ?? []
			const strange = at(['us-east-1', 's3', 'sts', '20260302', 'aws4_request', '', 'execute-api'], b)
			return value.replace(/Credential=[^,]*/, `Credential=${pieces.with(a % pieces.length, strange).join('/')}`)
		}),
	"somebody else's key": (request) =>
		authorization(request, (value) => value.replace(/Credential=[^/]*/, `Credential=${others.accessKeyId}`)),
	"somebody else's token": (request) => ({
		...request,
		headers: request.headers.map(
			([name, value]): Header => [
				name,
				name.toLowerCase() === 'x-amz-security-token' ? (others.sessionToken ?? '') : value,
			],
		),
	}),
	'a name more in the list of signed headers': (request, { a, text }) =>
		authorization(request, (value) =>
			value.replace(/SignedHeaders=([^,]*)/, (_all, list: string) => {
				const strange = at(['accept', 'zzz', 'authorization', text.trim(), 'host'], a)
				return `SignedHeaders=${[...list.split(';'), strange].sort().join(';')}`
			}),
		),
	'a name less in the list of signed headers': (request, { a }) =>
		authorization(request, (value) =>
			value.replace(/SignedHeaders=([^,]*)/, (_all, list: string) => {
				const names = list.split(';')
				return `SignedHeaders=${names.toSpliced(a % names.length, 1).join(';')}`
			}),
		),
	'a signed header taken out': (request, { a }) => withHeader(request, at(positions(request), a)),
	'a signed header twice': (request, { a, b, text }) => {
		const index = at(positions(request), a)
		const [name, value] = headerAt(request, index)
		const copy: Header = [name.toUpperCase(), at([value, text, '', `${value},${value}`], b)]
		return withHeader(
			request,
			index,
			...(b % 2 === 0 ? [[name, value] as const, copy] : [copy, [name, value] as const]),
		)
	},
	'a signed value told as two headers': (request, { a }) => {
		const lists = positions(request).filter((index) => /^[^ ]*,/.test(headerAt(request, index)[1]))
		if (lists.length === 0) return request
		const index = at(lists, a)
		const [name, value] = headerAt(request, index)
		const comma = value.indexOf(',')
		return withHeader(request, index, [name, value.slice(0, comma)], [name, value.slice(comma + 1)])
	},
	'values of two signed headers exchanged': (request, { a, b }) => {
		const [one, two] = [at(positions(request), a), at(positions(request), b)]
		const [[first, x], [second, y]] = [headerAt(request, one), headerAt(request, two)]
		return { ...request, headers: request.headers.with(one, [first, y]).with(two, [second, x]) }
	},
	'an x-amz header that is not signed': (request, { a, b, text }) => {
		const names = ['X-Amz-Meta-Owner', 'x-amz-acl', 'X-AMZ-TAGGING', 'X-Amz-Content-Sha256', 'Content-Encoding']
		const header: Header = [at(names, a), at([text, 'UNSIGNED-PAYLOAD', 'gzip', ''], b)]
		return { ...request, headers: request.headers.toSpliced(b % (request.headers.length + 1), 0, header) }
	},
	'a parameter put in': (request, { a, b, text }) => {
		const strange = at(['ticket=LAKE-1', 'a=', '', '=', 'a', `x=${text}`, 'X-Amz-Expires=9', 'X-Amz-Signature=0'], b)
		const list = pairs(request.query)
		return setQuery(request, list.toSpliced(a % (list.length + 1), 0, strange))
	},
	'a parameter taken out': (request, { a }) => {
		const list = pairs(request.query)
		return setQuery(request, list.toSpliced(a % Math.max(1, list.length), 1))
	},
	'a parameter twice': (request, { a, b }) => {
		const list = pairs(request.query)
		return setQuery(
			request,
			list.flatMap((pair, index) => (index === (a + b) % list.length ? [pair, pair] : [pair])),
		)
	},
	'values of two parameters exchanged': (request, { a, b }) => {
		const list = pairs(request.query).map((pair) => pair.split('='))
		const [one, two] = [a % Math.max(1, list.length), b % Math.max(1, list.length)]
		const values = list.map(([, value]) => value)
		return setQuery(
			request,
			list.map(([name], i) => `${name}=${values[i === one ? two : i === two ? one : i]}`),
		)
	},
	'another segment': (request, { a, b, text }) => {
		const segments = request.path.split('/')
		const strange = at(['', '.', '..', '%2e%2e', '%2F', text, 'v1', encodeURIComponent(text)], b)
		return { ...request, path: segments.toSpliced(1 + (a % segments.length), b % 2, strange).join('/') }
	},
	'an escape of the path read once': (request, { a }) => {
		const escapes = [...request.path.matchAll(/%[0-9A-Fa-f]{2}/g)]
		if (escapes.length === 0) return request
		const { 0: escaped, index } = at(escapes, a)
		return { ...request, path: splice(request.path, index, 3, decodeBytes(escaped)) }
	},
	'another second': (request, { a }) => ({
		...request,
		headers: request.headers.map(([name, value]): Header => {
			if (name.toLowerCase() !== 'x-amz-date') return [name, value]
			return [name, value.replace(/\d\dZ$/, `${String(a % 60).padStart(2, '0')}Z`)]
		}),
	}),
	'another method': (request, { a }) => ({
		...request,
		method: at(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'get'], a),
	}),
	'body and query exchanged': (request) => ({
		...request,
		query: request.body.toString('latin1'),
		body: Buffer.from(request.query, 'latin1'),
	}),
}

/** Escapes as the bytes they stand for. A bare plus is no byte of its own: to some readers it is a space. */
function decodeBytes(text: string): string {
	return text
		.replaceAll('+', '%zplus')
		.replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/**
 * What a request says, by a reading of its own: two that say the same may both be accepted. `signed`: the names under
 * the original signature; every x-amz header and the content encoding count as well.
 */
function meaning(request: WireRequest, signed: Set<string>): string {
	const query = pairs(request.query).map((pair) => {
		const equals = pair.indexOf('=')
		const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)]
		return JSON.stringify([decodeBytes(name), decodeBytes(value)])
	})
	const headers = request.headers.flatMap(([name, value]) => {
		const key = name.toLowerCase()
		if (!signed.has(key) && !key.startsWith('x-amz-') && key !== 'content-encoding') return []
		const said = value.replace(/^[ \t]+|[ \t]+$/g, '').replace(/ +/g, ' ')
		const parts = key === 'authorization' ? said.split(/[ ,]+/).filter((part) => part !== '') : [said]
		return [{ key, parts: [parts[0], ...parts.slice(1).sort()] }]
	})
	headers.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
	return JSON.stringify([request.method, request.path, query.sort(), headers, request.body.toString('latin1')])
}

const said = ({ method, path, query, headers, body }: WireRequest) =>
	JSON.stringify({ method, path, query, headers, body: body.toString('latin1') })

const rolls = fc.array(fc.tuple(fc.constantFrom(...Object.keys(mutations)), dice), {
	minLength: AT_A_TIME,
	maxLength: AT_A_TIME,
})

it(`none of ${REFUSED.toLocaleString('en')} forged requests is accepted`, async () => {
	const refused = new Map(Object.keys(mutations).map((name) => [name, 0]))
	for (const sign of Object.values(signers)) {
		await fc.assert(
			fc.asyncProperty(plainRequest, plainRequest, rolls, async (plain, otherPlain, drawn) => {
				const [request, other] = await Promise.all([sign(plain), sign(otherPlain)])
				const signed = covered(request)
				const original = meaning(request, signed)
				for (const [name, thrown] of drawn) {
					const forged = mutations[name]?.(request, thrown, other) ?? request
					if (meaning(forged, signed) === original) continue
					expect(passes(forged), `${name}: ${said(request)} became ${said(forged)}`).toBe(false)
					refused.set(name, (refused.get(name) ?? 0) + 1)
				}
			}),
			{ numRuns: Math.ceil((REFUSED * 1.25) / NAMES.length / AT_A_TIME) },
		)
	}
	const total = [...refused.values()].reduce((sum, count) => sum + count, 0)
	console.log(`  ${total.toLocaleString('en')} refused, of ${refused.size} kinds: ${[...refused.values()].join(' ')}`)
	expect(total).toBeGreaterThanOrEqual(REFUSED)
	for (const [name, count] of refused) expect(count, name).toBeGreaterThan(REFUSED / 1_000)
})

const order = fc.infiniteStream(fc.nat())
const shuffled = <T>(list: readonly T[], numbers: Iterator<number>): T[] =>
	list
		.map((item) => ({ item, rank: numbers.next().value }))
		.sort((a, b) => a.rank - b.rank)
		.map(({ item }) => item)
const oddCase = (name: string, numbers: Iterator<number>) =>
	[...name].map((letter) => (numbers.next().value % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase())).join('')
const PLAIN: Record<string, string> = { '%3A': ':', '%2F': '/', '%40': '@', '%24': '$', '%2C': ',', '%3B': ';' }

it(`each of ${ACCEPTED.toLocaleString('en')} requests that says the same in another way is accepted`, async () => {
	for (const sign of Object.values(signers)) {
		await fc.assert(
			fc.asyncProperty(plainRequest, order, async (plain, stream) => {
				const request = await sign(plain)
				const own = new Set(plain.headers.map(([name]) => name.toLowerCase()))
				for (let n = 0; n < AT_A_TIME; n++) {
					const headers = shuffled(
						[
							...request.headers.map(([name, value]): Header => {
								// node:http has trimmed every value already; only what is ours to read is padded again.
								const padding = own.has(name.toLowerCase()) ? ' \t'.repeat(stream.next().value % 3) : ''
								return [oddCase(name, stream), padding + value + padding]
							}),
							['User-Agent', 'Mozilla/5.0'],
							['X-Forwarded-For', '203.0.113.7'],
						] as Header[],
						stream,
					)
					const plainer = (pair: string) =>
						pair.replace(/%(3A|2F|40|24|2C|3B)/g, (escaped) =>
							stream.next().value % 2 === 0 ? escaped : (PLAIN[escaped] ?? escaped),
						)
					const query = shuffled(pairs(request.query).map(plainer), stream).join('&')
					const same = { ...request, headers, query }
					expect(passes(same), `${said(request)} became ${said(same)}`).toBe(true)
				}
			}),
			{ numRuns: Math.ceil(ACCEPTED / NAMES.length / AT_A_TIME) },
		)
	}
})
