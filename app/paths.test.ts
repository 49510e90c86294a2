import { createLoader } from 'nuqs/server'
import { describe, expect, it } from 'vitest'
import { PROFILES as CONTRACT_PROFILES } from '../lib/contract/check-report.ts'
import { unsavedSettings } from '../lib/contract/checks.ts'
import { SELECTIONS as CONTRACT_SELECTIONS } from '../lib/contract/replay-plan.ts'
import { REPLAY_STATUSES as CONTRACT_STATUSES } from '../lib/contract/replay-record.ts'
import { paths } from './paths.ts'
import {
	checkSearchParams,
	clusterSearchParams,
	PROFILES,
	REPLAY_STATUSES,
	replayFormParams,
	replaySearchParams,
	SELECTIONS,
	sourceSearchParams,
} from './search-params.ts'

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

describe('the address of the form of a check', () => {
	const blank = { source: '', profile: null, ticket: null, unsaved: false }
	const settings = Object.fromEntries(Object.keys(unsavedSettings.shape).map((name) => [name, null]))
	const readForm = createLoader(checkSearchParams)

	it.each<[Parameters<typeof paths.checks>[0], string]>([
		[{}, 'nothing'],
		[{ source: 'harbor-web', profile: 'sync', ticket: 'LAKE-1' }, 'a stored source in a case'],
		[
			{ source: 'a b&c', unsaved: true, roleArn: 'arn:aws:iam::1:role/a+b', bucket: 'half ty', clusterId: 'j-' },
			'half-typed settings',
		],
		[
			{ source: 'x', unsaved: true, region: 'mars', externalId: 'ws/1', catalogId: '1', database: 'd=1#' },
			'odd characters',
		],
	])('reads back what it was built from: %j (%s)', (params) => {
		expect(readForm(new URL(paths.checks(params), 'http://console.test'))).toEqual({ ...blank, ...settings, ...params })
	})

	it('has a place for every setting that the contract asks for, and for nothing else', () => {
		const { source: _s, profile: _p, ticket: _t, unsaved: _u, ...fields } = checkSearchParams
		expect(Object.keys(fields).toSorted()).toEqual(Object.keys(unsavedSettings.shape).toSorted())
	})

	it('knows every profile of the contract, and takes a made-up one for none', () => {
		expect([...PROFILES]).toEqual([...CONTRACT_PROFILES])
		expect(readForm({ profile: 'everything' }).profile).toBeNull()
	})
})

describe('the address of a cluster', () => {
	const readForm = createLoader(clusterSearchParams)
	it.each([
		{ source: 'harbor-web', cluster: 'j-2AXXXXXXGAPLF', ticket: 'LAKE-1' },
		{ source: 'a b&c', cluster: 'half ty=', ticket: null },
		{ source: '', cluster: '', ticket: null },
	])('is its form, and reads back what it was built from: %j', (params) => {
		expect(readForm(new URL(paths.clusters(params), 'http://console.test'))).toEqual(params)
	})

	it('names the source it is looked at through', () => {
		const { pathname, searchParams } = new URL(
			paths.cluster('j-1', { source: 'a&b', ticket: 'LAKE-1' }),
			'http://c.test',
		)
		expect([pathname, readForm(searchParams)]).toEqual([
			'/clusters/j-1',
			{ source: 'a&b', cluster: '', ticket: 'LAKE-1' },
		])
	})
})

describe('the address of a report', () => {
	it('keeps filter and ticket in the query and the open finding behind the hash', () => {
		expect(paths.check('c-1', { ticket: 'LAKE-1', show: 'denied', finding: 'glue-get-table' })).toBe(
			'/checks/c-1?show=denied&ticket=LAKE-1#f=glue-get-table',
		)
		expect(paths.check('c-1')).toBe('/checks/c-1')
	})
})

describe('the address of the form of a replay', () => {
	const readForm = createLoader(replayFormParams)
	const blank = { source: '', from: '', to: '', select: 'missing', events: '', ticket: null }
	it.each<[Parameters<typeof paths.replayNew>[0], string]>([
		[{}, 'nothing'],
		[{ source: 'harbor-web', from: '2026-05-22', to: '2026-11-21', select: 'all', ticket: 'LAKE-1' }, 'half a year'],
		[
			{ source: 'a b&c', from: '2026-', events: 'Order Completed,\nÜber & Co=1' },
			'what is half typed, and pasted lines',
		],
	])('reads back what it was built from: %j (%s)', (params) => {
		expect(readForm(new URL(paths.replayNew(params), 'http://console.test'))).toEqual({ ...blank, ...params })
	})

	it('knows every choice of the contract, and takes a made-up one for the careful one', () => {
		expect([...SELECTIONS]).toEqual([...CONTRACT_SELECTIONS])
		expect(readForm({ select: 'everything' }).select).toBe('missing')
	})
})

describe('the address of the list of replays', () => {
	const readList = createLoader(replaySearchParams)
	it.each([
		{ source: 'harbor-web', status: 'awaiting-approval', ticket: 'LAKE-1' },
		{ source: 'a b&c', status: null, ticket: null },
	])('is its filter, and reads back what it was built from: %j', (params) => {
		expect(readList(new URL(paths.replays(params), 'http://console.test'))).toEqual(params)
	})

	it('knows every status of the contract, and takes a made-up one for none', () => {
		expect([...REPLAY_STATUSES]).toEqual([...CONTRACT_STATUSES])
		expect(readList({ status: 'sleeping' }).status).toBeNull()
	})

	it('keeps plans and replays apart', () => {
		expect(paths.replayPlan('p/1', { ticket: 'LAKE-1' })).toBe('/replays/plans/p%2F1?ticket=LAKE-1')
		expect(paths.replay('r-1')).toBe('/replays/r-1')
	})
})
