import { z } from 'zod'
import { certificates, url } from './environment.ts'

/** What a SAML response must agree with. Read by the console's ACS and by the service alike. */
export const samlEnvironment = z.object({
	SLUICE_IDP_ISSUER: z.string(),
	SLUICE_IDP_CERTIFICATES: certificates,
	SLUICE_SAML_AUDIENCE: z.string().default('urn:amazon:webservices'),
	SLUICE_SAML_RECIPIENTS: z
		.string()
		.default('https://signin.aws.amazon.com/saml')
		.transform((text) => text.split(',').map((part) => part.trim())),
	SLUICE_ACS_URL: url,
})

export type SamlSettings = {
	issuer: string
	/** Pinned PEM certificates of the identity provider, one or two. */
	certificates: string[]
	audience: string
	recipients: string[]
	/** The only Destination a response may name. */
	acsUrl: string
}

export const samlSettings = (env: z.output<typeof samlEnvironment>): SamlSettings => ({
	issuer: env.SLUICE_IDP_ISSUER,
	certificates: env.SLUICE_IDP_CERTIFICATES,
	audience: env.SLUICE_SAML_AUDIENCE,
	recipients: env.SLUICE_SAML_RECIPIENTS,
	acsUrl: env.SLUICE_ACS_URL,
})
