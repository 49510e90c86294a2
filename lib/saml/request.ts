import { createHash, randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'

export type AuthnRequest = {
	/** An XML ID of 160 random bits; the response must name it. */
	id: string
	/** First 8 hex digits of the id's SHA-256: names the attempt where the id itself must not be shown. */
	suffix: string
	/** Where to send the browser. */
	location: string
}

/**
 * An unsigned AuthnRequest by the HTTP-Redirect binding (SAML bindings 2.0, section 3.4): deflated, base64, in the query.
 * RelayState is the suffix, so that parallel attempts in one browser find their own cookie again. `forceAuthn` asks the
 * IdP to have the person prove again who they are instead of relying on its own session (SAML core 2.0, section 3.4.1).
 */
export function createAuthnRequest(
	idp: { ssoUrl: string; spEntityId: string; acsUrl: string },
	now: number,
	{ forceAuthn = false } = {},
): AuthnRequest {
	const id = newRequestId()
	const attributes = {
		'xmlns:samlp': 'urn:oasis:names:tc:SAML:2.0:protocol',
		ID: id,
		Version: '2.0',
		IssueInstant: new Date(now).toISOString(),
		Destination: idp.ssoUrl,
		AssertionConsumerServiceURL: idp.acsUrl,
		ProtocolBinding: 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST',
		...(forceAuthn && { ForceAuthn: 'true' }),
	}
	const head = Object.entries(attributes).map(([name, value]) => `${name}="${escapeXml(value)}"`)
	const issuer = `<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${escapeXml(idp.spEntityId)}</saml:Issuer>`
	const xml = `<samlp:AuthnRequest ${head.join(' ')}>${issuer}</samlp:AuthnRequest>`
	const suffix = attemptSuffix(id)
	const location = new URL(idp.ssoUrl)
	location.searchParams.set('SAMLRequest', deflateRawSync(xml).toString('base64'))
	location.searchParams.set('RelayState', suffix)
	return { id, suffix, location: location.href }
}

export const attemptSuffix = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 8)

/** An XML ID must not begin with a digit. */
const newRequestId = () => `_${randomBytes(20).toString('hex')}`

const escapeXml = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
