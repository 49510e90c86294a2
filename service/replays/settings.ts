import { isDeepStrictEqual } from 'node:util'
import type { Kysely } from 'kysely'
import { savedSettings } from '../checks/public.ts'
import { findSource } from '../sources/public.ts'
import type { PlanRecord, ReplaySettings } from '../store/replay-schema.ts'
import type { Database, SourceRecord } from '../store/schema.ts'

/** What a replay of a source is about: where its events lie, and where they go. */
export const settingsOf = ({ settings }: Pick<SourceRecord, 'settings'>): ReplaySettings => ({
	...savedSettings(settings),
	archive: settings.archive,
})

/**
 * Whether the stored source still says what was planned: null, or a sentence that names the settings which differ, without
 * their values. A replay by settings that have changed would go to a place that nobody approved.
 */
export async function changedSettings(
	db: Kysely<Database>,
	{ source_id, settings }: Pick<PlanRecord, 'source_id' | 'settings'>,
): Promise<string | null> {
	const source = await findSource(db, source_id)
	if (!source) return 'The source is not stored any more.'
	const now = settingsOf(source)
	const names = (Object.keys(now) as (keyof ReplaySettings)[]).filter(
		(name) => !isDeepStrictEqual(now[name], settings[name]),
	)
	return names.length === 0 ? null : `The source was changed since it was planned: ${names.join(', ')}.`
}
