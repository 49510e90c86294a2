import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { close, listen } from '../listening.ts'
import { loadAccount } from '../world/account.ts'
import { createCognito } from './cognito.ts'
import { ACS, createTrialPool, ISSUER, POOL, PROVIDER, trialCertificates } from './trial-pool.ts'

const pool = createTrialPool()
const log: string[] = []
const { server, knobs } = createCognito({
	account: loadAccount(),
	clock: pool.clock,
	keyring: pool.keyring,
	provider: { issuer: ISSUER, certificates: trialCertificates, acsUrl: ACS },
	log: (line) => log.push(line),
})
let url: string

beforeAll(async () => {
	await listen(server, 0, 'cognito')
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})
afterAll(() => close(server))

const JSON_TYPE = 'application/x-amz-json-1.1'
const target = (operation: string) => ({
	'content-type': JSON_TYPE,
	'x-amz-target': `AWSCognitoIdentityService.${operation}`,
})

async function post(headers: Record<string, string>, body: string, to = url) {
	const answer = await fetch(to, { method: 'POST', headers, body })
	return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

describe('the JSON 1.1 protocol', () => {
	it('turns a response into credentials with two plain calls', async () => {
		const Logins = { [PROVIDER]: pool.respond('support') }
		const first = await post(target('GetId'), JSON.stringify({ IdentityPoolId: POOL, Logins }))
		expect(first.status).toBe(200)
		expect(first.headers.get('content-type')).toBe(JSON_TYPE)
		expect(first.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
		const { IdentityId } = Object(JSON.parse(first.text))
		const second = await post(target('GetCredentialsForIdentity'), JSON.stringify({ IdentityId, Logins }))
		const { Credentials } = Object(JSON.parse(second.text))
		expect(Object.keys(Credentials)).toEqual(['AccessKeyId', 'SecretKey', 'SessionToken', 'Expiration'])
		expect(Number.isInteger(Credentials.Expiration)).toBe(true)
		expect(pool.keyring.find(Credentials.AccessKeyId)?.secretAccessKey).toBe(Credentials.SecretKey)
	})

	it('words a refusal as AWS does, and logs the reason without the assertion', async () => {
		const samlResponse = pool.respond('support', { twoAudiences: true })
		log.length = 0
		const answer = await post(
			target('GetId'),
			JSON.stringify({ IdentityPoolId: POOL, Logins: { [PROVIDER]: samlResponse } }),
		)
		expect(answer.status).toBe(400)
		expect(answer.headers.get('x-amzn-errortype')).toBe('NotAuthorizedException:')
		expect(JSON.parse(answer.text)).toEqual({
			__type: 'NotAuthorizedException',
			message: 'Invalid login token. Incorrect token audience.',
		})
		expect(log).toEqual(['cognito: GetId refused, NotAuthorizedException: another audience, none, or several'])
	})

	it('never repeats a token, not even one that breaks a constraint', async () => {
		log.length = 0
		const token = `secret${'x'.repeat(50_000)}`
		const answer = await post(target('GetId'), JSON.stringify({ IdentityPoolId: POOL, Logins: { [PROVIDER]: token } }))
		expect(JSON.parse(answer.text)).toHaveProperty('__type', 'ValidationException')
		expect(answer.text + log.join()).not.toContain('secret')
	})

	it.each<[string, Record<string, string>, string, number, string]>([
		['another operation', target('DeleteIdentities'), '{}', 400, '"__type":"UnknownOperationException"'],
		['an operation of every object', target('constructor'), '{}', 400, '"__type":"UnknownOperationException"'],
		[
			'another service',
			{ 'content-type': JSON_TYPE, 'x-amz-target': 'X.GetId' },
			'{}',
			400,
			'UnknownOperationException',
		],
		['no target', { 'content-type': JSON_TYPE }, '{}', 400, 'UnknownOperationException'],
		[
			'plain JSON',
			{ ...target('GetId'), 'content-type': 'application/json' },
			'{}',
			404,
			'<UnknownOperationException/>',
		],
		['no JSON', target('GetId'), '{', 400, '"__type":"SerializationException"'],
		['a JSON text', target('GetId'), '"x"', 400, '"__type":"SerializationException"'],
		['a JSON list', target('GetId'), '[]', 400, '"__type":"ValidationException"'],
	])('refuses %s', async (_why, headers, body, status, text) => {
		const answer = await post(headers, body)
		expect(answer.status).toBe(status)
		expect(answer.text).toContain(text)
	})

	it('answers on POST / alone', async () => {
		expect((await post(target('GetId'), '{}', `${url}other`)).status).toBe(404)
		expect((await fetch(url)).status).toBe(404)
	})
})

describe('browsers', () => {
	it('of every origin may call and read, with the headers of an SDK', async () => {
		const preflight = await fetch(url, { method: 'OPTIONS' })
		expect(preflight.status).toBe(200)
		expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
		expect(preflight.headers.get('access-control-allow-methods')).toContain('POST')
		const allowed = preflight.headers.get('access-control-allow-headers')?.split(',')
		expect(allowed).toEqual(
			expect.arrayContaining(['content-type', 'x-amz-target', 'x-amz-user-agent', 'cache-control']),
		)
		const refusal = await post(target('GetId'), '{}')
		expect(refusal.headers.get('access-control-allow-origin')).toBe('*')
		expect(refusal.headers.get('access-control-expose-headers')).toContain('x-amzn-ErrorType')
	})
})

describe('the knobs', () => {
	it.each([
		[{ credentialSeconds: 0 }, 'credentialSeconds: must be at least 1'],
		[{ credentialSeconds: 'x' }, 'credentialSeconds: must be whole seconds'],
		[{ certificates: 'all' }, 'certificates: must be current, next or both'],
		[{ rateLimit: 'yes' }, 'rateLimit: must be true or false'],
		[{ rate: true }, 'rate: no such field; the fields are credentialSeconds, rateLimit, strictRecipient, certificates'],
		['x', 'the body must be a JSON object'],
	])('%j is refused by field', (json, error) => {
		expect(knobs.set(json)).toBe(error)
	})

	it('turn the life of the credentials, and go back', async () => {
		expect(knobs.set({ credentialSeconds: 60 })).toBeNull()
		expect(knobs.show()).toMatchObject({ credentialSeconds: 60, strictRecipient: false })
		knobs.reset()
		expect(knobs.show()).toMatchObject({ credentialSeconds: 3600 })
	})
})
