import type { SourceSettings } from '../../lib/contract/sources.ts'
import { type Setting, settingValues } from './setting.ts'

/** Values as JSON text, as the history of a source tells them too. */
export type Difference = { field: Setting; before: string | null; after: string }

/** What saving would change; every setting of a new source (`base` null). */
export function difference(base: SourceSettings | null, mine: SourceSettings): Difference[] {
	const before = base && new Map(settingValues(base))
	return settingValues(mine)
		.map(([field, value]) => ({
			field,
			before: before ? JSON.stringify(before.get(field)) : null,
			after: JSON.stringify(value),
		}))
		.filter((change) => change.before !== change.after)
}

/**
 * Somebody else stored `theirs` while I edited `base` into `mine`. `kept` are my values, to be put on top of theirs;
 * `both` are the settings that both of us changed, to different values.
 */
export function rebase(base: SourceSettings, mine: SourceSettings, theirs: SourceSettings) {
	const edited = new Set(difference(base, mine).map(({ field }) => field))
	const touched = new Set(difference(base, theirs).map(({ field }) => field))
	return {
		kept: settingValues(mine).filter(([field]) => edited.has(field)),
		both: difference(theirs, mine).filter(({ field }) => edited.has(field) && touched.has(field)),
	}
}
