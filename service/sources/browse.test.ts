import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SourceRow } from '../../lib/contract/sources.ts'
import { createAudit } from '../audit/public.ts'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { sourcesHandlers } from './handler.ts'
import { importSources } from './import.ts'
import { callerOf, settingsOf } from './test-source.ts'

const customers = [
	'Zeta',
	'éclair',
	'Echo',
	'alpha',
	'Beta',
	'beta',
	'2nd',
	'Ωmega',
	'Mid',
	'mid',
	'Nord',
	'Ost',
	'Süd',
	'West',
]
const world = customers.map((customer, n) => ({
	sourceId: `s${String(n).padStart(2, '0')}`,
	...settingsOf({ customer }),
}))
/** By customer without case and accents, then by id. */
const byCustomer = ['s06', 's03', 's04', 's05', 's02', 's01', 's08', 's09', 's10', 's11', 's12', 's13', 's00', 's07']

describe.each(testedDatabases())('listing sources on %s', (kind) => {
	let store: Store
	let minute = 0
	const now = () => new Date(Date.UTC(2024, 4, 1, 10, minute))
	beforeAll(async () => {
		store = await openTestStore(kind)
		expect(await importSources(store.db, now, 'test', world)).toMatchObject({ ok: true })
	})
	afterAll(() => store.close())

	const list = async (person: string, page: { limit?: number; cursor?: string } = {}) => {
		const input = { q: undefined, limit: 50, ...page }
		const outcome = await sourcesHandlers.list(input, callerOf('viewer', person), { db: store.db, now })
		if (!outcome.ok) throw new Error(outcome.detail)
		return outcome.value
	}
	const ids = (items: SourceRow[]) => items.map(({ sourceId }) => sourceId)
	/** Leaves the audit row that the edge writes before `operation` runs, one minute after the last. */
	async function opened(person: string, target: string | null, operation = 'sources.get') {
		minute++
		const nothing = { gateRequestId: null, identityId: null, roleArn: null, role: null, ticket: null, sourceIp: null }
		const audit = createAudit(store.db, { writerId: crypto.randomUUID(), now, deadlineMs: 30_000 })
		await audit.intent({ requestId: 'r', person, operation, target, parameters: {}, ...nothing })
		minute++
	}
	async function all(person: string, limit: number, meanwhile = async () => {}) {
		const pages: SourceRow[][] = []
		let cursor: string | undefined
		do {
			const page = await list(person, { limit, cursor })
			pages.push(page.items)
			cursor = page.nextCursor ?? undefined
			await meanwhile()
		} while (cursor)
		return pages
	}

	it('is by customer, as people sort names, for who has opened nothing', async () => {
		const { items, nextCursor } = await list('new@x.example')
		expect(ids(items)).toEqual(byCustomer)
		expect(items.every(({ openedAt }) => openedAt === null)).toBe(true)
		expect(nextCursor).toBeNull()
	})

	it('leads with what this person opened last, each once with its newest time, and repeats none of it', async () => {
		await opened('pat@x.example', 's00')
		await opened('pat@x.example', 's05')
		await opened('eve@x.example', 's09')
		await opened('pat@x.example', 's11', 'sources.versions')
		await opened('pat@x.example', 'never-existed')
		await opened('pat@x.example', null)
		await opened('pat@x.example', 's00')
		const newest = new Date(now().getTime() - 60_000).toISOString()
		const { items } = await list('pat@x.example')
		expect(ids(items)).toEqual(['s00', 's05', ...byCustomer.filter((id) => id !== 's00' && id !== 's05')])
		expect(items[0]?.openedAt).toBe(newest)
		expect(items[2]?.openedAt).toBeNull()
	})

	it('leads with ten at most; older ones stand at their place', async () => {
		for (const id of byCustomer) await opened('all@x.example', id)
		const { items } = await list('all@x.example')
		const lastTen = byCustomer.toReversed().slice(0, 10)
		expect(ids(items)).toEqual([...lastTen, ...byCustomer.slice(0, 4)])
		expect(items.filter(({ openedAt }) => openedAt !== null)).toHaveLength(10)
	})

	it.each([1, 2, 3, 5, 10, 13, 14, 200])('shows every source once over pages of %d', async (limit) => {
		const person = `pages${limit}@x.example`
		for (const id of ['s12', 's01', 's06', 's07']) await opened(person, id)
		const pages = await all(person, limit)
		expect(pages.slice(0, -1).every((page) => page.length === limit)).toBe(true)
		expect(
			pages
				.flat()
				.map(({ sourceId }) => sourceId)
				.sort(),
		).toEqual([...byCustomer].sort())
		expect(pages[0]?.[0]).toMatchObject({ sourceId: 's07' })
	})

	it('shows every source once even when others are opened between the pages', async () => {
		for (const id of ['s12', 's01']) await opened('busy@x.example', id)
		const rest = [...byCustomer]
		const pages = await all('busy@x.example', 3, () => opened('busy@x.example', rest.pop() ?? 's00'))
		expect(
			pages
				.flat()
				.map(({ sourceId }) => sourceId)
				.sort(),
		).toEqual([...byCustomer].sort())
	})

	it('takes an empty query for none', async () => {
		const outcome = await sourcesHandlers.list({ q: '', limit: 3 }, callerOf('viewer', 'new@x.example'), {
			db: store.db,
			now,
		})
		expect(outcome.ok && ids(outcome.value.items)).toEqual(byCustomer.slice(0, 3))
	})
})
