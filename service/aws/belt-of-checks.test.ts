import { describe, expect, it } from 'vitest'
import { REGIONS } from '../../lib/contract/aws-name.ts'
import { PROFILES } from '../../lib/contract/check-report.ts'
import { beltOf, without } from '../checks/belt.ts'
import { newProbeNames } from '../checks/probe-names.ts'
import { operationsOfOrder, servicesOf } from '../checks/probes.ts'
import { BELT_LIMIT, beltDocument } from './belt.ts'

/** Every name as long as AWS allows it. */
const LONGEST = {
	sourceId: 's'.repeat(100),
	workspaceId: 'w'.repeat(100),
	customer: 'Longest',
	region: [...REGIONS].sort((a, b) => b.length - a.length)[0] ?? '',
	roleArn: `arn:aws:iam::210987654321:role/${'r'.repeat(64)}`,
	catalogId: '210987654321',
	bucket: 'b'.repeat(63),
	database: 'd'.repeat(255),
	clusterId: `j-${'C'.repeat(32)}`,
	externalIds: ['e'.repeat(1224)],
}

describe('the belt of a check with the longest legal names', () => {
	it.each(PROFILES.flatMap((profile) => servicesOf(profile).map((service) => ({ profile, service }))))(
		'fits for $service in $profile, also with what a control session takes out',
		({ profile, service }) => {
			const belt = beltOf(service, profile, LONGEST, newProbeNames())
			const taken = operationsOfOrder(profile, service)
			const control = taken.length === 0 ? belt : [...belt, without(taken)]
			expect(beltDocument(control).length).toBeLessThanOrEqual(BELT_LIMIT)
			expect(beltDocument(control)).toContain(LONGEST.region)
		},
	)
})
