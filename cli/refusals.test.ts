import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ROLES } from '../lib/contract/role.ts'
import account from '../standin/world/account.json' with { type: 'json' }
import { type Env, type Stack, sluice, startStack } from './stack.fixture.ts'

/** Each test starts processes, which take their time on a busy machine. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 })

let stack: Stack
let support: Env
beforeAll(async () => {
	stack = await startStack()
	support = await stack.as('support')
})
afterEach(() => stack.world('reset'))
afterAll(() => stack.close())

const SSO_PROFILE = `[profile sso]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = sluice-cli-support
[sso-session corp]
sso_region = us-west-2
sso_start_url = https://corp.awsapps.com/start
`
const RUN = ['check', 'run', '-s', 'harbor-web', '--profile', 'sync']

const servers: Server[] = []
afterAll(() => Promise.all(servers.map((server) => server.close())))

/** Something that is no gate. */
async function listening(answer: Parameters<typeof createServer>[1]): Promise<Env> {
	const server = createServer(answer).listen(0, '127.0.0.1')
	servers.push(server)
	await once(server, 'listening')
	return { ...support, SLUICE_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/prod` }
}

describe('the gate refuses', () => {
	it('a role whose callers choose their own session name, whatever it may do in AWS', async () => {
		const { code, stderr } = await sluice(['whoami'], await stack.as('breakglass-admin', 3_600, 'admin@sluice.example'))
		expect(code).toBe(1)
		expect(stderr).toMatch(
			/^sluice: The gate refused: The gate refuses this role\.\n[\s\S]*To do: .*Okta[\s\S]*Request id: \S+=\n/,
		)
	})

	it('every role but those that Okta names the sessions of', () => {
		const listed = account.roles.filter(({ name }) => name.startsWith('sluice-cli-'))
		expect(listed.map(({ name }) => name).sort()).toEqual(ROLES.map((role) => `sluice-cli-${role}`).sort())
		const trusts: Record<string, { Statement: { Action: string; Principal: object }[] }> = account.trustPolicies
		for (const { trust } of listed) {
			expect(trusts[trust]?.Statement).toEqual([
				expect.objectContaining({
					Action: 'sts:AssumeRoleWithSAML',
					// Not the console's: its own application of Okta's, which alone sets the session's name for a terminal.
					Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/okta-cli' },
				}),
			])
		}
	})

	it('a viewer who runs a check, once, and JSON says so too', async () => {
		const before = stack.passages().length
		const { code, stdout, stderr } = await sluice([...RUN, '--json'], await stack.as('viewer'))
		expect([code, stack.passages(before)]).toEqual([1, ['POST /prod/v1/checks 403']])
		const { refusal } = JSON.parse(stdout) as { refusal: Record<string, string> }
		expect(refusal).toMatchObject({ by: 'gate', who: 'The gate', requestId: expect.stringMatching(/=$/) })
		expect(stderr).toContain(`To do: ${refusal.todo}`)
	})

	it('credentials that have expired, and says how to get others', async () => {
		const short = await stack.as('support', 60)
		await stack.world('clock', { offsetSeconds: 120 })
		const { code, stderr } = await sluice(['whoami'], short)
		expect([code, stderr]).toEqual([1, expect.stringMatching(/Your credentials have expired[\s\S]*aws sso login/)])
	})

	it('too many calls: a read comes back twice, a check is ordered once', async () => {
		await stack.world('gate', { throttling: { rateLimit: 0.001, burstLimit: 1 } })
		await sluice(['whoami'], support)
		for (const [args, times] of [
			[['whoami'], 3],
			[RUN, 1],
		] as const) {
			const before = stack.passages().length
			const { code, stderr } = await sluice([...args], support)
			expect([code, stack.passages(before).length]).toEqual([1, times])
			expect(stderr).toContain('The gate refused: Too many requests at once.')
			expect(stderr.match(/Trying again/g)?.length ?? 0).toBe(times - 1)
		}
	})

	it('signatures of another region', async () => {
		const { code, stderr } = await sluice(['whoami', '--api-region', 'eu-west-1'], support)
		expect([code, stderr]).toEqual([1, expect.stringContaining('--api-region')])
	})
})

describe('a clock that is an hour off', () => {
	it('is corrected by the gate’s and said, for reads and for what is sent but once', async () => {
		await stack.world('clock', { offsetSeconds: 3_600 })
		const keys = await stack.as('support')
		const read = await sluice(['whoami', '--json'], keys)
		expect([read.code, read.stderr]).toEqual([0, expect.stringContaining('off by 60 minutes')])
		const before = stack.passages().length
		const order = await sluice(['check', 'run', '-s', 'nobody', '--profile', 'sync'], keys)
		expect([order.code, order.stderr]).toEqual([1, expect.stringContaining('The service refused')])
		expect(stack.passages(before)).toEqual(['POST /prod/v1/checks 403', 'POST /prod/v1/checks 404'])
	})

	it('is corrected once, under the key that was sent first', async () => {
		const keys: unknown[] = []
		const late = await listening((request, response) => {
			keys.push(request.headers['idempotency-key'])
			const headers = {
				'x-amzn-errortype': 'InvalidSignatureException',
				'x-sluice-time': String(Date.now() + 3_600_000),
			}
			response.writeHead(403, headers).end('{"message":"Signature expired: a is now earlier than b"}')
		})
		const { code, stderr } = await sluice(RUN, late)
		expect([code, keys.length, new Set(keys).size]).toEqual([1, 2, 1])
		expect(stderr).toContain('Set the clock of this computer')
	})
})

describe('nobody can tell', () => {
	it('when there is no answer within 5 s: what was sent once may be repeated under its key', async () => {
		const keys: unknown[] = []
		let waited = 0
		const silent = await listening((request, response) => {
			keys.push(request.headers['idempotency-key'])
			const arrived = performance.now()
			response.once('close', () => {
				waited = performance.now() - arrived
			})
		})
		const { code, stderr } = await sluice(RUN, silent)
		await expect.poll(() => waited).toBeGreaterThan(4_000)
		expect(waited).toBeLessThan(8_000)
		expect([code, keys.length]).toEqual([3, 1])
		expect(stderr).toContain('The network: No answer arrived in time.')
		expect(stderr).toContain(`add --idempotency-key ${keys[0]}`)
	})

	it('when nothing listens there', async () => {
		const { code, stderr } = await sluice(['whoami'], { ...support, SLUICE_API_URL: 'http://127.0.0.1:1/prod' })
		expect([code, stderr]).toEqual([3, expect.stringContaining('The network: The gate could not be reached.')])
	})

	it('when the answer is not what the contract promises', async () => {
		const strange = await listening((_, response) => response.end('<html>Welcome</html>'))
		const { code, stderr } = await sluice(['whoami'], strange)
		expect([code, stderr]).toEqual([3, expect.stringContaining('This command: The answer is not what was promised.')])
	})

	it('when the service is down: the gate says so, and a read was tried three times', async () => {
		await stack.stopService()
		const before = stack.passages().length
		const { code, stderr } = await sluice(['whoami'], support)
		expect([code, stack.passages(before).length]).toEqual([3, 3])
		expect(stderr).toContain('The gate refused: The gate could not reach the service.')
		const order = await sluice(RUN, support)
		expect([order.code, order.stderr]).toEqual([3, expect.stringContaining('--idempotency-key')])
		await stack.startService()
	})
})

describe('credentials', () => {
	const none = () => ({ ...stack.settings })
	const home = (files: Record<string, string>): Env => ({
		...none(),
		AWS_CONFIG_FILE: stack.file('aws-config', files.config ?? ''),
		AWS_SHARED_CREDENTIALS_FILE: stack.file('aws-credentials', files.credentials ?? ''),
	})

	it('that nobody has are said to be missing, and nothing is sent', async () => {
		const before = stack.passages().length
		const { code, stdout, stderr } = await sluice(['whoami'], none())
		expect([code, stdout, stack.passages(before)]).toEqual([3, '', []])
		expect(stderr).toMatch(/This computer: There are no AWS credentials\.\n[\s\S]*aws sso login/)
	})

	it.each([
		['a profile that is not there', '', 'other', 'other'],
		['a process that fails', '[profile broken]\ncredential_process = false', 'broken', 'Command failed: false'],
		['an SSO session that nobody has begun', SSO_PROFILE, 'sso', 'SSO session'],
	])('of %s are said to be missing, with the reason', async (_, config, profile, reason) => {
		const { code, stderr } = await sluice(['whoami', '--aws-profile', profile], home({ config }))
		expect([code, stderr]).toEqual([3, expect.stringContaining(reason)])
	})

	it('come from a profile, which wins over the environment, and from a process', async () => {
		const engineer = await stack.as('engineer')
		const keys = [
			['aws_access_key_id', engineer.AWS_ACCESS_KEY_ID],
			['aws_secret_access_key', engineer.AWS_SECRET_ACCESS_KEY],
			['aws_session_token', engineer.AWS_SESSION_TOKEN],
		]
		const answer = {
			Version: 1,
			AccessKeyId: engineer.AWS_ACCESS_KEY_ID,
			SecretAccessKey: engineer.AWS_SECRET_ACCESS_KEY,
			SessionToken: engineer.AWS_SESSION_TOKEN,
		}
		const file = stack.file('answer.json', JSON.stringify(answer))
		const env = home({
			config: `[profile process]\ncredential_process = cat ${file}\n`,
			credentials: `[keys]\n${keys.map(([name, value]) => `${name} = ${value}`).join('\n')}\n`,
		})
		for (const profile of ['keys', 'process']) {
			const { code, stdout } = await sluice(['whoami', '--aws-profile', profile, '--json'], { ...support, ...env })
			expect([code, JSON.parse(stdout)]).toMatchObject([0, { role: 'engineer' }])
		}
		const { stdout } = await sluice(['whoami', '--json'], { ...env, AWS_PROFILE: 'keys' })
		expect(JSON.parse(stdout)).toMatchObject({ role: 'engineer' })
	})

	it('come from an SSO session that somebody has begun', async () => {
		const engineer = await stack.as('engineer')
		const asked: unknown[] = []
		const portal = await listening((request, response) => {
			asked.push([request.url, request.headers['x-amz-sso_bearer_token']])
			const roleCredentials = {
				accessKeyId: engineer.AWS_ACCESS_KEY_ID,
				secretAccessKey: engineer.AWS_SECRET_ACCESS_KEY,
				sessionToken: engineer.AWS_SESSION_TOKEN,
				expiration: Date.now() + 3_600_000,
			}
			response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ roleCredentials }))
		})
		const token = { accessToken: 'begun', expiresAt: new Date(Date.now() + 3_600_000).toISOString() }
		const name = createHash('sha1').update('corp').digest('hex')
		stack.file(`home/.aws/sso/cache/${name}.json`, JSON.stringify(token))
		const env = {
			...home({ config: SSO_PROFILE }),
			HOME: join(stack.folder, 'home'),
			AWS_ENDPOINT_URL_SSO: new URL(portal.SLUICE_API_URL ?? '').origin,
		}
		const { code, stdout } = await sluice(['whoami', '--aws-profile', 'sso', '--json'], env)
		expect([code, JSON.parse(stdout)]).toMatchObject([0, { role: 'engineer' }])
		expect(asked).toEqual([['/federation/credentials?account_id=111122223333&role_name=sluice-cli-support', 'begun']])
	})
})

describe('settings', () => {
	it('come from the person’s file, and an option wins over it', async () => {
		const { SLUICE_API_URL, SLUICE_CONSOLE_URL, SLUICE_REGION, ...keys } = support
		const kept = { apiUrl: SLUICE_API_URL, consoleUrl: SLUICE_CONSOLE_URL, region: SLUICE_REGION }
		stack.file('sluice/config.json', JSON.stringify(kept))
		const env = { ...keys, XDG_CONFIG_HOME: stack.folder }
		expect(await sluice(['whoami'], env)).toMatchObject({ code: 0 })
		expect(await sluice(['whoami', '--api-region', 'eu-west-1'], env)).toMatchObject({ code: 1 })
	})
})
