import { describe, expect, it } from 'vitest'
import { canonicalJson, storable } from './canonical.ts'

describe('what PostgreSQL can hold', () => {
	it.each<[string, unknown, unknown]>([
		['NUL in a text and in a name', { 'a\0': 'b\0c' }, { 'a\uFFFD': 'b\uFFFDc' }],
		['either half of a pair', ['\ud83d', '\udca7', 'a\ud83d\ud83db'], ['\uFFFD', '\uFFFD', 'a\uFFFD\uFFFDb']],
		['a whole pair, which is fine', ['💧', '\u2028', '\u0001'], ['💧', '\u2028', '\u0001']],
		['the text of an escape, which is not one', ['\\u0000', '\\\\ud800', '\\\0'], ['\\u0000', '\\\\ud800', '\\\uFFFD']],
		['text that only begins like an escape', ['\\ud', '"\\u00'], ['\\ud', '"\\u00']],
		[
			'what JSON cannot say',
			{ gone: undefined, at: new Date(0), nan: Number.NaN },
			{ at: '1970-01-01T00:00:00.000Z', nan: null },
		],
		['nothing', undefined, null],
	])('keeps all else of a value with %s', (_what, value, expected) => {
		expect(storable(value)).toEqual(expected)
	})
})

describe('canonical JSON', () => {
	it('is one text for one value, whatever the order of its members', () => {
		const text = '{"1":[{"a":1,"b":null}],"10":-0.5,"Z":"\\"","é":true}'
		expect(canonicalJson({ é: true, Z: '"', 10: -0.5, 1: [{ b: null, a: 1 }] })).toBe(text)
	})
	it('keeps the order of lists', () => {
		expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]))
	})
})
