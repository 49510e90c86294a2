import { createHash } from 'node:crypto'
import { GetTablesCommand, GlueClient } from '@aws-sdk/client-glue'
import { type AssumeRoleCommandInput, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import aws4 from 'aws4'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import {
	asPrincipal,
	assume,
	HARBOR,
	OLD_PRINCIPAL,
	PRINCIPAL,
	type SessionKey,
	sessionIn,
} from '../session.fixture.ts'
import { SERVICE_KEY, startTrialWorld, type TrialWorld } from '../trial-world.ts'

let trial: TrialWorld
let principal: SessionKey
beforeAll(async () => {
	trial = await startTrialWorld()
	principal = await asPrincipal(trial)
})
afterAll(() => trial.close())
afterEach(() => trial.customers.reset())

const FJORD = 'arn:aws:iam::310987654322:role/segment-data-lake-role'
const BIRCH = 'arn:aws:iam::710987654326:role/SegmentDataLakeRole'
const POPPY = 'arn:aws:iam::190987654336:role/SegmentDataLakeRole'

/** Status, code and text of a refusal; the code `ok` of a session. */
const outcome = (call: Promise<unknown>): Promise<{ status: number; code: string; text: string }> =>
	call.then(
		() => ({ status: 200, code: 'ok', text: '' }),
		(error: unknown) => {
			const { name, message, $metadata } = Object(error)
			return { status: $metadata?.httpStatusCode ?? 0, code: name, text: message }
		},
	)

const tryHarbor = (input: Partial<AssumeRoleCommandInput>) =>
	outcome(assume(trial, principal, { ExternalId: 'ws-harbor', ...input }))

const harborRole = () => {
	const role = trial.customers.account('210987654321')?.roles.get(HARBOR)
	if (!role) throw new Error('the world has no harbor')
	return role
}

describe('who may take a role', () => {
	it.each<[string, string, string, string | undefined, 'ok' | 'AccessDenied']>([
		['workspace id, principal in use', PRINCIPAL, HARBOR, 'ws-harbor', 'ok'],
		['no external id', PRINCIPAL, HARBOR, undefined, 'AccessDenied'],
		['another external id', PRINCIPAL, HARBOR, 'ws-other', 'AccessDenied'],
		['the right one in other case', PRINCIPAL, HARBOR, 'WS-HARBOR', 'AccessDenied'],
		['an older principal that the trust does not name', OLD_PRINCIPAL, HARBOR, 'ws-harbor', 'AccessDenied'],
		['source id of an old trust, principal in use', PRINCIPAL, FJORD, 'fjord-prod', 'ok'],
		['source id of an old trust, older principal', OLD_PRINCIPAL, FJORD, 'fjord-prod', 'ok'],
		['workspace id at a trust of source ids', PRINCIPAL, FJORD, 'ws-fjord', 'AccessDenied'],
		['only older principals are trusted: an older one', OLD_PRINCIPAL, BIRCH, 'ws-birch', 'ok'],
		['only older principals are trusted: the one in use', PRINCIPAL, BIRCH, 'ws-birch', 'AccessDenied'],
		['open trust: no external id', PRINCIPAL, POPPY, undefined, 'ok'],
		['open trust: any external id', PRINCIPAL, POPPY, 'random-1234', 'ok'],
		['a role that is not there', PRINCIPAL, `${HARBOR}2`, 'ws-harbor', 'AccessDenied'],
		['an account that is not there', PRINCIPAL, 'arn:aws:iam::999999999999:role/Lake', 'ws-harbor', 'AccessDenied'],
	])('%s', async (_why, by, roleArn, externalId, code) => {
		const key = await asPrincipal(trial, by)
		expect((await outcome(assume(trial, key, { RoleArn: roleArn, ExternalId: externalId }))).code).toBe(code)
	})

	it('the user of the service gets no further than the principals, whatever a customer trusts', async () => {
		harborRole().trust = {
			Version: '2012-10-17',
			Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' },
		}
		expect((await outcome(assume(trial, SERVICE_KEY, {}))).code).toBe('AccessDenied')
	})

	it('one text for every cause, our own missing right among them', async () => {
		const caller = 'arn:aws:sts::595280932656:assumed-role/segment-datalakes-production-access/trial'
		const texts = [
			await tryHarbor({ ExternalId: 'ws-other' }),
			await tryHarbor({ RoleArn: `${HARBOR}2` }),
			await tryHarbor({ RoleArn: BIRCH, ExternalId: 'ws-birch' }),
			await outcome(assume(trial, SERVICE_KEY, { ExternalId: 'ws-harbor' })),
		].map(({ status, code, text }) => [status, code, text.replace(/resource: \S+$/, 'resource: ROLE')])
		const told = `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ROLE`
		const user = told.replace(caller, 'arn:aws:iam::111122223333:user/sluice-service')
		expect(texts).toEqual([told, told, told, user].map((text) => [403, 'AccessDenied', text]))
	})

	it('an organization of ours that forbids it refuses in the same words', async () => {
		const own = trial.customers.account('595280932656')
		if (!own) throw new Error('the world has no principals')
		const deny = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'sts:*', Resource: '*' } }
		own.scps = [[{ arn: 'arn:aws:organizations::1:policy/o-x/service_control_policy/p-x', document: deny }]]
		expect((await tryHarbor({})).text).toMatch(/is not authorized to perform: sts:AssumeRole on resource: \S+$/)
		own.scps = []
	})
})

