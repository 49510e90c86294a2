import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sources } from '../../lib/contract/sources.ts'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { sourcesHandlers } from './handler.ts'
import { callerOf, settingsOf } from './test-source.ts'

describe.each(testedDatabases())('changing sources on %s', (kind) => {
	let store: Store
	let time = new Date('2024-05-01T10:00:00.000Z')
	beforeAll(async () => {
		store = await openTestStore(kind)
	})
	afterAll(() => store.close())

	const ports = () => ({ db: store.db, now: () => time })
	const put = (
		sourceId: string,
		baseVersion: number,
		changed = {},
		person = 'admin@sluice.example',
		ticket = 'LAKE-1',
	) => {
		const input = { sourceId, settings: settingsOf(changed), baseVersion, ticket }
		return sourcesHandlers.put(input, callerOf('admin', person), ports())
	}
	const get = (sourceId: string) => sourcesHandlers.get({ sourceId }, callerOf('admin'), ports())
	const versions = (sourceId: string, page: { limit?: number; cursor?: string } = {}) =>
		sourcesHandlers.versions({ sourceId, limit: 50, ...page }, callerOf('admin'), ports())

	it('stores a new source as version 1 and shows it exactly as written', async () => {
		const stored = await put('made', 0)
		const source = {
			sourceId: 'made',
			...settingsOf(),
			version: 1,
			updatedAt: time.toISOString(),
			updatedBy: 'admin@sluice.example',
		}
		expect(stored).toMatchObject({ ok: true, value: { source } })
		expect(await get('made')).toEqual({ ok: true, value: source })
		expect(sources.get.output.safeParse(source).success).toBe(true)
	})

	it('keeps every version with who, when, why and what changed from what', async () => {
		await put('kept', 0)
		time = new Date('2024-05-02T10:00:00.000Z')
		const archive = { ...settingsOf().archive, prefix: 'moved/' }
		await put('kept', 1, { customer: 'Harbor "Ltd"', externalIds: ['b', 'a'], archive }, 'eve@sluice.example', 'LAKE-2')
		const listed = await versions('kept')
		expect(listed).toMatchObject({
			ok: true,
			value: {
				nextCursor: null,
				items: [
					{
						version: 2,
						updatedAt: '2024-05-02T10:00:00.000Z',
						updatedBy: 'eve@sluice.example',
						reason: 'LAKE-2',
						changes: [
							{ field: 'customer', before: '"Harbor Outfitters"', after: '"Harbor \\"Ltd\\""' },
							{ field: 'externalIds', before: '["ws-harbor"]', after: '["b","a"]' },
							{ field: 'archive.prefix', before: '"segment-logs/harbor-web/"', after: '"moved/"' },
						],
					},
					{
						version: 1,
						reason: 'LAKE-1',
						changes: expect.arrayContaining([{ field: 'region', before: null, after: '"us-west-2"' }]),
					},
				],
			},
		})
		if (listed.ok) expect(sources.versions.output.safeParse(listed.value).success).toBe(true)
		const rows = await store.db
			.selectFrom('source_versions')
			.select('settings')
			.where('source_id', '=', 'kept')
			.orderBy('version')
			.execute()
		expect(rows.map(({ settings }) => settings.archive.prefix)).toEqual(['segment-logs/harbor-web/', 'moved/'])
	})

	it('makes no version of a save that changes nothing', async () => {
		await put('same', 0)
		expect(await put('same', 1, {}, 'eve@sluice.example')).toMatchObject({
			ok: true,
			value: { source: { version: 1, updatedBy: 'admin@sluice.example' }, changes: [] },
		})
	})

	it('lets exactly one of ten writers of the same version win and tells the others who, when and why', async () => {
		await put('raced', 0)
		const people = Array.from({ length: 10 }, (_, n) => `person${n}@sluice.example`)
		const outcomes = await Promise.all(
			people.map((person) => put('raced', 1, { database: person.replace(/\W/g, '_') }, person, 'LAKE-77')),
		)
		const winners = outcomes.flatMap((outcome) => (outcome.ok ? outcome.value.source.updatedBy : []))
		expect(winners).toHaveLength(1)
		for (const outcome of outcomes) {
			if (outcome.ok) continue
			expect(outcome.problem).toBe('version-conflict')
			expect(outcome.detail).toContain(`${winners[0]} wrote version 2 at ${time.toISOString()} for LAKE-77`)
			expect(outcome.fix).toContain('version 2')
		}
		const listed = await versions('raced')
		expect(listed.ok && listed.value.items.map(({ version }) => version)).toEqual([2, 1])
	})

	it('lets exactly one of ten creators win', async () => {
		const outcomes = await Promise.all(Array.from({ length: 10 }, (_, n) => put('born', 0, { database: `db_${n}` })))
		expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
		for (const outcome of outcomes) if (!outcome.ok) expect(outcome.detail).toMatch(/wrote version 1/)
	})

	it.each([
		['a version that is not there yet', 'older', 7, /started from version 7.*wrote version 1/],
		['version 0 of a source that exists', 'older', 0, /started from version 0.*wrote version 1/],
		['a version of a source that does not exist', 'nowhere', 3, /no source nowhere yet.*no version 3/],
	])('refuses a change to %s', async (_why, sourceId, baseVersion, detail) => {
		await put('older', 0)
		const refused = await put(sourceId, baseVersion, { database: 'other' })
		expect(refused).toMatchObject({ ok: false, problem: 'version-conflict', detail: expect.stringMatching(detail) })
		expect(await get('nowhere')).toMatchObject({ ok: false, problem: 'not-found' })
	})

	it('refuses contradicting settings by field, each with its fix, and stores nothing', async () => {
		const refused = await put('wrong', 0, { catalogId: '999999999999' })
		expect(refused).toMatchObject({
			ok: false,
			problem: 'invalid-source',
			errors: [{ field: 'settings.roleArn', message: expect.stringMatching(/210987654321.*999999999999.*Use a role/) }],
		})
		expect(await get('wrong')).toMatchObject({
			ok: false,
			problem: 'not-found',
			detail: expect.stringContaining('wrong'),
		})
	})

	it('pages through versions, newest first, each once, also while new ones are written', async () => {
		await put('paged', 0)
		for (let version = 1; version < 5; version++) await put('paged', version, { database: `db_${version}` })
		const first = await versions('paged', { limit: 2 })
		if (!first.ok) throw new Error(first.detail)
		await put('paged', 5, { database: 'db_5' })
		const second = await versions('paged', { limit: 2, cursor: first.value.nextCursor ?? '' })
		const third = await versions('paged', { limit: 2, cursor: second.ok ? (second.value.nextCursor ?? '') : '' })
		const numbers = [first, second, third].map((page) => page.ok && page.value.items.map(({ version }) => version))
		expect(numbers).toEqual([[5, 4], [3, 2], [1]])
		expect(third.ok && third.value.nextCursor).toBeNull()
		const elsewhere = await versions('kept', { cursor: first.value.nextCursor ?? '' })
		expect(elsewhere).toMatchObject({ ok: false, problem: 'invalid-input', errors: [{ field: 'cursor' }] })
	})

	it('says of a source that does not exist that it has no versions to list', async () => {
		expect(await versions('nowhere')).toMatchObject({ ok: false, problem: 'not-found' })
	})
})
