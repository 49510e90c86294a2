import { type Kysely, sql } from 'kysely'
import type { Database } from '../store/schema.ts'

export type OutboxState = {
	/** Requests whose event could have been delivered. */
	waiting: number
	/** How long the oldest of them has been waiting; null when none is. */
	oldestSeconds: number | null
	/** Requests that are still under way, or whose outcome was lost and is not given up yet. */
	open: number
	setAside: number
	/** Why events were set aside, the most frequent reason first, each with one of them. */
	reasons: { reason: string; count: number; auditId: string }[]
}

/** Beyond this many rows that nobody took into the outbox yet, counting them costs more than the number is worth. */
const COUNTED = 100_000

/** How far the delivery of track events is behind. */
export async function outboxState(db: Kysely<Database>): Promise<OutboxState> {
	const { rows } = await sql<Omit<OutboxState, 'reasons'>>`
		with untaken as (
			-- An outcome ends a request whose intent waits in the outbox or stands among these rows, too.
			select count(*) filter (where phase <> 'intent') as waiting, min(at) filter (where phase <> 'intent') as oldest,
				count(*) filter (where phase = 'intent') - count(*) filter (where phase = 'outcome') as open
			from (
				select at, phase from audit_rows where (xid, audit_id) > (select xid, audit_id from audit_outbox_position)
				order by xid, audit_id limit ${sql.lit(COUNTED)}
			) as next
		), taken as (
			select count(*) filter (where set_aside_at is null and ready_at <= now()) as waiting,
				min(ready_at) filter (where set_aside_at is null and ready_at <= now()) as oldest,
				count(*) filter (where set_aside_at is null and ready_at > now()) as open,
				count(*) filter (where set_aside_at is not null) as "setAside"
			from audit_outbox
		)
		select (taken.waiting + untaken.waiting)::integer as waiting,
			extract(epoch from now() - least(taken.oldest, untaken.oldest))::integer as "oldestSeconds",
			greatest(0, taken.open + untaken.open)::integer as open, "setAside"::integer as "setAside"
		from taken, untaken`.execute(db)
	const { rows: reasons } = await sql<OutboxState['reasons'][number]>`
		select reason, count(*)::integer as count, min(audit_id::text) as "auditId" from audit_outbox
		where set_aside_at is not null group by reason order by count(*) desc, reason limit 20`.execute(db)
	const [state] = rows
	if (!state) throw new Error('a query without rows')
	return { ...state, reasons }
}

/** Gives every event that was set aside all its tries again; answers how many there were. */
export async function retrySetAside(db: Kysely<Database>): Promise<number> {
	const { numUpdatedRows } = await db
		.updateTable('audit_outbox')
		.set({ set_aside_at: null, refusals: 0, failures: 0, due_at: sql`now()` })
		.where('set_aside_at', 'is not', null)
		.executeTakeFirst()
	return Number(numUpdatedRows)
}
