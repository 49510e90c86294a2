import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { accessLogLine } from './access-log.ts'
import { bytes, draft, sign } from './trial-request.ts'
import { ACCOUNT, knock, START, startTrial, type Trial } from './trial-world.ts'
import { valuesOf } from './wire-request.ts'

let trial: Trial
beforeAll(async () => {
	trial = await startTrial()
})
afterAll(() => trial.stop())
afterEach(() => {
	trial.log.length = 0
	trial.knobs.reset()
})

const me = draft('GET', '/prod/v1/me?ticket=secret')

function onlyLine(): Record<string, string> {
	expect(trial.log).toHaveLength(1)
	return JSON.parse(trial.log[0] ?? '')
}

describe('the access log', () => {
	it('tells a passed request with the ids that the caller and the backend saw', async () => {
		const caller = trial.issue('sluice-console-support')
		const reply = await knock(trial.port, bytes(sign(me, caller)))
		const line = onlyLine()
		expect(line).toMatchObject({
			extendedRequestId: valuesOf(reply.headers, 'x-amz-apigw-id')[0],
			requestId: valuesOf(reply.headers, 'x-amzn-requestid')[0],
			requestTimeEpoch: String(START),
			httpMethod: 'GET',
			path: '/prod/v1/me',
			stage: 'prod',
			status: '200',
			responseLength: '11',
			userArn: `arn:aws:sts::${ACCOUNT}:assumed-role/sluice-console-support/CognitoIdentityCredentials`,
			cognitoAuthenticationType: 'authenticated',
			authenticateStatus: '200',
			authorizeStatus: '200',
			integrationStatus: '200',
			errorResponseType: '-',
			errorMessage: '-',
		})
	})

	it('holds no secret: neither token nor signature nor query nor the gate secret', async () => {
		const caller = trial.issue('sluice-console-support')
		await knock(trial.port, bytes(sign(me, caller)))
		await knock(trial.port, bytes(sign(me, caller, { secret: 'wrong' })))
		const text = trial.log.join('\n')
		for (const secret of [caller.secretAccessKey, caller.sessionToken ?? '', 'prod-secret', 'ticket', 'Signature=']) {
			expect(text).not.toContain(secret)
		}
	})

	it('tells refusals too, with a dash for what is not known', async () => {
		await knock(trial.port, bytes(me))
		expect(onlyLine()).toMatchObject({
			status: '403',
			userArn: '-',
			cognitoIdentityId: '-',
			authenticateStatus: '403',
			authorizeStatus: '-',
			integrationStatus: '-',
			errorResponseType: 'MISSING_AUTHENTICATION_TOKEN',
		})
	})

	it('names a caller whom the policy refused', async () => {
		await knock(trial.port, bytes(sign(me, trial.issue('breakglass-admin', false))))
		expect(onlyLine()).toMatchObject({
			status: '403',
			caller: 'AROATRIAL:sam@sluice.example',
			cognitoIdentityId: '-',
			authenticateStatus: '200',
			authorizeStatus: '403',
			errorResponseType: 'ACCESS_DENIED',
		})
	})

	it('lets no caller write a second line or another field', async () => {
		const forged = draft('GET', '/prod/v1/me', [['User-Agent', 'x","status":"200']])
		await knock(trial.port, bytes(forged))
		expect(onlyLine()).toMatchObject({ status: '403', userAgent: 'x","status":"200' })
	})

	it('loses the lines of 413, 429 and 500 when told to, and only these', async () => {
		const caller = trial.issue('sluice-console-support')
		trial.knobs.set({ loseLogLines: true, throttling: { rateLimit: 0.001, burstLimit: 1 } })
		const huge = draft('POST', '/prod/v1/session', [], 'x'.repeat(10 * 1024 * 1024 + 1))
		expect((await knock(trial.port, bytes(sign(huge, caller)))).status).toBe(413)
		for (let i = 0; i < 3; i++) await knock(trial.port, bytes(sign(me, caller)))
		await knock(trial.port, bytes(me))
		expect(trial.log.map((line) => JSON.parse(line).status)).not.toContain('429')
		expect(trial.log.map((line) => JSON.parse(line).status)).not.toContain('413')
		expect(trial.log.map((line) => JSON.parse(line).status)).toContain('403')
	})
})

describe('the line', () => {
	it('sorts its keys and fills what a format names, as the deployed one would', () => {
		const variables = new Map([['context.a.b', '1']])
		expect(accessLogLine({ z: '$context.a.b', a: '$context.none', m: 'v$context.a.b' }, variables)).toBe(
			'{"a":"-","m":"v1","z":"1"}',
		)
	})
})
