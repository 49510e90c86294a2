import { expect, it } from 'vitest'
import { taken } from './filter-pattern.fixture.ts'

const LINE = '{"msg":"request","code":"overloaded/timeout","none":null,"ms":40,"status":"403"}'

it.each([
	['a text', '{ $.msg = "request" }', '1', 1],
	['the number of a field', '{ $.msg = "request" }', '$.ms', 40],
	['the beginning of a text', '{ $.code = "overloaded*" }', '1', 1],
	['everything that holds', '{ ($.msg = "request") && ($.ms >= 40) }', '1', 1],
	['another text', '{ $.status != "-" }', '1', 1],
	['not the beginning of a text without its *', '{ $.code = "overloaded" }', '1', null],
	['nothing when a part does not hold', '{ ($.msg = "request") && ($.ms >= 41) }', '1', null],
	['nothing of a field that is not there', '{ $.nowhere != "-" }', '1', null],
	['nothing of null', '{ $.none >= 0 }', '$.none', null],
	['no number out of a text', '{ $.status >= 0 }', '1', null],
	['no value out of a text', '{ $.msg = "request" }', '$.status', null],
])('a filter takes %s', (_what, pattern, value, number) => expect(taken({ pattern, value }, LINE)).toBe(number))

it.each([
	'$.msg = "request"',
	'{ $.a[0] = "x" }',
	'{ $.a = x }',
	'{ ($.a = "x") || ($.b = "x") }',
	'{ $.a = "x" && $.b = "y" }',
])('%s is not judged by guess', (pattern) => expect(() => taken({ pattern, value: '1' }, LINE)).toThrow('Not a'))
