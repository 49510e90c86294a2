import type { sources } from '../../lib/contract/sources.ts'
import type { Handler, Refusal } from '../handler.ts'
import type { SourceRecord } from '../store/schema.ts'
import type { SourcesPorts } from './handler.ts'
import { asSource, findSource, nextVersion, writeVersions } from './record.ts'
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
	const before = (await findSource(db, sourceId)) ?? null
	if ((before?.version ?? 0) !== baseVersion) return conflict(db, sourceId, baseVersion, before)
	const next = nextVersion(sourceId, before, settings)
	if (before && next.changes.length === 0) return { ok: true, value: { source: asSource(before), changes: [] } }
	const [written] = await db
		.transaction()
		.execute((transaction) => writeVersions(transaction, [next], { at: now(), by, reason: ticket }))
	if (written) return { ok: true, value: { source: asSource(written), changes: next.changes } }
	return conflict(db, sourceId, baseVersion, (await findSource(db, sourceId)) ?? null)
}

async function conflict(
	db: SourcesPorts['db'],
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
	const newest = await db
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
