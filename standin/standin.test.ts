import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Standin, startStandin } from './standin.ts'
import { freeBase, hold, release } from './trial-ports.ts'

const SERVICE_KEY = { accessKeyId: 'AKIATRIALTRIALTRIAL2', secretAccessKey: 'a secret of the trials alone' }
const SECRET = 'a-shared-secret-of-the-gate'
const WRITE_KEY = 'a-write-key-of-the-trials'
const dataDir = mkdtempSync(join(tmpdir(), 'sluice-standin-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const options = (portBase: number) => ({
	portBase,
	dataDir,
	consoleOrigin: `http://localhost:${portBase}`,
	serviceOrigins: { prod: `http://127.0.0.1:${portBase + 5}` },
	gateSecrets: { prod: SECRET },
	serviceKey: SERVICE_KEY,
	segmentWriteKey: WRITE_KEY,
	log: () => undefined,
})

describe('the world while it runs', () => {
	let standin: Standin
	beforeAll(async () => {
		standin = await startStandin(options(await freeBase()))
	})
	afterAll(() => standin.close())

	async function world(path: string, body?: unknown, headers: Record<string, string> = {}) {
		const init = {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body ?? {}),
		}
		const answer = await fetch(`${standin.urls.world}/_world${path}`, path === '' ? {} : init)
		return { status: answer.status, json: Object(await answer.json()) }
	}

	it('shows what is turned, and a reset turns everything back', async () => {
		const before = (await world('')).json
		await world('/clock', { advanceSeconds: 60 })
		await world('/clock', { advanceSeconds: 60 })
		await world('/personas/support', { groups: ['sluice-admins'], disabled: true, email: 'sam@sluice.example' })
		await world('/cognito', { credentialSeconds: 60 })
		await world('/okta', { assertionSeconds: 10, assertion: { audience: 'urn:x' } })
		expect((await world('/gate', { wording: 'old' })).status).toBe(200)
		const turned = (await world('')).json
		expect(turned).toMatchObject({
			clock: { offsetSeconds: 120 },
			cognito: { credentialSeconds: 60 },
			okta: { assertionSeconds: 10, assertion: { audience: 'urn:x' } },
			gate: { wording: 'old' },
		})
		expect(turned.personas).toContainEqual(expect.objectContaining({ email: 'sam@sluice.example', disabled: true }))
		const { clock: _, ...after } = (await world('/reset')).json
		const { clock: __, ...initial } = before
		expect(after).toEqual(initial)
	})

	it.each<[string, string, unknown, number, string]>([
		['no such path', '/weather', {}, 404, 'choose of /_world/reset, '],
		['an inherited name', '/constructor', {}, 404, 'choose of'],
		['both ways to move the clock', '/clock', { offsetSeconds: 1, advanceSeconds: 1 }, 400, 'send one of the two'],
		['neither', '/clock', {}, 400, 'send one of the two'],
		['a time that is no number', '/clock', { offsetSeconds: 'x' }, 400, 'offsetSeconds: must be a number of seconds'],
		['a time out of reach', '/clock', { offsetSeconds: 1e12 }, 400, 'offsetSeconds: must be within ten years'],
		['a field of reset', '/reset', { now: true }, 400, 'now: no such field'],
		['nobody', '/personas/x', {}, 400, 'x: no such persona; there are viewer'],
		['a wrong e-mail', '/personas/support', { email: 'x' }, 400, 'email: must be an e-mail address'],
		['a field of Okta', '/okta', { x: 1 }, 400, 'x: no such field; the fields are assertionSeconds'],
		['a field inside', '/okta', { assertion: { x: 1 } }, 400, 'assertion.x: no such field'],
		[
			'a role of the pool',
			'/credentials',
			{ role: 'sluice-console-admin', sessionName: 'ab' },
			400,
			'role: only Cognito',
		],
		[
			'no role',
			'/credentials',
			{ role: 'x', sessionName: 'ab' },
			400,
			'role: there is no "x"; choose of sluice-cli-viewer',
		],
		[
			'a bad name',
			'/credentials',
			{ role: 'sluice-cli-admin', sessionName: 'a b' },
			400,
			'sessionName: must be 2 to 64',
		],
		[
			'no life',
			'/credentials',
			{ role: 'sluice-cli-admin', sessionName: 'ab', seconds: 0 },
			400,
			'seconds: must be at least 1',
		],
	])('refuses %s and says what to send', async (_why, path, body, status, error) => {
		const answer = await world(path, body)
		expect(answer.status).toBe(status)
		expect(answer.json.error).toContain(error)
	})

	it('is deaf to web pages: no plain content type, no foreign host', async () => {
		expect((await world('/reset', {}, { 'content-type': 'text/plain' })).status).toBe(415)
		expect((await fetch(`${standin.urls.world}/_world/reset`)).status).toBe(405)
	})

	it('gives a terminal session credentials that the gate knows', async () => {
		const role = 'arn:aws:iam::111122223333:role/sluice-cli-support'
		const { json } = await world('/credentials', { role, sessionName: 'support@sluice.example', seconds: 900 })
		expect(json).toMatchObject({
			accessKeyId: expect.stringMatching(/^ASIA/),
			sessionToken: expect.any(String),
			userArn: 'arn:aws:sts::111122223333:assumed-role/sluice-cli-support/support@sluice.example',
		})
		const left = Date.parse(json.expiration) - Date.now()
		expect(left).toBeGreaterThan(890_000)
		expect(left).toBeLessThanOrEqual(900_000)
	})

	it('a response of its Okta gets credentials of its Cognito', async () => {
		const assertion = await fetch(`${standin.urls.okta}/_world/assertion`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ persona: 'auditor' }),
		})
		const { samlResponse } = Object(await assertion.json())
		const Logins = { 'arn:aws:iam::111122223333:saml-provider/okta': samlResponse }
		const cognito = async (operation: string, body: object) => {
			const headers = {
				'content-type': 'application/x-amz-json-1.1',
				'x-amz-target': `AWSCognitoIdentityService.${operation}`,
			}
			const answer = await fetch(standin.urls.cognito, { method: 'POST', headers, body: JSON.stringify(body) })
			return Object(await answer.json())
		}
		const IdentityPoolId = 'us-west-2:00000000-0000-4000-8000-000000000000'
		const { IdentityId } = await cognito('GetId', { IdentityPoolId, Logins })
		expect(await cognito('GetCredentialsForIdentity', { IdentityId, Logins })).toHaveProperty('Credentials.SecretKey')
	})

	it('answers as AWS beside its controls, to the user of the service', async () => {
		const sts = new STSClient({ endpoint: standin.urls.world, region: 'us-west-2', credentials: SERVICE_KEY })
		const identity = await sts.send(new GetCallerIdentityCommand({}))
		expect(identity.Arn).toBe('arn:aws:iam::111122223333:user/sluice-service')
	})

	it('shows what Segment received, and turns it', async () => {
		const track = async (messageId: string) => {
			const headers = { 'content-type': 'application/json', authorization: `Basic ${btoa(`${WRITE_KEY}:`)}` }
			const body = JSON.stringify({ event: 'sources.get', userId: 'sam@sluice.example', messageId })
			return (await fetch(`${standin.urls.segment}/v1/track`, { method: 'POST', headers, body })).status
		}
		const shown = async () => (await fetch(`${standin.urls.world}/_world/segment`)).json()
		expect(await track('m-1')).toBe(200)
		expect((await world('/segment', { failRate: 1 })).json.segment).toMatchObject({ failRate: 1, failStatus: 503 })
		expect(await track('m-2')).toBe(503)
		expect(await shown()).toMatchObject({ messages: 1, ids: { 'm-1': 1 }, failed: 1 })
		await world('/reset')
		expect(await shown()).toMatchObject({ messages: 0, ids: {}, failed: 0 })
	})

	it('a call at the gate leaves a line in the access log', async () => {
		const answer = await fetch(`${standin.urls.gate}/prod/v1/me`)
		expect(answer.status).toBe(403)
		const id = answer.headers.get('x-amz-apigw-id') ?? 'none'
		await expect.poll(() => readFileSync(join(dataDir, 'gate-access.log'), 'utf8')).toContain(id)
	})
})

describe('a start', () => {
	it('on a taken port says which, and leaves none of its own open', async () => {
		const base = await freeBase()
		const holder = await hold(base + 3)
		await expect(startStandin(options(base))).rejects.toThrow(
			`Port ${base + 3} (cognito) is taken: stop what uses it, or set SLUICE_PORT_BASE to another first port.`,
		)
		for (const port of [base + 1, base + 2]) await release(await hold(port))
		await release(holder)
	})
})
