import { DOMParser, XMLSerializer } from '@xmldom/xmldom'

/** The names a forged assertion claims: the most powerful person there is. */
export const EVIL_NAME_ID = 'admin@sluice.example'
export const EVIL_GROUP = 'sluice-admins'

const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#'

/** A signed response taken apart for an attack on it. Either signature may be missing. */
export type TakenApart = {
	document: Document
	response: Element
	assertion: Element
	responseSignature: Element | undefined
	assertionSignature: Element | undefined
}

export function takeApart(xml: string): TakenApart {
	const document = new DOMParser().parseFromString(xml, 'text/xml')
	const response = document.documentElement
	const assertion = child(response, 'Assertion')
	if (!assertion) throw new Error('the response to attack has no assertion')
	return {
		document,
		response,
		assertion,
		responseSignature: child(response, 'Signature'),
		assertionSignature: child(assertion, 'Signature'),
	}
}

export const serialize = (node: Node): string => new XMLSerializer().serializeToString(node)

export function child(parent: Element, localName: string): Element | undefined {
	return elements(parent).find((element) => element.localName === localName)
}

export function elements(parent: Element): Element[] {
	const found: Element[] = []
	for (let node = parent.firstChild; node; node = node.nextSibling) if (isElement(node)) found.push(node)
	return found
}

/** All elements of that name below, in document order. */
export function below(parent: Element | Document, localName: string): Element[] {
	return Array.from(parent.getElementsByTagNameNS('*', localName))
}

export function isElement(node: Node): node is Element {
	return node.nodeType === 1
}

export function createSignatureObject(document: Document): Element {
	return document.createElementNS(SIGNATURE, 'ds:Object')
}

export function createExtensions(document: Document): Element {
	return document.createElementNS('urn:oasis:names:tc:SAML:2.0:protocol', 'saml2p:Extensions')
}

/** A deep copy without its own signature: what the enveloped-signature transform leaves to be digested. */
export function copyUnsigned(element: Element): Element {
	const copy = clone(element)
	const signature = child(copy, 'Signature')
	if (signature) copy.removeChild(signature)
	return copy
}

export function clone(element: Element): Element {
	const copy = element.cloneNode(true)
	if (!isElement(copy)) throw new Error('an element copies to an element')
	return copy
}

/** Makes an assertion claim to be somebody else, under an ID of its own. */
export function forge(assertion: Element): Element {
	assertion.setAttribute('ID', `${assertion.getAttribute('ID')}evil`)
	for (const nameId of below(assertion, 'NameID')) nameId.textContent = EVIL_NAME_ID
	for (const attribute of below(assertion, 'Attribute')) {
		const value = child(attribute, 'AttributeValue')
		if (value) value.textContent = attribute.getAttribute('Name') === 'groups' ? EVIL_GROUP : EVIL_NAME_ID
	}
	return assertion
}
