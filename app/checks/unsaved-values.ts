import type { Nullable } from 'nuqs'
import { z } from 'zod'
import { accountOf } from '../../lib/contract/aws-name.ts'
import { unsavedSettings } from '../../lib/contract/checks.ts'
import type { Source } from '../../lib/contract/sources.ts'
import type { UnsavedSetting } from '../search-params.ts'

const text = z.string()

/** Texts in, settings out: takes exactly what the service takes, and the rule that role and catalog are of one account. */
export const unsavedForm = z
	.object({
		region: text,
		roleArn: text,
		externalId: text,
		catalogId: text,
		bucket: text,
		database: text,
		clusterId: text,
	} satisfies Record<UnsavedSetting, z.ZodString>)
	.pipe(
		unsavedSettings.refine(({ roleArn, catalogId }) => accountOf(roleArn) === catalogId, {
			path: ['catalogId'],
			error: 'must be the account of the role ARN',
		}),
	)

export const UNSAVED_SETTINGS = Object.keys(unsavedSettings.shape) as UnsavedSetting[]

type Texts = Record<UnsavedSetting, string>

/** What the fields start from: the stored settings, and the external id that is tried first. */
export function storedTexts(source: Source): Texts {
	const {
		region,
		roleArn = '',
		catalogId = '',
		bucket = '',
		database,
		clusterId,
		externalIds = [],
		workspaceId,
	} = source
	const externalId = externalIds.includes(workspaceId) ? workspaceId : (externalIds[0] ?? '')
	return { region, roleArn, externalId, catalogId, bucket, database, clusterId }
}

/** The fields as the address fills them. An external id that the record does not hold is dropped: it is picked, never brought. */
export function textsOf(source: Source, address: Partial<Nullable<Texts>>): Texts {
	const stored = storedTexts(source)
	const filled = UNSAVED_SETTINGS.map((name) => [name, address[name] ?? stored[name]])
	const texts = Object.fromEntries(filled) as Texts
	const known = source.externalIds?.includes(texts.externalId) ?? false
	return known ? texts : { ...texts, externalId: stored.externalId }
}

/** What the address has to hold, so that a link shows these fields again: null where they are as stored. */
export function addressOf(source: Source, texts: Partial<Texts>): Nullable<Texts> {
	const stored = storedTexts(source)
	const kept = UNSAVED_SETTINGS.map((name) => {
		const text = texts[name]
		return [name, text === undefined || text === stored[name] ? null : text]
	})
	return Object.fromEntries(kept) as Nullable<Texts>
}

/** The account of the typed role, when it is not the one of the record. */
export function foreignAccount(source: Source, { roleArn }: Pick<Texts, 'roleArn'>): string | null {
	const account = accountOf(roleArn)
	return account !== null && account !== source.catalogId ? account : null
}
