import { z } from 'zod'
import { certificates, url, variable } from './environment.ts'

/** What a SAML response must agree with. Read by the console's ACS and by the service alike. */
export const samlEnvironment = z.object({
	SLUICE_IDP_ISSUER: variable(
		z.string(),
		'Entity id of Okta, as its metadata and its responses name it.',
		'http://www.okta.com/exk1abcd',
	),
	SLUICE_IDP_CERTIFICATES: variable(
		certificates,
		'The pinned PEM certificate that Okta signs with, or two in a row while it is rotated; the same for console and service.',
		'-----BEGIN CERTIFICATE-----MIID-----END CERTIFICATE-----',
	),
	SLUICE_SAML_AUDIENCE: variable(
		z.string().default('urn:amazon:webservices'),
		'The audience that a response must be for.',
		'urn:amazon:webservices',
	),
	SLUICE_SAML_RECIPIENTS: variable(
		z
			.string()
			.default('https://signin.aws.amazon.com/saml')
			.transform((text) => text.split(',').map((part) => part.trim())),
		'The recipients that a response may name, separated by commas.',
		'https://signin.aws.amazon.com/saml',
	),
	SLUICE_ACS_URL: variable(
		url,
		'Where Okta sends responses, which is the only destination that they may name.',
		'https://console.example.com/sign-in/acs',
	),
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
