import type { Selectable } from 'kysely'
import type { AuditRowsTable } from '../store/schema.ts'
import { canonicalJson, sha256, storable, storableText } from './canonical.ts'
import type { AuditEntry, AuditResult } from './entry.ts'

/** A row before the writer gives it its number and hash; `parameters` is a value, not yet JSON text. */
export type AuditDraft = Omit<Selectable<AuditRowsTable>, 'writer_id' | 'writer_sequence' | 'hash' | 'xid'>
type HashedRow = AuditDraft & Pick<Selectable<AuditRowsTable>, 'writer_id' | 'writer_sequence'>

const nobody = {
	intent_id: null,
	request_id: null,
	gate_request_id: null,
	identity_id: null,
	person: null,
	role_arn: null,
	role: null,
	operation: null,
	target: null,
	ticket: null,
	parameters: null,
	source_ip: null,
	status: null,
	code: null,
	latency_ms: null,
}

const text = (value: string | null): string | null => (value === null ? null : storableText(value))

export const entryColumns = (entry: AuditEntry) => ({
	...nobody,
	request_id: storableText(entry.requestId),
	gate_request_id: text(entry.gateRequestId),
	identity_id: text(entry.identityId),
	person: text(entry.person),
	role_arn: text(entry.roleArn),
	role: text(entry.role),
	operation: storableText(entry.operation),
	target: text(entry.target),
	ticket: text(entry.ticket),
	parameters: storable(entry.parameters),
	source_ip: text(entry.sourceIp),
})

export const resultColumns = (result: AuditResult) => ({
	status: result.status,
	code: text(result.code),
	latency_ms: Math.round(result.latencyMs),
})

export const outcomeColumns = (intentId: string, result: AuditResult) => ({
	...nobody,
	intent_id: intentId,
	...resultColumns(result),
})

/** JSON of the stored row: the draft, its place in the writer's sequence and the hash that seals both. */
export function numbered(draft: AuditDraft, writerId: string, sequence: number): string {
	const text = hashedText({ ...draft, writer_id: writerId, writer_sequence: sequence })
	return `${text.slice(0, -1)},"hash":"${sha256(text)}"}`
}

const HASHED = [
	...Object.keys(nobody),
	'audit_id',
	'writer_id',
	'writer_sequence',
	'phase',
	'at',
].sort() as (keyof HashedRow)[]

/** The hash that a stored row must have. */
export const hashOf = (row: HashedRow): string => sha256(hashedText(row))

/** Canonical JSON of every column except `hash` itself and `xid`. The names are sorted once, not for each row. */
function hashedText(row: HashedRow): string {
	const members = HASHED.map((name) => {
		const value = row[name]
		return `"${name}":${value === null ? 'null' : canonicalJson(value instanceof Date ? value.toISOString() : value)}`
	})
	return `{${members.join(',')}}`
}
