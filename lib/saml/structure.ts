import type { SamlRefusal } from './refusal.ts'
import { ASSERTION, attribute, childElements, children, elements, PROTOCOL, parseXml } from './xml.ts'

export type Structure = { response: Element; assertion: Element }

/**
 * One Response with one Assertion directly under it, and no second element anywhere that a careless reader could
 * take for either. Every wrapping attack (XSW1 to XSW8) needs such a second element, or a second element with the same ID.
 */
export function readStructure(xml: string): Structure | { refusal: SamlRefusal } {
	const response = parseXml(xml)
	if (response === null) return { refusal: 'malformed' }
	const all = elements(response)
	const named = (...names: string[]) => all.filter((element) => names.includes(element.localName))
	if (response.namespaceURI !== PROTOCOL || response.localName !== 'Response' || named('Response').length !== 1) {
		return { refusal: 'structure' }
	}
	const assertions = children(response, ASSERTION, 'Assertion')
	const assertion = assertions[0]
	if (assertion === undefined && named('Assertion', 'EncryptedAssertion').length === 0 && failed(response)) {
		// Okta may leave its refusals unsigned. Believing one only refuses.
		return { refusal: 'status' }
	}
	if (assertion === undefined || named('Assertion', 'EncryptedAssertion').length !== 1) return { refusal: 'structure' }
	return uniqueIds(all) ? { response, assertion } : { refusal: 'structure' }
}

export const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'

function failed(response: Element): boolean {
	const codes = children(response, PROTOCOL, 'Status').flatMap((status) => childElements(status))
	return codes.some((code) => code.localName === 'StatusCode' && attribute(code, 'Value') !== SUCCESS)
}

/** ID, Id, id and any prefixed twin (`p:ID`, `xml:id`) count alike, since libraries differ in which they look up. */
function uniqueIds(all: Element[]): boolean {
	const ids = all.flatMap((element) =>
		Array.from(element.attributes)
			.filter((each) => each.localName.toLowerCase() === 'id')
			.map((each) => each.value),
	)
	return new Set(ids).size === ids.length
}
