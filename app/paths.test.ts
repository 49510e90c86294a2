import { createLoader } from 'nuqs/server'
import { describe, expect, it } from 'vitest'
import { paths } from './paths.ts'
import { sourceSearchParams } from './search-params.ts'

const read = createLoader(sourceSearchParams)

describe('the address of the source list', () => {
	it.each<[{ q: string; ticket: string | null }, string]>([
		[{ q: 'harbor', ticket: 'LAKE-1' }, 'both'],
		[{ q: 'arn:aws:iam::123456789012:role/a+b & c', ticket: null }, 'characters that mean something in a query'],
		[{ q: '', ticket: 'LAKE-1' }, 'a ticket without a search'],
		[{ q: 'ünïcode 数据', ticket: null }, 'other alphabets'],
	])('reads back what it was built from: %j (%s)', (params) => {
		expect(read(new URL(paths.sources(params), 'http://console.test'))).toEqual(params)
	})

	it('stays bare without parameters', () => {
		expect(paths.sources({ q: '', ticket: null })).toBe('/sources')
	})

	it.each(['javascript:1', 'LAKE', '1234', 'LAKE-1 OR 1'])(
		'takes %j for no ticket, as the service would refuse it',
		(ticket) => {
			expect(read({ ticket }).ticket).toBeNull()
		},
	)
})

it('keeps an odd id one segment of its path', () => {
	expect(paths.source('a/../b?c', { ticket: 'LAKE-1' })).toBe('/sources/a%2F..%2Fb%3Fc?ticket=LAKE-1')
})
