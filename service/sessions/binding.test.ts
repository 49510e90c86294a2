import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Assertion } from '../../lib/saml/verify.ts'
import { newIdentity } from '../service.fixture.ts'
import type { Store } from '../store/store.ts'
import { hasPostgres, openTestStore } from '../store/test-store.ts'
import { bind, endSessions, releaseBinding } from './binding.ts'

const SIGNED_IN = Date.parse('2026-03-04T05:06:07.500Z')
const at = (seconds: number) => new Date(SIGNED_IN + seconds * 1000)

let number = 0
let person: string
let identity: string
beforeEach(() => {
	number += 1
	person = `person-${number}@sluice.example`
	identity = newIdentity()
})

const issued = (seconds: number): Assertion => ({
	assertionId: `_${number}-${seconds}`,
	nameId: person,
	email: person,
	displayName: null,
	groups: ['sluice-viewers'],
	inResponseTo: '_request',
	issuedAt: at(seconds).getTime(),
	notOnOrAfter: at(seconds + 300).getTime(),
	sessionNotOnOrAfter: null,
})

/** One connection runs one transaction after another, so only a server with several can show these orders. */
describe.runIf(hasPostgres)('a sign-in that meets, at the same row,', () => {
	let store: Store
	beforeAll(async () => {
		store = await openTestStore('postgres')
	})
	afterAll(() => store.close())

	const rowOf = () =>
		store.db
			.selectFrom('identity_bindings')
			.select(['ended_at', 'released_at'])
			.where('person', '=', person)
			.executeTakeFirstOrThrow()

	/** Starts each of `works` once those before it wait for the row, which is let go when all do: first come, first served. */
	async function queued<T>(works: (() => Promise<T>)[]): Promise<T[]> {
		const started: Promise<T>[] = []
		await store.db.transaction().execute(async (transaction) => {
			await transaction.selectFrom('identity_bindings').selectAll().where('person', '=', person).forUpdate().execute()
			for (const work of works) {
				started.push(work())
				await expect.poll(waiting).toBe(started.length)
			}
		})
		return Promise.all(started)
	}

	async function waiting(): Promise<number> {
		const { rows } = await sql<{ waiting: number }>`
			select count(*)::integer as waiting from pg_stat_activity
			where datname = current_database() and wait_event_type = 'Lock'`.execute(store.db)
		return rows[0]?.waiting ?? 0
	}

	const bindLate = () => bind(store.db, at(6), identity, issued(1))
	const end = () => endSessions(store.db, at(5), person)
	const release = () => releaseBinding(store.db, at(5), person)
	const tooOld = { done: 'refused', why: 'too-old' }

	it.each([
		['a sign-out ahead of it, is refused: it was issued before', end, { ended_at: at(5), released_at: null }],
		['a release ahead of it, is refused: it was issued before', release, { ended_at: null, released_at: at(5) }],
	])('%s', async (_, ending, left) => {
		await bind(store.db, at(0), identity, issued(0))
		const [, answer] = await queued<unknown>([ending, bindLate])
		expect(answer).toEqual(tooOld)
		expect(await rowOf()).toEqual(left)
	})

	it.each([
		['a sign-out behind it, is ended by that', end, { ended_at: at(5), released_at: null }],
		['a release behind it, is released by that', release, { ended_at: null, released_at: at(5) }],
	])('%s', async (_, ending, left) => {
		await bind(store.db, at(0), identity, issued(0))
		const [answer] = await queued<unknown>([bindLate, ending])
		expect(answer).toEqual({ done: 'bound' })
		expect(await rowOf()).toEqual(left)
	})

	it('a sign-out ahead of it, is bound when it was issued after', async () => {
		await bind(store.db, at(0), identity, issued(0))
		const [, answer] = await queued<unknown>([end, () => bind(store.db, at(8), identity, issued(7))])
		expect(answer).toEqual({ done: 'bound' })
		expect(await rowOf()).toEqual({ ended_at: null, released_at: null })
	})
})
