import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ROLES } from '../lib/contract/role.ts'
import type { Facts } from '../lib/saml/facts.ts'
import { groupsOf } from '../lib/saml/groups.ts'
import { roleOfGroups } from '../service/sessions/groups.ts'
import account from '../standin/world/account.json' with { type: 'json' }

const text = (name: string) => readFileSync(new URL(`../infra/modules/identity/${name}`, import.meta.url), 'utf8')
const order = /order = \[(.*)\]/.exec(text('main.tf'))?.[1]?.match(/\w+/g) ?? []
const claim = /claim\s+= "(\w+)"/.exec(text('main.tf'))?.[1] ?? ''
const groupOf = Object.fromEntries(
	[...text('variables.tf').matchAll(/^ {4}(\w+)\s+= "([\w-]+)"$/gm)].map(([, role, group]) => [role, group]),
)
const groups = order.map((role) => groupOf[role] ?? '')

it('the identity module tries roles in the order of precedence', () => expect(order).toEqual([...ROLES]))

it('the service knows the groups of the identity module', () =>
	expect(groups.map((group) => roleOfGroups([group]))).toEqual(order))

it('console and service find them in the attribute that the rules read', () => {
	const facts = { assertion: { attributes: [{ name: claim, values: groups }] } } as unknown as Facts
	expect(groupsOf(facts).sort()).toEqual([...groups].sort())
})

it('the stand-in has the same rules', () =>
	expect(account.identityPool.roleMapping.rules.map((rule) => [rule.claim, rule.value])).toEqual(
		groups.map((group) => [claim, group]),
	))
