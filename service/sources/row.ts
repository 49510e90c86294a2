import type { SourceRow } from '../../lib/contract/sources.ts'
import type { SourceRecord } from '../store/schema.ts'

export type Page = { cursor?: string | undefined; limit: number }
export type ListedRecord = Pick<SourceRecord, 'source_id' | 'settings' | 'updated_at'>

/** `openedAt`: when this person opened it, null unless it is listed as one of those opened last. */
export const asRow = ({ source_id, settings, updated_at }: ListedRecord, openedAt: Date | null): SourceRow => ({
	sourceId: source_id,
	workspaceId: settings.workspaceId,
	customer: settings.customer,
	region: settings.region,
	clusterId: settings.clusterId,
	updatedAt: updated_at.toISOString(),
	openedAt: openedAt?.toISOString() ?? null,
})
