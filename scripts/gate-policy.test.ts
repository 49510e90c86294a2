import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { ROLES, type Role } from '../lib/contract/role.ts'
import { table } from '../lib/contract/table.ts'
import { evaluate } from '../lib/iam/evaluate.ts'
import { readRules } from '../standin/gate/rules.ts'

const ACCOUNT = '111122223333'
const API = `arn:aws:execute-api:us-west-2:${ACCOUNT}:standin0`
const PATHS = ['console', 'cli']
const arnOf = (path: string, role: Role) => `arn:aws:iam::${ACCOUNT}:role/sluice-${path}-${role}`
const roleArns = Object.fromEntries(ROLES.map((role) => [role, PATHS.map((path) => arnOf(path, role))])) as Record<
	Role,
	string[]
>
const rules = readRules({ apiArn: API, consoleOrigin: 'https://console.example', roles: roleArns })

const resourcePolicy: unknown = JSON.parse(rules.resourcePolicy)

/** What the policy alone answers a session of the role, which may have any IAM right besides. */
function decision(role: string, row: Endpoint, stage: string) {
	const path = row.path.replaceAll(/\{\w+\}/g, 'some-id')
	return evaluate(
		{
			principal: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/somebody`,
			action: 'execute-api:Invoke',
			resource: `${API}/${stage}/${row.method}${path}`,
			resourceAccount: ACCOUNT,
			context: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/${role}` },
		},
		{ identity: [], resource: resourcePolicy },
	).decision
}

describe.each(Object.entries(table) as [string, Endpoint][])('the gate and %s', (_operation, row) => {
	it.each(['prod', 'beta'])('lets every role of the contract through on %s, by both paths', (stage) => {
		for (const role of row.roles) {
			for (const path of PATHS)
				expect(decision(`sluice-${path}-${role}`, row, stage), `${path} ${role}`).toBe('allowed')
		}
	})

	it('stops every other role itself, so that a mistake in the service alone opens nothing', () => {
		for (const role of ROLES.filter((one) => !row.roles.includes(one))) {
			for (const path of PATHS) expect(decision(`sluice-${path}-${role}`, row, 'prod'), role).not.toBe('allowed')
		}
	})

	it('denies a role it does not list, on any stage', () => {
		for (const stage of ['prod', 'next']) expect(decision('breakglass-admin', row, stage)).toBe('explicitDeny')
	})
})
