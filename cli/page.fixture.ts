import { type Client, createClient } from '../lib/gateway/client.ts'
import { createClock } from '../lib/gateway/clock.ts'
import type { Outcome } from '../lib/gateway/refusal.ts'
import { createSigner } from '../lib/gateway/signer.ts'
import { exchangeAssertion } from '../lib/session/cognito.ts'
import account from '../standin/world/account.json' with { type: 'json' }
import type { Stack } from './stack.fixture.ts'

/** The client of a page whose person has come through Okta and Cognito. */
export async function consoleOf(stack: Stack, persona: string): Promise<Client> {
	const samlResponse = await stack.assertion(persona)
	const settings = {
		cognitoUrl: stack.urls.cognito,
		identityPoolId: account.identityPool.id,
		samlProviderArn: account.samlProviderArn,
	}
	const credentials = await exchangeAssertion({ settings, send: (request) => fetch(request) }, samlResponse)
	const clock = createClock()
	const sign = createSigner({ credentials: async () => credentials, region: account.region, now: clock.now })
	const client = createClient({
		baseUrl: stack.settings.SLUICE_API_URL,
		send: (request) => fetch(request),
		sign,
		clock,
	})
	answerOf(await client.call('sessions.bind', { samlResponse }))
	return client
}

/** What was answered; throws on a refusal. */
export function answerOf<T>(outcome: Outcome<T>): T {
	if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`)
	return outcome.value
}
