import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { IssuedCredentials } from '../world/keyring.ts'
import { bytes, draft, sign } from './trial-request.ts'
import {
	ACCOUNT,
	ALL_RIGHTS,
	API_ARN,
	CONSOLE,
	knock,
	type Reply,
	START,
	startTrial,
	type Trial,
} from './trial-world.ts'
import { valuesOf } from './wire-request.ts'

let trial: Trial
let viewer: IssuedCredentials
let stranger: IssuedCredentials
beforeAll(async () => {
	trial = await startTrial()
	viewer = trial.issue('sluice-console-viewer')
	stranger = trial.issue('breakglass-admin', false)
})
afterAll(() => trial.stop())
afterEach(() => trial.knobs.reset())

const me = draft('GET', '/prod/v1/me')
const VIEWER = `arn:aws:sts::${ACCOUNT}:assumed-role/sluice-console-viewer/CognitoIdentityCredentials`
const STRANGER = `arn:aws:sts::${ACCOUNT}:assumed-role/breakglass-admin/sam@sluice.example`
const MASKED = 'arn:aws:execute-api:us-west-2:********3333:standin0/prod'
const body = (reply: Reply): unknown => JSON.parse(reply.body)

async function asked(wire: string, wording: 'old' | 'new' = 'new'): Promise<unknown> {
	trial.knobs.set({ wording })
	return body(await knock(trial.port, wire))
}

describe('policy denials: capital Message, masked account, two generations of text', () => {
	const put = draft('PUT', '/prod/v1/sources/acme')
	const say = (who: string, what: string, why: string) => ({
		Message: `User: ${who} is not authorized to perform: execute-api:Invoke on resource: ${MASKED}/${what}${why}`,
	})

	it('says that no policy allows it', async () => {
		const wire = bytes(sign(put, viewer))
		const why = ' because no identity-based policy allows the execute-api:Invoke action'
		expect(await asked(wire, 'old')).toEqual(say(VIEWER, 'PUT/v1/sources/acme', ''))
		expect(await asked(wire)).toEqual(say(VIEWER, 'PUT/v1/sources/acme', why))
	})

	it('says that the resource policy denies it, though the role may do everything', async () => {
		const wire = bytes(sign(me, stranger))
		expect(await asked(wire, 'old')).toEqual(say(STRANGER, 'GET/v1/me', ' with an explicit deny'))
		expect(await asked(wire)).toEqual(say(STRANGER, 'GET/v1/me', ' with an explicit deny in a resource-based policy'))
	})

	it("says that the role's own policy denies it", async () => {
		const denied = trial.issue('sluice-console-viewer')
		denied.session.identityPolicies.push({
			Version: '2012-10-17',
			Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
		})
		const why = ' with an explicit deny in an identity-based policy'
		expect(await asked(bytes(sign(me, denied)))).toEqual(say(VIEWER, 'GET/v1/me', why))
	})

	it('calls an unsigned caller anonymous', async () => {
		trial.knobs.set({
			resourcePolicy: JSON.stringify({
				Version: '2012-10-17',
				Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: `${API_ARN}/beta/*` }],
			}),
		})
		const why = ' because no resource-based policy allows the execute-api:Invoke action'
		expect(await asked(bytes(draft('OPTIONS', '/prod/v1/me')))).toEqual(say('anonymous', 'OPTIONS/v1/me', why))
	})

	it('refuses when a policy of the role is no policy', async () => {
		const odd = trial.issue('sluice-console-viewer')
		odd.session.identityPolicies.push({ Statement: 'x' })
		expect((await knock(trial.port, bytes(sign(me, odd)))).status).toBe(403)
	})
})