describe('what is sent', () => {
	const session = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } }
	const text = (length: number) => JSON.stringify(session).padEnd(length)

	it.each<[string, Partial<AssumeRoleCommandInput>, string, RegExp]>([
		['a name of 1', { RoleSessionName: 'x' }, 'ValidationError', /'roleSessionName'.*greater than or equal to 2/],
		['a name of 65', { RoleSessionName: 'x'.repeat(65) }, 'ValidationError', /less than or equal to 64/],
		['a blank in the name', { RoleSessionName: 'a b' }, 'ValidationError', /regular expression pattern/],
		['no name', { RoleSessionName: undefined }, 'ValidationError', /'roleSessionName'.*not be null/],
		['an external id of 1', { ExternalId: 'x' }, 'ValidationError', /'externalId'.*greater than or equal to 2/],
		['an external id of 1225', { ExternalId: 'x'.repeat(1225) }, 'ValidationError', /less than or equal to 1224/],
		['a blank in the external id', { ExternalId: 'ws harbor' }, 'ValidationError', /regular expression pattern/],
		['899 seconds', { DurationSeconds: 899 }, 'ValidationError', /greater than or equal to 900/],
		['43201 seconds', { DurationSeconds: 43_201 }, 'ValidationError', /less than or equal to 43200/],
		['more than an hour by a role', { DurationSeconds: 3601 }, 'ValidationError', /1 hour session limit.*chaining/],
		['a short ARN', { RoleArn: 'arn:aws:iam::1' }, 'ValidationError', /'roleArn'.*greater than or equal to 20/],
		['no ARN of a role', { RoleArn: 'arn:aws:iam::210987654321:user/x' }, 'ValidationError', /is invalid/],
		['a policy of 2049', { Policy: text(2049) }, 'ValidationError', /'policy'.*less than or equal to 2048/],
		['a policy that is no JSON', { Policy: '{' }, 'MalformedPolicyDocumentException', /invalid Json/],
		[
			'a policy with a principal',
			{ Policy: JSON.stringify({ ...session, Statement: { ...session.Statement, Principal: '*' } }) },
			'MalformedPolicyDocumentException',
			/principal-not-allowed-here/,
		],
		[
			'51 tags',
			{ Tags: Array.from({ length: 51 }, (_, number) => ({ Key: `k${number}`, Value: 'v' })) },
			'ValidationError',
			/at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50/,
		],
		[
			'a tag without a value',
			{
				Tags: [
					{ Key: 'a', Value: 'x' },
					{ Key: 'b', Value: undefined },
				],
			},
			'ValidationError',
			/Value null at 'tags\.2\.member\.value' .* must not be null/,
		],
		[
			'a tag twice, in another case',
			{
				Tags: [
					{ Key: 'team', Value: 'x' },
					{ Key: 'Team', Value: 'y' },
				],
			},
			'ValidationError',
			/Duplicate tag keys found/,
		],
		[
			'a managed session policy, which is not here',
			{ PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/X' }] },
			'ValidationError',
			/not understood/,
		],
	])('refuses %s before any right is looked at', async (_what, input, code, told) => {
		const refused = await tryHarbor({ ExternalId: 'nobody', ...input })
		expect(refused).toMatchObject({ status: 400, code })
		expect(refused.text).toMatch(told)
	})

	it('takes everything at its limit, a policy of 2,048 characters among it', async () => {
		const ExternalId = 'x'.repeat(1224)
		const [statement] = Object(harborRole().trust).Statement
		harborRole().trust = { Version: '2012-10-17', Statement: { ...statement, Condition: {} } }
		const widest = { ExternalId, RoleSessionName: 'x'.repeat(64), Policy: text(2048), DurationSeconds: 3600 }
		const key = await assume(trial, principal, widest)
		expect(key.packedPolicySize).toBeGreaterThan(0)
		expect(key.arn).toBe(`arn:aws:sts::210987654321:assumed-role/SegmentDataLakeRole/${'x'.repeat(64)}`)
	})

	it('refuses what does not pack, though it is short enough', async () => {
		const bytes = Array.from({ length: 30 }, (_, part) => [...createHash('sha512').update(`${part}`).digest()]).flat()
		const noise = String.fromCharCode(...bytes.slice(0, 1850).map((byte) => 0xa1 + (byte % 94)))
		const Policy = JSON.stringify({
			...session,
			Statement: { ...session.Statement, Resource: `arn:aws:s3:::${noise}` },
		})
		expect(Policy.length).toBeLessThanOrEqual(2048)
		expect(await tryHarbor({ Policy })).toMatchObject({ status: 400, code: 'PackedPolicyTooLargeException' })
	})

	it.each<[string, string, Partial<AssumeRoleCommandInput>]>([
		['SetSourceIdentity', 'a source identity', { SourceIdentity: 'sam@sluice.example' }],
		['TagSession', 'tags', { Tags: [{ Key: 'ticket', Value: 'LAKE-1' }] }],
	])('sts:%s is a right of its own, on both sides: %s', async (right, _what, input) => {
		expect((await tryHarbor(input)).text).toContain(`perform: sts:${right} on resource: ${HARBOR}`)
		const [statement] = Object(harborRole().trust).Statement
		harborRole().trust = {
			Version: '2012-10-17',
			Statement: { ...statement, Action: ['sts:AssumeRole', `sts:${right}`] },
		}
		expect((await tryHarbor(input)).text).toContain(`perform: sts:${right}`)
		const ours = trial.customers.account('595280932656')?.roles.get(PRINCIPAL)
		const document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:*', Resource: '*' } }
		ours?.policies.push({ arn: null, document })
		expect((await tryHarbor(input)).code).toBe('ok')
		ours?.policies.pop()
	})
})

