import type { Transaction } from 'kysely'
import type { sources } from '../../lib/contract/sources.ts'
import type { Handler, Refusal } from '../handler.ts'
import type { Database, SourceRecord } from '../store/schema.ts'
import type { SourcesPorts } from './handler.ts'
import { asSource, writeVersion } from './record.ts'
import { settingsErrors } from './validation.ts'

/** Of two writers who started from the same version exactly one wins; the other hears who was first. */
export const putSource: Handler<typeof sources.put, SourcesPorts> = async (input, caller, { db, now }) => {
	const { sourceId, settings, baseVersion, ticket } = input
	const errors = settingsErrors(settings)
	if (errors.length > 0) {
		return {
			ok: false,
			problem: 'invalid-source',
			detail: 'The settings contradict each other, so nothing was stored.',
			fix: 'Correct the fields named below and save again.',
			errors: errors.map(({ field, message, fix }) => ({ field: `settings.${field}`, message: `${message}. ${fix}` })),
		}
	}
	const by = caller.person
	if (by === null) throw new Error('sources.put was reached without a bound person')
	return db.transaction().execute(async (transaction) => {
		const before = await lockedSource(transaction, sourceId)
		if ((before?.version ?? 0) !== baseVersion) return conflict(transaction, sourceId, baseVersion, before)
		const written = await writeVersion(transaction, sourceId, before, settings, { at: now(), by, reason: ticket })
		if (written) return { ok: true, value: { source: asSource(written.record), changes: written.changes } }
		return conflict(transaction, sourceId, baseVersion, await lockedSource(transaction, sourceId))
	})
}

async function lockedSource(transaction: Transaction<Database>, sourceId: string): Promise<SourceRecord | null> {
	const found = transaction.selectFrom('sources').selectAll().where('source_id', '=', sourceId).forUpdate()
	return (await found.executeTakeFirst()) ?? null
}

async function conflict(
	transaction: Transaction<Database>,
	sourceId: string,
	baseVersion: number,
	stored: SourceRecord | null,
): Promise<Refusal> {
	if (!stored) {
		return {
			ok: false,
			problem: 'version-conflict',
			detail: `There is no source ${sourceId} yet, so it has no version ${baseVersion}.`,
			fix: 'Check the id, or send baseVersion 0 to create the source.',
		}
	}
	const { version, updated_at, updated_by } = stored
	const newest = await transaction
		.selectFrom('source_versions')
		.select('reason')
		.where('source_id', '=', sourceId)
		.where('version', '=', version)
		.executeTakeFirst()
	const why = newest?.reason ? ` for ${newest.reason}` : ''
	return {
		ok: false,
		problem: 'version-conflict',
		detail: `You started from version ${baseVersion}, but ${updated_by} wrote version ${version} at ${updated_at.toISOString()}${why}.`,
		fix: `Load version ${version}, put your change into it and save again.`,
	}
}
