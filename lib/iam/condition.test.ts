import { describe, expect, it } from 'vitest'
import { conditionHolds } from './condition.ts'
import { lookup, type RequestContext } from './context.ts'
import { parseOperator } from './operator.ts'

function holds(name: string, values: readonly string[], context: RequestContext, unknownKeys: string[] = []) {
	const operator = parseOperator(name)
	if (operator === null) throw new Error(`${name} is no operator`)
	return conditionHolds({ operator, key: 'k:k', values }, lookup(context, unknownKeys), true)
}

describe('one key under one operator', () => {
	it.each<[string, string[], RequestContext, boolean, string]>([
		['Bool', ['true'], { 'k:k': 'TRUE' }, true, 'truth is text of either case'],
		['Bool', ['yes'], { 'k:k': 'yes' }, false, 'only true and false are truths'],
		['Bool', ['false'], {}, false, 'absent is not false'],
		['BoolIfExists', ['false'], {}, true, 'absent passes IfExists'],
		['Null', ['true'], {}, true, 'absent'],
		['Null', ['true'], { 'k:k': '' }, false, 'an empty text is there'],
		['Null', ['false'], { 'k:k': '' }, true, 'an empty text is there'],
		['Null', ['true'], { 'k:k': [] }, true, 'a set without members is not there'],
		['Null', ['TRUE'], {}, true, 'case aside'],
		['Null', ['maybe'], {}, false, 'neither'],
		['Null', ['true', 'false'], {}, true, 'either'],
		['ForAllValues:StringEquals', ['a'], {}, true, 'nothing to object to'],
		['ForAllValues:StringEquals', ['a'], { 'k:k': [] }, true, 'nothing to object to'],
		['ForAllValues:StringEquals', ['a'], { 'k:k': ['a', 'b'] }, false, 'b objects'],
		['ForAnyValue:StringEquals', ['a'], {}, false, 'nobody in favour'],
		['ForAnyValue:StringEquals', ['a'], { 'k:k': 'a' }, true, 'a single value is a set of one'],
		['ForAnyValue:StringNotEquals', ['a'], {}, false, 'the set operator comes before the negation'],
		['ForAnyValue:StringNotEquals', ['a'], { 'k:k': ['a', 'b'] }, true, 'b differs'],
		['ForAnyValue:StringEqualsIfExists', ['a'], {}, true, 'IfExists comes before the set operator'],
		['ForAllValues:StringNotEquals', ['a', 'b'], { 'k:k': ['c', 'b'] }, false, 'b is listed'],
		['StringNotEquals', ['a', 'b'], { 'k:k': 'b' }, false, 'no value may match'],
		['StringNotEquals', ['a'], {}, true, 'absent differs'],
		['StringNotEqualsIfExists', ['a'], { 'k:k': 'a' }, false, 'present is compared'],
		['StringEquals', ['a*'], { 'k:k': 'ab' }, false, 'a star is a star'],
		['StringEqualsIgnoreCase', ['ÄB'], { 'k:k': 'äb' }, true, 'case aside'],
		['StringLike', ['a?'], { 'k:k': 'ab' }, true, 'wildcards'],
		['StringEquals', [], { 'k:k': 'a' }, false, 'no value to equal'],
		['StringEquals', ['a'], { 'k:k': ['a', 'b'] }, true, 'a set without a set operator: one is enough'],
		['StringNotEquals', ['a'], { 'k:k': ['a', 'b'] }, false, 'a set without a set operator: none may match'],
		['ArnEquals', ['arn:aws:iam::1:role/*'], { 'k:k': 'arn:aws:iam::1:role/x/y' }, true, 'is ArnLike'],
		['ArnLike', ['arn:aws:iam::*:x'], { 'k:k': 'arn:aws:iam::1:role/a:x' }, false, 'part by part'],
		['ArnNotLike', ['arn:aws:iam::*:x'], { 'k:k': 'arn:aws:iam::1:role/a:x' }, true, 'part by part'],
		['ArnNotLike', ['arn:aws:iam::1:role/*'], { 'k:k': 'no arn' }, true, 'what is no ARN is not like one'],
		['IpAddress', ['10.0.0.0/8'], { 'k:k': '10.1.1.1' }, true, 'inside'],
		['NotIpAddress', ['10.0.0.0/8'], { 'k:k': '::1' }, true, 'the other family is outside'],
		['NotIpAddress', ['nonsense'], { 'k:k': '10.1.1.1' }, true, 'no address is in no range'],
		['NumericNotEquals', ['many'], { 'k:k': '5' }, true, 'a word equals no number'],
		['NumericEquals', ['5'], { 'k:k': 'five' }, false, 'a word equals no number'],
		['NumericLessThanEquals', ['5'], { 'k:k': '5.0' }, true, 'numbers, not text'],
		['NumericGreaterThan', ['9'], { 'k:k': '10' }, true, 'numbers, not text'],
		['NumericGreaterThanEquals', ['9'], { 'k:k': '8' }, false, 'less'],
		['DateEquals', ['2026-07-01T02:00:00+02:00'], { 'k:k': '1782864000' }, true, 'one moment, two spellings'],
		['DateLessThanEquals', ['2026-07-01'], { 'k:k': '2026-07-01T00:00:01Z' }, false, 'a second late'],
		['DateLessThan', ['2026-07-01'], { 'k:k': '2026-07-01' }, false, 'equal is not less'],
		['BinaryEquals', ['QmluYXJ5'], { 'k:k': 'QmluYXJ5' }, true, 'equal bytes'],
		['BinaryEquals', ['${k:other}'], { 'k:k': 'x', 'k:other': 'x' }, false, 'no variables in binary'],
		['NumericEquals', ['${k:other}'], { 'k:k': '5', 'k:other': '5' }, false, 'no variables in numbers'],
		['StringEquals', ['${k:other}'], { 'k:k': 'x', 'k:other': 'x' }, true, 'variables in text'],
		['StringNotEquals', ['${k:other}', 'x'], { 'k:k': 'x' }, false, 'the other value still counts'],
		['StringEquals', ['A'], { 'K:K': 'A' }, true, 'names of keys ignore case'],
		['StringEquals', ['x'], JSON.parse('{"__proto__": "x"}'), false, 'a hostile name is only a name'],
	])('%s %j on %j: %s (%s)', (name, values, context, expected) => {
		expect(holds(name, values, context)).toBe(expected)
	})

	it.each<[string, string[], RequestContext, string[], unknown, string]>([
		['StringEquals', ['a'], { 'k:k': 'a' }, ['K:k'], 'unknown', 'unknown wins over a value'],
		['StringEqualsIfExists', ['a'], {}, ['k:k'], 'unknown', 'it may exist'],
		['Null', ['true'], {}, ['k:k'], 'unknown', 'it may be there'],
		['Null', ['true', 'false'], {}, ['k:k'], true, 'either way'],
		['Null', ['never'], {}, ['k:k'], false, 'neither way'],
		['StringEquals', ['${k:other}'], { 'k:k': 'a' }, ['k:other'], 'unknown', 'the text compared with is unknown'],
		['StringEquals', ['${k:other}', 'a'], { 'k:k': 'a' }, ['k:other'], true, 'another value settles it'],
		['StringNotEquals', ['${k:other}', 'a'], { 'k:k': 'a' }, ['k:other'], false, 'another value settles it'],
		['StringEquals', ['${k:other}${k:gone}'], { 'k:k': 'a' }, ['k:other'], false, 'the other variable has none'],
	])('%s %j on %j with %j unknown: %s (%s)', (name, values, context, unknownKeys, expected) => {
		expect(holds(name, values, context, unknownKeys)).toBe(expected)
	})
})

describe('operator names', () => {
	it.each([
		'stringequals',
		'StringEqual',
		'NullIfExists',
		'ForAllValues:NullIfExists',
		'StringEqualsIfExistsIfExists',
		'IfExists',
		'ForAnyValues:StringEquals',
		'forAnyValue:StringEquals',
		'ForAnyValue:ForAllValues:StringEquals',
		'StringEqualsIfExists ',
		'NotBool',
		'IpAddressEquals',
		'constructor',
		'',
	])('%s is not listed by AWS', (name) => {
		expect(parseOperator(name)).toBeNull()
	})
})
