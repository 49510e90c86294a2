import { expect, it } from 'vitest'
import { lineDiff } from './line-diff.ts'

const drawn = (before: string[], after: string[]) =>
	lineDiff(before.join('\n'), after.join('\n')).map(
		({ kind, text }) => `${{ kept: ' ', removed: '-', added: '+' }[kind]}${text}`,
	)

it.each<[string, string[], string[], string[]]>([
	['the same text', ['a', 'b'], ['a', 'b'], [' a', ' b']],
	['a line added in the middle', ['a', 'c'], ['a', 'b', 'c'], [' a', '+b', ' c']],
	['a line added at the end', ['a'], ['a', 'b'], [' a', '+b']],
	['a line removed at the start', ['a', 'b'], ['b'], ['-a', ' b']],
	['a line changed: before stands above after', ['a', 'x', 'c'], ['a', 'y', 'c'], [' a', '-x', '+y', ' c']],
	['repeated lines: only one is new', ['}', '}'], ['}', '}', '}'], [' }', ' }', '+}']],
	['nothing in common', ['a'], ['b'], ['-a', '+b']],
])('%s', (_, before, after, expected) => {
	expect(drawn(before, after)).toEqual(expected)
})

it('gives back both texts, whatever they are', () => {
	const before = ['{', ' "a": 1,', ' "b": [', '  2', ' ]', '}']
	const after = ['{', ' "b": [', '  2,', '  3', ' ],', ' "a": 1', '}']
	const lines = lineDiff(before.join('\n'), after.join('\n'))
	const side = (kind: 'removed' | 'added') =>
		lines.filter((line) => line.kind === 'kept' || line.kind === kind).map(({ text }) => text)
	expect(side('removed')).toEqual(before)
	expect(side('added')).toEqual(after)
})
