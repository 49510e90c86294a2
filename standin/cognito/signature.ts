import { SignedXml } from 'xml-crypto'
import { ASSERTION, attribute, children, descendants, only, PROTOCOL, parseXml, SIGNATURE } from './xml.ts'

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const RSA = ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512']
const DIGESTS = ['http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2001/04/xmlenc#sha512']

/** What the signatures vouch for, parsed anew from the canonical bytes that were digested. */
export type Signed = { assertion: Element; response: Element | null }

/**
 * Checks every signature of a response and answers the signed elements, or a reason. Signatures stand only where the
 * SAML schema has them, cover exactly their parent, and are made by one of the given certificates: KeyInfo is not read.
 * At least one of Response and Assertion must be signed.
 */
export function checkSignatures(xml: string, root: Element, certificates: string[]): Signed | { reason: string } {
	const shape = refuseShape(root)
	if (shape) return { reason: shape }
	const signatures = descendants(root).filter(({ localName }) => localName === 'Signature')
	if (signatures.length === 0) return { reason: 'neither the response nor the assertion is signed' }

	let assertion: Element | null = null
	let response: Element | null = null
	for (const signature of signatures) {
		const malformed = refuseSignature(signature, root)
		if (malformed) return { reason: malformed }
		const bytes = certificates.map((certificate) => verify(xml, signature, certificate)).find((each) => each !== null)
		const signed = bytes ? parseXml(bytes) : null
		if (!signed) return { reason: 'a signature does not verify' }
		if (signature.parentNode === root) response = signed
		else assertion = signed
	}
	const covered = assertion ?? (response ? only(response, ASSERTION, 'Assertion') : undefined)
	return covered ? { assertion: covered, response } : { reason: 'no signature covers the assertion' }
}

/** One Response, one Assertion in it and nowhere else, no identifier twice or in a foreign namespace. */
function refuseShape(root: Element): string | null {
	if (root.localName !== 'Response' || root.namespaceURI !== PROTOCOL) return 'the document is not a SAML response'
	const all = [root, ...descendants(root)]
	const assertions = all.filter(({ localName }) => /^(Encrypted)?Assertion$/.test(localName))
	const [assertion] = assertions
	if (assertions.length !== 1 || assertion?.namespaceURI !== ASSERTION || assertion.parentNode !== root) {
		return 'there is not exactly one assertion directly in the response'
	}
	if (all.some((element) => element !== root && element.localName === 'Response'))
		return 'a response inside the response'
	const ids: string[] = []
	for (const element of all) {
		for (const { name, localName, value } of Array.from(element.attributes)) {
			if ((localName ?? name).toLowerCase() !== 'id') continue
			if (name !== 'ID' && name !== 'Id') return 'an identifier in an unusual attribute'
			ids.push(value)
		}
	}
	return new Set(ids).size === ids.length ? null : 'an identifier is used twice'
}

function refuseSignature(signature: Element, root: Element): string | null {
	const parent = signature.parentNode
	const assertion = only(root, ASSERTION, 'Assertion')
	const holder = parent === root ? root : parent === assertion ? assertion : undefined
	if (signature.namespaceURI !== SIGNATURE || !holder) return 'a signature in an unusual place'
	if (children(holder, SIGNATURE, 'Signature').length !== 1) return 'two signatures on one element'

	const parts = children(signature).map(({ localName }) => localName)
	if (!/^SignedInfo,SignatureValue(,KeyInfo)?$/.test(parts.join(','))) return 'a signature with unusual parts'
	const info = only(signature, SIGNATURE, 'SignedInfo')
	const reference = only(info, SIGNATURE, 'Reference')
	const algorithm = (element: Element | undefined, name: string) =>
		attribute(only(element, SIGNATURE, name), 'Algorithm')
	const transforms = only(reference, SIGNATURE, 'Transforms')
	const applied = transforms ? children(transforms).map((each) => attribute(each, 'Algorithm')) : []

	if (attribute(reference, 'URI') !== `#${attribute(holder, 'ID') ?? ''}`) return 'a signature of something else'
	if (algorithm(info, 'CanonicalizationMethod') !== EXCLUSIVE) return 'an unusual canonicalization'
	if (!RSA.includes(algorithm(info, 'SignatureMethod') ?? '')) return 'a signature algorithm that is not allowed'
	if (!DIGESTS.includes(algorithm(reference, 'DigestMethod') ?? '')) return 'a digest that is not allowed'
	if (applied.join(' ') !== `${ENVELOPED} ${EXCLUSIVE}`) return 'unusual transforms'
	return hasOnlyText(only(reference, SIGNATURE, 'DigestValue')) ? null : 'a digest with markup in it'
}

function hasOnlyText(element: Element | undefined): boolean {
	return element !== undefined && Array.from(element.childNodes).every(({ nodeType }) => nodeType === 3)
}

/** The canonical bytes of what is signed, or null. */
function verify(xml: string, signature: Element, certificate: string): string | null {
	const signed = new SignedXml({ publicCert: certificate })
	try {
		signed.loadSignature(signature)
		if (!signed.checkSignature(xml)) return null
	} catch {
		return null
	}
	const references = signed.getSignedReferences()
	return references.length === 1 ? (references[0] ?? null) : null
}
