-- Requests whose track event is still to be delivered, by their intent or refused row. The audit itself stays untouched:
-- no foreign key points at it, since checking one would lock, and so rewrite, its rows.
create table audit_outbox (
	audit_id uuid primary key,
	outcome_id uuid,
	-- From when it may be sent: once its outcome is known, or when nobody waits for one any longer.
	ready_at timestamptz not null,
	-- When it may be taken next: after a lease, or after a pause.
	due_at timestamptz not null,
	refusals integer not null default 0,
	failures integer not null default 0,
	reason text,
	set_aside_at timestamptz,
	check (set_aside_at is null or reason is not null)
);
create index audit_outbox_due on audit_outbox (due_at) where set_aside_at is null;

-- The last audit row that was taken into the outbox, in the order below.
create table audit_outbox_position (
	only_one boolean primary key default true check (only_one),
	xid xid8 not null,
	audit_id uuid not null
);
insert into audit_outbox_position (xid, audit_id) values ('0', '00000000-0000-0000-0000-000000000000');

-- Below the oldest transaction that still runs this order is final: nothing is ever added behind a reader's back.
create index audit_rows_by_transaction on audit_rows (xid, audit_id);
