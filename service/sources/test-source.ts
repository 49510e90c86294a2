import type { Role } from '../../lib/contract/role.ts'
import type { SourceSettings } from '../../lib/contract/sources.ts'
import type { Caller } from '../handler.ts'

/** Settings that agree with each other, for tests to bend. */
export const settingsOf = (changed: Partial<SourceSettings> = {}): SourceSettings => ({
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
	...changed,
})

export const callerOf = (role: Role, person = `${role}@sluice.example`): Caller => ({
	person,
	name: 'Sam Example',
	role,
	roleArn: `arn:aws:iam::111122223333:role/sluice-console-${role}`,
	via: 'console',
	identityId: 'us-west-2:11111111-2222-4333-8444-555555555555',
	requestId: 'JKJaXmPLvHcESHA=',
	sourceIp: '127.0.0.1',
})
