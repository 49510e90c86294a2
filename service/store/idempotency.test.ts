import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIdempotency } from './idempotency.ts'
import type { Store } from './store.ts'
import { openTestStore, testedDatabases } from './test-store.ts'

describe.each(testedDatabases())('idempotency keys on %s', (kind) => {
	let store: Store
	let time = new Date('2024-05-01T10:00:00Z')
	const keys = () => createIdempotency(store.db, () => time)
	const answer = { status: 200, body: '{"released":1}' }
	beforeAll(async () => {
		store = await openTestStore(kind)
	})
	afterAll(() => store.close())

	it('tell exactly one of 100 parallel copies to do the work', async () => {
		const copies = Array.from({ length: 100 }, () => keys().begin('pat@x.example', 'sessions.release', 'many', 'h'))
		const states = (await Promise.all(copies)).map(({ state }) => state)
		expect(states.filter((state) => state === 'new')).toHaveLength(1)
		expect(states.filter((state) => state === 'in-progress')).toHaveLength(99)
	})

	it('tell exactly one of 100 to do the work while the one before gives up', async () => {
		const results = await Promise.all(
			Array.from({ length: 100 }, async () => {
				const { state } = await keys().begin('pat@x.example', 'sessions.release', 'given-up', 'h')
				if (state === 'new') await keys().abandon('pat@x.example', 'sessions.release', 'given-up')
				return state
			}),
		)
		expect(results).toContain('new')
		expect(await keys().begin('pat@x.example', 'sessions.release', 'given-up', 'h')).toEqual({ state: 'new' })
		expect(await keys().begin('pat@x.example', 'sessions.release', 'given-up', 'h')).toEqual({ state: 'in-progress' })
	})

	it('give every later copy the stored answer, word for word', async () => {
		await keys().begin('pat@x.example', 'sessions.release', 'stored', 'h')
		await keys().finish('pat@x.example', 'sessions.release', 'stored', answer)
		const copies = Array.from({ length: 20 }, () => keys().begin('pat@x.example', 'sessions.release', 'stored', 'h'))
		for (const copy of await Promise.all(copies)) expect(copy).toEqual({ state: 'stored', ...answer })
	})

	it('refuse another body, while the first is at work and after', async () => {
		await keys().begin('pat@x.example', 'sessions.release', 'other', 'h')
		expect(await keys().begin('pat@x.example', 'sessions.release', 'other', 'H')).toEqual({ state: 'different-body' })
		await keys().finish('pat@x.example', 'sessions.release', 'other', answer)
		expect(await keys().begin('pat@x.example', 'sessions.release', 'other', 'H')).toEqual({ state: 'different-body' })
	})

	it('are per person and per operation: nobody reads the answer given to somebody else', async () => {
		await keys().begin('pat@x.example', 'sessions.release', 'own', 'h')
		await keys().finish('pat@x.example', 'sessions.release', 'own', answer)
		expect(await keys().begin('eve@x.example', 'sessions.release', 'own', 'h')).toEqual({ state: 'new' })
		expect(await keys().begin('pat@x.example', 'sessions.bind', 'own', 'h')).toEqual({ state: 'new' })
	})

	it('are kept 24 hours, to the millisecond, then tidied away', async () => {
		const began = time
		await keys().begin('pat@x.example', 'sessions.release', 'day', 'h')
		await keys().finish('pat@x.example', 'sessions.release', 'day', answer)
		time = new Date(began.getTime() + 24 * 3600_000 - 1)
		expect(await keys().begin('pat@x.example', 'sessions.release', 'day', 'h')).toMatchObject({ state: 'stored' })
		time = new Date(began.getTime() + 24 * 3600_000)
		const copies = Array.from({ length: 20 }, () => keys().begin('pat@x.example', 'sessions.release', 'day', 'new'))
		const states = (await Promise.all(copies)).map(({ state }) => state)
		expect(states.filter((state) => state === 'new')).toHaveLength(1)
		await keys().finish('pat@x.example', 'sessions.release', 'day', answer)
		const left = await store.db.selectFrom('idempotency_keys').select('key').execute()
		expect(left).toEqual([{ key: 'day' }])
	})

	it('refuse to be finished twice, or by a copy that was not told to do the work', async () => {
		await keys().begin('pat@x.example', 'sessions.release', 'twice', 'h')
		await keys().finish('pat@x.example', 'sessions.release', 'twice', answer)
		await expect(keys().finish('pat@x.example', 'sessions.release', 'twice', answer)).rejects.toThrow(/only the copy/)
		await expect(keys().finish('pat@x.example', 'sessions.release', 'never', answer)).rejects.toThrow(/only the copy/)
	})

	it('keep an answer that was stored, even if the same copy abandons afterwards', async () => {
		await keys().begin('pat@x.example', 'sessions.release', 'kept', 'h')
		await keys().finish('pat@x.example', 'sessions.release', 'kept', answer)
		await keys().abandon('pat@x.example', 'sessions.release', 'kept')
		expect(await keys().begin('pat@x.example', 'sessions.release', 'kept', 'h')).toEqual({ state: 'stored', ...answer })
	})
})
