import { DOMParser } from '@xmldom/xmldom'

export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion'
export const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#'

/** An honest response has under a hundred tags; thousands are an attempt to wear out the parser. */
const MAX_TAGS = 2_000

/** Parses without mercy: null for a document type, for what is not well-formed, a second root included. */
export function parseXml(xml: string): Element | null {
	if (/<!DOCTYPE|<!ENTITY/i.test(xml) || xml.split('<', MAX_TAGS + 1).length > MAX_TAGS) return null
	const fail = (message: string) => {
		throw new Error(message)
	}
	try {
		const parser = new DOMParser({ errorHandler: { warning: fail, error: fail, fatalError: fail } })
		return parser.parseFromString(xml, 'text/xml').documentElement
	} catch {
		return null
	}
}

export function children(parent: Element, namespace?: string, localName?: string): Element[] {
	return Array.from(parent.childNodes)
		.filter(isElement)
		.filter((element) => namespace === undefined || element.namespaceURI === namespace)
		.filter((element) => localName === undefined || element.localName === localName)
}

/** The one child of that name; undefined for none and for several, so that "the first of two" is never read. */
export function only(parent: Element | undefined, namespace: string, localName: string): Element | undefined {
	const found = parent ? children(parent, namespace, localName) : []
	return found.length === 1 ? found[0] : undefined
}

export function descendants(root: Element): Element[] {
	return Array.from(root.getElementsByTagName('*'))
}

export function text(element: Element | undefined): string {
	return element?.textContent?.trim() ?? ''
}

/** An attribute without namespace; undefined when absent, unlike the DOM's empty string. */
export function attribute(element: Element | undefined, name: string): string | undefined {
	return element?.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined
}

function isElement(node: Node): node is Element {
	return node.nodeType === 1
}
