import { expect, it } from 'vitest'
import { csv } from './csv.ts'

it.each<[string | number, string, string]>([
	['2026-03-31', '2026-03-31', 'a day is a day'],
	[-5, '-5', 'a number may be negative'],
	['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"', 'a formula is text'],
	['+1', "'+1", 'so is a sum'],
	['-1+2', "'-1+2", 'a difference'],
	['@SUM(A1)', "'@SUM(A1)", 'an old formula'],
	['\t=1', "'\t=1", 'a formula behind white space'],
	['  =1', "'  =1", 'behind blanks'],
	['a,b', '"a,b"', 'a comma'],
	['a\nb', '"a\nb"', 'a line'],
	['', '', 'nothing'],
])('writes %j as %j (%s)', (value, written) => {
	expect(csv([[value, 1]])).toBe(`${written},1\r\n`)
})