it('a user asks for up to what the role allows: an hour, as ours are set up, and twelve at most', async () => {
	const ask = (DurationSeconds: number) => outcome(assume(trial, SERVICE_KEY, { RoleArn: PRINCIPAL, DurationSeconds }))
	expect((await ask(3_600)).code).toBe('ok')
	expect((await ask(3_601)).text).toMatch(/exceeds the MaxSessionDuration/)
	const ours = trial.customers.account('595280932656')?.roles.get(PRINCIPAL)
	Object.assign(Object(ours), { maxSessionSeconds: 43_200 })
	expect((await ask(43_200)).code).toBe('ok')
	Object.assign(Object(ours), { maxSessionSeconds: 3_600 })
})

describe('a region that the account has not enabled', () => {
	const mica = 'arn:aws:iam::230987654339:role/SegmentDataLakeRole'
	const ask = (region: string) => outcome(assume(trial, principal, { RoleArn: mica, ExternalId: 'ws-mica' }, region))

	it('has no STS for it, elsewhere it has', async () => {
		expect(await ask('me-south-1')).toMatchObject({ status: 403, code: 'RegionDisabledException' })
		expect(await ask('us-west-2')).toMatchObject({ code: 'ok' })
	})

	it('knows none of its sessions, until the fix', async () => {
		const credentials = await sessionIn(trial, mica, 'ws-mica')
		const glue = new GlueClient({ endpoint: trial.endpoint, region: 'me-south-1', maxAttempts: 1, credentials })
		const tables = () => outcome(glue.send(new GetTablesCommand({ DatabaseName: 'mica_web' })))
		expect((await tables()).code).toBe('UnrecognizedClientException')
		expect(trial.customers.fix('mica', 'enable-region')).toBeNull()
		expect([(await tables()).code, (await ask('me-south-1')).code]).toEqual(['ok', 'ok'])
	})
})

