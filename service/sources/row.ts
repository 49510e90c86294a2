import type { Kysely } from 'kysely'
import type { SourceRow } from '../../lib/contract/sources.ts'
import { lastChecks } from '../checks/public.ts'
import type { Database, SourceRecord } from '../store/schema.ts'

export type Page = { cursor?: string | undefined; limit: number }
export type ListedRecord = Pick<SourceRecord, 'source_id' | 'settings' | 'updated_at'>

/** A record to show. `openedAt`: when this person opened it, null unless it is listed as one of those opened last. */
export type Listed = { record: ListedRecord; openedAt: Date | null }

/** The records as rows of a list, each with the verdict of its last check. */
export async function asRows(db: Kysely<Database>, listed: Listed[]): Promise<SourceRow[]> {
	const checks = await lastChecks(
		db,
		listed.map(({ record }) => record.source_id),
	)
	return listed.map(({ record: { source_id, settings, updated_at }, openedAt }) => ({
		sourceId: source_id,
		workspaceId: settings.workspaceId,
		customer: settings.customer,
		region: settings.region,
		clusterId: settings.clusterId,
		updatedAt: updated_at.toISOString(),
		openedAt: openedAt?.toISOString() ?? null,
		lastCheck: checks.get(source_id) ?? null,
	}))
}
