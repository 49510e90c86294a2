import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../store/schema.ts'
import { type AuditEntry, createAudit } from './public.ts'

export const entry = (changed: Partial<AuditEntry> = {}): AuditEntry => ({
	requestId: 'JKJaXmPLvHcESHA=',
	gateRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
	identityId: 'us-west-2:11111111-2222-4333-8444-555555555555',
	person: 'sam@sluice.example',
	roleArn: 'arn:aws:iam::111122223333:role/sluice-console-support',
	role: 'support',
	operation: 'sources.get',
	target: 'harbor-web',
	ticket: 'LAKE-12',
	parameters: { sourceId: 'harbor-web', roleArn: 'arn:aws:iam::210987654321:role/SegmentDataLakeRole' },
	sourceIp: '203.0.113.7',
	...changed,
})
export const result = { status: 200, code: null, latencyMs: 12 }

export const writer = (db: Kysely<Database>, now = () => new Date(), writerId = `trial-${randomUUID()}`) =>
	createAudit(db, { writerId, now, deadlineMs: 30_000 })

/** `count` requests with their outcomes, of which every tenth is a refusal; answers the sorted ids of their events. */
export async function recordRequests(
	db: Kysely<Database>,
	count: number,
	changed: Partial<AuditEntry> = {},
): Promise<string[]> {
	const writerId = `trial-${randomUUID()}`
	const audit = writer(db, undefined, writerId)
	const refused = Math.floor(count / 10)
	const intents = await Promise.all(Array.from({ length: count - refused }, () => audit.intent(entry(changed))))
	await Promise.all([
		...intents.map((id) => audit.outcome(id, result)),
		...Array.from({ length: refused }, () => audit.refused(entry(changed), { ...result, status: 403, code: 'role' })),
	])
	const rows = await db
		.selectFrom('audit_rows')
		.select('audit_id')
		.where('writer_id', '=', writerId)
		.where('phase', '<>', 'outcome')
		.execute()
	return rows.map(({ audit_id }) => audit_id).sort()
}

/** As if everything so far were delivered: audit rows cannot be taken away, so tests that share a store begin here. */
export async function forgetRequests(db: Kysely<Database>): Promise<void> {
	await sql`delete from audit_outbox`.execute(db)
	await sql`update audit_outbox_position set xid = last.xid, audit_id = last.audit_id
		from (select xid, audit_id from audit_rows order by xid desc, audit_id desc limit 1) as last`.execute(db)
}
