import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const script = join(import.meta.dirname, 'vectors.ts')
const allowed = {
	name: 'reads-its-own',
	request: {
		principal: 'arn:aws:iam::111122223333:user/ada',
		action: 's3:GetObject',
		resource: 'arn:aws:s3:::lake/x',
		resourceAccount: '111122223333',
		context: {},
	},
	policies: {
		identity: [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }],
		resource: null,
		boundary: null,
		session: null,
		scps: [],
		rcps: [],
	},
	expected: { decision: 'allowed', layer: null, layers: [], crossAccount: false },
}

let folder = ''
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'vectors-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(file: string, content: unknown) {
	writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content))
}

function vectors(...args: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' })
	return { status, lines: stdout.trimEnd().split('\n'), stderr }
}

describe('npm run vectors', () => {
	it('counts the cases of every JSON file and nothing else', () => {
		put('a.json', [allowed, { ...allowed, name: 'another' }])
		put('b.json', [{ ...allowed, name: 'third' }])
		put('README.md', 'text')
		expect(vectors(folder)).toEqual({ status: 0, lines: ['3 passed, 0 failed'], stderr: '' })
	})

	it.each([
		['decision', { decision: 'implicitDeny' }],
		['layer', { layer: 'identity' }],
		['layers', { layers: ['identity'] }],
		['crossAccount', { crossAccount: true }],
	])('compares %s', (_, changed) => {
		put('a.json', [allowed, { ...allowed, name: 'off', expected: { ...allowed.expected, ...changed } }])
		const { status, lines } = vectors(folder)
		expect(status).toBe(1)
		expect(lines).toEqual([expect.stringMatching(/^off: expected \{.*\}, got \{.*\}$/), '1 passed, 1 failed'])
	})

	it.each([
		['no request', { name: 'odd' }, 'odd: request has the wrong shape'],
		[
			'a numeric key',
			{ ...allowed, request: { ...allowed.request, context: { a: 1 } } },
			'reads-its-own: request has the wrong shape',
		],
		['no lists', { ...allowed, policies: { identity: {} } }, 'reads-its-own: policies have the wrong shape'],
		[
			'no such decision',
			{ ...allowed, expected: { ...allowed.expected, decision: 'maybe' } },
			'reads-its-own: expected has the wrong shape',
		],
		['no name', { ...allowed, name: 5 }, /a\.json case 1: name is not a text$/],
		['no object', null, /a\.json case 1: the case is not an object$/],
	])('fails a case with %s by its name', (_, json, line) => {
		put('a.json', [json, allowed])
		const { status, lines, stderr } = vectors(folder)
		expect([status, stderr]).toEqual([1, ''])
		expect(lines).toEqual([expect.stringMatching(line), '1 passed, 1 failed'])
	})

	it.each<[string, () => void, RegExp]>([
		['an empty folder', () => {}, /^no case in \S+\n$/],
		['a folder of empty lists', () => put('a.json', []), /^no case in \S+\n$/],
		['what is no JSON', () => put('a.json', '[{'), /^\S+a\.json is not JSON: [^\n]+\n$/],
		['what is no list', () => put('a.json', allowed), /^\S+a\.json holds no list of cases\n$/],
		['a folder called like a file', () => mkdirSync(join(folder, 'a.json')), /^cannot read \S+a\.json: [^\n]+\n$/],
	])('says in one line what is wrong with %s', (_, prepare, message) => {
		prepare()
		expect(vectors(folder)).toEqual({ status: 1, lines: [''], stderr: expect.stringMatching(message) })
	})

	it('says in one line that a folder is missing or none was named', () => {
		expect(vectors(join(folder, 'gone'))).toMatchObject({
			status: 1,
			stderr: expect.stringMatching(/^cannot read the folder [^\n]+\n$/),
		})
		expect(vectors()).toMatchObject({ status: 1, stderr: 'usage: npm run vectors -- FOLDER\n' })
	})
})
