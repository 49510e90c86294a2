import type { Me } from '../../lib/contract/sessions.ts'
import type { Source, SourceRow, SourceSettings } from '../../lib/contract/sources.ts'

export const HARBOR_SETTINGS: SourceSettings = {
	workspaceId: 'ws-harbor',
	customer: 'Harbor Outfitters',
	region: 'us-west-2',
	roleArn: 'arn:aws:iam::210987654321:role/SegmentDataLakeRole',
	externalIds: ['ws-harbor'],
	catalogId: '210987654321',
	bucket: 'harbor-outfitters-lake',
	database: 'harbor_web',
	clusterId: 'j-2HARB0RWEB01',
	archive: { bucket: 'sluice-archive-us-west-2', prefix: 'segment-logs/harbor-web/', layout: 'received-day' },
}

export const HARBOR: Source = {
	...HARBOR_SETTINGS,
	sourceId: 'harbor-web',
	version: 3,
	updatedAt: '2026-11-03T14:05:00.000Z',
	updatedBy: 'admin@sluice.example',
}

export const row = (sourceId: string, openedAt: string | null = null): SourceRow => ({
	sourceId,
	workspaceId: 'ws-harbor',
	customer: 'Harbor Outfitters',
	region: 'us-west-2',
	clusterId: 'j-2HARB0RWEB01',
	updatedAt: HARBOR.updatedAt,
	openedAt,
	lastCheck: null,
})

export const me = (role: Me['role'], operations: string[] = []): Me => ({
	person: `${role}@sluice.example`,
	name: 'Somebody',
	role,
	via: 'console',
	operations,
	time: '2026-11-03T14:05:00.000Z',
})
