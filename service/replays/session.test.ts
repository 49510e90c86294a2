import { describe, expect, it } from 'vitest'
import { REGIONS } from '../../lib/contract/aws-name.ts'
import { BELT_LIMIT, beltDocument } from '../aws/belt.ts'
import { validSettings } from '../service.fixture.ts'
import type { ReplaySettings } from '../store/replay-schema.ts'
import { beltOf, type Purpose } from './session.ts'

/** Every name as long as AWS allows it. */
const LONGEST: ReplaySettings = {
	...validSettings,
	region: [...REGIONS].sort((a, b) => b.length - a.length)[0] ?? 'us-west-2',
	bucket: 'b'.repeat(63),
	clusterId: `j-${'C'.repeat(32)}`,
	archive: { bucket: 'a'.repeat(63), prefix: '', layout: 'received-day' },
}
const PURPOSES: [Purpose, string[]][] = [
	['submit', ['elasticmapreduce:AddJobFlowSteps']],
	['follow', ['elasticmapreduce:DescribeStep']],
	['find', ['elasticmapreduce:ListSteps', 'elasticmapreduce:DescribeStep', 'elasticmapreduce:DescribeCluster']],
	['files', ['s3:ListBucket', 's3:GetObject', 'kms:Decrypt']],
	['stop', ['elasticmapreduce:CancelSteps']],
]

describe('the belt of a session of a replay', () => {
	it.each(PURPOSES)('%s allows just that, and fits with the longest legal names', (purpose, actions) => {
		const [, belt] = beltOf(purpose, LONGEST)
		expect(belt.flatMap(({ Action }) => Action)).toEqual(actions)
		expect(beltDocument(belt).length).toBeLessThanOrEqual(BELT_LIMIT)
	})

	it('reaches nothing but one cluster, and of the bucket only claims and reports', () => {
		for (const purpose of ['submit', 'follow', 'find', 'stop'] as const) {
			const [, belt] = beltOf(purpose, LONGEST)
			expect(belt.flatMap(({ Resource }) => Resource)).toEqual([expect.stringMatching(/:cluster\/j-C{32}$/)])
		}
		const [, files] = beltOf('files', LONGEST)
		const objects = files.filter(({ Action }) => Action.includes('s3:GetObject')).flatMap(({ Resource }) => Resource)
		expect(objects.map((arn) => arn.replace(/b{63}/, 'lake'))).toEqual([
			'arn:aws:s3:::lake/segment-stage/sluice-replays/*',
			'arn:aws:s3:::lake/segment-data/reports/*',
		])
	})
})
