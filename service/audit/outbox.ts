import { type Kysely, sql } from 'kysely'
import type { Database } from '../store/schema.ts'
import type { TrackedRequest } from './track-event.ts'

export type Claimed = TrackedRequest & {
	/** How often the receiver refused it, and how often it failed although others got through. */
	refusals: number
	failures: number
}

/** Audit rows taken at once: few enough not to be felt beside requests, on the embedded database too. */
const GATHERED_AT_ONCE = 500

/**
 * Takes audit rows into the outbox, each exactly once, and answers whether there may be more. Only rows below the oldest
 * transaction that still runs are taken, so one that commits late is never stepped over. An intent waits for its outcome,
 * `unknownAfterMs` at most, counted from here: its outcome may be among the rows that are still to be taken.
 */
export async function gather(db: Kysely<Database>, unknownAfterMs: number): Promise<boolean> {
	// Asked first, because taking the lock writes.
	if (!(await hasMore(db))) return false
	return db.transaction().execute(async (transaction) => {
		const { rows: held } = await sql`select from audit_outbox_position for update skip locked`.execute(transaction)
		// Another process is gathering just now.
		if (held.length === 0) return false
		const { rows } = await sql<{ taken: number }>`
			with taken as materialized (
				select xid, audit_id, phase, at, intent_id from audit_rows
				where (xid, audit_id) > (select xid, audit_id from audit_outbox_position)
					and xid < pg_snapshot_xmin(pg_current_snapshot())
				order by xid, audit_id limit ${sql.lit(GATHERED_AT_ONCE)}
			), outcomes as (
				-- A write that was given up may have happened: the first outcome of an intent counts.
				select distinct on (intent_id) intent_id, audit_id, at from taken where phase = 'outcome'
				order by intent_id, xid, audit_id
			), begun as (
				insert into audit_outbox (audit_id, outcome_id, ready_at, due_at)
				select audit_id, outcome_id, ready_at, ready_at from (
					select taken.audit_id, outcomes.audit_id as outcome_id,
						case when taken.phase = 'refused' then taken.at
							else coalesce(outcomes.at, now() + ${unknownAfterMs}::float8 * interval '1 millisecond')
						end as ready_at
					from taken left join outcomes on outcomes.intent_id = taken.audit_id
					where taken.phase <> 'outcome'
				) as request
			), ended as (
				update audit_outbox set outcome_id = outcomes.audit_id, ready_at = least(ready_at, outcomes.at),
					-- One that was sent as unknown meanwhile keeps its lease or pause.
					due_at = case when due_at = ready_at then outcomes.at else due_at end
				from outcomes
				where audit_outbox.audit_id = outcomes.intent_id and outcome_id is null
			), moved as (
				update audit_outbox_position set xid = last.xid, audit_id = last.audit_id
				from (select xid, audit_id from taken order by xid desc, audit_id desc limit 1) as last
			)
			select count(*)::integer as taken from taken`.execute(transaction)
		return rows[0]?.taken === GATHERED_AT_ONCE
	})
}

async function hasMore(db: Kysely<Database>): Promise<boolean> {
	const { rows } = await sql`
		select from audit_rows
		where (xid, audit_id) > (select xid, audit_id from audit_outbox_position)
			and xid < pg_snapshot_xmin(pg_current_snapshot())
		order by xid, audit_id limit 1`.execute(db)
	return rows.length > 0
}

/** Takes up to `most` due requests for `leaseMs`: until then nobody else gets them, afterwards anybody. */
export async function claim(db: Kysely<Database>, most: number, leaseMs: number): Promise<Claimed[]> {
	const { rows } = await sql<Claimed>`
		with due as (
			select audit_id from audit_outbox where set_aside_at is null and due_at <= now()
			order by due_at limit ${most} for update skip locked
		), claimed as (
			update audit_outbox set due_at = now() + ${leaseMs}::float8 * interval '1 millisecond'
			from due where audit_outbox.audit_id = due.audit_id
			returning audit_outbox.audit_id, outcome_id, refusals, failures
		)
		select claimed.audit_id as "auditId", refusals, failures, entry.at, entry.phase, entry.operation,
			entry.request_id as "requestId", entry.gate_request_id as "gateRequestId", entry.identity_id as "identityId",
			entry.person, entry.role, entry.target, entry.ticket, coalesce(outcome.status, entry.status) as status,
			coalesce(outcome.code, entry.code) as code, coalesce(outcome.latency_ms, entry.latency_ms) as "latencyMs"
		from claimed join audit_rows as entry on entry.audit_id = claimed.audit_id
			left join audit_rows as outcome on outcome.audit_id = claimed.outcome_id`.execute(db)
	return rows
}

/** Their events are delivered: the outbox forgets them. */
export async function acknowledge(db: Kysely<Database>, auditIds: string[]): Promise<void> {
	await sql`delete from audit_outbox where audit_id in
		(select value::uuid from jsonb_array_elements_text(${JSON.stringify(auditIds)}::jsonb))`.execute(db)
}

/** `waitMs`: until the next try. `setAside`: there is none, unless an operator says so. */
export type Postponed = Pick<Claimed, 'auditId' | 'refusals' | 'failures'> & {
	waitMs: number
	reason: string | null
	setAside: boolean
}

export async function postpone(db: Kysely<Database>, postponed: Postponed[]): Promise<void> {
	if (postponed.length === 0) return
	await sql`
		update audit_outbox set refusals = next.refusals, failures = next.failures,
			reason = coalesce(next.reason, audit_outbox.reason),
			due_at = now() + next."waitMs" * interval '1 millisecond',
			set_aside_at = case when next."setAside" then now() end
		from jsonb_to_recordset(${JSON.stringify(postponed)}::jsonb) as next("auditId" uuid, refusals integer,
			failures integer, "waitMs" float8, reason text, "setAside" boolean)
		where audit_outbox.audit_id = next."auditId" and audit_outbox.set_aside_at is null`.execute(db)
}
