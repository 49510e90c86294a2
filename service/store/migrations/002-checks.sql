-- One permission check. What it looked at stands in `target`, what it found in `report`; neither changes once it ended.
create table checks (
	check_id text primary key,
	source_id text not null,
	customer text not null,
	profile text not null,
	status text not null check (status in ('running', 'done', 'failed')),
	target jsonb not null,
	source_version integer,
	requested_by text not null,
	requested_at timestamptz not null,
	requester jsonb not null,
	ticket text,
	attempt integer not null default 0,
	started_at timestamptz,
	finished_at timestamptz,
	total integer not null,
	verdict text check (verdict in ('ok', 'blocked', 'unclear')),
	headline text,
	failure text,
	report jsonb,
	check ((status = 'running') = (finished_at is null)),
	check ((status = 'done') = (report is not null)),
	check ((status = 'failed') = (failure is not null))
);
create index checks_by_source on checks (source_id, requested_at desc, check_id desc);
create index checks_by_time on checks (requested_at desc, check_id desc);

create function refuse_ended_check() returns trigger language plpgsql as $$
begin
	if old.status <> 'running' then
		raise exception 'check % has ended: % is refused', old.check_id, tg_op using errcode = 'insufficient_privilege';
	end if;
	return new;
end
$$;
create trigger checks_end_once before update on checks for each row execute function refuse_ended_check();

-- Findings of a check that still runs, by the attempt that found them.
create table check_findings (
	check_id text not null references checks,
	attempt integer not null,
	position integer generated always as identity,
	finding_id text not null,
	finding jsonb not null,
	primary key (check_id, attempt, finding_id)
);

-- Multipart uploads opened as probes: recorded before they are opened, so that none is left behind by a kill.
create table check_uploads (
	check_id text not null references checks,
	key text not null,
	place jsonb not null,
	opened_at timestamptz not null,
	ended_at timestamptz,
	primary key (check_id, key)
);
create index check_uploads_open on check_uploads (opened_at) where ended_at is null;

-- Whether an operation authorizes before it validates, as a control session showed it.
create table probe_soundness (
	operation text not null,
	region text not null,
	sound boolean not null,
	calibrated_at timestamptz not null,
	primary key (operation, region)
);

-- Ways of asking for a customer's role that were tried, each at most once a day: a refused one stands in their CloudTrail.
create table trust_tries (
	role_arn text not null,
	try jsonb not null,
	at timestamptz not null
);
create index trust_tries_recent on trust_tries (role_arn, at desc);
