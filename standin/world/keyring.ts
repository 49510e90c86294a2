import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Who a set of credentials speaks for, as the gate will show it to policies, logs and the backend. */
export type Session = {
	/** `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, or `arn:aws:iam::ACCOUNT:user/NAME`. */
	userArn: string
	/** What `aws:PrincipalArn` shows: the role's ARN (with its path) or the user's ARN, never the sts one. */
	principalArn: string
	accountId: string
	/** `AROA...:SESSION` for a role session. */
	userId: string
	identityPolicies: unknown[]
	/** The role's permissions boundary; null: none. */
	boundary: unknown
	/** Handed over at sts:AssumeRole: the session may do no more than this. */
	sessionPolicy?: unknown
	/** Null for callers that did not come through the identity pool. */
	cognito: {
		identityId: string
		identityPoolId: string
		authenticationType: string
		authenticationProvider: string
	} | null
}

/** Times are epoch milliseconds of the world's clock; null token and expiry mean a long-lived key. */
export type IssuedCredentials = {
	accessKeyId: string
	secretAccessKey: string
	sessionToken: string | null
	expiresAt: number | null
	issuedAt: number
	session: Session
}

export type Keyring = {
	issue(session: Session, lifeSeconds: number): IssuedCredentials
	/** Knows the long-lived key pair of a user from now on. */
	keep(session: Session, accessKeyId: string, secretAccessKey: string): void
	/** Finds expired credentials too: "expired" and "unknown" are different refusals. */
	find(accessKeyId: string): IssuedCredentials | undefined
}

/** Above this the oldest keys are forgotten, so that a long bench does not fill the memory. */
const KEPT = 50_000

/** Session credentials live in memory only: after a restart every one is unknown, as after a long weekend at AWS. */
export function createKeyring(clock: Clock): Keyring {
	const issued = new Map<string, IssuedCredentials>()
	const kept = new Map<string, IssuedCredentials>()
	return {
		issue(session, lifeSeconds) {
			const issuedAt = clock.now()
			const credentials: IssuedCredentials = {
				accessKeyId: `ASIA${base32(16)}`,
				secretAccessKey: randomBytes(30).toString('base64'),
				sessionToken: `IQoJb3JpZ2luX2Vj${randomBytes(384).toString('base64')}`,
				// Whole seconds, because Cognito's Expiration is told in whole seconds and both must agree.
				expiresAt: Math.floor(issuedAt / 1000 + lifeSeconds) * 1000,
				issuedAt,
				session,
			}
			issued.set(credentials.accessKeyId, credentials)
			const oldest = issued.size > KEPT ? issued.keys().next().value : undefined
			if (oldest !== undefined) issued.delete(oldest)
			return credentials
		},
		keep(session, accessKeyId, secretAccessKey) {
			const life = { sessionToken: null, expiresAt: null, issuedAt: clock.now() }
			kept.set(accessKeyId, { accessKeyId, secretAccessKey, ...life, session })
		},
		find: (accessKeyId) => kept.get(accessKeyId) ?? issued.get(accessKeyId),
	}
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base32(length: number): string {
	return Array.from(randomBytes(length), (byte) => ALPHABET[byte & 31]).join('')
}
