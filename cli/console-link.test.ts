import { describe, expect, it } from 'vitest'
import { paths } from '../app/paths.ts'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { type Operation, table } from '../lib/contract/table.ts'
import { consoleLink } from './console-link.ts'
import type { Fields } from './input.ts'

const CONSOLE = 'https://console.example.com'
const row = (operation: Operation): Endpoint => table[operation]

describe('the link of an answer is the address that the console itself builds', () => {
	it.each<[Operation, Fields, unknown, string]>([
		['sources.list', {}, null, paths.sources()],
		['sources.list', { q: 'acme & sons', limit: 5, cursor: 'x' }, null, paths.sources({ q: 'acme & sons' })],
		['sources.get', { sourceId: 'harbor-web' }, null, paths.source('harbor-web')],
		['sources.get', { sourceId: 'a', ticket: 'LAKE-1' }, null, paths.source('a', { ticket: 'LAKE-1' })],
		['sources.versions', { sourceId: 'a', limit: 5 }, null, paths.source('a')],
		['sources.put', { sourceId: 'a', ticket: 'LAKE-1' }, null, paths.source('a', { ticket: 'LAKE-1' })],
		['checks.list', {}, null, paths.checks()],
		['checks.list', { sourceId: 'a', profile: 'sync' }, null, paths.checks({ source: 'a', profile: 'sync' })],
		['checks.get', { checkId: 'chk-1' }, { sourceId: 'a' }, paths.check('chk-1')],
		[
			'checks.run',
			{ sourceId: 'a', profile: 'sync', ticket: 'LAKE-1' },
			{ checkId: 'chk-1', sourceId: 'a' },
			paths.check('chk-1', { ticket: 'LAKE-1' }),
		],
		['clusters.list', { sourceId: 'a' }, null, paths.clusters({ source: 'a' })],
		['clusters.get', { clusterId: 'j-1', sourceId: 'a', watch: 'true' }, null, paths.cluster('j-1', { source: 'a' })],
		['sessions.me', {}, null, '/'],
		['openapi.get', {}, null, '/'],
	])('%s %j', (operation, input, output, path) => {
		expect(consoleLink(CONSOLE, operation, row(operation), input, output)).toBe(`${CONSOLE}${path}`)
	})

	it.each<[Operation, Fields, string]>([
		[
			'checks.run',
			{ sourceId: 'a', profile: 'sync', ticket: 'LAKE-1', settings: {} },
			paths.checks({ source: 'a', profile: 'sync', ticket: 'LAKE-1' }),
		],
		['clusters.fetch', { sourceId: 'a', clusterId: 'j-1' }, paths.clusters({ source: 'a', cluster: 'j-1' })],
	])('%s that was refused is linked to the form', (operation, input, path) => {
		expect(consoleLink(CONSOLE, operation, row(operation), input)).toBe(`${CONSOLE}${path}`)
	})
})
