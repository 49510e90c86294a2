import { randomUUID } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { type AuditEntry, createAudit } from '../audit/public.ts'
import type { Database } from '../store/schema.ts'
import { type ImportError, type ImportItem, readImport } from './import-file.ts'
import { type NextVersion, nextVersion, type Writing, writeVersions } from './record.ts'

/** All or nothing: with `ok: false` nothing was stored. */
export type ImportReport =
	| { ok: true; created: number; changed: number; unchanged: number }
	| { ok: false; errors: ImportError[] }

/**
 * Stores the sources of a file in one transaction, each as a new version if it differs from what is stored.
 * `actor` names the operator who runs the command and stands in versions and audit as `operator:<actor>`. The audit
 * holds one pair of rows for the command and one for each source that it writes.
 */
export async function importSources(
	db: Kysely<Database>,
	now: () => Date,
	actor: string,
	items: unknown,
): Promise<ImportReport> {
	const started = now()
	const person = `operator:${actor}`
	const audit = createAudit(db, { writerId: `import-${randomUUID()}`, now, deadlineMs: 30_000 })
	const entry = entryOf(person, `operator-${randomUUID()}`)
	const latencyMs = () => now().getTime() - started.getTime()

	const read = readImport(items)
	if ('errors' in read) {
		const result = { status: 422, code: 'invalid-source', latencyMs: latencyMs() }
		await audit.refused(entry(null, { errors: read.errors.length }), result)
		return { ok: false, errors: read.errors }
	}

	const plan = await planOf(db, read.items)
	const writing = plan.filter(({ changes }) => changes.length > 0)
	const created = writing.filter(({ before }) => before === null).length
	const counts = { created, changed: writing.length - created, unchanged: plan.length - writing.length }
	const intents = await Promise.all([
		audit.intent(entry(null, counts)),
		...writing.map(({ sourceId, changes }) =>
			audit.intent(entry(sourceId, { fields: changes.map(({ field }) => field) })),
		),
	])
	const settle = (status: number, code: string | null) =>
		Promise.all(intents.map((intent) => audit.outcome(intent, { status, code, latencyMs: latencyMs() })))
	try {
		await db
			.transaction()
			.execute((transaction) => writeAll(transaction, writing, { at: started, by: person, reason: null }))
	} catch (error) {
		if (!(error instanceof ChangedMeanwhile)) {
			await settle(500, 'internal')
			throw error
		}
		await settle(409, 'version-conflict')
		return { ok: false, errors: [changedMeanwhile(error.sourceId)] }
	}
	await settle(200, null)
	return { ok: true, ...counts }
}

const entryOf =
	(person: string, requestId: string) =>
	(target: string | null, parameters: unknown): AuditEntry => ({
		requestId,
		gateRequestId: null,
		identityId: null,
		person,
		roleArn: null,
		role: null,
		operation: 'sources.import',
		target,
		ticket: null,
		parameters,
		sourceIp: null,
	})

async function planOf(db: Kysely<Database>, items: ImportItem[]): Promise<NextVersion[]> {
	const ids = items.map(({ sourceId }) => sourceId)
	const found = await db
		.selectFrom('sources')
		.selectAll()
		.where('source_id', '=', sql<string>`any(${ids}::text[])`)
		.execute()
	const stored = new Map(found.map((record) => [record.source_id, record]))
	return items.map(({ sourceId, settings }) => nextVersion(sourceId, stored.get(sourceId) ?? null, settings))
}

async function writeAll(transaction: Transaction<Database>, next: NextVersion[], writing: Writing): Promise<void> {
	const written = new Set((await writeVersions(transaction, next, writing)).map(({ source_id }) => source_id))
	const missed = next.find(({ sourceId }) => !written.has(sourceId))
	if (missed) throw new ChangedMeanwhile(missed.sourceId)
}

class ChangedMeanwhile extends Error {
	readonly sourceId: string
	constructor(sourceId: string) {
		super(`${sourceId} was changed while the import ran`)
		this.sourceId = sourceId
	}
}

const changedMeanwhile = (sourceId: string): ImportError => ({
	item: null,
	sourceId,
	field: 'sourceId',
	message: 'was changed by somebody else while the import ran',
	fix: 'Run the import again.',
})
