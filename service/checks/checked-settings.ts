import { accountOf } from '../../lib/contract/aws-name.ts'
import type { UnsavedSettings } from '../../lib/contract/checks.ts'
import type { SourceSettings } from '../../lib/contract/sources.ts'
import { mayCheckForeignAccount } from '../authorization.ts'
import type { Caller, FieldError, Outcome } from '../handler.ts'
import type { CheckedSettings } from '../store/schema.ts'

/**
 * What a check looks at: the record's settings, or those of a form under the rules that keep Sluice from being used
 * against strangers. The account is one and the same in every name, the external id is one of the record's, and an
 * account other than the record's needs an engineer or admin and a ticket.
 */
export function checkedSettings(
	record: SourceSettings,
	unsaved: UnsavedSettings | null,
	caller: Caller,
	ticket: string | null,
): Outcome<CheckedSettings> {
	const { workspaceId, catalogId, externalIds } = record
	if (!unsaved) return { ok: true, value: savedSettings(record) }
	const { externalId, ...settings } = unsaved
	const errors: FieldError[] = []
	if (accountOf(settings.roleArn) !== settings.catalogId) {
		errors.push({ field: 'settings.catalogId', message: 'must be the account of the role ARN' })
	}
	if (!externalIds.includes(externalId)) {
		errors.push({ field: 'settings.externalId', message: 'must be one of the external ids of the stored source' })
	}
	if (settings.catalogId !== catalogId) {
		const allowed = mayCheckForeignAccount(caller)
		if (!allowed.ok) return allowed
		if (ticket === null) {
			errors.push({
				field: 'ticket',
				message: 'must be given, because the account is not the one of the stored source',
			})
		}
	}
	if (errors.length > 0) {
		return { ok: false, problem: 'invalid-settings', detail: 'These settings cannot be checked as they are.', errors }
	}
	return { ok: true, value: { ...settings, workspaceId, externalIds: [externalId] } }
}

/** What the record says, the external ids in the order to try. */
export function savedSettings(record: SourceSettings): CheckedSettings {
	const { workspaceId, region, roleArn, catalogId, bucket, database, clusterId, externalIds } = record
	const value = { workspaceId, region, roleArn, catalogId, bucket, database, clusterId }
	return { ...value, externalIds: workspaceFirst(workspaceId, externalIds) }
}

const workspaceFirst = (workspaceId: string, ids: string[]): string[] => [
	...ids.filter((id) => id === workspaceId),
	...ids.filter((id) => id !== workspaceId),
]
