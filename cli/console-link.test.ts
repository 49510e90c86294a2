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
		['replays.list', { sourceId: 'a', status: 'done' }, null, paths.replays({ source: 'a', status: 'done' })],
		[
			'replays.plan',
			{ sourceId: 'a', from: '2026-05-01', to: '2026-05-31', ticket: 'LAKE-1' },
			{ planId: 'pln-1' },
			paths.replayPlan('pln-1', { ticket: 'LAKE-1' }),
		],
		['replays.getPlan', { planId: 'pln-1' }, { replayId: 'rpl-1' }, paths.replayPlan('pln-1')],
		[
			'replays.submit',
			{ planId: 'pln-1', ticket: 'LAKE-1' },
			{ replayId: 'rpl-1' },
			paths.replay('rpl-1', { ticket: 'LAKE-1' }),
		],
		['replays.get', { replayId: 'rpl-1' }, null, paths.replay('rpl-1')],
		[
			'replays.approve',
			{ replayId: 'rpl-1', digest: 'a', ticket: 'LAKE-2' },
			null,
			paths.replay('rpl-1', { ticket: 'LAKE-2' }),
		],
		['replays.cancel', { replayId: 'rpl-1' }, { replayId: 'rpl-1' }, paths.replay('rpl-1')],
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
		[
			'replays.plan',
			{ sourceId: 'a', from: '2026-05-01', to: '2026-05-31', select: 'all', events: ['Order Paid', 'Page Seen'] },
			paths.replayNew({
				source: 'a',
				from: '2026-05-01',
				to: '2026-05-31',
				select: 'all',
				events: 'Order Paid,Page Seen',
			}),
		],
		['replays.plan', { sourceId: 'a', events: [] }, paths.replayNew({ source: 'a' })],
	])('%s that was refused is linked to the form', (operation, input, path) => {
		expect(consoleLink(CONSOLE, operation, row(operation), input)).toBe(`${CONSOLE}${path}`)
	})

	it('a replay that was refused is linked to its plan', () => {
		const given = { planId: 'pln-1', digest: 'a', ticket: 'LAKE-1' }
		const link = consoleLink(CONSOLE, 'replays.submit', row('replays.submit'), given)
		expect(link).toBe(`${CONSOLE}${paths.replayPlan('pln-1', { ticket: 'LAKE-1' })}`)
	})
})
