import { describe, expect, it } from 'vitest'
import { exchangeAssertion } from './cognito.ts'
import { ExchangeError } from './cognito-refusal.ts'

const PROVIDER = 'arn:aws:iam::111122223333:saml-provider/okta'
const POOL = 'us-west-2:00000000-0000-4000-8000-000000000000'
const ID = 'us-west-2:11111111-2222-4333-8444-555555555555'
const MERGED = 'us-west-2:99999999-2222-4333-8444-555555555555'
const settings = { cognitoUrl: 'http://localhost:3003', identityPoolId: POOL, samlProviderArn: PROVIDER }
const GOOD = {
	IdentityId: MERGED,
	Credentials: { AccessKeyId: 'ASIA1', SecretKey: 's', SessionToken: 't', Expiration: 1_763_802_000.5 },
}

type Answer = () => Response | Promise<Response>
const json = (value: unknown, status = 200, headers: HeadersInit = {}) => Response.json(value, { status, headers })
const refusal = (type: string, message: string, status = 400) =>
	json({ __type: type, message }, status, { 'x-amzn-requestid': 'req-1' })

function pool(getId: Answer, getCredentials: Answer) {
	const sent: { target: string | null; type: string | null; body: unknown; headers: string[] }[] = []
	const exchange = (samlResponse = 'PHNhbWw+') =>
		exchangeAssertion(
			{
				settings,
				async send(request) {
					const target = request.headers.get('x-amz-target')
					sent.push({
						target,
						type: request.headers.get('content-type'),
						body: await request.json(),
						headers: [...request.headers.keys()],
					})
					return target?.endsWith('.GetId') ? await getId() : await getCredentials()
				},
			},
			samlResponse,
		)
	return { sent, exchange }
}

const told = async (promise: Promise<unknown>) => {
	const error: unknown = await promise.then(
		() => null,
		(reason) => reason,
	)
	if (!(error instanceof ExchangeError)) throw new Error(`not an ExchangeError: ${String(error)}`)
	return error.description
}

