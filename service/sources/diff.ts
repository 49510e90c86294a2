import type { SourceSettings } from '../../lib/contract/sources.ts'
import type { StoredChange } from '../store/schema.ts'

/** What changed from `before` (null: a new source) to `after`, in the order of the settings; values as JSON text. */
export function changesBetween(before: SourceSettings | null, after: SourceSettings): StoredChange[] {
	const old = new Map(before ? leaves(before) : [])
	return leaves(after)
		.map(([field, text]) => ({ field, before: old.get(field) ?? null, after: text }))
		.filter((change) => change.before !== change.after)
}

function leaves({ archive, ...settings }: SourceSettings): [string, string][] {
	const inArchive = ORDER_OF_ARCHIVE.map((name): [string, string] => [`archive.${name}`, JSON.stringify(archive[name])])
	return [...ORDER.map((name): [string, string] => [name, JSON.stringify(settings[name])]), ...inArchive]
}

// Written out because jsonb gives members back in an order of its own.
const ORDER = [
	'workspaceId',
	'customer',
	'region',
	'roleArn',
	'externalIds',
	'catalogId',
	'bucket',
	'database',
	'clusterId',
] as const satisfies readonly Exclude<keyof SourceSettings, 'archive'>[]
const ORDER_OF_ARCHIVE = ['bucket', 'prefix', 'layout'] as const satisfies readonly (keyof SourceSettings['archive'])[]
