import { describe, expect, it } from 'vitest'
import { REGIONS } from '../../lib/contract/aws-name.ts'
import { PROFILES } from '../../lib/contract/check-report.ts'
import type { PolicyStatement } from '../aws/ports.ts'
import { anAccount, anOrder, runOn, TARGET } from './account.fixture.ts'
import { beltOf, sweepBelt, without } from './belt.ts'
import type { Target } from './order.ts'
import { newProbeNames } from './probe-names.ts'
import { operationsOfOrder, servicesOf } from './probes.ts'

const LONGEST: Target = {
	...TARGET,
	region: REGIONS.reduce((longest, region) => (region.length > longest.length ? region : longest)),
	bucket: 'b'.repeat(63),
	database: 'd'.repeat(255),
	clusterId: `j-${'A'.repeat(32)}`,
}
const names = newProbeNames()
const length = (belt: readonly PolicyStatement[]) => JSON.stringify({ Version: '2012-10-17', Statement: belt }).length
const ALL = PROFILES.flatMap((profile) => servicesOf(profile).map((service) => ({ profile, service })))

describe('a session policy', () => {
	it.each(ALL)('of $service in $profile fits with the longest names', ({ profile, service }) => {
		expect(length(beltOf(service, profile, LONGEST, names))).toBeLessThan(2_048)
	})

	it.each(PROFILES)('of a control session in %s fits as well', (profile) => {
		const belt = [...beltOf('emr', profile, LONGEST, names), without(operationsOfOrder(profile, 'emr'))]
		expect(length(belt)).toBeLessThan(2_048)
	})

	it('fits for the sweep of a key', () => {
		expect(length(sweepBelt(LONGEST, names.stageKey))).toBeLessThan(2_048)
	})

	it.each(ALL)('of $service in $profile names each action in full', ({ profile, service }) => {
		const actions = beltOf(service, profile, TARGET, names).flatMap(({ Action }) => Action)
		expect(actions.filter((action) => action.includes('*'))).toEqual([])
	})

	it('lets a bug touch no object of the customer: what writes is for the key of the run alone', () => {
		const belt = beltOf('s3', 'sync', TARGET, names)
		const writes = belt.filter(({ Action }) => Action.some((action) => /Put|Delete|Abort/.test(action)))
		expect(writes.flatMap(({ Resource }) => Resource)).toEqual([`arn:aws:s3:::harbor-lake/${names.stageKey}`])
	})

	it('lets a bug touch no table of the customer: what changes one is for a table that does not exist', () => {
		const changing = beltOf('glue', 'sync', TARGET, names).filter(({ Action }) =>
			Action.some((action) => /Update|Delete|Partition/.test(action)),
		)
		const tables = changing.flatMap(({ Resource }) => Resource).filter((arn) => arn.includes(':table/'))
		expect(tables).toEqual([`arn:aws:glue:us-west-2:210987654321:table/harbor_web/${names.table}`])
	})

	it('allows the key only through S3, so that an encrypted bucket does not look denied', () => {
		expect(beltOf('s3', 'sync', TARGET, names)).toContainEqual({
			Effect: 'Allow',
			Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
			Resource: ['*'],
			Condition: { StringEquals: { 'kms:ViaService': 's3.us-west-2.amazonaws.com' } },
		})
	})

	it('goes with every session that is opened, and a stranger’s session may do nothing', async () => {
		const account = anAccount()
		await runOn(account, anOrder())
		expect(account.asked.length).toBe(6)
		for (const { externalId, belt } of account.asked) {
			expect(belt.length).toBeGreaterThan(0)
			const may = belt.some(({ Effect }) => Effect === 'Allow')
			expect(may).toBe(externalId === 'ws-harbor')
		}
	})
})