describe('the exchange', () => {
	it('speaks the protocol: two unsigned calls, the login under the provider, white space gone', async () => {
		const { sent, exchange } = pool(
			() => json({ IdentityId: ID }),
			() => json(GOOD),
		)
		await exchange('PHNh\r\nbWw+ ')
		expect(sent.map(({ target, type, body }) => ({ target, type, body }))).toEqual([
			{
				target: 'AWSCognitoIdentityService.GetId',
				type: 'application/x-amz-json-1.1',
				body: { IdentityPoolId: POOL, Logins: { [PROVIDER]: 'PHNhbWw+' } },
			},
			{
				target: 'AWSCognitoIdentityService.GetCredentialsForIdentity',
				type: 'application/x-amz-json-1.1',
				body: { IdentityId: ID, Logins: { [PROVIDER]: 'PHNhbWw+' } },
			},
		])
		expect(sent.flatMap(({ headers }) => headers)).not.toContain('authorization')
	})

	it('keeps the identity that came back last, and counts seconds as milliseconds', async () => {
		const { exchange } = pool(
			() => json({ IdentityId: ID }),
			() => json(GOOD),
		)
		expect(await exchange()).toEqual({
			accessKeyId: 'ASIA1',
			secretAccessKey: 's',
			sessionToken: 't',
			expiresAt: 1_763_802_000_500,
			identityId: MERGED,
		})
	})

	it('sends nothing that is longer than Cognito takes', async () => {
		const { sent, exchange } = pool(
			() => json({ IdentityId: ID }),
			() => json(GOOD),
		)
		expect((await told(exchange('a'.repeat(50_001)))).title).toBe('Okta sent too much about you')
		expect(sent).toEqual([])
		expect(await exchange('a'.repeat(50_000))).toMatchObject({ identityId: MERGED })
	})

	it.each([
		[
			'NotAuthorizedException',
			'Token is not from a supported provider of this identity pool.',
			'does not accept this Okta',
			'operators',
		],
		[
			'NotAuthorizedException',
			"Logins don't match. Please include at least one valid login for this identity or identity pool.",
			'another sign-in',
			'release',
		],
		[
			'NotAuthorizedException',
			'Unauthenticated access is not supported for this identity pool.',
			'Guests',
			'Sign in again',
		],
		[
			'NotAuthorizedException',
			"Invalid login token. Couldn't verify signed token.",
			'refused the answer of Okta',
			'operators',
		],
		['NotAuthorizedException', 'Invalid login token. Token expired: 1 >= 0', 'too old', 'Sign in again'],
		[
			'NotAuthorizedException',
			"Invalid login token. Issuer doesn't match providerName",
			'refused the answer of Okta',
			'operators',
		],
		['InvalidParameterException', 'Invalid base64 SAMLResponse', 'could not use the answer of Okta', 'admin'],
		[
			'InvalidIdentityPoolConfigurationException',
			'Invalid identity pool configuration. Check assigned IAM roles for this pool.',
			'no role in Sluice',
			'admin',
		],
		['ResourceNotFoundException', `IdentityPool '${POOL}' not found.`, 'does not exist', 'operators'],
		['TooManyRequestsException', 'Rate exceeded', 'Too many people', 'Wait'],
		['LimitExceededException', 'Limit', 'Too many people', 'Wait'],
		['InternalErrorException', '', 'problem of its own', 'minute'],
		['ExternalServiceException', '', 'problem of its own', 'minute'],
		['ResourceConflictException', '', 'problem of its own', 'minute'],
		['com.amazonaws.cognito#BrandNewException', 'what?', 'refused the sign-in', 'Sign in again'],
	])('says in plain words what %s "%s" means and who can help', async (type, message, title, todo) => {
		for (const { exchange } of [
			pool(
				() => refusal(type, message),
				() => json(GOOD),
			),
			pool(
				() => json({ IdentityId: ID }),
				() => refusal(type, message, 500),
			),
		]) {
			expect(await told(exchange())).toEqual({
				who: 'The identity pool',
				title: expect.stringContaining(title),
				why: expect.stringMatching(/.{20}/),
				todo: expect.stringContaining(todo),
				requestId: 'req-1',
			})
		}
	})

	it('reads the type from the header when the body has none', async () => {
		const { exchange } = pool(
			() => json({ message: '' }, 400, { 'x-amzn-errortype': 'TooManyRequestsException' }),
			() => json(GOOD),
		)
		expect((await told(exchange())).title).toContain('Too many people')
	})

	it.each<[string, Answer]>([
		['no connection', () => Promise.reject(new TypeError('Failed to fetch'))],
		['a page by a proxy', () => new Response('<html>', { status: 407 })],
	])('says that the pool could not be reached on %s', async (_, answer) => {
		expect(await told(pool(answer, answer).exchange())).toMatchObject({ who: 'The network' })
	})

	it.each([
		['no identity', {}, GOOD],
		['an identity that is none', { IdentityId: 'x' }, GOOD],
		['no credentials', { IdentityId: ID }, { IdentityId: ID }],
		[
			'the name that everybody else uses',
			{ IdentityId: ID },
			{ ...GOOD, Credentials: { ...GOOD.Credentials, SecretKey: undefined, SecretAccessKey: 's' } },
		],
		[
			'a time as text',
			{ IdentityId: ID },
			{ ...GOOD, Credentials: { ...GOOD.Credentials, Expiration: '2025-11-22T08:00:00Z' } },
		],
		['null', null, GOOD],
	])('takes no half answer: %s', async (_, id, credentials) => {
		const { exchange } = pool(
			() => json(id),
			() => json(credentials),
		)
		expect(await told(exchange())).toMatchObject({ who: 'The identity pool' })
	})
})
