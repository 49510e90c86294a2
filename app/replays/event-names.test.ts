import { expect, it } from 'vitest'
import { eventNames } from './event-names.ts'

it.each<[string, string[], string]>([
	['', [], 'nothing'],
	[' \n , ', [], 'only separators'],
	['Order Completed', ['Order Completed'], 'one name with a blank'],
	['Order Completed\r\nProduct Viewed\n', ['Order Completed', 'Product Viewed'], 'lines of any system'],
	['a, b,,c', ['a', 'b', 'c'], 'commas'],
	['a\tb', ['a', 'b'], 'cells of a table'],
	['["Order Completed", "Product Viewed"]', ['Order Completed', 'Product Viewed'], 'JSON'],
	['a\na', ['a'], 'the same twice'],
	["Customer's Choice", ["Customer's Choice"], 'an apostrophe inside'],
])('reads %j as %j (%s)', (text, names) => {
	expect(eventNames(text)).toEqual(names)
})
