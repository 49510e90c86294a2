import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Endpoint, endpoint } from '../lib/contract/endpoint.ts'
import { table as contract } from '../lib/contract/table.ts'
import { csv } from './csv.ts'
import { leavesOf, pathsOf } from './flat.ts'
import { plain, plainJson } from './plain.ts'
import { csvOf, textOf } from './presentation.ts'
import { pairs, table } from './table.ts'
import { createTerminal, type Terminal } from './terminal.ts'

const PIPE: Terminal = { answer() {}, say() {}, progress() {}, ask: null, width: null, paint: (_, text) => text }

describe('CSV', () => {
	it.each([
		['a formula', '=1+1', "'=1+1"],
		['a formula behind a space', ' =1', "' =1"],
		['a plus', '+1', "'+1"],
		['a minus', '-1', "'-1"],
		['an at sign', '@SUM(A1)', "'@SUM(A1)"],
		['a full-width sign', '\uff1d1', "'\uff1d1"],
		['a tab before a formula', '\t=1', '\\u0009=1'],
		['a comma', 'a,b', '"a,b"'],
		['a quote', 'say "no"', '"say ""no"""'],
		['a line end', 'a\nb', 'a\\u000ab'],
		['nothing', null, ''],
		['a number, which is no text', -1, '-1'],
		['a list', ['a', 'b'], '"[""a"",""b""]"'],
	])('writes %s as text', (_, value, cell) => {
		expect(csv(['x'], [{ x: value }])).toBe(`x\n${cell}`)
	})

	it('has the columns of the contract, whether or not one of the rows fills them', () => {
		const row: Endpoint = contract['sources.list']
		const head = 'sourceId,workspaceId,customer,region,clusterId,updatedAt,openedAt,lastCheck.checkId'
		const answered = {
			operation: 'sources.list',
			row,
			value: { items: [{ sourceId: 'a', lastCheck: null }], nextCursor: null },
		}
		expect(csvOf(answered).split('\n')).toEqual([expect.stringContaining(head), expect.stringMatching(/^a,+$/)])
		expect(csvOf({ ...answered, value: { items: [], nextCursor: null } }).split('\n')).toHaveLength(1)
	})

	it('is of the findings where the answer is a report', () => {
		const row: Endpoint = contract['checks.get']
		const lines = csvOf({
			operation: 'checks.get',
			row,
			value: { findings: [{ findingId: 'glue-get-table', outcome: 'denied' }] },
		}).split('\n')
		expect(lines[0]).toMatch(/^findingId,group,action/)
		expect(lines[1]).toMatch(/^glue-get-table,/)
	})
})

describe('text of others', () => {
	const ESCAPES = 'a\u001b[31mred\u009b31m\u0007\u202egnp.exe\r\n'

	it('is shown without being obeyed by the terminal', () => {
		expect(plain(ESCAPES)).toBe('a\\u001b[31mred\\u009b31m\\u0007\\u202egnp.exe\\u000d\\u000a')
		expect(plain('Zürich 株式会社 🚀')).toBe('Zürich 株式会社 🚀')
	})

	it('is read from JSON as it was', () => {
		const json = plainJson({ name: ESCAPES })
		expect(json).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u)
		expect(JSON.parse(json)).toEqual({ name: ESCAPES })
		expect(json.split('\n')).toHaveLength(3)
	})
})

describe('a table', () => {
	const rows = [
		{ sourceId: 'harbor-web', customer: '株式会社', lastCheck: { verdict: 'ok' }, note: 'one two three four' },
		{ sourceId: 'a', customer: 'Acme', lastCheck: null, note: 'five' },
	]
	const paths = ['sourceId', 'customer', 'lastCheck.verdict', 'openedAt', 'note']

	it('aligns its columns by what they take on screen, and leaves empty ones out', () => {
		expect(table(PIPE, paths, rows)).toBe(
			[
				'source id   customer  last check verdict  note',
				'harbor-web  株式会社  ok                  one two three four',
				'a           Acme                          five',
			].join('\n'),
		)
	})

	it('wraps the last column where somebody looks', () => {
		const lines = table({ ...PIPE, width: 56 }, paths, rows).split('\n')
		expect(lines[1]).toMatch(/one two three$/)
		expect(lines[2]).toBe(`${' '.repeat(42)}four`)
	})

	it('names the entries of a list by their first text', () => {
		expect(
			pairs(
				PIPE,
				leavesOf({ changes: [{ at: 1, field: 'region' }, { field: 'bucket' }], none: null, roles: ['a', 'b'] }),
			),
		).toBe('changes  region, bucket\nroles    a, b')
	})
})

describe('what a schema may hold', () => {
	it('is told through objects, nulls and lists', () => {
		const inner = z.object({ b: z.string(), c: z.array(z.object({ d: z.string() })) })
		expect(
			pathsOf(z.object({ a: inner.nullable(), e: z.int().optional(), f: z.record(z.string(), z.string()) })),
		).toEqual(['a.b', 'a.c', 'e', 'f'])
	})
})

const REPORT = endpoint({
	...contract['checks.get'],
	output: z.object({
		verdict: z.string().nullable(),
		headline: z.string().nullable(),
		notes: z.array(z.object({ id: z.string() })),
	}),
})

describe('an answer', () => {
	it('of a noun to come is its headline, its facts and its lists', () => {
		const value = { verdict: 'ok', headline: 'All is well.', notes: [{ id: 'n-1' }, { id: 'n-2' }] }
		expect(textOf({ operation: 'novel.get', row: REPORT, value }, PIPE)).toBe(
			'All is well.\n\nverdict  ok\n\nnotes\nid\nn-1\nn-2',
		)
	})

	it('of a check lists denied findings first, and unknown words before what is fine', () => {
		const findings = ['allowed', 'novel', 'error', 'denied'].map((outcome) => ({
			outcome,
			action: `a:${outcome}`,
			headline: 'h',
		}))
		const row: Endpoint = contract['checks.get']
		const text = textOf(
			{ operation: 'checks.get', row, value: { headline: 'Blocked.', verdict: 'blocked', findings } },
			PIPE,
		)
		expect([...text.matchAll(/a:(\w+)/g)].map(([, outcome]) => outcome)).toEqual([
			'denied',
			'novel',
			'error',
			'allowed',
		])
	})

	it('that lists nothing says so', () => {
		const row: Endpoint = contract['checks.list']
		expect(textOf({ operation: 'checks.list', row, value: { items: [], nextCursor: null } }, PIPE)).toBe(
			'Nothing found.',
		)
	})
})

describe('progress', () => {
	it('replaces itself on a terminal and is wiped before the answer', () => {
		const { terminal, text } = screen({ isTTY: true })
		terminal.progress('1 of 2')
		terminal.progress('2 of 2')
		terminal.say('done')
		expect(text()).toBe('\r\u001b[K1 of 2\r\u001b[K2 of 2\r\u001b[Kdone\n')
	})

	it('is a line at most once a second where output is kept', () => {
		const { terminal, text } = screen({})
		terminal.progress('1 of 2')
		terminal.progress('2 of 2')
		expect(text()).toBe('1 of 2\n')
	})
})

function screen(properties: object) {
	const stderr = Object.assign(new PassThrough(), properties)
	const chunks: string[] = []
	stderr.on('data', (chunk) => chunks.push(String(chunk)))
	const [stdin, stdout, interrupted] = [new PassThrough(), new PassThrough(), new AbortController().signal]
	return { terminal: createTerminal({ env: {}, stdin, stdout, stderr, interrupted }), text: () => chunks.join('') }
}
