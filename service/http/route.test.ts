import { describe, expect, it } from 'vitest'
import { table } from '../../lib/contract/table.ts'
import { createRouter, isUsualPath } from './route.ts'

const bound = Object.fromEntries(Object.entries(table).map(([operation, row]) => [operation, { row }]))
const route = createRouter(bound)

describe('routes', () => {
	it.each(Object.entries(table))('finds %s on its own path', (operation, row) => {
		const path = row.path.replaceAll(/\{\w+\}/g, 'a.b-c_d~1')
		expect(route(row.method, path)).toMatchObject({ found: 'operation', operation })
	})

	it('hands the parameters on as they stand', () => {
		expect(route('GET', '/v1/sources/A.b~c_d-1/versions')).toMatchObject({ params: { sourceId: 'A.b~c_d-1' } })
	})

	it.each(['/v1/sources/', '/v1/sources/a/', '/v1/sources/a/b', '/v1', '', '/v1/ME', '/v1/me2', 'v1/me'])(
		'finds nothing at "%s"',
		(path) => expect(route('GET', path)).toEqual({ found: 'nothing' }),
	)

	it.each(['HEAD', 'OPTIONS', 'PATCH', 'get', 'TRACE', ''])('%s is no method of a path', (method) => {
		expect(route(method, '/v1/sources/a')).toEqual({ found: 'path', allow: ['GET', 'PUT'] })
	})

	it('prefers a fixed segment to a parameter, whatever the order of the table', () => {
		const { row } = { row: table['sources.get'] }
		const other = createRouter({
			any: { row },
			fixed: { row: { ...row, path: '/v1/sources/recent' as const } },
		})
		expect(other('GET', '/v1/sources/recent')).toMatchObject({ operation: 'fixed' })
		expect(other('GET', '/v1/sources/else')).toMatchObject({ operation: 'any' })
	})
})

describe('a usual path', () => {
	it.each(['/', '/v1/me', '/v1/me/', '/v1/openapi.json', '/v1/sources/a..b', '/v1/sources/...', '/v1/sources/.a'])(
		'%s is one',
		(path) => expect(isUsualPath(path)).toBe(true),
	)
	it.each([
		'',
		'v1',
		'//',
		'/v1//me',
		'/./v1',
		'/v1/..',
		'/v1/../me',
		'/v1/%6de',
		'/v1/m e',
		'/v1/me;a',
		'/v1/ü',
		'/v1/me\n',
		'*',
		'http://x/v1',
	])('%j is none', (path) => expect(isUsualPath(path)).toBe(false))
})
