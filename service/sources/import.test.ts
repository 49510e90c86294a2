import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashOf } from '../audit/row.ts'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { sourcesHandlers } from './handler.ts'
import { importSources } from './import.ts'
import { readImport } from './import-file.ts'
import { callerOf, settingsOf } from './test-source.ts'

const item = (sourceId: string, changed = {}) => ({ sourceId, ...settingsOf(changed) })

describe('a file to import', () => {
	const { region: _, ...withoutRegion } = item('a')
	it.each<[string, unknown, object]>([
		[
			'is an object instead of a list',
			{ sourceId: 'a' },
			{ item: null, field: '', message: expect.stringMatching(/not a list/) },
		],
		[
			'holds a text instead of a source',
			['a'],
			{ item: 1, sourceId: null, field: '', message: expect.stringMatching(/not an object/) },
		],
		[
			'lacks a setting',
			[item('b'), withoutRegion],
			{ item: 2, sourceId: 'a', field: 'region', message: 'is missing', fix: 'Add region.' },
		],
		[
			'misspells a setting',
			[{ ...item('a'), buckett: 1 }],
			{ item: 1, sourceId: 'a', field: 'buckett', fix: expect.stringMatching(/spelling/) },
		],
		[
			'has a malformed ARN',
			[item('a', { roleArn: 'Lake' })],
			{ item: 1, field: 'roleArn', message: expect.stringMatching(/role ARN such as/) },
		],
		[
			'has an ARN of another account',
			[item('a', { catalogId: '111111111111' })],
			{ item: 1, field: 'roleArn', message: expect.stringMatching(/210987654321.*111111111111/) },
		],
		['has an id that cannot stand in a path', [item('a/b')], { item: 1, sourceId: 'a/b', field: 'sourceId' }],
		[
			'names a source twice',
			[item('a'), item('b'), item('a')],
			{ item: 3, sourceId: 'a', field: 'sourceId', message: 'a is the id of item 1 as well' },
		],
		[
			'has a wrong setting inside another',
			[item('a', { archive: { ...settingsOf().archive, prefix: 'x' } })],
			{ item: 1, field: 'archive.prefix' },
		],
		['has NUL in a name', [item('a', { customer: 'a\0' })], { item: 1, field: 'customer' }],
	])('that %s is refused with item, source, field and fix', (_why, items, expected) => {
		const read = readImport(items)
		if (!('errors' in read)) throw new Error('it was accepted')
		expect(read.errors).toHaveLength(1)
		expect(read.errors[0]).toMatchObject(expected)
		expect(read.errors[0]?.fix).not.toBe('')
	})

	it('shows all its mistakes at once', () => {
		const read = readImport([item('a', { region: 'moon', bucket: 'B' }), item('b', { clusterId: '' }), 7])
		const places = 'errors' in read && read.errors.map((error) => `${error.item} ${error.field}`)
		expect(places).toEqual(['1 region', '1 bucket', '2 clusterId', '3 '])
	})
})

