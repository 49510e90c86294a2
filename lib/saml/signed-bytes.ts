import { SignedXml } from 'xml-crypto'
import type { Structure } from './structure.ts'
import { children, parseXml, SIGNATURE } from './xml.ts'

/**
 * The response and the assertion as their signatures cover them: the canonical bytes that were digested, parsed anew.
 * Null unless each verifies under one of the pinned certificates. A KeyInfo in the response is never looked at.
 */
export function signedBytes(xml: string, structure: Structure, certificates: string[]): Structure | null {
	const response = verified(xml, structure.response, certificates)
	const assertion = verified(xml, structure.assertion, certificates)
	return response && assertion && { response, assertion }
}

function verified(xml: string, element: Element, certificates: string[]): Element | null {
	const signature = children(element, SIGNATURE, 'Signature')[0]
	if (!signature) return null
	for (const certificate of certificates) {
		const bytes = signedBy(certificate, signature, xml)
		if (bytes === null) continue
		const root = parseXml(bytes)
		return root?.localName === element.localName && root.namespaceURI === element.namespaceURI ? root : null
	}
	return null
}

function signedBy(certificate: string, signature: Element, xml: string): string | null {
	try {
		const check = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null })
		check.loadSignature(signature)
		const [bytes, ...more] = check.checkSignature(xml) ? check.getSignedReferences() : []
		return bytes !== undefined && more.length === 0 ? bytes : null
	} catch {
		return null
	}
}
