import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Header, WireRequest } from '../wire-request.ts'
import { covered, type Plain, passes, plainRequest, signers } from './signers.fixture.ts'

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
		// Not a double: those are drawn by their bits, nearly all of them next to zero.
		at: fc.nat(999).map((part) => part / 1_000),
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
