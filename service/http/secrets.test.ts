import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
	fromConsole,
	GROUPS,
	type Headers,
	newIdentity,
	openTrial,
	SECOND_SECRET,
	SECRET,
	samlResponse,
	type Trial,
} from '../service.fixture.ts'

const marked = (kind: string) => `${kind}-${randomBytes(12).toString('hex')}`
const secrets = {
	token: marked('IQoJtoken'),
	signature: marked('AWS4-HMAC-SHA256'),
	accessKey: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
	cookie: marked('cookie'),
	query: marked('query'),
	path: marked('path'),
	body: marked('body'),
	key: marked('member'),
	wrongSecret: marked('wrong-gate-secret'),
	responseText: samlResponse('somebody@sluice.example', [GROUPS.viewer]),
	badResponse: marked('bad-saml'),
}

let trial: Trial
beforeAll(async () => {
	trial = await openTrial()
})
afterAll(() => trial.close())

it('no header, body, token, query or path of a hostile request is in any log line, answer or stored row', async () => {
	const carrying: Headers = {
		Authorization: `${secrets.signature} Credential=${secrets.accessKey}/20260101/us-west-2/execute-api/aws4_request`,
		'X-Amz-Security-Token': secrets.token,
		Cookie: secrets.cookie,
	}
	const viewer = { ...(await trial.signIn('viewer')), ...carrying }
	const newcomer = { ...fromConsole('viewer', newIdentity()), ...carrying }
	const calls: [string, string, Headers, unknown?][] = [
		['GET', '/v1/me', { ...viewer, 'X-Sluice-Gate-Secret': secrets.wrongSecret }],
		['GET', `/v1/me?${secrets.query}=${secrets.query}`, viewer],
		['GET', `/v1/${secrets.path}?X-Amz-Security-Token=${secrets.token}`, viewer],
		['GET', `/v1/me?token=${secrets.token}`, { ...viewer, 'X-Sluice-User-Arn': secrets.body }],
		['POST', '/v1/session', newcomer, { samlResponse: secrets.badResponse }],
		['POST', '/v1/session', newcomer, { samlResponse: secrets.responseText }],
		['POST', '/v1/session', newcomer, { samlResponse: secrets.responseText }],
		['POST', '/v1/session', viewer, { samlResponse: secrets.responseText }],
		['POST', '/v1/session', viewer, `{"samlResponse": "${secrets.body}`],
		['POST', '/v1/session', viewer, { samlResponse: 1, password: secrets.body }],
		['PUT', '/v1/sources/src-1', viewer, { settings: { roleArn: secrets.body } }],
		['POST', '/v1/session-releases', viewer, { person: secrets.body, ticket: secrets.body }],
	]
	let answers = ''
	for (const [method, path, headers, body] of calls) {
		const response = await trial.call(method, path, headers, body)
		answers += JSON.stringify([...response.headers]) + (await response.text())
	}
	const { db } = trial.store
	const stored = JSON.stringify([
		await trial.audited(),
		await db.selectFrom('idempotency_keys').selectAll().execute(),
		await db.selectFrom('used_assertions').selectAll().execute(),
		await db.selectFrom('identity_bindings').selectAll().execute(),
	])
	const logged = trial.lines.join('')
	expect(logged.match(/"msg":"request"/g)?.length).toBe(calls.length + 1)
	for (const secret of [...Object.values(secrets), SECRET, SECOND_SECRET]) {
		expect({ logged: logged.includes(secret), stored: stored.includes(secret) }).toEqual({
			logged: false,
			stored: false,
		})
	}
	for (const secret of [
		SECRET,
		SECOND_SECRET,
		secrets.token,
		secrets.signature,
		secrets.cookie,
		secrets.responseText,
	]) {
		expect(answers).not.toContain(secret)
	}
})

it('one line for each request tells who did what, and how it ended', async () => {
	const headers = await trial.signIn('support')
	await trial.call('GET', '/v1/sources/unknown?ticket=LAKE-7', headers)
	expect(JSON.parse(trial.lines.at(-1) ?? '')).toMatchObject({
		operation: 'sources.get',
		method: 'GET',
		person: 'support@sluice.example',
		role: 'support',
		via: 'console',
		target: 'unknown',
		ticket: 'LAKE-7',
		status: 404,
		code: 'not-found',
		requestId: headers['X-Sluice-Extended-Request-Id'],
		gateRequestId: headers['X-Sluice-Request-Id'],
	})
})
