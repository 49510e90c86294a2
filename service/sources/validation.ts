import { accountOf } from '../../lib/contract/aws-name.ts'
import type { SourceSettings } from '../../lib/contract/sources.ts'
import { isUnprintable } from './search-text.ts'

/** One thing wrong with settings that are well-formed field by field. `field` is relative to the settings. */
export type SettingsError = { field: string; message: string; fix: string }

/** What no single field can show: whether the fields agree (a Glue catalog id is the id of the account that owns it: Glue API reference). */
export function settingsErrors(settings: SourceSettings): SettingsError[] {
	const errors: SettingsError[] = []
	if (isUnprintable(settings.customer)) {
		errors.push({
			field: 'customer',
			message: 'holds a control character or half of a character pair',
			fix: 'Type the name anew instead of pasting it.',
		})
	}
	const roleAccount = accountOf(settings.roleArn)
	if (roleAccount !== settings.catalogId) {
		errors.push({
			field: 'roleArn',
			message: `${settings.roleArn} is a role of account ${roleAccount}, but the Glue catalog is that of account ${settings.catalogId}`,
			fix: `Use a role of account ${settings.catalogId}, or set catalogId to ${roleAccount} if that is the customer's account.`,
		})
	}
	if (settings.archive.bucket === settings.bucket) {
		errors.push({
			field: 'archive.bucket',
			message: `${settings.bucket} is the customer's bucket; the archive is our own copy`,
			fix: 'Name the bucket of ours that holds the archive.',
		})
	}
	for (const [index, externalId] of settings.externalIds.entries()) {
		if (settings.externalIds.indexOf(externalId) === index) continue
		errors.push({
			field: `externalIds.${index}`,
			message: `${externalId} stands in the list twice`,
			fix: 'Remove the second one.',
		})
	}
	return errors
}
