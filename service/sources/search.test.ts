import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../lib/contract/role.ts'
import { sources } from '../../lib/contract/sources.ts'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { sourcesHandlers } from './handler.ts'
import { importSources } from './import.ts'
import { callerOf, settingsOf } from './test-source.ts'

const world = [
	{ sourceId: 'harbor-web', ...settingsOf({ externalIds: ['ws-harbor', 'secret-ext-1'] }) },
	{ sourceId: 'harbor-ios', ...settingsOf({ database: 'harbor_ios', clusterId: 'j-2HARB0RIOS01' }) },
	{
		sourceId: 'fjord_prod',
		...settingsOf({
			workspaceId: 'ws-fjord',
			customer: 'Société 100% "Fjörd" \\ Co',
			roleArn: 'arn:aws:iam::310987654322:role/lake/Fjord_Role',
			catalogId: '310987654322',
			bucket: 'fjord.datalake',
			externalIds: ['ws-fjord'],
			clusterId: 'j-3FJ0RDPR0D11',
		}),
	},
	{
		sourceId: 'zeta-two',
		...settingsOf({
			workspaceId: 'ws-zeta-two',
			customer: 'Early Zeta',
			clusterId: 'j-9ZETA00000012',
			externalIds: ['ws-zeta-two'],
		}),
	},
	{
		sourceId: 'ws-harbor',
		...settingsOf({
			workspaceId: 'ws-zeta',
			customer: 'Zeta',
			clusterId: 'j-9ZETA0000001',
			roleArn: 'arn:aws:iam::410987654323:role/Zeta',
			catalogId: '410987654323',
			bucket: 'zeta-lake',
			externalIds: ['zeta-ext'],
		}),
	},
]

