import { z } from 'zod'
import { origin, parseEnvironment, rotating, secret, url, variable } from './environment.ts'
import { type SamlSettings, samlEnvironment, samlSettings } from './saml.ts'

export const consoleEnvironment = z.object({
	SLUICE_CONSOLE_ORIGIN: variable(
		origin,
		'Origin at which browsers find the console; cookies are tied to it.',
		'https://console.example.com',
	),
	SLUICE_CONSOLE_SECRETS: secret(
		rotating('cookie secret', 32),
		'Seals what a browser carries through a sign-in; of two the first seals and both open.',
		'32-random-characters-or-more-go-here',
	),
	SLUICE_IDP_SSO_URL: variable(
		url,
		'Where a sign-in begins at Okta.',
		'https://example.okta.com/app/exk1abcd/sso/saml',
	),
	SLUICE_SP_ENTITY_ID: variable(
		z.string().default('urn:amazon:webservices'),
		'The name by which the console asks Okta.',
		'urn:amazon:webservices',
	),
	SLUICE_GATE_URL: variable(
		url,
		'API base with its stage, which the browser calls.',
		'https://abcdefghij.execute-api.us-west-2.amazonaws.com/prod',
	),
	SLUICE_COGNITO_URL: variable(
		url,
		'Where the browser exchanges an assertion for credentials.',
		'https://cognito-identity.us-west-2.amazonaws.com',
	),
	SLUICE_REGION: variable(
		z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as us-west-2'),
		'Region of the gate, which each signature names.',
		'us-west-2',
	),
	SLUICE_IDENTITY_POOL_ID: variable(
		z.string().regex(/^[\w-]+:[0-9a-f-]+$/, 'must be an identity pool id, REGION:GUID'),
		'The identity pool that gives credentials.',
		'us-west-2:00000000-0000-4000-8000-000000000000',
	),
	SLUICE_SAML_PROVIDER_ARN: variable(
		z.string().regex(/^arn:aws:iam::\d{12}:saml-provider\/.+$/, 'must be a SAML provider ARN'),
		'The SAML provider of the identity pool, under which the assertion is sent.',
		'arn:aws:iam::111122223333:saml-provider/okta',
	),
	SLUICE_ENVIRONMENT: variable(
		z.enum(['local', 'beta', 'production']),
		'Which console this is, as its top bar says.',
		'production',
	),
	...samlEnvironment.shape,
})

/** What the page needs to reach Cognito and the gate. Handed to the browser: nothing secret, no customer. */
export type PublicSettings = {
	environment: 'local' | 'beta' | 'production'
	/** API base with its stage, without a trailing slash; the contract's paths follow. */
	gateUrl: string
	cognitoUrl: string
	region: string
	identityPoolId: string
	samlProviderArn: string
}

export type ConsoleSettings = {
	consoleOrigin: string
	/** The first seals, all open. */
	secrets: string[]
	ssoUrl: string
	spEntityId: string
	saml: SamlSettings
	public: PublicSettings
}

export function consoleSettings(env: Record<string, string | undefined>): ConsoleSettings {
	const parsed = parseEnvironment(consoleEnvironment, env)
	return {
		consoleOrigin: parsed.SLUICE_CONSOLE_ORIGIN,
		secrets: parsed.SLUICE_CONSOLE_SECRETS,
		ssoUrl: parsed.SLUICE_IDP_SSO_URL,
		spEntityId: parsed.SLUICE_SP_ENTITY_ID,
		saml: samlSettings(parsed),
		public: {
			environment: parsed.SLUICE_ENVIRONMENT,
			gateUrl: parsed.SLUICE_GATE_URL,
			cognitoUrl: parsed.SLUICE_COGNITO_URL,
			region: parsed.SLUICE_REGION,
			identityPoolId: parsed.SLUICE_IDENTITY_POOL_ID,
			samlProviderArn: parsed.SLUICE_SAML_PROVIDER_ARN,
		},
	}
}
