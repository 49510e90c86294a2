import { describe, expect, it } from 'vitest'
import type { Endpoint } from '../lib/contract/endpoint.ts'
import { operators, ROLES } from '../lib/contract/role.ts'
import { operations, table } from '../lib/contract/table.ts'
import { authorize, mayCheckForeignAccount, mayDecide, mayStop } from './authorization.ts'
import type { Caller } from './handler.ts'

const callerAs = (role: Caller['role'], person: string | null = 'ada@sluice.example'): Caller => ({
	person,
	name: null,
	role,
	roleArn: 'arn:aws:iam::111122223333:role/sluice-cli-admin',
	via: 'cli',
	identityId: null,
	requestId: 'id',
	sourceIp: '203.0.113.7',
})
const row: Pick<Endpoint, 'roles' | 'rule' | 'summary'> = { roles: operators, rule: 'none', summary: 'Do it' }

describe('authorization', () => {
	it.each(ROLES)('lets %s in exactly when the row lists it', (role) => {
		expect(authorize(row, callerAs(role)).ok).toBe((operators as readonly string[]).includes(role))
	})

	it('says which role would do, and which role was not enough', () => {
		expect(authorize(row, callerAs('viewer'))).toMatchObject({
			problem: 'role-not-allowed',
			detail: '"Do it" needs the role admin or engineer or support; yours is viewer.',
		})
	})

	it.each(['own-rows'] as const)('lets nobody through a rule that is not written: %s', (rule) =>
		expect(authorize({ ...row, rule }, callerAs('admin'))).toMatchObject({ ok: false, reason: 'rule-missing' }),
	)

	it.each(ROLES)('a foreign account may be checked by an engineer or an admin alone: %s', (role) => {
		expect(mayCheckForeignAccount(callerAs(role)).ok).toBe(role === 'engineer' || role === 'admin')
	})

	it.each([
		['somebody else', 'ada@sluice.example', 'sam@sluice.example', true],
		['oneself', 'ada@sluice.example', 'ada@sluice.example', false],
		['nobody that is known', null, 'sam@sluice.example', false],
	])('who decides on a replay is a second person: %s', (_, person, requestedBy, ok) => {
		for (const role of ['engineer', 'admin'] as const)
			expect(mayDecide(callerAs(role, person), requestedBy)).toMatchObject(
				ok ? { ok } : { ok, problem: 'own-request', fix: expect.stringContaining('another engineer or admin') },
			)
	})

	it.each([
		['support', 'ada@sluice.example', true],
		['support', 'sam@sluice.example', false],
		['engineer', 'sam@sluice.example', true],
		['admin', 'sam@sluice.example', true],
		['viewer', 'sam@sluice.example', false],
		['auditor', 'sam@sluice.example', false],
	] as const)('%s stops what %s asked for: %s', (role, requestedBy, ok) => {
		const verdict = mayStop(callerAs(role), requestedBy)
		expect(verdict).toMatchObject(ok ? { ok } : { ok, problem: 'role-not-allowed', reason: 'not-own' })
		if (!verdict.ok) expect(verdict.fix).toContain(requestedBy)
	})

	it.each(operations)('has the rule of %s', (operation) => {
		const [role] = table[operation].roles
		expect(authorize(table[operation], callerAs(role)).ok).toBe(true)
	})
})