describe.each(testedDatabases())('searching sources on %s', (kind) => {
	let store: Store
	const now = () => new Date('2024-05-01T10:00:00.000Z')
	beforeAll(async () => {
		store = await openTestStore(kind)
		expect(await importSources(store.db, now, 'test', world)).toMatchObject({ ok: true, created: 5 })
	})
	afterAll(() => store.close())

	const list = (q: string, role: Role = 'support', page: { limit?: number; cursor?: string } = {}) =>
		sourcesHandlers.list({ q, limit: 50, ...page }, callerOf(role), { db: store.db, now })
	const found = async (q: string, role?: Role) => {
		const outcome = await list(q, role)
		if (!outcome.ok) throw new Error(outcome.detail)
		expect(sources.list.output.safeParse(outcome.value).success).toBe(true)
		return outcome.value.items.map(({ sourceId }) => sourceId)
	}

	it.each([
		['a source id', 'harbor-web', ['harbor-web']],
		['any part of one, in any case', 'HARBOR-I', ['harbor-ios']],
		['a customer, without case and accents', 'SOCIETE 100% "fjord"', ['fjord_prod']],
		['a customer as written', 'Société', ['fjord_prod']],
		['a cluster id', 'j-2harb0rios01', ['harbor-ios']],
		['a workspace: exact ids first, then by customer and id', 'ws-harbor', ['harbor-ios', 'harbor-web', 'ws-harbor']],
		['part of a workspace', 'ws-harbo', ['harbor-ios', 'harbor-web', 'ws-harbor']],
		['% as itself, which LIKE would take for anything', '%', ['fjord_prod']],
		['_ as itself, which LIKE would take for one character', 'fjord_prod', ['fjord_prod']],
		['_ that stands nowhere', 'harbor_w', []],
		['a backslash as itself', '\\ co', ['fjord_prod']],
		['a quote as itself', '"', ['fjord_prod']],
		['SQL as text', "' or '1'='1", []],
		['an emoji that stands nowhere', '🌊', []],
		['nothing across the border of two fields', 'harbor-webws-harbor', []],
	])('finds by %s', async (_what, q, expected) => {
		expect(await found(q)).toEqual(expected)
		expect(await found(q, 'viewer')).toEqual(expected)
	})

	it('puts an exact id before everything that only holds it, even before a customer who sorts first', async () => {
		expect(await found('ws-zeta')).toEqual(['ws-harbor', 'zeta-two'])
		expect(await found('ws-zet')).toEqual(['zeta-two', 'ws-harbor'])
		expect(await found('J-9ZETA0000001')).toEqual(['ws-harbor', 'zeta-two'])
	})

	describe.each([
		['a role ARN', 'arn:aws:iam::310987654322:role/lake/Fjord_Role', 'fjord_prod'],
		['a part of a role ARN', 'role/lake/', 'fjord_prod'],
		['an account number', '310987654322', 'fjord_prod'],
		['a bucket', 'fjord.datalake', 'fjord_prod'],
		['an external id', 'secret-ext-1', 'harbor-web'],
	])('by %s', (_what, q, sourceId) => {
		it.each<[Role, boolean]>([
			['admin', true],
			['engineer', true],
			['support', true],
			['viewer', false],
			['auditor', false],
		])('finds for %s: %s, since a hit tells whoever may not see it that the guess was right', async (role, finds) => {
			expect(await found(q, role)).toEqual(finds ? [sourceId] : [])
		})
	})

	it.each([
		['NUL, which PostgreSQL refuses', 'har\0bor', /control character/],
		['half a character pair', 'har\ud83d', /half/],
		['a line end', 'harbor\nfjord', /control/],
		['an accent and nothing else, which would match everything', '\u0301', /accents/],
	])('refuses %s', async (_why, q, message) => {
		expect(await list(q)).toMatchObject({
			ok: false,
			problem: 'invalid-input',
			errors: [{ field: 'q', message: expect.stringMatching(message) }],
		})
	})

	it('pages: every hit once, in order, and an end', async () => {
		const seen: string[] = []
		let cursor: string | undefined
		do {
			const page = await list('a', 'support', { limit: 1, cursor })
			if (!page.ok) throw new Error(page.detail)
			seen.push(...page.value.items.map(({ sourceId }) => sourceId))
			cursor = page.value.nextCursor ?? undefined
		} while (cursor)
		expect(seen).toEqual(await found('a'))
		expect(seen).toHaveLength(5)
	})

	it('refuses a cursor that was cut, edited, made up, or taken from another search', async () => {
		const page = await list('a', 'support', { limit: 1 })
		const cursor = (page.ok && page.value.nextCursor) || ''
		expect(cursor).not.toBe('')
		const forged = Buffer.from(Buffer.from(cursor, 'base64url').toString().replace(/\[1,/, '[0,')).toString('base64url')
		expect(forged).not.toBe(cursor)
		for (const wrong of [
			cursor.slice(1),
			cursor.slice(0, -1),
			`${cursor}A`,
			forged,
			'',
			'x',
			'💧',
			`${cursor}=`,
			'W10',
			'bnVsbA',
		]) {
			const refused = await list('a', 'support', { cursor: wrong })
			expect(refused, wrong).toMatchObject({ ok: false, problem: 'invalid-input', errors: [{ field: 'cursor' }] })
		}
		expect(await list('ar', 'support', { cursor })).toMatchObject({ ok: false, errors: [{ field: 'cursor' }] })
		expect(await list('', 'support', { cursor })).toMatchObject({ ok: false, errors: [{ field: 'cursor' }] })
		expect(await list('A', 'support', { cursor })).toMatchObject({ ok: true })
	})

	it('keeps its cursor within the length that the contract allows, for the longest and widest names', async () => {
		const customer = '\ufdfa'.repeat(120)
		const wide = ['a', 'b'].map((end) => ({ sourceId: 'w'.repeat(127) + end, ...settingsOf({ customer }) }))
		expect(await importSources(store.db, now, 'test', wide)).toMatchObject({ ok: true })
		for (const q of ['www', 'ﷺ', '']) {
			const page = await list(q, 'support', { limit: q ? 1 : 5 })
			const cursor = (page.ok && page.value.nextCursor) || ''
			expect(sources.list.input.query.safeParse({ q, cursor }).success).toBe(true)
			expect(await list(q, 'support', { cursor })).toMatchObject({ ok: true })
		}
	})
})
