import { z } from 'zod'
import { origin, parseEnvironment, rotating, url } from './environment.ts'
import { type SamlSettings, samlEnvironment, samlSettings } from './saml.ts'

const environment = z.object({
	SLUICE_CONSOLE_ORIGIN: origin,
	SLUICE_CONSOLE_SECRETS: rotating('cookie secret', 32),
	SLUICE_IDP_SSO_URL: url,
	SLUICE_SP_ENTITY_ID: z.string().default('urn:amazon:webservices'),
	SLUICE_GATE_URL: url,
	SLUICE_COGNITO_URL: url,
	SLUICE_REGION: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be an AWS region such as us-west-2'),
	SLUICE_IDENTITY_POOL_ID: z.string().regex(/^[\w-]+:[0-9a-f-]+$/, 'must be an identity pool id, REGION:GUID'),
	SLUICE_SAML_PROVIDER_ARN: z.string().regex(/^arn:aws:iam::\d{12}:saml-provider\/.+$/, 'must be a SAML provider ARN'),
	SLUICE_ENVIRONMENT: z.enum(['local', 'beta', 'production']),
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
	const parsed = parseEnvironment(environment, env)
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
