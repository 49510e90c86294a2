import { expect, it } from 'vitest'
import { lookup } from './context.ts'
import { matches, toPattern, toText } from './pattern.ts'
import { fill } from './variables.ts'

const context = { 'aws:username': 'jun', 'tag/star': '*', 'tag/list': ['a'], 'tag/empty': '' }

it.each<[string, string | null, string]>([
	['home/${aws:username}/', 'home/jun/', 'a value'],
	['${AWS:UserName}${aws:username}', 'junjun', 'twice, case of the name aside'],
	["${aws:team, 'common'}", 'common', 'a default for a missing key'],
	["${aws:team,'a, b'}", 'a, b', 'a comma in the default'],
	['${a${aws:username}', '${ajun', 'a variable holds no other'],
	["${aws:team, ''}", '', 'an empty default is a value'],
	["${aws:username, 'common'}", 'jun', 'the value wins over the default'],
	['${tag/empty}x', 'x', 'an empty value is a value'],
	['${*}${?}${$}', '*?$', 'plain characters'],
	['a$b${', 'a$b${', 'what is no variable stays'],
	['${aws:team}', null, 'no value'],
	['${tag/list}', null, 'a multivalued key fills nothing'],
	['${}', null, 'no key'],
	['${aws:team, common}', null, 'a default needs quotes'],
])('%s is %s (%s)', (text, expected) => {
	const filled = fill(text, lookup(context, []))
	expect(typeof filled === 'string' ? null : toText(filled)).toBe(expected)
})

it.each([
	['a${tag/star}b', 'a*b', true, 'an inserted star is that character'],
	['a${tag/star}b', 'axb', false, 'an inserted star is no wildcard'],
	['a${?}b', 'axb', false, 'a plain question mark is no wildcard'],
	['${aws:username}*', 'jun/x', true, 'a written star still is one'],
])('%s on %s: %s (%s)', (text, subject, expected) => {
	const filled = fill(text, lookup(context, []))
	expect(typeof filled !== 'string' && matches(toPattern(filled), subject)).toBe(expected)
})

it('says that an unknown key leaves the text unknown, unless another variable has no value at all', () => {
	const unknown = lookup({}, ['aws:username'])
	expect(fill("${aws:username, 'x'}", unknown)).toBe('unknown')
	expect(fill('${aws:username}${aws:team}', unknown)).toBe('none')
})

it('reads a hostile text in one pass', () => {
	const start = performance.now()
	for (const text of [
		'${'.repeat(50_000),
		"${a'".repeat(50_000),
		`\${${' '.repeat(100_000)}}`,
		`\${a,${' '.repeat(100_000)}}`,
	]) {
		fill(text, lookup({}, []))
	}
	expect(performance.now() - start).toBeLessThan(2_000)
})
