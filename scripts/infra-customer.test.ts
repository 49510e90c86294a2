import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { customerPolicyFaults } from './infra-customer.ts'

const world = readFileSync(new URL('../standin/world/policies/data-lake.json', import.meta.url), 'utf8')
const values: Record<string, string> = { region: 'us-west-2', account: '444455556666', bucket: 'grove-lake' }
const applied = world.replaceAll(/\$\{(\w+)\}/g, (_whole, name: string) => values[name] ?? '')

describe('the role that customers apply and the one that customers of the world have', () => {
	it('agree when they grant the same, in whatever order and form', () => {
		const { Version, Statement } = JSON.parse(applied)
		expect(customerPolicyFaults(JSON.stringify({ Version, Statement: Statement.toReversed() }))).toEqual([])
		expect(customerPolicyFaults(applied.replace('"Action": "*"', '"Action": "s3:*"'))).toEqual([])
	})

	it.each([
		[
			'elasticmapreduce:AddTags',
			'elasticmapreduce:ListSteps',
			'customer-role lacks elasticmapreduce:AddTags on \\* if',
		],
		[
			'elasticmapreduce:AddTags',
			'elasticmapreduce:ListSteps',
			'customers of the world lack elasticmapreduce:ListSteps',
		],
		['"segment"', '"Segment"', 'customers of the world lack elasticmapreduce:RunJobFlow on \\* if .*Segment'],
		['grove-lake/*', 'grove-lake/segment-data/*', 'customer-role lacks s3:\\* on arn:aws:s3:::grove-lake/\\*'],
	])('are told apart by %s becoming %s', (from, to, fault) => {
		expect(customerPolicyFaults(applied.replace(from, to)).join('\n')).toMatch(new RegExp(fault))
	})
})
