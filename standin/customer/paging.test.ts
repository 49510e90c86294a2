import { describe, expect, it } from 'vitest'
import { markOf, pageOf, readMark } from './paging.ts'

const LIST = ['ListSteps', 'j-1']
const items = [1, 2, 3, 4, 5]
const page = (mark: string | undefined, list: unknown = LIST) => pageOf(items, { list, mark, size: 2 })

describe('pages', () => {
	it('show everything once, and the last has no mark', () => {
		const first = page(undefined)
		const second = page(first?.next)
		const third = page(second?.next)
		expect([first, second, third].flatMap((each) => each?.items)).toEqual(items)
		expect(third?.next).toBeUndefined()
	})

	it('have no mark where they hold exactly all', () => {
		expect(pageOf(items, { list: LIST, mark: undefined, size: 5 })).toEqual({ items, next: undefined })
	})
})

describe('a mark that the list never gave', () => {
	const given = page(undefined)?.next ?? ''
	it.each<[why: string, mark: string]>([
		['none', ''],
		['made up', 'made-up'],
		['a number', '2'],
		['a place without a seal', Buffer.from('2').toString('base64url')],
		[
			'another place under its seal',
			Buffer.from(Buffer.from(given, 'base64url').toString().replace(/2$/, '3')).toString('base64url'),
		],
		['with something behind it', `${given}AA`],
		['with a sign that base 64 leaves out', `${given}!`],
		['of another list', page(undefined, ['ListSteps', 'j-2'])?.next ?? ''],
	])('%s', (_, mark) => {
		expect(page(mark)).toBeNull()
	})

	it('is not known by its place alone', () => {
		expect(readMark(LIST, markOf(LIST, 'a.b/é'))).toBe('a.b/é')
		expect(readMark(LIST, markOf(['other'], 'a.b/é'))).toBeNull()
	})
})
