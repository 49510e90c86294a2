-- Names sort and compare by their bytes ("C"), so that both databases agree whatever locale they were made with.

create table sources (
	source_id text collate "C" primary key,
	settings jsonb not null,
	version integer not null check (version >= 1),
	updated_at timestamptz not null,
	updated_by text not null,
	-- Derived from settings on every write, folded for search and order.
	customer_key text collate "C" not null,
	search_open text collate "C" not null,
	search_connection text collate "C" not null
);
create index sources_by_customer on sources (customer_key, source_id);

create table source_versions (
	source_id text collate "C" not null references sources (source_id),
	version integer not null check (version >= 1),
	settings jsonb not null,
	changes jsonb not null,
	reason text,
	updated_at timestamptz not null,
	updated_by text not null,
	primary key (source_id, version)
);

-- One row per binding. Signing out ends it, but the pair stays one to one until an admin releases it.
create table identity_bindings (
	binding_id bigint generated always as identity primary key,
	identity_id text not null,
	person text not null,
	name text,
	bound_at timestamptz not null,
	ended_at timestamptz,
	released_at timestamptz,
	last_assertion_id text not null
);
create unique index identity_bindings_one_person on identity_bindings (identity_id) where released_at is null;
create unique index identity_bindings_one_identity on identity_bindings (person) where released_at is null;

create table used_assertions (
	assertion_id text primary key,
	person text not null,
	expires_at timestamptz not null
);
create index used_assertions_by_expiry on used_assertions (expires_at);

create table idempotency_keys (
	person text not null,
	operation text not null,
	key text not null,
	body_hash text not null,
	status integer,
	body text,
	expires_at timestamptz not null,
	primary key (person, operation, key),
	check ((status is null) = (body is null))
);
create index idempotency_keys_by_expiry on idempotency_keys (expires_at);

-- One row per phase of a request. The hash covers every column but xid, which only the database knows.
create table audit_rows (
	audit_id uuid primary key,
	writer_id text not null,
	writer_sequence bigint not null check (writer_sequence >= 1),
	phase text not null check (phase in ('intent', 'outcome', 'refused')),
	at timestamptz not null,
	intent_id uuid,
	request_id text,
	gate_request_id text,
	identity_id text,
	person text,
	role_arn text,
	role text,
	operation text,
	target text,
	ticket text,
	parameters jsonb,
	source_ip text,
	status integer,
	code text,
	latency_ms integer,
	hash text not null,
	xid xid8 not null default pg_current_xact_id(),
	unique (writer_id, writer_sequence),
	check ((phase = 'outcome') = (intent_id is not null)),
	check ((phase = 'outcome') = (request_id is null))
);
create index audit_rows_last_opened on audit_rows (person, at desc)
	where phase = 'intent' and operation = 'sources.get';

create function refuse_change() returns trigger language plpgsql as $$
begin
	raise exception 'audit rows are written once: % is refused', tg_op using errcode = 'insufficient_privilege';
end
$$;
create trigger audit_rows_written_once before update or delete on audit_rows
	for each row execute function refuse_change();
create trigger audit_rows_never_emptied before truncate on audit_rows
	for each statement execute function refuse_change();
