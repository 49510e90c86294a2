import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Endpoint, endpoint } from '../lib/contract/endpoint.ts'
import { type Operation, table } from '../lib/contract/table.ts'
import { inputOf } from './input.ts'
import { membersOf, optionOf } from './member.ts'
import { commandOperations, isDangerous, wordsOf } from './names.ts'

/** A row of a noun to come, with every kind of member. */
const ROW = endpoint({
	method: 'POST',
	path: '/v1/replays/{replayId}/slices',
	summary: 'Slice a replay',
	input: {
		params: z.object({ replayId: z.string().regex(/^[\w-]+$/, 'must be letters') }),
		query: z.object({ watch: z.literal('true').optional() }),
		body: z.strictObject({
			sourceId: z.string().min(1),
			days: z.int().min(1, 'must be at least 1').max(31, 'must be at most 31').default(7),
			events: z.array(z.string()).optional(),
			dryRun: z.boolean().optional(),
			mode: z.enum(['missing', 'all']),
			range: z.object({ from: z.iso.date('must be a date'), to: z.iso.date('must be a date') }).optional(),
		}),
	},
	output: z.object({}),
	problems: [],
	roles: ['admin'],
	rule: 'none',
	effect: 'customer-write',
	reason: 'none',
	identity: 'bound',
	timeout: 10_000,
})
const MEMBERS = membersOf(ROW)

const FILES: Record<string, string> = { 'range.json': '{"from":"2026-01-01","to":"2026-02-01"}' }
const readText = async (path: string) => {
	const text = FILES[path]
	return text === undefined ? { mistake: `${path} cannot be read` } : { text }
}
const read = (args: (string | undefined)[], options: Record<string, unknown>) =>
	inputOf(ROW, MEMBERS, { args, options }, readText)

const VALID = { sourceId: 'acme', mode: 'all' }

describe('a command line of a row to come', () => {
	it.each<[string, (string | undefined)[], Record<string, unknown>, Record<string, unknown>]>([
		['an id as argument', ['r-1'], {}, { replayId: 'r-1' }],
		['an id as option', [], { replayId: 'r-1' }, { replayId: 'r-1' }],
		['the same id twice', ['r-1'], { replayId: 'r-1' }, { replayId: 'r-1' }],
		['a number', ['r-1'], { days: '30' }, { replayId: 'r-1', days: 30 }],
		['a list', ['r-1'], { events: ['a', 'b'] }, { replayId: 'r-1', events: ['a', 'b'] }],
		['a switch', ['r-1'], { dryRun: true }, { replayId: 'r-1', dryRun: true }],
		['a switch that the contract writes as text', ['r-1'], { watch: true }, { replayId: 'r-1', watch: 'true' }],
		[
			'JSON',
			['r-1'],
			{ range: FILES['range.json'] },
			{ replayId: 'r-1', range: JSON.parse(FILES['range.json'] ?? '') },
		],
		[
			'JSON of a file',
			['r-1'],
			{ range: '@range.json' },
			{ replayId: 'r-1', range: { from: '2026-01-01', to: '2026-02-01' } },
		],
	])('takes %s', async (_, args, options, fields) => {
		expect(await read(args, { ...VALID, ...options })).toEqual({ fields: { ...VALID, ...fields } })
	})

	it.each<[string, (string | undefined)[], Record<string, unknown>, string]>([
		['an id left out', [], {}, '--replay is missing. Add REPLAY: letters.'],
		['two ids', ['r-1'], { replayId: 'r-2' }, '--replay is given twice, as r-1 and as r-2. Leave one away.'],
		['an id of other signs', ['r/1'], {}, '--replay must be letters.'],
		['text for a number', ['r-1'], { days: 'x' }, '--days must be a number.'],
		['a number out of range', ['r-1'], { days: '32' }, '--days must be at most 31.'],
		['no JSON', ['r-1'], { range: '{from' }, '--range is not JSON'],
		['a file that is not there', ['r-1'], { range: '@none' }, '--range none cannot be read.'],
		['JSON without a member', ['r-1'], { range: '{"from":"2026-01-01"}' }, '--range to is missing.'],
		['JSON with a wrong member', ['r-1'], { range: '{"from":"x","to":"2026-02-01"}' }, '--range from must be a date.'],
		[
			'a required option left out',
			['r-1'],
			{ mode: undefined },
			'--mode is missing. Add --mode missing: one of missing, all.',
		],
		['a source left out', ['r-1'], { sourceId: undefined }, '--source (-s) is missing. Add -s SOURCE.'],
	])('names the option and the fix of %s', async (_, args, options, mistake) => {
		const found = await read(args, { ...VALID, ...options })
		expect('mistakes' in found && found.mistakes.join('\n')).toContain(mistake)
	})

	it('says all mistakes at once', async () => {
		const found = await read([], {})
		expect('mistakes' in found && found.mistakes.length).toBe(3)
	})

	it('describes its options in the words of the contract', () => {
		const hints = Object.fromEntries(MEMBERS.map(({ option, hint }) => [option, hint]))
		expect(hints).toMatchObject({ replay: 'letters', days: 'from 1 to 31, 7 unless said', watch: '', source: '' })
		expect(hints.range).toContain('JSON of from, to')
	})
})

describe.each(commandOperations.map((operation): [Operation] => [operation]))('the command of %s', (operation) => {
	const row: Endpoint = table[operation]
	const members = membersOf(row)
	const GLOBAL = [
		'json',
		'csv',
		'aws-profile',
		'api-url',
		'console-url',
		'api-region',
		'yes',
		'wait',
		'idempotency-key',
		'help',
		'version',
	]

	it('gives every member of its input a name of its own', () => {
		const names = members.flatMap(({ option, short }) => (short === null ? [option] : [option, short]))
		expect(new Set(names).size).toBe(names.length)
		expect(names.filter((name) => GLOBAL.includes(name))).toEqual([])
		const { params, query, body } = row.input
		expect(members.map(({ name }) => name)).toEqual(
			[params, query, body].flatMap((part) => Object.keys(part?.shape ?? {})),
		)
	})

	it('is one word, or a noun and a verb', () => {
		expect([1, 2]).toContain(wordsOf(operation).length)
		for (const word of wordsOf(operation)) expect(word).toMatch(/^[a-z-]+$/)
	})

	it('asks before it changes anything', () => {
		expect(isDangerous(operation)).toBe(row.effect === 'write' || row.effect === 'customer-write')
	})
})

describe('names', () => {
	it('are those that people know, one for each operation', () => {
		const words = commandOperations.map((operation) => wordsOf(operation).join(' '))
		expect(new Set(words).size).toBe(words.length)
		expect(words).toEqual(
			expect.arrayContaining(['whoami', 'check run', 'check show', 'check list', 'sources search', 'sources show']),
		)
		expect(words).not.toContain('sessions bind')
	})

	it.each([
		['replays.submit', ['replay', 'submit']],
		['replays.get', ['replay', 'show']],
		['clusters.fetch', ['emr', 'check']],
		['audit.list', ['audit', 'list']],
	])('of %s are known before it exists', (operation, words) => {
		expect(wordsOf(operation)).toEqual(words)
	})

	it('of options say what people say', () => {
		expect(['sourceId', 'baseVersion', 'q'].map(optionOf)).toEqual(['source', 'base-version', 'q'])
	})
})
