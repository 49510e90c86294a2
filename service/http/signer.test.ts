import { describe, expect, it } from 'vitest'
import { SettingsError } from '../../lib/settings/environment.ts'
import {
	fromConsole,
	fromTerminal,
	gateHeaders,
	type Headers as Named,
	newIdentity,
	SETTINGS,
} from '../service.fixture.ts'
import { createRoleTable } from './roles.ts'
import { readSigner } from './signer.ts'

const roleOf = createRoleTable(SETTINGS.roleArns)
const read = (headers: Named) => readSigner(new Headers(headers), roleOf)
const identity = newIdentity()
const COGNITO = 'CognitoIdentityCredentials'

it('knows a person of the console by the identity only', () => {
	expect(read(fromConsole('support', identity))).toMatchObject({
		ok: true,
		signer: { person: null, role: 'support', via: 'console', identityId: identity },
	})
})

it('knows a person of a terminal by the session name, in lower case', () => {
	expect(read(fromTerminal('engineer', 'Erin.Engineer@Sluice.Example'))).toMatchObject({
		ok: true,
		signer: { person: 'erin.engineer@sluice.example', role: 'engineer', via: 'cli', identityId: null },
	})
})

describe.each([
	['a console role without an identity', gateHeaders('sluice-console-admin', COGNITO, null), 'role-unknown'],
	[
		'a console role under a name of one’s own',
		gateHeaders('sluice-console-admin', 'a@sluice.example', null),
		'role-unknown',
	],
	[
		'a console role under another session name',
		gateHeaders('sluice-console-admin', 'a@sluice.example', identity),
		'role-unknown',
	],
	['a terminal role with an identity', gateHeaders('sluice-cli-admin', 'a@sluice.example', identity), 'role-unknown'],
	['a terminal role handed out by Cognito', gateHeaders('sluice-cli-admin', COGNITO, identity), 'role-unknown'],
	['a terminal role under Cognito’s name', gateHeaders('sluice-cli-admin', COGNITO, null), 'role-unknown'],
	[
		'a terminal session that names nobody',
		gateHeaders('sluice-cli-admin', 'botocore-session-17', null),
		'identity-not-bound',
	],
	[
		'a terminal session with two e-mails',
		gateHeaders('sluice-cli-admin', 'a@b.example,c@d.example', null),
		'identity-not-bound',
	],
	['a role nobody listed', gateHeaders('sluice-console-owner', COGNITO, identity), 'role-unknown'],
	['a listed role name in other case', gateHeaders('Sluice-Console-admin', COGNITO, identity), 'role-unknown'],
])('refuses %s', (_, headers, problem) => {
	it(problem, () => expect(read(headers)).toMatchObject({ ok: false, problem }))
})

const good = fromConsole('viewer', identity)
describe.each([
	['X-Sluice-User-Arn', 'arn:aws:iam::111122223333:user/ada'],
	['X-Sluice-User-Arn', 'arn:aws:iam::111122223333:role/sluice-console-viewer'],
	['X-Sluice-User-Arn', 'arn:aws:sts::111122223333:federated-user/ada'],
	['X-Sluice-User-Arn', 'arn:aws:sts::111122223333:assumed-role/sluice-console-viewer'],
	['X-Sluice-User-Arn', `${good['X-Sluice-User-Arn']}/more`],
	['X-Sluice-User-Arn', `${good['X-Sluice-User-Arn']}, ${good['X-Sluice-User-Arn']}`],
	['X-Sluice-User-Arn', ''],
	['X-Sluice-Account-Id', '999988887777'],
	['X-Sluice-Account-Id', ''],
	['X-Sluice-Cognito-Identity-Id', 'us-west-2:1'],
	['X-Sluice-Cognito-Identity-Id', `${identity},${identity}`],
	['X-Sluice-Cognito-Identity-Id', `${identity}' or 1=1`],
	['X-Sluice-Request-Id', 'two words'],
	['X-Sluice-Extended-Request-Id', ''],
	['X-Sluice-Extended-Request-Id', 'x'.repeat(129)],
	['X-Sluice-Source-Ip', '203.0.113.7, 10.0.0.1'],
	['X-Sluice-Source-Ip', 'localhost'],
])('refuses %s: %s', (name, value) => {
	it('as an invalid header, without repeating the value', () => {
		const result = read({ ...good, [name]: value })
		expect(result).toMatchObject({ ok: false, problem: 'identity-headers-invalid' })
		if (value !== '') expect(JSON.stringify(result)).not.toContain(value)
	})
})

describe('the table of roles', () => {
	const none = { admin: [], engineer: [], auditor: [], support: [], viewer: [] }
	const arn = (name: string, account = '111122223333') => `arn:aws:iam::${account}:role/${name}`

	it('finds a role under a path by its name, as session ARNs drop the path', () => {
		const table = createRoleTable({ ...none, viewer: [arn('people/eu/sluice-console-viewer')] })
		expect(table('111122223333', 'sluice-console-viewer')?.role).toBe('viewer')
	})

	it('keeps equal names of two accounts apart', () => {
		const table = createRoleTable({ ...none, viewer: [arn('x-cli')], admin: [arn('x-cli', '444455556666')] })
		expect([table('111122223333', 'x-cli')?.role, table('444455556666', 'x-cli')?.role]).toEqual(['viewer', 'admin'])
		expect(table('777788889999', 'x-cli')).toBeNull()
	})

	it.each([
		['one ARN in two roles', { ...none, viewer: [arn('x-cli')], admin: [arn('x-cli')] }],
		['one ARN twice in a role', { ...none, viewer: [arn('x-cli'), arn('x-cli')] }],
		['one name under two paths', { ...none, viewer: [arn('a/x-cli'), arn('b/x-cli')] }],
		['a name that says neither console nor cli', { ...none, viewer: [arn('viewer')] }],
		['a user', { ...none, viewer: ['arn:aws:iam::111122223333:user/x-cli'] }],
	])('refuses %s at the start', (_, roleArns) => expect(() => createRoleTable(roleArns)).toThrow(SettingsError))
})
