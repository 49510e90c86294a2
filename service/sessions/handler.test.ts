import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../../lib/contract/problem.ts'
import type { Role } from '../../lib/contract/role.ts'
import { me } from '../../lib/contract/sessions.ts'
import { operationsOf } from '../../lib/contract/table.ts'
import {
	fromConsole,
	fromTerminal,
	GROUPS,
	type Headers,
	newIdentity,
	openTrial,
	samlResponse,
	type Trial,
} from '../service.fixture.ts'

let trial: Trial
let clock: number
let number = 0
let person: string
beforeAll(async () => {
	trial = await openTrial({ now: () => new Date(clock) })
})
afterAll(() => trial.close())
beforeEach(() => {
	clock = Date.parse('2026-03-04T05:06:07.500Z')
	number += 1
	person = `person-${number}@sluice.example`
})

const assertion = (role: Role, email = person, overrides: Parameters<typeof samlResponse>[2] = {}) =>
	samlResponse(email, [GROUPS[role]], { issuedAt: clock, notOnOrAfter: clock + 300_000, ...overrides })
const bind = (headers: Headers, text: string) => trial.call('POST', '/v1/session', headers, { samlResponse: text })
const isMe = async (headers: Headers) => (await trial.call('GET', '/v1/me', headers)).status === 200
const codeOf = async (response: Response) => problem.parse(await response.json()).code
const lastRow = async () => (await trial.audited()).at(-1)

describe('signing in', () => {
	it.each<Role>(['admin', 'engineer', 'auditor', 'support', 'viewer'])(
		'as %s says who you are and what you may',
		async (role) => {
			const headers = fromConsole(role, newIdentity())
			expect(await codeOf(await trial.call('GET', '/v1/me', headers))).toBe('identity-not-bound')
			const response = await bind(headers, assertion(role, person.toUpperCase(), { displayName: 'Ada Byron' }))
			const expected = { person, name: 'Ada Byron', role, via: 'console', operations: operationsOf(role) }
			expect(me.parse(await response.json())).toMatchObject(expected)
			expect(me.parse(await (await trial.call('GET', '/v1/me', headers)).json())).toMatchObject(expected)
		},
	)

	it('again with a fresh assertion renews the same binding', async () => {
		const headers = fromConsole('viewer', newIdentity())
		const statuses = []
		for (const name of ['Old Name', 'New Name']) {
			statuses.push((await bind(headers, assertion('viewer', person, { displayName: name }))).status)
		}
		expect(statuses).toEqual([200, 200])
		expect(me.parse(await (await trial.call('GET', '/v1/me', headers)).json()).name).toBe('New Name')
	})

	it('takes the role of the first group in the pool’s order', async () => {
		const text = samlResponse(person, ['sluice-viewers', 'sluice-support', 'sluice-engineers', 'everyone'], {
			issuedAt: clock,
		})
		expect((await bind(fromConsole('engineer', newIdentity()), text)).status).toBe(200)
	})

	it.each<[string, Role, string[]]>([
		['groups of a higher role', 'viewer', ['sluice-admins']],
		['groups of a lower role', 'admin', ['sluice-viewers']],
		['a lower group beside the one that counts', 'support', ['sluice-support', 'sluice-engineers']],
		['no group of ours', 'viewer', ['sluice-viewers-of-another-app']],
	])('is refused with %s, and says so', async (_, role, groups) => {
		const headers = fromConsole(role, newIdentity())
		const response = await bind(headers, samlResponse(person, groups, { issuedAt: clock }))
		expect(await codeOf(response)).toBe('assertion-refused')
		expect(await lastRow()).toMatchObject({ phase: 'outcome', status: 403, code: 'assertion-refused/role-mismatch' })
		expect(await isMe(headers)).toBe(false)
	})

	it('is refused when the response does not verify, with the reason in the audit', async () => {
		const response = await bind(fromConsole('viewer', newIdentity()), 'Zm9yZ2Vk')
		expect(await codeOf(response)).toBe('assertion-refused')
		expect(await lastRow()).toMatchObject({ code: 'assertion-refused/signature' })
	})

	it('is not for terminals', async () => {
		const response = await bind(fromTerminal('viewer', person), assertion('viewer'))
		expect(await codeOf(response)).toBe('assertion-refused')
		expect(await lastRow()).toMatchObject({ code: 'assertion-refused/no-identity' })
	})

	it('uses an assertion once: of 50 copies in parallel exactly one signs in', async () => {
		const text = assertion('viewer')
		const answers = await Promise.all(
			Array.from({ length: 50 }, async () => {
				const response = await bind(fromConsole('viewer', newIdentity()), text)
				return response.status === 200 ? 'bound' : codeOf(response)
			}),
		)
		expect(answers.filter((answer) => answer === 'bound')).toHaveLength(1)
		expect(answers.filter((answer) => answer === 'assertion-used')).toHaveLength(49)
	})

	it('uses an assertion once, also from the identity that it bound', async () => {
		const headers = fromConsole('viewer', newIdentity())
		const text = assertion('viewer')
		expect((await bind(headers, text)).status).toBe(200)
		expect(await codeOf(await bind(headers, text))).toBe('assertion-used')
	})

	it('remembers used assertions longer than they are valid', async () => {
		const text = assertion('viewer')
		await bind(fromConsole('viewer', newIdentity()), text)
		clock += 300_000 + 60_000
		await bind(fromConsole('viewer', newIdentity()), assertion('viewer', 'other@sluice.example'))
		expect(await codeOf(await bind(fromConsole('viewer', newIdentity()), text))).toBe('assertion-used')
	})
})

