-- What is known of a cluster through the settings of one source: the newest fetch, what it told, and who looks on.
-- `look` holds what the account answered; `description` the last time that EMR described the cluster.
create table clusters (
	source_id text not null,
	cluster_id text not null,
	customer text not null,
	settings jsonb not null,
	requester jsonb not null,
	requested_at timestamptz not null,
	ticket text,
	fetch_id text not null,
	attempt integer not null default 0,
	fetching_since timestamptz,
	failure text,
	look jsonb,
	looked_at timestamptz,
	description jsonb,
	described_at timestamptz,
	watched_until timestamptz not null,
	next_look_at timestamptz,
	every_ms integer not null default 0,
	looks_alike integer not null default 0,
	primary key (source_id, cluster_id),
	check ((look is null) = (looked_at is null)),
	check ((description is null) = (described_at is null))
);
create index clusters_by_time on clusters (requested_at desc, source_id desc, cluster_id desc);
create index clusters_of_a_place on clusters (cluster_id);
create index clusters_due on clusters (next_look_at) where next_look_at is not null and fetching_since is null;

-- Steps that Sluice submitted. The customer's role cannot list steps, so what is not recorded here is never seen again.
create table cluster_steps (
	account_id text not null,
	region text not null,
	cluster_id text not null,
	step_id text not null,
	source_id text not null,
	replay_id text,
	submitted_by text not null,
	submitted_at timestamptz not null,
	description jsonb,
	described_at timestamptz,
	primary key (account_id, region, cluster_id, step_id),
	check ((description is null) = (described_at is null))
);
