import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { within } from '../deadline.ts'
import { createBatch } from '../store/batch.ts'
import type { Database } from '../store/schema.ts'
import type { AuditEntry, AuditId, AuditResult } from './entry.ts'
import { type AuditDraft, entryColumns, numbered, outcomeColumns, resultColumns } from './row.ts'

export { canonicalJson, sha256, storableText } from './canonical.ts'
export type { AuditEntry, AuditId, AuditResult } from './entry.ts'
export { lastTargets } from './last-targets.ts'

/** Every promise resolves after its row is committed and rejects when that cannot be promised: answer 503 then. */
export type Audit = {
	/** Before any effect. The id names the intent in its outcome. */
	intent(entry: AuditEntry): Promise<AuditId>
	/** After the effect of an intent. */
	outcome(id: AuditId, result: AuditResult): Promise<void>
	/** A call that was refused before it could have an effect: one row is all of it. */
	refused(entry: AuditEntry, result: AuditResult): Promise<void>
	/** Resolves when every row handed over so far is committed or given up. For a stop: call it before the store closes. */
	settled(): Promise<void>
}

/** `deadlineMs`: how long a caller waits for a database that does not answer. */
export type AuditOptions = { writerId: string; now: () => Date; deadlineMs: number }

/**
 * Rows of one writer are numbered 1, 2, 3 ... without a gap, across restarts too; `writerId` may belong to one live
 * process only. What arrives while a commit is under way shares the next one.
 */
export function createAudit(db: Kysely<Database>, options: AuditOptions): Audit {
	const { writerId, now, deadlineMs } = options
	let next: number | null = null
	const underWay = new Set<Promise<AuditId>>()

	const batch = createBatch(async (drafts: AuditDraft[]) => {
		const first = next ?? (await within(deadlineMs, lastSequence(db, writerId))) + 1
		// Until the commit is known to have happened, the numbers may or may not be taken: ask again after a failure.
		next = null
		const rows = drafts.map((draft, index) => numbered(draft, writerId, first + index))
		await within(deadlineMs, insert(db, rows))
		next = first + drafts.length
		return drafts.map(({ audit_id }) => audit_id)
	})
	// Its own deadline for each call as well: it may have to wait for a flush that is lost already.
	const write = (draft: AuditDraft) => {
		const written = within(deadlineMs, batch(draft))
		underWay.add(written)
		const done = () => underWay.delete(written)
		written.then(done, done)
		return written
	}

	return {
		intent: (entry) => write({ audit_id: randomUUID(), phase: 'intent', at: now(), ...entryColumns(entry) }),
		async outcome(id, result) {
			await write({ audit_id: randomUUID(), phase: 'outcome', at: now(), ...outcomeColumns(id, result) })
		},
		async refused(entry, result) {
			await write({
				audit_id: randomUUID(),
				phase: 'refused',
				at: now(),
				...entryColumns(entry),
				...resultColumns(result),
			})
		},
		async settled() {
			while (underWay.size > 0) await Promise.allSettled(underWay)
		},
	}
}

async function lastSequence(db: Kysely<Database>, writerId: string): Promise<number> {
	const last = await db
		.selectFrom('audit_rows')
		.select('writer_sequence')
		.where('writer_id', '=', writerId)
		.orderBy('writer_sequence', 'desc')
		.limit(1)
		.executeTakeFirst()
	return last?.writer_sequence ?? 0
}

/** One statement with one parameter for any number of rows of JSON: its text never changes and costs nothing to build. */
async function insert(db: Kysely<Database>, rows: string[]): Promise<void> {
	await sql`
		insert into audit_rows (audit_id, writer_id, writer_sequence, phase, at, intent_id, request_id, gate_request_id,
			identity_id, person, role_arn, role, operation, target, ticket, parameters, source_ip, status, code,
			latency_ms, hash)
		select audit_id, writer_id, writer_sequence, phase, at, intent_id, request_id, gate_request_id,
			identity_id, person, role_arn, role, operation, target, ticket, parameters, source_ip, status, code,
			latency_ms, hash
		from jsonb_populate_recordset(null::audit_rows, ${`[${rows.join(',')}]`}::jsonb)`.execute(db)
}
