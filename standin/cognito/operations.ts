import { z } from 'zod'
import { type Account, findRole, sessionOf } from '../world/account.ts'
import type { Clock } from '../world/clock.ts'
import type { Keyring } from '../world/keyring.ts'
import { type Login, verifyLogin } from './assertion.ts'
import { identityOf } from './identity.ts'
import { noRole, notAuthorized, notFound, type Refusal, tooMany } from './refusal.ts'
import { getCredentials, getId, readInput } from './requests.ts'
import { chooseRole } from './role-choice.ts'
import { trustsLogin } from './trust.ts'

const flag = z.boolean({ error: 'must be true or false' })

/** What `POST /_world/cognito` turns. */
export const settingsSchema = z.object({
	credentialSeconds: z
		.int({ error: 'must be whole seconds' })
		.min(1, 'must be at least 1')
		.max(43_200, 'must be at most 43200'),
	/** 25 GetId and 200 GetCredentialsForIdentity a second, as the real limits are. */
	rateLimit: flag,
	/** Take the AWS sign-in addresses as Recipient only, not our ACS URL. */
	strictRecipient: flag,
	/** Which of Okta's certificates the SAML provider in IAM holds: someone has to load the next one before a rotation. */
	certificates: z.enum(['current', 'next', 'both'], { error: 'must be current, next or both' }),
})

export const defaultSettings: z.infer<typeof settingsSchema> = {
	credentialSeconds: 3600,
	rateLimit: false,
	strictRecipient: false,
	certificates: 'current',
}

export type OperationsOptions = {
	account: Account
	clock: Clock
	keyring: Keyring
	settings: () => z.infer<typeof settingsSchema>
	/** The identity provider as it was loaded into IAM. */
	provider: { issuer: string; certificates: { current: string; next: string }; acsUrl: string }
}

/** Every session of the enhanced flow has this name, whoever the person is. */
const SESSION_NAME = 'CognitoIdentityCredentials'

const SIGN_IN = ['https://signin.aws.amazon.com/saml', 'https://us-west-2.signin.aws.amazon.com/saml']

/** The operations of the identity pool: JSON in, JSON or a refusal out. Neither is signed, neither looks at IAM policies. */
export function createOperations(options: OperationsOptions): Record<string, (json: unknown) => object | Refusal> {
	const { account, clock, keyring, settings, provider } = options
	const { identityPool: pool, samlProviderArn } = account
	const issuedIdentities = new Set<string>()
	const getIdMeter = createMeter(clock, 25)
	const getCredentialsMeter = createMeter(clock, 200)

	function logIn(logins: Map<string, string>): Login | Refusal {
		if (logins.size === 0) {
			return notAuthorized('Unauthenticated access is not supported for this identity pool.', 'no logins')
		}
		const token = logins.get(samlProviderArn)
		if (token === undefined || logins.size > 1) {
			return notAuthorized('Token is not from a supported provider of this identity pool.', 'another provider')
		}
		const { strictRecipient, certificates } = settings()
		const { current, next } = provider.certificates
		const trusted = { current: [current], next: [next], both: [current, next] }[certificates]
		const recipients = strictRecipient ? SIGN_IN : [...SIGN_IN, provider.acsUrl]
		const { issuer } = provider
		return verifyLogin(
			token,
			{ issuer, certificates: trusted, audience: 'urn:amazon:webservices', recipients },
			clock.now(),
		)
	}

	function GetId(json: unknown): object | Refusal {
		if (settings().rateLimit && !getIdMeter()) return tooMany()
		const read = readInput(getId, json)
		if ('refused' in read) return read
		const { IdentityPoolId, Logins } = read.input
		if (IdentityPoolId !== pool.id) return notFound('IdentityPool', IdentityPoolId)
		const login = logIn(Logins)
		if ('refused' in login) return login
		const identityId = identityOf(pool.id, samlProviderArn, login.nameId)
		issuedIdentities.add(identityId)
		return { IdentityId: identityId }
	}

	function GetCredentialsForIdentity(json: unknown): object | Refusal {
		if (settings().rateLimit && !getCredentialsMeter()) return tooMany()
		const read = readInput(getCredentials, json)
		if ('refused' in read) return read
		const { IdentityId, Logins, CustomRoleArn } = read.input
		const login = logIn(Logins)
		if ('refused' in login) return login
		const own = identityOf(pool.id, samlProviderArn, login.nameId)
		if (IdentityId !== own)
			return issuedIdentities.has(IdentityId) ? foreignIdentity() : notFound('Identity', IdentityId)

		const chosen = chooseRole(login, pool.roleMapping, samlProviderArn, CustomRoleArn ?? undefined)
		if ('refused' in chosen) return chosen
		const role = findRole(account, chosen.roleArn)
		const amr = ['authenticated', samlProviderArn]
		if (!role || !trustsLogin(account.trustPolicies[role.trust], role.arn, pool.id, amr)) {
			return noRole('the trust policy of the role refused')
		}
		const session = sessionOf(account, role, SESSION_NAME, {
			identityId: own,
			identityPoolId: pool.id,
			authenticationType: 'authenticated',
			authenticationProvider: samlProviderArn,
		})
		const issued = keyring.issue(session, settings().credentialSeconds)
		const Credentials = {
			AccessKeyId: issued.accessKeyId,
			SecretKey: issued.secretAccessKey,
			SessionToken: issued.sessionToken,
			Expiration: (issued.expiresAt ?? 0) / 1000,
		}
		return { IdentityId: own, Credentials }
	}

	return { GetId, GetCredentialsForIdentity }
}

function foreignIdentity(): Refusal {
	const text = "Logins don't match. Please include at least one valid login for this identity or identity pool."
	return notAuthorized(text, 'the identity belongs to another login')
}

/** True while fewer than `limit` calls were counted in this second of the world's clock. */
function createMeter(clock: Clock, limit: number): () => boolean {
	let second = 0
	let count = 0
	return () => {
		const now = Math.floor(clock.now() / 1000)
		count = now === second ? count + 1 : 1
		second = now
		return count <= limit
	}
}
