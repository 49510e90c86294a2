import { describe, expect, it } from 'vitest'
import { describeRefusal } from './describe-refusal.ts'
import { gateRefusal } from './gate-answer.ts'
import type { GateReason } from './refusal.ts'

const ARN = 'arn:aws:execute-api:us-west-2:********2222:standin0/prod/GET/v1/sources'
const USER = 'arn:aws:sts::111122223333:assumed-role/sluice-console-viewer/CognitoIdentityCredentials'
const REFUSED = `User: ${USER} is not authorized to perform: execute-api:Invoke on resource: ${ARN}`
const TOKEN = 'IQoJb3JpZ2luX2VjSECRET'

/** [what happened, status, x-amzn-ErrorType, body, what it means]: one for each row of the gateway's table of errors. */
const ROWS: [string, number, string | null, object, GateReason][] = [
	[
		'unsigned, or an unknown route',
		403,
		'MissingAuthenticationTokenException',
		{ message: 'Missing Authentication Token' },
		'missing-token',
	],
	[
		'no SigV4 at all',
		403,
		'IncompleteSignatureException',
		{ message: `'${TOKEN}' not a valid key=value pair (missing equal-sign) in Authorization header` },
		'incomplete-signature',
	],
	[
		'newer wording of the same',
		403,
		'IncompleteSignatureException',
		{
			message: `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'x='.`,
		},
		'incomplete-signature',
	],
	[
		'parts missing',
		403,
		'IncompleteSignatureException',
		{ message: `Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256 ${TOKEN}` },
		'incomplete-signature',
	],
	[
		'wrong signature',
		403,
		'InvalidSignatureException',
		{
			message: `The request signature we calculated does not match the signature you provided. The Canonical String for this request should have been\n'GET\nx-amz-security-token:${TOKEN}'`,
		},
		'bad-signature',
	],
	[
		'clock too slow',
		403,
		'InvalidSignatureException',
		{ message: 'Signature expired: 20251122T070000Z is now earlier than 20251122T075500Z (20251122T080000Z - 5 min.)' },
		'clock-skew',
	],
	[
		'clock too fast',
		403,
		'InvalidSignatureException',
		{
			message:
				'Signature not yet current: 20251122T090000Z is still later than 20251122T080500Z (20251122T080000Z + 5 min.)',
		},
		'clock-skew',
	],
	[
		'another region',
		403,
		'InvalidSignatureException',
		{ message: "Credential should be scoped to a valid region, not 'eu-west-1'. " },
		'wrong-scope',
	],
	[
		'another service',
		403,
		'InvalidSignatureException',
		{ message: "Credential should be scoped to correct service: 'execute-api'. " },
		'wrong-scope',
	],
	[
		'unknown key',
		403,
		'UnrecognizedClientException',
		{ message: 'The security token included in the request is invalid.' },
		'invalid-token',
	],
	[
		'unknown key, the other type',
		403,
		'AccessDeniedException',
		{ message: 'The security token included in the request is invalid.' },
		'invalid-token',
	],
	[
		'expired token',
		403,
		'ExpiredTokenException',
		{ message: 'The security token included in the request is expired' },
		'expired-token',
	],
	['implicit deny', 403, 'AccessDeniedException', { Message: REFUSED }, 'denied'],
	[
		'implicit deny, newer',
		403,
		'AccessDeniedException',
		{ Message: `${REFUSED} because no identity-based policy allows the execute-api:Invoke action` },
		'denied',
	],
	[
		'implicit deny of a stranger',
		403,
		'AccessDeniedException',
		{ Message: REFUSED.replace(USER, 'anonymous') },
		'denied',
	],
	['explicit deny', 403, 'AccessDeniedException', { Message: `${REFUSED} with an explicit deny` }, 'explicitly-denied'],
	[
		'explicit deny, newer',
		403,
		'AccessDeniedException',
		{ Message: `${REFUSED} with an explicit deny in a resource-based policy` },
		'explicitly-denied',
	],
	['throttle', 429, 'TooManyRequestsException', { message: 'Too Many Requests' }, 'throttled'],
	['quota', 429, 'LimitExceededException', { message: 'Limit Exceeded' }, 'quota'],
	['body over 10 MB', 413, 'RequestTooLargeException', { message: 'Request Too Long' }, 'too-large'],
	['address too long', 414, null, { message: 'Request-URI Too Long' }, 'address-too-long'],
	['backend late', 504, 'InternalServerErrorException', { message: 'Endpoint request timed out' }, 'timeout'],
	[
		'backend gone',
		504,
		'InternalServerErrorException',
		{ message: 'Network error communicating with endpoint' },
		'unreachable-backend',
	],
	['firewall or API key', 403, 'ForbiddenException', { message: 'Forbidden' }, 'forbidden'],
	['a type of the future', 403, 'BrandNewException', { message: TOKEN }, 'unrecognised'],
]

const headersOf = (type: string | null) =>
	new Headers({
		...(type && { 'x-amzn-errortype': type }),
		'x-amzn-requestid': '11111111-2222-4333-8444-555555555555',
		'x-amz-apigw-id': 'Abc123=',
	})

describe.each(ROWS)('the gate: %s', (_, status, type, body, reason) => {
	const refusal = gateRefusal(status, headersOf(type), body)

	it(`is understood as ${reason}`, () => {
		expect(refusal).toMatchObject({ by: 'gate', reason, status, extendedRequestId: 'Abc123=' })
	})

	it('is told in plain words, with the id that every log has, and never repeats what the gate echoed', () => {
		const told = refusal && describeRefusal(refusal)
		expect(told).toMatchObject({ who: 'The gate', requestId: 'Abc123=' })
		for (const words of [told?.title, told?.why, told?.todo]) expect(words?.length).toBeGreaterThan(8)
		expect(JSON.stringify([refusal, told])).not.toContain(TOKEN)
	})
})

describe('an answer that may come from the gate', () => {
	it('quotes a policy denial, so that whoever grants access knows role and operation', () => {
		const refusal = gateRefusal(403, headersOf('AccessDeniedException'), { Message: REFUSED })
		expect(refusal && describeRefusal(refusal).why).toContain(REFUSED)
	})

	it('is known by its type alone when the body is no JSON', () => {
		expect(gateRefusal(403, headersOf('ExpiredTokenException'), undefined)?.reason).toBe('expired-token')
	})

	it.each([undefined, null, 'Forbidden', { error: 'no' }, { message: 7 }])('is not taken for the gate: %j', (body) => {
		expect(gateRefusal(403, new Headers(), body)).toBeNull()
	})

	it.each([
		['7', 7],
		['0', 0],
		['Sat, 22 Nov 2025 08:00:00 GMT', null],
		['-1', null],
	])('Retry-After %s means %s', (value, seconds) => {
		const headers = headersOf('TooManyRequestsException')
		headers.set('retry-after', value)
		expect(gateRefusal(429, headers, { message: 'Too Many Requests' })?.retryAfterSeconds).toBe(seconds)
	})
})
