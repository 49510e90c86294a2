import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Endpoint } from '../../lib/contract/endpoint.ts'
import { sources } from '../../lib/contract/sources.ts'
import { parseInput, readBody } from './input.ts'

const bytes = (text: string) => new TextEncoder().encode(text).buffer
const row = (input: Endpoint['input']): Endpoint => ({ ...sources.list, input })
const withBody = row({ body: z.looseObject({}) })
const parse = (text: string, of = withBody) =>
	parseInput(of, { params: {}, query: new URLSearchParams(), body: bytes(text) })
const faults = (parsed: ReturnType<typeof parseInput>) => (parsed.ok ? [] : (parsed.errors ?? []))

describe('a body', () => {
	const nested = (depth: number) => `${'{"a":'.repeat(depth - 1)}{}${'}'.repeat(depth - 1)}`
	const members = (count: number) => `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join()}}`

	it.each([
		['20 levels deep', nested(20)],
		['with 5,000 members', members(5_000)],
		['with text of any language', '{"a":"Größe 大小 😀"}'],
	])('%s is taken', (_, text) => expect(parse(text).ok).toBe(true))

	it.each([
		['21 levels deep', nested(21), 'body'],
		['of 100,000 brackets', '['.repeat(100_000), 'body'],
		['with 5,001 members', members(5_001), 'body'],
		['with 5,001 elements', `{"a":[${'1,'.repeat(5_000)}1]}`, 'body'],
		['that sets a prototype', '{"__proto__":{"role":"admin"}}', '__proto__'],
		['that sets a prototype deep inside', '{"a":{"b":[{"__proto__":1}]}}', '__proto__'],
		['that reaches a prototype by its constructor', '{"constructor":{"prototype":{"a":1}}}', 'constructor'],
		['with NUL in a value', String.raw`{"a":{"b":"x\u0000"}}`, 'a.b'],
		['with half a surrogate pair', String.raw`{"a":"\ud800"}`, 'a'],
		['cut short', '{"a":', 'body'],
		['that is empty', '', 'body'],
		['with a trailing comma', '{"a":1,}', 'body'],
		['with a comment', '{"a":1}//', 'body'],
		['that is no object', '[]', 'body'],
	])('%s is refused by name', (_, text, field) =>
		expect(faults(parse(text)).map((error) => error.field)).toEqual([field]),
	)

	it('that is not UTF-8 is refused', () => {
		const body = new Uint8Array([0x22, 0xff, 0x22]).buffer
		expect(parseInput(withBody, { params: {}, query: new URLSearchParams(), body }).ok).toBe(false)
	})

	it('names every wrong, missing and unknown field at once', () => {
		const body = {
			settings: { region: 'mars', bucket: 'b', extra: 1 },
			baseVersion: 'x',
			ticket: 'LAKE-1',
			admin: true,
		}
		const parsed = parseInput(row({ body: sources.put.input.body }), {
			params: {},
			query: new URLSearchParams(),
			body: bytes(JSON.stringify(body)),
		})
		expect(faults(parsed).map(({ field }) => field)).toEqual(
			expect.arrayContaining(['settings.region', 'settings.roleArn', 'settings.extra', 'baseVersion', 'admin']),
		)
		expect(faults(parsed).find(({ field }) => field === 'settings.roleArn')?.message).toBe('is missing')
	})
})

describe('a query', () => {
	const list = (query: string) =>
		parseInput(sources.list, { params: {}, query: new URLSearchParams(query), body: null })

	it('is parsed to values with their defaults', () => {
		expect(list('q=north&limit=7')).toEqual({ ok: true, input: { q: 'north', limit: 7 } })
		expect(list('')).toEqual({ ok: true, input: { limit: 50 } })
	})

	it.each([
		['a parameter twice', 'limit=1&limit=200', 'limit'],
		['a parameter twice with one value', 'limit=1&limit=1', 'limit'],
		['a parameter as a list', 'limit[]=1', 'limit??'],
		['an unknown parameter', 'admin=true', 'admin'],
		['a prototype as parameter', '__proto__=1', '__proto__'],
		['a parameter of every object', 'toString=1', 'toString'],
		['a value out of range', 'limit=201', 'limit'],
		['NUL', 'q=a%00', 'q'],
	])('with %s is refused by name', (_, query, field) =>
		expect(faults(list(query)).map((error) => error.field)).toEqual([field]),
	)

	it('is refused where the row has none', () => {
		expect(parseInput(row({}), { params: {}, query: new URLSearchParams('a=1'), body: null }).ok).toBe(false)
	})
})

describe('what may be read at all', () => {
	const put = (headers: Record<string, string>, body = '{}') =>
		readBody(withBody, new Request('http://service/', { method: 'PUT', headers, body }))
	const problemOf = async (read: ReturnType<typeof readBody>) => {
		const result = await read
		return result.ok ? null : result.problem
	}

	it.each([['application/json'], ['application/json; charset=utf-8'], ['Application/JSON;charset="UTF-8"']])(
		'%s is',
		async (type) => expect(await problemOf(put({ 'content-type': type }))).toBeNull(),
	)

	it.each([
		['text/plain'],
		['application/x-www-form-urlencoded'],
		['multipart/form-data; boundary=a'],
		['application/json; charset=utf-16'],
		['application/json, text/plain'],
		['application/problem+json'],
	])('%s is not', async (type) => {
		expect(await problemOf(put({ 'content-type': type }))).toBe('unsupported-media-type')
	})

	it('a compressed body is not', async () => {
		const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
		expect(await problemOf(put(headers))).toBe('unsupported-media-type')
	})

	it('256 KB are, one byte more is not, whatever was announced', async () => {
		const type = { 'content-type': 'application/json' }
		expect(await problemOf(put(type, 'a'.repeat(256 * 1024)))).toBeNull()
		expect(await problemOf(put(type, 'a'.repeat(256 * 1024 + 1)))).toBe('payload-too-large')
		expect(await problemOf(put({ ...type, 'content-length': '300000' }))).toBe('payload-too-large')
	})

	it('a body where the row takes none is not', async () => {
		const request = new Request('http://service/', { method: 'DELETE', headers: { 'content-length': '2' } })
		expect(await problemOf(readBody(row({}), request))).toBe('invalid-input')
	})
})
