import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { type AuditEntry, createAudit } from './public.ts'
import { hashOf } from './row.ts'

const now = () => new Date('2024-05-01T10:00:00.123Z')
const entry = (changed: Partial<AuditEntry> = {}): AuditEntry => ({
	requestId: 'JKJaXmPLvHcESHA=',
	gateRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
	identityId: 'us-west-2:11111111-2222-4333-8444-555555555555',
	person: 'support@sluice.example',
	roleArn: 'arn:aws:iam::111122223333:role/sluice-console-support',
	role: 'support',
	operation: 'sources.get',
	target: 'harbor-web',
	ticket: 'LAKE-12',
	parameters: { z: 1.5, a: [true, null, 'ä'], m: { é: -0, b: 1e21 } },
	sourceIp: '127.0.0.1',
	...changed,
})
const result = { status: 200, code: null, latencyMs: 12.6 }

describe.each(testedDatabases())('the audit on %s', (kind) => {
	let store: Store
	beforeAll(async () => {
		store = await openTestStore(kind)
	})
	afterAll(() => store.close())

	const audit = (writerId: string, db: Kysely<Database> = store.db, deadlineMs = 30_000) =>
		createAudit(db, { writerId, now, deadlineMs })
	const rowsOf = (writerId: string) =>
		store.db.selectFrom('audit_rows').selectAll().where('writer_id', '=', writerId).orderBy('writer_sequence').execute()

	it('has committed the row when the promise resolves: intent, then its outcome, or one refusal', async () => {
		const writer = audit('phases')
		const id = await writer.intent(entry())
		expect(await rowsOf('phases')).toMatchObject([
			{ audit_id: id, phase: 'intent', writer_sequence: 1, person: 'support@sluice.example', target: 'harbor-web' },
		])
		await writer.outcome(id, result)
		await writer.refused(entry({ person: null }), { status: 403, code: 'role-unknown', latencyMs: 0.2 })
		expect((await rowsOf('phases')).slice(1)).toMatchObject([
			{
				phase: 'outcome',
				writer_sequence: 2,
				intent_id: id,
				request_id: null,
				status: 200,
				code: null,
				latency_ms: 13,
			},
			{ phase: 'refused', writer_sequence: 3, intent_id: null, person: null, status: 403, code: 'role-unknown' },
		])
	})

	it('stores what its hash says, whatever the parameters hold', async () => {
		const writer = audit('hashes')
		const odd = [
			undefined,
			null,
			'text',
			[1, [2, { x: [] }]],
			JSON.parse('{"__proto__": {"a": 1}, "10": 1, "9": 2}'),
			{ nul: 'a\0b', half: '\ud800', 'n\0me': 1 },
			{ big: Number.MAX_SAFE_INTEGER, tiny: 5e-324, huge: 1.7976931348623157e308, third: 1 / 3 },
			{ at: new Date(0), gone: undefined },
		]
		for (const parameters of odd) await writer.intent(entry({ parameters }))
		await writer.intent(entry({ requestId: 'a\0b', target: '\udc00', sourceIp: '\0' }))
		await writer.outcome(await writer.intent(entry()), result)
		const rows = await rowsOf('hashes')
		expect(rows).toHaveLength(odd.length + 3)
		for (const row of rows) expect(hashOf(row), JSON.stringify(row.parameters)).toBe(row.hash)
	})

	it('changes the hash with every column but the transaction number', async () => {
		await audit('columns').intent(entry())
		const [row] = await rowsOf('columns')
		if (!row) throw new Error('no row')
		for (const column of Object.keys(row).filter((name) => name !== 'hash' && name !== 'xid')) {
			const changed = { ...row, [column]: column === 'at' ? new Date(0) : 'changed' }
			expect(hashOf(changed), column).not.toBe(row.hash)
		}
		const moved = { ...row, xid: '1' }
		expect(hashOf(moved)).toBe(row.hash)
	})

	it('numbers rows without gap or double under 300 parallel calls, in few statements', async () => {
		const writer = audit('many')
		await Promise.all(Array.from({ length: 300 }, (_, n) => writer.intent(entry({ requestId: `r${n}` }))))
		const rows = await rowsOf('many')
		expect(rows.map((row) => row.writer_sequence)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1))
		expect(new Set(rows.map((row) => row.request_id)).size).toBe(300)
		expect(new Set(rows.map((row) => row.xid)).size).toBeLessThan(50)
	})

	it('goes on with the numbers of a writer that was started again, each writer on its own', async () => {
		await audit('again').intent(entry())
		await audit('other').intent(entry())
		await audit('again').intent(entry())
		expect((await rowsOf('again')).map((row) => row.writer_sequence)).toEqual([1, 2])
		expect((await rowsOf('other')).map((row) => row.writer_sequence)).toEqual([1])
	})

	it('leaves no gap after a failure, even when the row was committed though its answer got lost', async () => {
		let lose: 'nothing' | 'the statement' | 'the answer' = 'nothing'
		const flaky = store.db.withPlugin({
			transformQuery({ node }) {
				if (lose === 'the statement') throw new Error('connection lost before')
				return node
			},
			async transformResult({ result }) {
				if (lose === 'the answer') throw new Error('connection lost after')
				return result
			},
		})
		const writer = audit('flaky', flaky)
		await writer.intent(entry({ requestId: 'first' }))
		lose = 'the statement'
		await expect(writer.intent(entry({ requestId: 'never' }))).rejects.toThrow('before')
		lose = 'the answer'
		await expect(writer.intent(entry({ requestId: 'read only' }))).rejects.toThrow('after')
		lose = 'nothing'
		await writer.intent(entry({ requestId: 'second' }))
		lose = 'the answer'
		await expect(writer.intent(entry({ requestId: 'committed' }))).rejects.toThrow('after')
		lose = 'nothing'
		await writer.intent(entry({ requestId: 'last' }))
		const rows = await rowsOf('flaky')
		expect(rows.map((row) => [row.writer_sequence, row.request_id])).toEqual([
			[1, 'first'],
			[2, 'second'],
			[3, 'committed'],
			[4, 'last'],
		])
	})

	it.each([
		['update', sql`update audit_rows set status = 500 where writer_id = 'fixed'`],
		['delete', sql`delete from audit_rows where writer_id = 'fixed'`],
		['truncate', sql`truncate audit_rows`],
		['truncate by cascade', sql`truncate audit_rows, sources cascade`],
		[
			'upsert',
			sql`insert into audit_rows select * from audit_rows where writer_id = 'fixed' on conflict (audit_id) do update set code = 'x'`,
		],
	])('refuses %s, for the owner of the table too', async (_what, statement) => {
		await audit('fixed').intent(entry())
		const before = await rowsOf('fixed')
		await expect(statement.execute(store.db)).rejects.toThrow(/written once/)
		expect(await rowsOf('fixed')).toEqual(before)
	})

	it('refuses rows that are neither a whole intent nor a whole outcome', async () => {
		const row = { audit_id: randomUUID(), writer_id: 'half', writer_sequence: 1, at: now(), hash: '' }
		const insert = (phase: string, columns: object) =>
			sql`insert into audit_rows (audit_id, writer_id, writer_sequence, at, hash, phase, intent_id, request_id)
				select audit_id, writer_id, writer_sequence, at, hash, phase, intent_id, request_id
				from jsonb_populate_record(null::audit_rows, ${JSON.stringify({ ...row, phase, ...columns })}::jsonb)`.execute(
				store.db,
			)
		await expect(insert('outcome', {})).rejects.toThrow(/check/)
		await expect(insert('intent', {})).rejects.toThrow(/check/)
		await expect(insert('intent', { request_id: 'r', intent_id: randomUUID() })).rejects.toThrow(/check/)
		await insert('intent', { request_id: 'r' })
	})

	it('rejects within the deadline while the table is held by somebody else, and works again afterwards', async () => {
		const writer = audit('held', store.db, 300)
		const held = Promise.withResolvers<void>()
		const locked = Promise.withResolvers<void>()
		const holder = store.db.transaction().execute(async (transaction) => {
			await sql`lock table audit_rows in exclusive mode`.execute(transaction)
			locked.resolve()
			await held.promise
		})
		await locked.promise
		const calls = await Promise.allSettled([writer.intent(entry()), writer.intent(entry())])
		expect(calls.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
		held.resolve()
		await holder
		await expect
			.poll(() =>
				writer.intent(entry()).then(
					() => 'written',
					() => 'refused',
				),
			)
			.toBe('written')
		const numbers = (await rowsOf('held')).map((row) => row.writer_sequence)
		expect(numbers).toEqual(numbers.map((_, index) => index + 1))
	})

	it('rejects when the database is gone', async () => {
		const gone = await openTestStore(kind)
		const writer = audit('gone', gone.db)
		await writer.intent(entry())
		await gone.close()
		await expect(writer.intent(entry())).rejects.toThrow()
		await expect(writer.refused(entry(), result)).rejects.toThrow()
	})
})