describe('texts of the signature check', () => {
	it.each([
		['unsigned', () => bytes(me), 'Missing Authentication Token'],
		['unknown stage', () => bytes(draft('GET', '/x/y')), 'Forbidden'],
		[
			'late',
			() => bytes(sign(me, viewer, { time: START - 301_000 })),
			'Signature expired: 20260301T115459Z is now earlier than 20260301T115500Z (20260301T120000Z - 5 min.)',
		],
		[
			'early',
			() => bytes(sign(me, viewer, { time: START + 301_000 })),
			'Signature not yet current: 20260301T120501Z is still later than 20260301T120500Z (20260301T120000Z + 5 min.)',
		],
		[
			'region',
			() => bytes(sign(me, viewer, { region: 'x' })),
			"Credential should be scoped to a valid region, not 'x'.",
		],
		[
			'service',
			() => bytes(sign(me, viewer, { service: 's3' })),
			"Credential should be scoped to correct service: 'execute-api'.",
		],
		[
			'unknown key',
			() => bytes(sign(me, viewer, { accessKeyId: 'AKIANOBODY' })),
			'The security token included in the request is invalid.',
		],
	])('%s', async (_why, wire, message) => expect(await asked(wire())).toEqual({ message }))

	it('repeats a foreign Authorization in the old wording and only its hash in the new one', async () => {
		const wire = bytes(draft('GET', '/prod/v1/me', [['Authorization', 'Bearer abc']]))
		expect(await asked(wire, 'old')).toEqual({
			message: "'Bearer' not a valid key=value pair (missing equal-sign) in Authorization header: 'Bearer abc'.",
		})
		expect(await asked(wire)).toEqual({
			message: expect.stringMatching(/hashed with SHA-256 and encoded with Base64\): '[\w+/]{43}='\.$/),
		})
	})

	it('counts up what is missing', async () => {
		const wire = bytes(draft('GET', '/prod/v1/me', [['Authorization', 'AWS4-HMAC-SHA256 Signature=a']]))
		expect(await asked(wire, 'old')).toEqual({
			message:
				"Authorization header requires 'Credential' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 Signature=a",
		})
	})
})

describe('headers of a refusal', () => {
	it('carry type, ids, time and what page code needs to read them', async () => {
		const { headers } = await knock(trial.port, bytes(me))
		const value = (name: string) => valuesOf(headers, name)
		expect(value('content-type')).toEqual(['application/json'])
		expect(value('x-amzn-errortype')).toEqual(['MissingAuthenticationTokenException'])
		expect(value('x-amz-apigw-id')).toEqual([expect.stringMatching(/=$/)])
		expect(value('x-sluice-time')).toEqual([String(START)])
		expect(value('access-control-allow-origin')).toEqual([CONSOLE])
		for (const name of ['x-amzn-RequestId', 'x-amz-apigw-id', 'x-amzn-ErrorType', 'x-sluice-time']) {
			expect(value('access-control-expose-headers')[0]?.split(',')).toContain(name)
		}
	})

	it('carry no CORS at all where the gateway responses are missing, so that a browser reads nothing', async () => {
		trial.knobs.set({ gatewayResponses: false })
		const { status, headers } = await knock(trial.port, bytes(me))
		expect(status).toBe(403)
		expect(headers.map(([name]) => name.toLowerCase()).filter((name) => name.startsWith('access-control'))).toEqual([])
	})
})

describe('preflight', () => {
	const preflight = (path: string) =>
		knock(
			trial.port,
			bytes(
				draft('OPTIONS', path, [
					['Origin', 'https://evil.example'],
					['Access-Control-Request-Method', 'PUT'],
				]),
			),
		)

	it('is answered unsigned by the gate itself, for the console alone whoever asks', async () => {
		trial.prod.arrivals.length = 0
		const { status, headers, body: text } = await preflight('/prod/v1/sources/acme')
		expect({ status, text }).toEqual({ status: 200, text: '' })
		expect(valuesOf(headers, 'access-control-allow-origin')).toEqual([CONSOLE])
		expect(valuesOf(headers, 'access-control-allow-methods')[0]).toContain('PUT')
		const allowed = valuesOf(headers, 'access-control-allow-headers')[0]?.toLowerCase().split(',')
		expect(allowed).toEqual(
			expect.arrayContaining([
				'authorization',
				'content-type',
				'idempotency-key',
				'x-amz-content-sha256',
				'x-amz-date',
				'x-amz-security-token',
			]),
		)
		expect(trial.prod.arrivals).toHaveLength(0)
	})

	it.each([
		['the root of a stage, which {proxy+} does not cover', '/prod/', 'MissingAuthenticationTokenException'],
		['a stage that is not there', '/nostage/v1/me', 'ForbiddenException'],
		['a path with a segment GET, by the Deny of */GET/*', '/prod/v1/GET/x', 'AccessDeniedException'],
	])('is refused for %s', async (_why, path, type) => {
		const { status, headers } = await preflight(path)
		expect([status, valuesOf(headers, 'x-amzn-errortype')]).toEqual([403, [type]])
	})

	it('lets nobody in by a path that holds OPTIONS', async () => {
		const reply = await knock(trial.port, bytes(sign(draft('GET', '/prod/x/OPTIONS/y'), stranger)))
		expect(reply.status).toBe(403)
	})
})

it('knows that the stranger of these tests may do everything by its own policy', () => {
	expect(stranger.session.identityPolicies).toEqual([ALL_RIGHTS])
})