describe.each(testedDatabases())('importing sources on %s', (kind) => {
	let store: Store
	const now = () => new Date('2024-05-01T10:00:00.000Z')
	beforeAll(async () => {
		store = await openTestStore(kind)
	})
	afterAll(() => store.close())

	const run = (items: unknown, db = store.db) => importSources(db, now, 'olga', items)
	const get = (sourceId: string) => sourcesHandlers.get({ sourceId }, callerOf('admin'), { db: store.db, now })
	const count = async (table: 'sources' | 'source_versions') =>
		(await store.db.selectFrom(table).select('source_id').execute()).length
	const auditOf = async (target: string) => {
		const intents = await store.db.selectFrom('audit_rows').selectAll().where('target', '=', target).execute()
		const ids = intents.map(({ audit_id }) => audit_id)
		if (ids.length === 0) return []
		const outcomes = await store.db.selectFrom('audit_rows').selectAll().where('intent_id', 'in', ids).execute()
		return [...intents, ...outcomes]
	}

	it('stores 1,000 sources, then only what changed, and reports the counts', async () => {
		const file = Array.from({ length: 1_000 }, (_, n) => item(`bulk-${n}`, { customer: `Customer ${n}` }))
		expect(await run(file)).toEqual({ ok: true, created: 1_000, changed: 0, unchanged: 0 })
		expect(await count('sources')).toBe(1_000)
		expect(await run(file)).toEqual({ ok: true, created: 0, changed: 0, unchanged: 1_000 })
		expect(await count('source_versions')).toBe(1_000)
		const edited = [...file.slice(2), item('bulk-0', { customer: 'Renamed' }), item('bulk-new')]
		expect(await run(edited)).toEqual({ ok: true, created: 1, changed: 1, unchanged: 998 })
		expect(await get('bulk-0')).toMatchObject({
			ok: true,
			value: { version: 2, customer: 'Renamed', updatedBy: 'operator:olga' },
		})
		expect(await get('bulk-1')).toMatchObject({ ok: true, value: { version: 1, updatedBy: 'operator:olga' } })
		expect(await count('source_versions')).toBe(1_002)
	}, 90_000)

	it('does not take members in another order for a change', async () => {
		await run([item('order')])
		const { archive, ...rest } = item('order')
		const turned = Object.fromEntries(
			[...Object.entries(rest), ['archive', Object.fromEntries(Object.entries(archive).reverse())]].reverse(),
		)
		expect(await run([turned])).toEqual({ ok: true, created: 0, changed: 0, unchanged: 1 })
	})

	it('stores nothing when one item is wrong, and records the refusal', async () => {
		const before = [await count('sources'), await count('source_versions')]
		const report = await run([item('fine'), item('bad', { catalogId: '000000000000' })])
		expect(report).toMatchObject({ ok: false, errors: [{ item: 2, sourceId: 'bad', field: 'roleArn' }] })
		expect([await count('sources'), await count('source_versions')]).toEqual(before)
		const refused = await store.db.selectFrom('audit_rows').selectAll().where('phase', '=', 'refused').execute()
		expect(refused).toMatchObject([
			{ operation: 'sources.import', person: 'operator:olga', status: 422, code: 'invalid-source' },
		])
	})

	it('records who imported which source before and after, and nothing for a source that stays', async () => {
		await run([item('recorded')])
		await run([item('recorded')])
		const rows = await auditOf('recorded')
		expect(rows).toMatchObject([
			{
				phase: 'intent',
				operation: 'sources.import',
				person: 'operator:olga',
				target: 'recorded',
				parameters: { fields: expect.arrayContaining(['roleArn']) },
			},
			{ phase: 'outcome', status: 200, code: null },
		])
		for (const row of rows) expect(hashOf(row)).toBe(row.hash)
	})

	it('keeps no half when the database fails on the way, and records that it failed', async () => {
		const failing = store.db.withPlugin({
			transformQuery({ node }) {
				const text = node.kind === 'RawNode' ? node.sqlFragments.join() : ''
				if (text.includes('insert into source_versions')) throw new Error('disk full')
				return node
			},
			transformResult: async ({ result }) => result,
		})
		const before = await count('sources')
		await expect(run([item('half-1'), item('half-2'), item('half-3'), item('half-4')], failing)).rejects.toThrow(
			'disk full',
		)
		expect(await count('sources')).toBe(before)
		expect(await auditOf('half-1')).toMatchObject([
			{ phase: 'intent' },
			{ phase: 'outcome', status: 500, code: 'internal' },
		])
	})

	it('stores nothing when one of its sources was changed by somebody else after it was read', async () => {
		await run([item('stale-1'), item('stale-2')])
		let reads = 0
		const stale = store.db.withPlugin({
			transformQuery: ({ node }) => node,
			// The import sees stale-2 as it was before somebody created it.
			async transformResult({ result }) {
				const isPlan = result.rows.some((row) => row.source_id === 'stale-2') && ++reads === 1
				return isPlan ? { ...result, rows: result.rows.filter((row) => row.source_id !== 'stale-2') } : result
			},
		})
		const edited = [item('stale-1', { database: 'edited' }), item('stale-2', { database: 'edited' })]
		expect(await run(edited, stale)).toMatchObject({
			ok: false,
			errors: [{ sourceId: 'stale-2', message: expect.stringMatching(/somebody else/), fix: 'Run the import again.' }],
		})
		expect(await get('stale-1')).toMatchObject({ ok: true, value: { version: 1, database: 'harbor_web' } })
		const [, ...settled] = await auditOf('stale-2')
		expect(settled).toContainEqual(expect.objectContaining({ phase: 'outcome', status: 409, code: 'version-conflict' }))
	})

	it('at the same time as another of the same sources leaves all sources to one of them', async () => {
		await run([item('raced-1'), item('raced-2')])
		const files = ['one', 'two'].map((name) => [
			item('raced-2', { database: name }),
			item('raced-1', { database: name }),
		])
		const reports = await Promise.all([run(files[0]), run(files[1]?.reverse())])
		expect(reports.some(({ ok }) => ok)).toBe(true)
		const stored = await Promise.all(['raced-1', 'raced-2'].map(get))
		const databases = stored.map((outcome) => outcome.ok && outcome.value.database)
		expect(databases[0]).toBe(databases[1])
	})
})