describe('a session', () => {
	const client = (credentials: SessionKey) =>
		new GlueClient({ endpoint: trial.endpoint, region: 'us-west-2', maxAttempts: 1, credentials })
	const tables = (credentials: SessionKey) =>
		outcome(client(credentials).send(new GetTablesCommand({ DatabaseName: 'harbor_web' })))

	it('may do no more than its own policy says, and says so', async () => {
		const belt = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'glue:GetTable', Resource: '*' } }
		const narrow = await sessionIn(trial, HARBOR, 'ws-harbor', { Policy: JSON.stringify(belt) })
		expect((await tables(narrow)).text).toMatch(/because no session policy allows the glue:GetTables action$/)
		const denying = {
			Version: '2012-10-17',
			Statement: [
				{ Effect: 'Allow', Action: '*', Resource: '*' },
				{ Effect: 'Deny', Action: 'glue:*', Resource: '*' },
			],
		}
		const control = await sessionIn(trial, HARBOR, 'ws-harbor', { Policy: JSON.stringify(denying) })
		expect((await tables(control)).text).toMatch(/with an explicit deny in a session policy$/)
		expect((await tables(await sessionIn(trial, HARBOR, 'ws-harbor'))).code).toBe('ok')
	})

	it('does what its role may do at the moment of the call', async () => {
		const key = await sessionIn(trial, HARBOR, 'ws-harbor')
		const role = harborRole()
		const [first] = role.policies
		role.policies = []
		expect((await tables(key)).text).toMatch(/because no identity-based policy allows/)
		role.policies = first ? [first] : []
		expect((await tables(key)).code).toBe('ok')
	})

	it('ends when it was asked to, by the clock of the world', async () => {
		const key = await sessionIn(trial, HARBOR, 'ws-harbor', { DurationSeconds: 900 })
		const identity = () =>
			outcome(
				new STSClient({ endpoint: trial.endpoint, region: 'us-west-2', maxAttempts: 3, credentials: key }).send(
					new GetCallerIdentityCommand({}),
				),
			)
		trial.clock.setOffset(890)
		expect((await identity()).code).toBe('ok')
		trial.clock.setOffset(901)
		// The SDK gives STS's word the name that its own models know.
		expect((await identity()).code).toMatch(/^ExpiredToken/)
		trial.clock.setOffset(0)
	})

	it('hears who it is, whatever is denied', async () => {
		const deny = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: '*', Resource: '*' } })
		const credentials = await sessionIn(trial, HARBOR, 'ws-harbor', { Policy: deny })
		const sts = new STSClient({ endpoint: trial.endpoint, region: 'us-west-2', credentials })
		expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
			Account: '210987654321',
			Arn: 'arn:aws:sts::210987654321:assumed-role/SegmentDataLakeRole/trial',
			UserId: expect.stringMatching(/^AROA[A-Z2-7]{17}:trial$/),
		})
	})
})

it('an operation that is not here is refused by name', async () => {
	const { host } = new URL(trial.endpoint)
	const body = 'Action=GetFederationToken&Version=2011-06-15'
	const { headers } = aws4.sign(
		{ host, service: 'sts', region: 'us-west-2', method: 'POST', path: '/', body, headers: {} },
		principal,
	)
	const answer = await fetch(trial.endpoint, { method: 'POST', headers: { ...Object(headers) }, body })
	expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<Code>InvalidAction</Code>')])
})
