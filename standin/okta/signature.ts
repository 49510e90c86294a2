import { SignedXml } from 'xml-crypto'
import type { IdpKey } from './idp-key.ts'

/** How a response is signed. The defaults are what Okta does; the rest exists to make what must be refused. */
export type SigningPlan = {
	key: IdpKey
	response: boolean
	assertion: boolean
	algorithm: SignatureAlgorithm
	digest: DigestAlgorithm
	canonicalization: Canonicalization
	/** A transform in addition to the two that SAML allows. */
	extraTransform: boolean
	/** `URI=""` (the whole document) in place of the element's ID. */
	emptyUri: boolean
}

const ALGORITHMS = {
	'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
	'rsa-sha512': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
	'rsa-sha1': 'http://www.w3.org/2000/09/xmldsig#rsa-sha1',
	'hmac-sha1': 'http://www.w3.org/2000/09/xmldsig#hmac-sha1',
} as const
const DIGESTS = {
	sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
	sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
	sha1: 'http://www.w3.org/2000/09/xmldsig#sha1',
} as const
const CANONICALIZATIONS = {
	exclusive: 'http://www.w3.org/2001/10/xml-exc-c14n#',
	'exclusive-with-comments': 'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
	inclusive: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
} as const
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'

export type SignatureAlgorithm = keyof typeof ALGORITHMS
export type DigestAlgorithm = keyof typeof DIGESTS
export type Canonicalization = keyof typeof CANONICALIZATIONS
export const signatureAlgorithms = Object.keys(ALGORITHMS) as [SignatureAlgorithm, ...SignatureAlgorithm[]]
export const digestAlgorithms = Object.keys(DIGESTS) as [DigestAlgorithm, ...DigestAlgorithm[]]
export const canonicalizations = Object.keys(CANONICALIZATIONS) as [Canonicalization, ...Canonicalization[]]

/** Signs the Assertion first and the Response after it, since the Response's digest covers the Assertion's signature. */
export function signResponse(xml: string, plan: SigningPlan): string {
	const withAssertion = plan.assertion ? signElement(xml, "/*/*[local-name(.)='Assertion']", plan) : xml
	return plan.response ? signElement(withAssertion, '/*', plan) : withAssertion
}

function signElement(xml: string, xpath: string, plan: SigningPlan): string {
	const hmac = plan.algorithm === 'hmac-sha1'
	const signed = new SignedXml({
		// The key confusion of old: the public certificate's text taken as the shared secret.
		privateKey: hmac ? plan.key.certificate : plan.key.privateKey,
		publicCert: plan.key.certificate,
		signatureAlgorithm: ALGORITHMS[plan.algorithm],
		canonicalizationAlgorithm: CANONICALIZATIONS[plan.canonicalization],
	})
	if (hmac) signed.enableHMAC()
	const transforms: string[] = [ENVELOPED, CANONICALIZATIONS[plan.canonicalization]]
	if (plan.extraTransform) transforms.push(CANONICALIZATIONS.inclusive)
	signed.addReference({ xpath, transforms, digestAlgorithm: DIGESTS[plan.digest], isEmptyUri: plan.emptyUri })
	// The schema puts ds:Signature right after Issuer, in Response and in Assertion alike.
	signed.computeSignature(xml, {
		prefix: 'ds',
		location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: 'after' },
	})
	return signed.getSignedXml()
}
