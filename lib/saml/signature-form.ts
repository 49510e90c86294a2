import type { SamlRefusal } from './refusal.ts'
import type { Structure } from './structure.ts'
import { attribute, childElements, children, elements, SIGNATURE, text } from './xml.ts'

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ENVELOPED = `${SIGNATURE}enveloped-signature`
/** RSA with SHA-256 or better, as far as xml-crypto can verify it. No SHA-1, and no HMAC that a public key could feed. */
const SIGNATURE_METHODS = [
	'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
	'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
]
const DIGEST_METHODS = ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512']
const BASE64 = /^[A-Za-z0-9+/=\s]+$/

/**
 * Looks at the form of both signatures before a library computes anything: where they stand, what they cover, and by
 * which algorithms. Everything SAML does not need (SAML core 2.0, section 5.4) is refused.
 */
export function signatureFault({ response, assertion }: Structure): SamlRefusal | null {
	const own = [response, assertion].map((element) => children(element, SIGNATURE, 'Signature'))
	if (own.some((signatures) => signatures.length === 0)) return 'unsigned'
	const all = elements(response).filter((element) => element.localName === 'Signature')
	if (all.length !== 2 || own.some((signatures) => signatures.length !== 1)) return 'structure'
	for (const [signature] of own) {
		const fault = signature ? formFault(signature) : 'unsigned'
		if (fault) return fault
	}
	return null
}

function formFault(signature: Element): SamlRefusal | null {
	const signedInfo = only(signature, 'SignedInfo')
	const value = only(signature, 'SignatureValue')
	const reference = signedInfo && only(signedInfo, 'Reference')
	const extra = childElements(signature).some(({ localName }) => !PARTS.includes(localName))
	if (!signedInfo || !value || !reference || extra) return 'structure'
	if (!BASE64.test(text(value) ?? '')) return 'structure'
	const method = only(signedInfo, 'SignatureMethod')
	const canonical = only(signedInfo, 'CanonicalizationMethod')
	if (algorithm(canonical) !== EXCLUSIVE || !SIGNATURE_METHODS.includes(algorithm(method))) return 'algorithm'
	if (method && childElements(method).length > 0) return 'algorithm'
	return referenceFault(reference, signature.parentNode as Element)
}

const PARTS = ['SignedInfo', 'SignatureValue', 'KeyInfo']

function referenceFault(reference: Element, covered: Element): SamlRefusal | null {
	const id = attribute(covered, 'ID')
	if (!id || !/^[\w.-]+$/.test(id) || attribute(reference, 'URI') !== `#${id}`) return 'structure'
	const digestValue = only(reference, 'DigestValue')
	if (!digestValue || !BASE64.test(text(digestValue) ?? '')) return 'structure'
	if (!DIGEST_METHODS.includes(algorithm(only(reference, 'DigestMethod')))) return 'algorithm'
	const list = only(reference, 'Transforms')
	const transforms = list ? children(list, SIGNATURE, 'Transform').map(algorithm) : []
	const expected = transforms.length === 2 && transforms[0] === ENVELOPED && transforms[1] === EXCLUSIVE
	return expected ? null : 'algorithm'
}

function only(parent: Element, name: string): Element | null {
	const found = children(parent, SIGNATURE, name)
	return found.length === 1 && found[0] ? found[0] : null
}

const algorithm = (element: Element | null): string => (element && attribute(element, 'Algorithm')) ?? ''
