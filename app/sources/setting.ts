import type { SourceSettings } from '../../lib/contract/sources.ts'

/** Every single setting, as forms and histories list them: its field in the contract and its name on screen. */
export const SETTINGS = {
	customer: 'Customer',
	workspaceId: 'Workspace id',
	region: 'Region',
	roleArn: 'Role ARN',
	externalIds: 'External ids',
	catalogId: 'Glue catalog (account)',
	database: 'Glue database',
	bucket: 'Bucket',
	clusterId: 'EMR cluster',
	'archive.bucket': 'Archive bucket',
	'archive.prefix': 'Archive prefix',
	'archive.layout': 'Archive layout',
} as const
export type Setting = keyof typeof SETTINGS

const FIELDS = Object.keys(SETTINGS) as Setting[]
const names = new Map<string, string>(Object.entries(SETTINGS))

/** A field that this page does not know yet keeps its own name. */
export const settingName = (field: string) => names.get(field) ?? field

export type SettingValue = string | string[]

/** The value of each setting, in the order of the screen. */
export function settingValues({ archive, ...settings }: SourceSettings): [Setting, SettingValue][] {
	const flat = {
		...settings,
		'archive.bucket': archive.bucket,
		'archive.prefix': archive.prefix,
		'archive.layout': archive.layout,
	}
	return FIELDS.map((field) => [field, flat[field]])
}
