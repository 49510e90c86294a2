import type { ColumnType, Generated, Selectable } from 'kysely'
import type { Change, SourceSettings } from '../../lib/contract/sources.ts'

/** A jsonb column: read as a value, written as JSON text (the two drivers turn arrays into different things). */
type Json<T> = ColumnType<T, string, string>
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

export type Database = {
	sources: SourcesTable
	source_versions: SourceVersionsTable
	identity_bindings: IdentityBindingsTable
	used_assertions: UsedAssertionsTable
	idempotency_keys: IdempotencyKeysTable
	audit_rows: AuditRowsTable
}

export type SourceRecord = Selectable<SourcesTable>
