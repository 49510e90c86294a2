import { DOMParser } from '@xmldom/xmldom'

export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion'
export const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#'

/** Parses with the parser that xml-crypto verifies with, and takes its every warning as a refusal. Null: not XML. */
export function parseXml(xml: string): Element | null {
	let faultless = true
	const fault = () => {
		faultless = false
	}
	try {
		const parser = new DOMParser({ errorHandler: { warning: fault, error: fault, fatalError: fault } })
		const root = parser.parseFromString(xml, 'text/xml').documentElement
		return faultless ? root : null
	} catch {
		return null
	}
}

/** All elements from `root` down, itself first, in document order. */
export function elements(root: Element): Element[] {
	return [root, ...Array.from(root.getElementsByTagName('*'))]
}

export function children(parent: Element, namespace: string, name: string): Element[] {
	return childElements(parent).filter((child) => child.namespaceURI === namespace && child.localName === name)
}

export function childElements(parent: Element): Element[] {
	return Array.from(parent.childNodes).filter((node): node is Element => node.nodeType === 1)
}

/** The text of an element that holds nothing but text; null otherwise, so that no markup can split a value. */
export function text(element: Element): string | null {
	const nodes = Array.from(element.childNodes)
	return nodes.every((node) => node.nodeType === 3) ? nodes.map((node) => node.nodeValue ?? '').join('') : null
}

/** An attribute without a namespace; null when absent. */
export function attribute(element: Element, name: string): string | null {
	return element.hasAttribute(name) ? element.getAttribute(name) : null
}