describe('one person, one identity', () => {
	it('a second identity of a person is refused, and so is a second person of an identity', async () => {
		const [one, other] = [fromConsole('viewer', newIdentity()), fromConsole('viewer', newIdentity())]
		await bind(one, assertion('viewer'))
		expect(await codeOf(await bind(other, assertion('viewer')))).toBe('identity-bound-elsewhere')
		expect(await codeOf(await bind(one, assertion('viewer', 'thief@sluice.example')))).toBe('identity-bound-elsewhere')
		expect([await isMe(one), await isMe(other)]).toEqual([true, false])
	})

	it('a stolen fresh assertion is used up by the attempt', async () => {
		const [one, thief] = [fromConsole('viewer', newIdentity()), fromConsole('viewer', newIdentity())]
		await bind(one, assertion('viewer'))
		const stolen = assertion('viewer')
		expect(await codeOf(await bind(thief, stolen))).toBe('identity-bound-elsewhere')
		expect(await codeOf(await bind(one, stolen))).toBe('assertion-used')
	})

	it('of 20 identities racing for one person exactly one is bound', async () => {
		const headers = Array.from({ length: 20 }, () => fromConsole('viewer', newIdentity()))
		await Promise.all(headers.map((each) => bind(each, assertion('viewer'))))
		const bound = await Promise.all(headers.map(isMe))
		expect(bound.filter(Boolean)).toHaveLength(1)
	})

	it('of 20 people racing for one identity exactly one is bound', async () => {
		const headers = fromConsole('viewer', newIdentity())
		const emails = Array.from({ length: 20 }, (_, index) => `racer-${number}-${index}@sluice.example`)
		const answers = await Promise.all(emails.map((email) => bind(headers, assertion('viewer', email))))
		expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
		expect(answers.filter(({ status }) => status === 403)).toHaveLength(19)
	})
})

describe('signing out', () => {
	it('ends the session at once, until a new sign-in', async () => {
		const headers = fromConsole('viewer', newIdentity())
		await bind(headers, assertion('viewer'))
		expect((await trial.call('DELETE', '/v1/session', headers)).status).toBe(200)
		expect(await codeOf(await trial.call('GET', '/v1/me', headers))).toBe('session-ended')
		clock += 1
		expect((await bind(headers, assertion('viewer'))).status).toBe(200)
		expect(await isMe(headers)).toBe(true)
	})

	it('cannot be undone with an assertion from before, though it is still valid and unused', async () => {
		const headers = fromConsole('viewer', newIdentity())
		await bind(headers, assertion('viewer'))
		const kept = assertion('viewer')
		clock += 10_000
		await trial.call('DELETE', '/v1/session', headers)
		clock += 1_000
		const response = await bind(headers, kept)
		expect(await codeOf(response)).toBe('assertion-refused')
		expect(await lastRow()).toMatchObject({ code: 'assertion-refused/issued-before-end' })
		expect(await isMe(headers)).toBe(false)
	})

	it('in a terminal ends the console session of the same person', async () => {
		const headers = fromConsole('viewer', newIdentity())
		await bind(headers, assertion('viewer'))
		await trial.call('DELETE', '/v1/session', fromTerminal('viewer', person))
		expect(await codeOf(await trial.call('GET', '/v1/me', headers))).toBe('session-ended')
	})
})

describe('releasing a binding', () => {
	const release = (headers: Headers) => {
		return trial.call('POST', '/v1/session-releases', headers, { person: person.toUpperCase(), ticket: 'LAKE-1' })
	}

	it('shuts the old identity out and lets a new one in', async () => {
		const [old, fresh] = [fromConsole('viewer', newIdentity()), fromConsole('viewer', newIdentity())]
		await bind(old, assertion('viewer'))
		const response = await release(fromTerminal('admin'))
		expect(await response.json()).toEqual({ person, released: 1 })
		expect(await codeOf(await trial.call('GET', '/v1/me', old))).toBe('identity-not-bound')
		clock += 1
		expect((await bind(fresh, assertion('viewer'))).status).toBe(200)
		expect(await codeOf(await bind(old, assertion('viewer')))).toBe('identity-bound-elsewhere')
	})

	it('cannot be undone with an assertion from before', async () => {
		const headers = fromConsole('viewer', newIdentity())
		await bind(headers, assertion('viewer'))
		const kept = assertion('viewer')
		await release(fromTerminal('admin'))
		expect(await codeOf(await bind(headers, kept))).toBe('assertion-refused')
	})

	it('frees the identity for another person', async () => {
		const headers = fromConsole('viewer', newIdentity())
		await bind(headers, assertion('viewer'))
		await release(fromTerminal('admin'))
		clock += 1
		expect((await bind(headers, assertion('viewer', `next-${person}`))).status).toBe(200)
	})

	it('of somebody unknown is not found', async () => {
		expect(await codeOf(await release(fromTerminal('admin')))).toBe('not-found')
	})
})

it('keeps no SAML response in any table', async () => {
	const text = assertion('viewer')
	await bind(fromConsole('viewer', newIdentity()), text)
	for (const table of ['audit_rows', 'idempotency_keys', 'used_assertions', 'identity_bindings'] as const) {
		expect(JSON.stringify(await trial.store.db.selectFrom(table).selectAll().execute())).not.toContain(text)
	}
	const intents = (await trial.audited()).filter((row) => row.operation === 'sessions.bind' && row.phase === 'intent')
	expect(intents.at(-1)?.parameters).toEqual({ samlResponse: '[redacted]' })
})
