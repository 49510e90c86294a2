import { describe, expect, it } from 'vitest'
import { planFaults } from './infra-plan.ts'
import type { Ran, Terraform } from './infra-terraform.ts'

const FINE: Ran = { code: 0, stdout: '', stderr: '' }

/** A Terraform whose plan sends these bodies to the AWS of its environment, and then ends so. */
function planning(bodies: string[], ran: Ran) {
	const answers: string[] = []
	const terraform: Terraform = {
		folder: '/nowhere',
		init: async () => FINE,
		close: () => {},
		run: async (_place, _args, { AWS_ENDPOINT_URL = '', AWS_ACCESS_KEY_ID = '' } = {}) => {
			expect(AWS_ACCESS_KEY_ID).toMatch(/^AKIA[0-9A-F]{16}$/)
			for (const body of bodies)
				answers.push(await (await fetch(`${AWS_ENDPOINT_URL}/path`, { method: 'POST', body })).text())
			return ran
		},
	}
	return { terraform, answers }
}

describe('a plan of a root', () => {
	it('is fine when the provider asks who it is and accepts everything', async () => {
		const { terraform, answers } = planning(['Action=GetCallerIdentity&Version=2011-06-15'], FINE)
		expect(await planFaults(terraform, 'examples/x')).toEqual([])
		expect(answers[0]).toContain('<Account>111122223333</Account>')
	})

	it('is at fault when it needs more of AWS, which another account would answer otherwise', async () => {
		const { terraform } = planning(['Action=DescribeVpcs', '{}'], FINE)
		expect(await planFaults(terraform, 'examples/x')).toEqual([
			'the plan asks AWS for DescribeVpcs',
			'the plan asks AWS for POST /path',
		])
	})

	it.each([
		['Error: expected deregistration_delay to be in the range (0 - 3600)', /deregistration_delay/],
		['', /terraform plan ended with 1/],
	])('is at fault when the provider refuses it: %s', async (stderr, fault) => {
		const { terraform } = planning([], { code: 1, stdout: '', stderr })
		expect((await planFaults(terraform, 'examples/x')).join('\n')).toMatch(fault)
	})
})
