import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { acknowledge, claim, gather, postpone } from './outbox.ts'
import { retryByOperator } from './outbox-command.ts'
import { outboxState, retrySetAside } from './outbox-state.ts'
import { entry, forgetRequests, recordRequests, result, writer } from './rows.fixture.ts'

const HOUR = 3_600_000

describe.each(testedDatabases())('the outbox on %s', (kind) => {
	let store: Store
	beforeAll(async () => {
		store = await openTestStore(kind)
	})
	beforeEach(() => forgetRequests(store.db))
	afterAll(() => store.close())

	/** Transactions of other tests on the same server hold rows back, as long as they run. */
	const noneHeldBack = () =>
		expect
			.poll(
				async () => {
					const { rows } = await sql<{ held: number }>`select count(*)::integer as held from audit_rows
						where xid >= pg_snapshot_xmin(pg_current_snapshot())`.execute(store.db)
					return rows[0]?.held
				},
				{ timeout: 60_000 },
			)
			.toBe(0)
	const gatherNow = async (unknownAfterMs: number) => {
		while (await gather(store.db, unknownAfterMs));
	}
	const gatherAll = async (unknownAfterMs = HOUR) => {
		await noneHeldBack()
		await gatherNow(unknownAfterMs)
	}
	const claimAll = (leaseMs = HOUR) => claim(store.db, 10_000, leaseMs)
	const ids = (rows: { auditId: string }[]) => rows.map(({ auditId }) => auditId).sort()

	it('holds one event for a request: an intent with its outcome, or a refusal', async () => {
		const at = new Date('2026-11-20T10:00:00.123Z')
		const audit = writer(store.db, () => at)
		const id = await audit.intent(entry())
		await audit.outcome(id, { status: 409, code: 'version-conflict', latencyMs: 31 })
		await audit.refused(entry({ person: null, target: null }), { status: 403, code: 'role-unknown', latencyMs: 2 })
		await gatherAll()
		const claimed = await claimAll()
		expect(claimed.find(({ auditId }) => auditId === id)).toEqual({
			auditId: id,
			refusals: 0,
			failures: 0,
			at,
			phase: 'intent',
			requestId: 'JKJaXmPLvHcESHA=',
			gateRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
			identityId: 'us-west-2:11111111-2222-4333-8444-555555555555',
			person: 'sam@sluice.example',
			role: 'support',
			operation: 'sources.get',
			target: 'harbor-web',
			ticket: 'LAKE-12',
			status: 409,
			code: 'version-conflict',
			latencyMs: 31,
		})
		const refused = { phase: 'refused', person: null, status: 403, code: 'role-unknown', latencyMs: 2 }
		expect(claimed.filter(({ auditId }) => auditId !== id)).toMatchObject([refused])
	})

	it('waits for an outcome that comes later, and no longer than it was told', async () => {
		const audit = writer(store.db)
		const [late, lost] = [await audit.intent(entry()), await audit.intent(entry())]
		await gatherAll()
		expect(await claimAll()).toEqual([])
		expect(await outboxState(store.db)).toMatchObject({ waiting: 0, open: 2, oldestSeconds: null })
		await audit.outcome(late, result)
		await gatherAll()
		expect(await claimAll()).toMatchObject([{ auditId: late, status: 200 }])
		await sql`update audit_outbox set ready_at = now(), due_at = now() where audit_id = ${lost}`.execute(store.db)
		expect(await claimAll()).toMatchObject([{ auditId: lost, status: null, code: null, latencyMs: null }])
	})

	it('counts the wait from when the intent was taken: old ones are not unknown because nobody looked', async () => {
		const audit = writer(store.db, () => new Date(Date.now() - 24 * HOUR))
		await audit.intent(entry())
		await gatherAll()
		expect(await claimAll()).toEqual([])
	})

	it('knows the outcome of an intent that was sent as unknown and must be sent again', async () => {
		const audit = writer(store.db)
		const id = await audit.intent(entry())
		await gatherAll(0)
		const [claimed] = await claimAll()
		expect(claimed).toMatchObject({ auditId: id, status: null })
		await audit.outcome(id, result)
		await gatherAll()
		expect(await claimAll(), 'it is leased').toEqual([])
		await postpone(store.db, [
			{ auditId: id, refusals: 0, failures: 1, waitMs: 0, reason: 'status 503', setAside: false },
		])
		expect(await claimAll()).toMatchObject([{ auditId: id, status: 200, failures: 1 }])
	})

	it('has nothing to say of an outcome whose event is gone, and takes the first of two', async () => {
		const audit = writer(store.db)
		const [gone, twice] = [await audit.intent(entry()), await audit.intent(entry())]
		await gatherAll(0)
		await acknowledge(store.db, ids(await claimAll()))
		await audit.outcome(gone, result)
		const both = await audit.intent(entry())
		for (const status of [200, 500]) await audit.outcome(both, { ...result, status })
		for (const status of [200, 500]) await audit.outcome(twice, { ...result, status })
		await gatherAll()
		expect(await claimAll()).toMatchObject([{ auditId: both, status: 200 }])
		const apart = await audit.intent(entry())
		await gatherAll()
		for (const status of [200, 500]) {
			await audit.outcome(apart, { ...result, status })
			await gatherAll()
		}
		expect(await claimAll()).toMatchObject([{ auditId: apart, status: 200 }])
	})

	it('takes each of many requests once, whoever gathers and however often', async () => {
		const expected = await recordRequests(store.db, 1_300)
		const gatherers = Array.from({ length: 4 }, () => gatherAll())
		await Promise.all(gatherers)
		await gatherAll()
		const batches = await Promise.all(Array.from({ length: 4 }, () => claim(store.db, 400, HOUR)))
		const claimed = batches.flat()
		expect(ids(claimed)).toEqual(expected)
		expect(claimed.every(({ status }) => status !== null)).toBe(true)
		await acknowledge(store.db, ids(claimed))
		expect(await outboxState(store.db)).toEqual({ waiting: 0, oldestSeconds: null, open: 0, setAside: 0, reasons: [] })
	})

	it('gives what is due longest first, so that new requests push nothing back', async () => {
		for (const hours of [2, 3, 1]) {
			const audit = writer(store.db, () => new Date(Date.now() - hours * HOUR))
			await audit.refused(entry({ target: `${hours} hours` }), result)
		}
		await gatherAll()
		const next = async () => (await claim(store.db, 1, HOUR))[0]?.target
		expect([await next(), await next(), await next()]).toEqual(['3 hours', '2 hours', '1 hours'])
	})

	it('gives what was claimed and not acknowledged to somebody else once the lease is over, not before', async () => {
		const expected = await recordRequests(store.db, 3)
		await gatherAll()
		expect(ids(await claimAll(700))).toEqual(expected)
		expect(await claimAll()).toEqual([])
		const again: string[] = []
		await expect.poll(async () => again.push(...ids(await claimAll())), { timeout: 10_000 }).toBe(3)
		expect(again.sort()).toEqual(expected)
	})

	it('shows what waits, how long, and what was set aside and why, and gives that another chance', async () => {
		const audit = writer(store.db, () => new Date(Date.now() - 90_000))
		const refused = () => audit.refused(entry(), result)
		await Promise.all([refused(), refused(), refused()])
		await audit.outcome(await audit.intent(entry()), result)
		expect(await outboxState(store.db), 'before anybody gathered').toMatchObject({ waiting: 4, open: 0 })
		const open = await audit.intent(entry())
		expect(await outboxState(store.db), 'an intent alone').toMatchObject({ waiting: 4, open: 1 })
		await gatherAll()
		expect(await outboxState(store.db), 'the same, gathered').toMatchObject({ waiting: 4, open: 1 })
		await audit.outcome(open, result)
		expect(await outboxState(store.db), 'its outcome came').toMatchObject({ waiting: 5, open: 0 })
		await gatherAll()
		const [first, second] = await claimAll()
		if (!first || !second) throw new Error('nothing claimed')
		const aside = { refusals: 5, failures: 2, waitMs: 0, reason: 'status 400', setAside: true }
		await postpone(store.db, [{ auditId: first.auditId, ...aside }])
		const state = await outboxState(store.db)
		expect(state).toMatchObject({
			waiting: 4,
			setAside: 1,
			reasons: [{ reason: 'status 400', count: 1, auditId: first.auditId }],
		})
		expect(state.oldestSeconds).toBeGreaterThanOrEqual(90)
		expect(state.oldestSeconds).toBeLessThan(120)
		await postpone(store.db, [{ auditId: first.auditId, ...aside, reason: 'late', setAside: false }])
		expect(await outboxState(store.db), 'who was overtaken brings nothing back').toMatchObject({ setAside: 1 })
		expect(await claimAll()).toEqual([])
		expect(await retrySetAside(store.db)).toBe(1)
		expect(await claimAll()).toMatchObject([{ auditId: first.auditId, refusals: 0, failures: 0 }])
		expect(await retrySetAside(store.db)).toBe(0)
	})

	it('is an operator who gives another chance, and the audit says so', async () => {
		await recordRequests(store.db, 1)
		await gatherAll()
		const [claimed] = await claimAll()
		if (!claimed) throw new Error('nothing claimed')
		await postpone(store.db, [{ ...claimed, waitMs: HOUR, reason: 'status 400', setAside: true }])
		expect(await retryByOperator(store.db, () => new Date(), 'alex')).toBe(1)
		expect(await claimAll()).toMatchObject([{ auditId: claimed.auditId }])
		await gatherAll()
		expect(await claimAll()).toMatchObject([{ person: 'operator:alex', operation: 'outbox.retry', status: 200 }])
	})

	it('postpones for as long as it is told', async () => {
		await recordRequests(store.db, 2)
		await gatherAll()
		const [first, second] = await claimAll()
		if (!first || !second) throw new Error('nothing claimed')
		const later = { refusals: 0, failures: 1, reason: 'status 503', setAside: false }
		await postpone(store.db, [
			{ auditId: first.auditId, ...later, waitMs: HOUR },
			{ auditId: second.auditId, ...later, waitMs: 0 },
		])
		expect(await claimAll()).toMatchObject([{ auditId: second.auditId, failures: 1 }])
	})

	it('changes no audit row', async () => {
		await recordRequests(store.db, 20)
		const rows = () => sql`select *, xmin, xmax from audit_rows order by audit_id`.execute(store.db)
		const before = (await rows()).rows
		await gatherAll()
		await acknowledge(store.db, ids(await claimAll()))
		expect((await rows()).rows).toEqual(before)
	})

	it.runIf(kind === 'postgres')('steps over no row that commits late', async () => {
		await writer(store.db).refused(entry({ operation: 'first' }), result)
		await noneHeldBack()
		const begun = Promise.withResolvers<string>()
		const end = Promise.withResolvers<void>()
		const late = store.db.transaction().execute(async (transaction) => {
			begun.resolve(await writer(transaction).intent(entry({ operation: 'late' })))
			await end.promise
		})
		await begun.promise
		await writer(store.db).refused(entry({ operation: 'early' }), result)
		await gatherNow(0)
		expect(await claimAll(), 'an earlier transaction is still open').toMatchObject([{ operation: 'first' }])
		end.resolve()
		await late
		await gatherAll(0)
		expect((await claimAll()).map(({ operation }) => operation).sort()).toEqual(['early', 'late'])
	})
})
