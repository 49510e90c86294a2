import type { PublicSettings } from '../settings/console.ts'
import { cognitoRefusal, ExchangeError, unreachablePool } from './cognito-refusal.ts'
import { isIdentityId, isText, members, type SessionCredentials } from './credentials.ts'

export type CognitoPorts = {
	settings: Pick<PublicSettings, 'cognitoUrl' | 'identityPoolId' | 'samlProviderArn'>
	send: (request: Request) => Promise<Response>
}

/** Cognito's own ceiling for one login (API reference). Longer ones would only be refused there with a text nobody understands. */
const LONGEST_RESPONSE = 50_000
const PATIENCE = 10_000

/**
 * Enhanced flow of an identity pool: GetId, then GetCredentialsForIdentity with the same SAML response, both unsigned.
 * Throws ExchangeError for every refusal. The identity that comes back last counts, since Cognito may merge two.
 */
export async function exchangeAssertion(ports: CognitoPorts, samlResponse: string): Promise<SessionCredentials> {
	const { identityPoolId, samlProviderArn } = ports.settings
	const login = samlResponse.replace(/\s+/g, '')
	if (login.length > LONGEST_RESPONSE) throw new ExchangeError(cognitoRefusal('too-long', null))
	const Logins = { [samlProviderArn]: login }

	const id = await ask(ports, 'GetId', { IdentityPoolId: identityPoolId, Logins })
	if (!isIdentityId(id.IdentityId)) throw new ExchangeError(cognitoRefusal('malformed', null))
	const answer = await ask(ports, 'GetCredentialsForIdentity', { IdentityId: id.IdentityId, Logins })
	const credentials = credentialsOf(answer)
	if (!credentials) throw new ExchangeError(cognitoRefusal('malformed', null))
	return credentials
}

/** Cognito says SecretKey where everybody else says SecretAccessKey, and counts Expiration in seconds. */
function credentialsOf(answer: Record<string, unknown>): SessionCredentials | null {
	const { AccessKeyId, SecretKey, SessionToken, Expiration } = members(answer.Credentials)
	if (!isIdentityId(answer.IdentityId) || typeof Expiration !== 'number') return null
	if (!isText(AccessKeyId, 128) || !isText(SecretKey, 256) || !isText(SessionToken, 8192)) return null
	return {
		accessKeyId: AccessKeyId,
		secretAccessKey: SecretKey,
		sessionToken: SessionToken,
		expiresAt: Expiration * 1_000,
		identityId: answer.IdentityId,
	}
}

async function ask({ settings, send }: CognitoPorts, operation: string, body: object) {
	const request = new Request(settings.cognitoUrl, {
		method: 'POST',
		headers: {
			'content-type': 'application/x-amz-json-1.1',
			'x-amz-target': `AWSCognitoIdentityService.${operation}`,
		},
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(PATIENCE),
		cache: 'no-store',
		credentials: 'omit',
		redirect: 'error',
		referrerPolicy: 'no-referrer',
	})
	const answered = await answerOf(send, request)
	if (!answered) throw new ExchangeError(unreachablePool)
	if (answered.ok) return members(answered.json)
	const { __type, message, Message } = members(answered.json)
	throw new ExchangeError(
		cognitoRefusal(`${__type ?? answered.type ?? ''}: ${message ?? Message ?? ''}`, answered.requestId),
	)
}

/** Null when no whole answer arrived. */
async function answerOf(send: CognitoPorts['send'], request: Request) {
	try {
		const response = await send(request)
		const text = await response.text()
		return {
			ok: response.ok,
			type: response.headers.get('x-amzn-errortype'),
			requestId: response.headers.get('x-amzn-requestid'),
			json: text === '' ? null : (JSON.parse(text) as unknown),
		}
	} catch {
		return null
	}
}
