import { type Client, createClient } from '../gateway/client.ts'
import type { Clock } from '../gateway/clock.ts'
import { createSigner, forgetSigningKeys } from '../gateway/signer.ts'
import type { PublicSettings } from '../settings/console.ts'
import { configureAmplify } from './amplify.ts'
import type { Keeper } from './keeper.ts'

/** The heavy half of a session: contract, signer and Amplify. Load it with import(), never from a page's static imports. */
export type Connection = {
	client: Client
	/** Exchanges what was offered to the keeper. Rejects with ExchangeError. */
	exchange(): Promise<void>
	/** Forgets credentials and derived keys. */
	clear(): Promise<void>
}

export function createConnection(
	settings: Pick<PublicSettings, 'gateUrl' | 'region' | 'identityPoolId'>,
	keeper: Keeper,
	clock: Clock,
	send: (request: Request) => Promise<Response>,
): Connection {
	const amplify = configureAmplify(settings.identityPoolId, keeper)
	const sign = createSigner({ credentials: amplify.credentials, region: settings.region, now: clock.now })
	return {
		client: createClient({ baseUrl: settings.gateUrl, send, sign, clock }),
		async exchange() {
			await amplify.credentials()
		},
		async clear() {
			await amplify.clear()
			forgetSigningKeys()
		},
	}
}
