-- What a replay would do, listed from the archive. Written once; days are texts such as 2026-03-31, in UTC.
create table replay_plans (
	plan_id text primary key,
	source_id text not null,
	source_version integer not null,
	customer text not null,
	settings jsonb not null,
	from_day text not null,
	to_day text not null,
	selection text not null check (selection in ('missing', 'all')),
	events jsonb not null,
	requested_by text not null,
	requested_at timestamptz not null,
	requester jsonb not null,
	ticket text,
	check_id text not null references checks,
	status text not null default 'running' check (status in ('running', 'done', 'failed')),
	attempt integer not null default 0,
	listed integer not null default 0,
	total integer not null,
	days jsonb,
	parts jsonb,
	digest text,
	failure text,
	finished_at timestamptz,
	check ((status = 'running') = (finished_at is null)),
	check ((status = 'done') = (digest is not null and days is not null and parts is not null)),
	check ((status = 'failed') = (failure is not null))
);
create index replay_plans_by_source on replay_plans (source_id, requested_at desc);

create function refuse_ended_plan() returns trigger language plpgsql as $$
begin
	if old.status <> 'running' then
		raise exception 'plan % has ended: % is refused', old.plan_id, tg_op using errcode = 'insufficient_privilege';
	end if;
	return new;
end
$$;
create trigger replay_plans_end_once before update on replay_plans for each row execute function refuse_ended_plan();

-- A plan that somebody submitted. `due_at`: when a worker looks at it next; null when nothing is to be done by itself.
-- `attempt` counts the workers that took it up: one that was overtaken writes nothing any more.
create table replays (
	replay_id text primary key,
	plan_id text not null unique references replay_plans,
	source_id text not null,
	customer text not null,
	status text not null check (status in ('awaiting-approval', 'refused', 'waiting', 'running', 'confirming', 'undecided',
		'cancelling', 'cancelled', 'failed', 'done')),
	digest text not null,
	days integer not null,
	bytes double precision not null,
	recovery text not null check (recovery in ('list', 'claim', 'decide')),
	acknowledged jsonb not null,
	requested_by text not null,
	requested_at timestamptz not null,
	requester jsonb not null,
	ticket text not null,
	over_limit text,
	decision text check (decision in ('approved', 'refused')),
	decided_by text,
	decided_at timestamptz,
	decided_because text,
	cancelled_by text,
	cancelled_at timestamptz,
	attempt integer not null default 0,
	due_at timestamptz,
	ended_at timestamptz,
	failure text,
	check ((decision is null) = (decided_at is null)),
	check ((cancelled_by is null) = (cancelled_at is null)),
	check (decided_by <> requested_by),
	check ((status in ('refused', 'cancelled', 'failed', 'done')) = (ended_at is not null))
);
create index replays_by_source on replays (source_id, requested_at desc, replay_id desc);
create index replays_by_time on replays (requested_at desc, replay_id desc);
create index replays_due on replays (due_at) where due_at is not null;

-- One step of the cluster each. `signed_at` is committed before the call is made and is the time in its signature.
-- `unproven`: it was sent again although nobody could show that a step of an earlier submission never ran.
create table replay_parts (
	replay_id text not null references replays,
	position integer not null,
	from_day text not null,
	to_day text not null,
	days integer not null,
	objects integer not null,
	bytes double precision not null,
	token text not null unique,
	state text not null default 'planned' check (state in ('planned', 'submitting', 'confirming', 'undecided', 'submitted',
		'done', 'failed', 'cancelled', 'skipped')),
	submissions integer not null default 0,
	unproven boolean not null default false,
	signed_at timestamptz,
	step_id text,
	step jsonb,
	described_at timestamptz,
	rows double precision,
	ended_at timestamptz,
	failure jsonb,
	primary key (replay_id, position),
	check ((submissions = 0) = (signed_at is null)),
	check (submissions > 0 or not unproven),
	check (state not in ('submitted', 'done') or step_id is not null)
);
create unique index replay_parts_at_work on replay_parts (replay_id)
	where state in ('submitting', 'confirming', 'undecided', 'submitted');

-- Which days of a source a replay holds. While it is open no other replay of the source may have the same day.
create table replay_days (
	replay_id text not null references replays,
	source_id text not null,
	day text not null,
	position integer not null,
	state text not null default 'open' check (state in ('open', 'loaded', 'free')),
	settled_at timestamptz,
	primary key (replay_id, day)
);
create unique index replay_days_open on replay_days (source_id, day) where state = 'open';
create index replay_days_loaded on replay_days (source_id, day) where state = 'loaded';

create table replay_history (
	replay_id text not null references replays,
	position integer generated always as identity,
	at timestamptz not null,
	person text,
	text text not null,
	primary key (replay_id, position)
);
