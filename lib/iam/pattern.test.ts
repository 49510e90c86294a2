import { describe, expect, it } from 'vitest'
import { arnMatches } from './arn.ts'
import { matches, toPattern } from './pattern.ts'
import { written } from './variables.ts'

const pattern = (text: string) => toPattern(written(text))

describe('a wildcard pattern', () => {
	it.each([
		['*', '', true, 'an empty run is a run'],
		['?', '', false, 'one character is not none'],
		['?', '😀', true, 'a character outside the basic plane is one'],
		['a*', 'a/b/c', true, 'a run crosses slashes'],
		['a?c', 'a/c', true, 'one character may be a slash'],
		['*.parquet', 'x.parquet.tmp', false, 'the end counts'],
		['*ab', 'aab', true, 'the run is stretched when the rest fails'],
		['a*b*c', 'a-b-b-c', true, 'only the last run needs stretching'],
		['a*b*c', 'a-c-b', false, 'order counts'],
		['a**', 'a', true, 'runs next to each other are one run'],
		['a.c', 'abc', false, 'a dot is a dot'],
		['[a-z]+', 'abc', false, 'nothing is a regular expression'],
		['A', 'a', false, 'case counts'],
	])('%s on %s: %s (%s)', (text, subject, expected) => {
		expect(matches(pattern(text), subject)).toBe(expected)
	})

	it('answers at once where a backtracking matcher would never end', () => {
		const start = performance.now()
		expect(matches(pattern(`${'a*'.repeat(200)}b`), 'a'.repeat(5_000))).toBe(false)
		expect(matches(pattern(`${'*?'.repeat(200)}b`), 'a'.repeat(5_000))).toBe(false)
		expect(performance.now() - start).toBeLessThan(2_000)
	})
})

describe('an ARN pattern', () => {
	it.each([
		['arn:aws:s3:::b/*', 'arn:aws:s3:::b/12:30:00', true, 'the last part holds colons'],
		['arn:aws:s3:::b/12:*', 'arn:aws:s3:::b/12:30:00', true, 'in the pattern as well'],
		['arn:aws:glue:*:table/x', 'arn:aws:glue:r:1:table/x', false, 'a run stays in its part'],
		['arn:aws:glue:*:1:table/*', 'arn:aws:glue:r:2:table/a:1:table/b', false, 'a crafted name does not stretch it'],
		['arn:aws:glue:?:1:t', 'arn:aws:glue:r:1:t', true, 'one character in a part'],
		['arn:*:s3:::b', 'arn:aws-us-gov:s3:::b', true, 'the partition is a part'],
		['arn:aws:s3:::*', 'arn:aws:s3:::', true, 'the last part may be empty'],
		['*', 'arn:aws:s3:::b', false, 'a lone run is one part, not six'],
		['arn:aws:s3:::b', 'b', false, 'a name is no ARN'],
		['arn:aws:s3:::B', 'arn:aws:s3:::b', false, 'case counts'],
	])('%s on %s: %s (%s)', (text, subject, expected) => {
		expect(arnMatches(pattern(text), subject)).toBe(expected)
	})
})
