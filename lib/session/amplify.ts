import { Amplify } from 'aws-amplify'
import { fetchAuthSession } from 'aws-amplify/auth'
import type { SessionCredentials } from './credentials.ts'
import type { Keeper } from './keeper.ts'

export type AmplifySession = {
	/** What fetchAuthSession gives, null when nobody is signed in. Rejects with ExchangeError when the exchange is refused. */
	credentials(): Promise<Pick<SessionCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'> | null>
	clear(): Promise<void>
}

/**
 * Makes our keeper Amplify's only source of credentials. The default provider cannot do SAML and would write the
 * identity to localStorage. A second `configure` without these options would put it back: nothing else may call it.
 */
export function configureAmplify(identityPoolId: string, keeper: Keeper): AmplifySession {
	Amplify.configure(
		{ Auth: { Cognito: { identityPoolId, allowGuestAccess: false } } },
		{
			Auth: {
				credentialsProvider: {
					// Amplify caches nothing and reports `authenticated: false` for SAML, so neither is relied on.
					async getCredentialsAndIdentityId({ forceRefresh }) {
						const held = await keeper.get({ forceRefresh })
						if (!held) return undefined
						const { identityId, expiresAt, ...keys } = held
						return { identityId, credentials: { ...keys, expiration: new Date(expiresAt) } }
					},
					async clearCredentialsAndIdentityId() {
						keeper.clear()
					},
				},
			},
		},
	)
	return {
		async credentials() {
			const { credentials } = await fetchAuthSession()
			if (!credentials?.sessionToken) return null
			const { accessKeyId, secretAccessKey, sessionToken } = credentials
			return { accessKeyId, secretAccessKey, sessionToken }
		},
		clear: () => Amplify.clearCredentials(),
	}
}
