import type { ColumnType, Generated, Selectable } from 'kysely'
import type { Advice, Finding, Profile, TrustTry } from '../../lib/contract/check-report.ts'
import type { Change, SourceSettings } from '../../lib/contract/sources.ts'
import type { ClusterStepsTable, ClustersTable } from './cluster-schema.ts'
import type {
	ReplayDaysTable,
	ReplayHistoryTable,
	ReplayPartsTable,
	ReplayPlansTable,
	ReplaysTable,
} from './replay-schema.ts'

/** A jsonb column: read as a value, written as JSON text (the two drivers turn arrays into different things). */
export type Json<T> = ColumnType<T, string, string>
type Never<T> = ColumnType<T, T, never>

export type SourcesTable = {
	source_id: string
	settings: Json<SourceSettings>
	version: number
	updated_at: Date
	updated_by: string
	customer_key: string
	search_open: string
	search_connection: string
}

/** `changes` keeps every value; redaction is the router's, by role. */
export type StoredChange = Required<Change>

export type SourceVersionsTable = {
	source_id: string
	version: number
	settings: Json<SourceSettings>
	changes: Json<StoredChange[]>
	reason: string | null
	updated_at: Date
	updated_by: string
}

/**
 * Which person a Cognito identity is. `ended_at` (sign-out) stops calls until a fresh assertion renews the row;
 * `released_at` frees identity and person for another partner. Among rows not released both are unique.
 */
export type IdentityBindingsTable = {
	binding_id: Generated<number>
	identity_id: string
	person: string
	name: string | null
	bound_at: Date
	ended_at: Date | null
	released_at: Date | null
	last_assertion_id: string
}

/** Assertion ids that were used once; a second insert of the same id fails on the primary key. */
export type UsedAssertionsTable = {
	assertion_id: string
	person: string
	expires_at: Date
}

/** `status` and `body` (the exact answer text) stay null while the first copy is at work. */
export type IdempotencyKeysTable = {
	person: string
	operation: string
	key: string
	body_hash: string
	status: number | null
	body: string | null
	expires_at: Date
}

/** Written once. `request_id` is the gateway's extended request id, `gate_request_id` its short one. */
export type AuditRowsTable = {
	audit_id: Never<string>
	writer_id: Never<string>
	writer_sequence: Never<number>
	phase: Never<'intent' | 'outcome' | 'refused'>
	at: Never<Date>
	intent_id: Never<string | null>
	request_id: Never<string | null>
	gate_request_id: Never<string | null>
	identity_id: Never<string | null>
	person: Never<string | null>
	role_arn: Never<string | null>
	role: Never<string | null>
	operation: Never<string | null>
	target: Never<string | null>
	ticket: Never<string | null>
	parameters: ColumnType<unknown, string | null, never>
	source_ip: Never<string | null>
	status: Never<number | null>
	code: Never<string | null>
	latency_ms: Never<number | null>
	hash: Never<string>
	xid: ColumnType<string, never, never>
}

/** `audit_id` is the event's id at its receiver. A row goes once its event is delivered. */
export type AuditOutboxTable = {
	audit_id: string
	outcome_id: string | null
	ready_at: Date
	due_at: Date
	refusals: Generated<number>
	failures: Generated<number>
	reason: string | null
	set_aside_at: Date | null
}

export type AuditOutboxPositionTable = { only_one: Generated<boolean>; xid: string; audit_id: string }

/** What a check looks at: the settings of its source at that moment, or those of the form. */
export type CheckedSettings = Pick<
	SourceSettings,
	'workspaceId' | 'region' | 'roleArn' | 'externalIds' | 'catalogId' | 'bucket' | 'database' | 'clusterId'
>

/** Who asked, for the audit rows that the work itself writes. */
export type Requester = {
	requestId: string
	identityId: string | null
	person: string
	roleArn: string
	role: string
	sourceIp: string
}

export type CheckReport = { findings: Finding[]; advice: Advice[]; trust: TrustTry[]; externalId: string | null }

/** `attempt` counts the workers that began it; one that was overtaken writes nothing any more. */
export type ChecksTable = {
	check_id: string
	source_id: string
	customer: string
	profile: Profile
	status: 'running' | 'done' | 'failed'
	target: Json<CheckedSettings>
	/** Null: the settings came from the form. */
	source_version: number | null
	requested_by: string
	requested_at: Date
	requester: Json<Requester>
	ticket: string | null
	attempt: Generated<number>
	started_at: Date | null
	finished_at: Date | null
	total: number
	verdict: 'ok' | 'blocked' | 'unclear' | null
	headline: string | null
	failure: string | null
	report: ColumnType<CheckReport | null, string | null, string>
}

export type CheckFindingsTable = {
	check_id: string
	attempt: number
	position: Generated<number>
	finding_id: string
	finding: Json<Finding>
}

export type CheckUploadsTable = {
	check_id: string
	key: string
	place: Json<unknown>
	opened_at: Date
	ended_at: Date | null
}

export type ProbeSoundnessTable = { operation: string; region: string; sound: boolean; calibrated_at: Date }

export type TrustTriesTable = { role_arn: string; try: Json<TrustTry>; at: Date }

export type Database = {
	sources: SourcesTable
	source_versions: SourceVersionsTable
	identity_bindings: IdentityBindingsTable
	used_assertions: UsedAssertionsTable
	idempotency_keys: IdempotencyKeysTable
	audit_rows: AuditRowsTable
	audit_outbox: AuditOutboxTable
	audit_outbox_position: AuditOutboxPositionTable
	checks: ChecksTable
	check_findings: CheckFindingsTable
	check_uploads: CheckUploadsTable
	probe_soundness: ProbeSoundnessTable
	trust_tries: TrustTriesTable
	clusters: ClustersTable
	cluster_steps: ClusterStepsTable
	replay_plans: ReplayPlansTable
	replays: ReplaysTable
	replay_parts: ReplayPartsTable
	replay_days: ReplayDaysTable
	replay_history: ReplayHistoryTable
}

export type SourceRecord = Selectable<SourcesTable>
export type CheckRecord = Selectable<ChecksTable>
