import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignedXml } from 'xml-crypto'
import { selfSignedCertificate } from '../../standin/okta/certificate.ts'
import type { SamlSettings } from './settings.ts'

/** An identity provider for tests that shares no SAML code with anything else: templates and xml-crypto. */
export type Idp = { privateKey: KeyObject; certificate: string }

export function createIdp(): Idp {
	const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
	const validity = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2049-01-01T00:00:00Z') }
	return {
		privateKey,
		certificate: selfSignedCertificate(privateKey, { organisation: 'Tests', commonName: 'idp' }, validity),
	}
}

export const NOW = Date.parse('2026-03-04T05:06:07Z')
export const REQUEST = '_request0001'

export const trusting = (...idps: Idp[]): SamlSettings => ({
	issuer: 'https://idp.example.com/metadata',
	certificates: idps.map((idp) => idp.certificate),
	audience: 'urn:amazon:webservices',
	recipients: ['https://signin.aws.amazon.com/saml'],
	acsUrl: 'https://console.example.com/sign-in/acs',
})

const at = (offsetSeconds: number) => new Date(NOW + offsetSeconds * 1000).toISOString()

/** Every part of an honest response as markup, so that a case can replace, double or leave out any of it. */
export const HONEST = {
	responseId: '_response1',
	assertionId: '_assertion1',
	version: '2.0',
	destination: 'Destination="https://console.example.com/sign-in/acs"',
	responseInResponseTo: `InResponseTo="${REQUEST}"`,
	responseIssuer: '<saml:Issuer>https://idp.example.com/metadata</saml:Issuer>',
	status: '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>',
	beforeAssertion: '',
	afterAssertion: '',
	issueInstant: at(0),
	issuer: '<saml:Issuer>https://idp.example.com/metadata</saml:Issuer>',
	nameId:
		'<saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">Sam@Sluice.example</saml:NameID>',
	method: 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
	confirmationData: `<saml:SubjectConfirmationData InResponseTo="${REQUEST}" NotOnOrAfter="${at(300)}" Recipient="https://signin.aws.amazon.com/saml"/>`,
	afterConfirmation: '',
	conditionTimes: `NotBefore="${at(-300)}" NotOnOrAfter="${at(300)}"`,
	audience:
		'<saml:AudienceRestriction><saml:Audience>urn:amazon:webservices</saml:Audience></saml:AudienceRestriction>',
	authn: `<saml:AuthnStatement AuthnInstant="${at(0)}" SessionNotOnOrAfter="${at(3600)}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>`,
	attributes: attribute('groups', 'sluice-support', 'everyone') + attribute('displayName', 'Sam Okafor'),
}
export type Parts = typeof HONEST

export function attribute(name: string, ...values: string[]): string {
	const each = values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')
	return `<saml:Attribute Name="${name}">${each}</saml:Attribute>`
}

const NAMESPACES = 'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"'

export function assertionXml(overrides: Partial<Parts> = {}): string {
	const parts = { ...HONEST, ...overrides }
	return (
		`<saml:Assertion ${NAMESPACES} ID="${parts.assertionId}" IssueInstant="${parts.issueInstant}" Version="${parts.version}">` +
		`${parts.issuer}<saml:Subject>${parts.nameId}<saml:SubjectConfirmation Method="${parts.method}">${parts.confirmationData}</saml:SubjectConfirmation>${parts.afterConfirmation}</saml:Subject>` +
		`<saml:Conditions ${parts.conditionTimes}>${parts.audience}</saml:Conditions>${parts.authn}` +
		`<saml:AttributeStatement>${parts.attributes}</saml:AttributeStatement></saml:Assertion>`
	)
}

export function responseXml(overrides: Partial<Parts> = {}): string {
	const parts = { ...HONEST, ...overrides }
	return (
		`<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ${NAMESPACES} ID="${parts.responseId}" IssueInstant="${parts.issueInstant}" Version="${parts.version}" ${parts.destination} ${parts.responseInResponseTo}>` +
		`${parts.responseIssuer}${parts.status}${parts.beforeAssertion}${assertionXml(parts)}${parts.afterAssertion}</samlp:Response>`
	)
}

export type Signing = {
	algorithm: string
	digest: string
	canonical: string
	transforms: string[]
	emptyUri: boolean
	keyInfo: boolean
}

export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
export const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

/** Signs the element that `xpath` selects, right after its Issuer, by default as Okta does. */
export function sign(xml: string, xpath: string, idp: Idp, options: Partial<Signing> = {}): string {
	const hmac = options.algorithm?.includes('hmac')
	const signed = new SignedXml({
		privateKey: hmac ? idp.certificate : idp.privateKey,
		publicCert: options.keyInfo === false ? undefined : idp.certificate,
		signatureAlgorithm: options.algorithm ?? RSA_SHA256,
		canonicalizationAlgorithm: options.canonical ?? EXCLUSIVE,
	} as ConstructorParameters<typeof SignedXml>[0])
	if (hmac) signed.enableHMAC()
	signed.addReference({
		xpath,
		transforms: options.transforms ?? [ENVELOPED, EXCLUSIVE],
		digestAlgorithm: options.digest ?? SHA256,
		isEmptyUri: options.emptyUri ?? false,
	})
	signed.computeSignature(xml, {
		prefix: 'ds',
		location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' },
	})
	return signed.getSignedXml()
}

export const RESPONSE = '/*'
export const ASSERTION = "/*/*[local-name(.)='Assertion']"

export const signBoth = (xml: string, idp: Idp, options: Partial<Signing> = {}): string =>
	sign(sign(xml, ASSERTION, idp, options), RESPONSE, idp, options)

export const encode = (xml: string): string => Buffer.from(xml).toString('base64')

export const honestResponse = (idp: Idp, overrides: Partial<Parts> = {}): string =>
	encode(signBoth(responseXml(overrides), idp))
