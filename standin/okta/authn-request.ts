import { inflateRawSync } from 'node:zlib'
import { DOMParser } from '@xmldom/xmldom'
import type { Application } from './response.ts'

/** What a sign-in asks for, once it is known to come from our application. */
export type AuthnRequest = { id: string; forceAuthn: boolean; relayState: string | null }

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
const POST_BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
const MAX_PARAMETER = 16_384
const MAX_INFLATED = 65_536
const MAX_RELAY_STATE = 2_048

/**
 * Reads the query of the HTTP-Redirect binding (SAML bindings 2.0, section 3.4): base64 of raw deflate. Answers the
 * request, or one sentence for the page that refuses it. `ssoUrl` is our own address.
 */
export function readAuthnRequest(
	query: URLSearchParams,
	application: Application,
	ssoUrl: string,
): AuthnRequest | { refused: string } {
	const packed = query.getAll('SAMLRequest')
	const relayState = query.getAll('RelayState')
	if (packed.length !== 1 || !packed[0]) return { refused: 'The link carries no SAMLRequest, or more than one.' }
	if (relayState.length > 1) return { refused: 'The link carries more than one RelayState.' }
	if ((relayState[0]?.length ?? 0) > MAX_RELAY_STATE)
		return { refused: 'The RelayState is longer than 2,048 characters.' }

	const xml = unpack(packed[0])
	if (xml === null) return { refused: 'The SAMLRequest is not a deflated, base64-encoded text of reasonable size.' }
	if (/<!DOCTYPE|<!ENTITY/i.test(xml)) return { refused: 'The SAMLRequest holds a document type.' }
	const root = parse(xml)
	if (root?.localName !== 'AuthnRequest' || root.namespaceURI !== PROTOCOL) {
		return { refused: 'The SAMLRequest is not a SAML 2.0 AuthnRequest.' }
	}
	const refused = refuse(root, application, ssoUrl)
	if (refused) return { refused }
	return {
		id: root.getAttribute('ID') ?? '',
		forceAuthn: /^(true|1)$/.test(root.getAttribute('ForceAuthn') ?? ''),
		relayState: relayState[0] ?? null,
	}
}

function refuse(root: Element, application: Application, ssoUrl: string): string | null {
	const id = root.getAttribute('ID') ?? ''
	if (root.getAttribute('Version') !== '2.0') return 'The AuthnRequest is not of version 2.0.'
	if (!/^[A-Za-z_][\w.-]{0,127}$/.test(id))
		return 'The ID of the AuthnRequest is not an XML name of at most 128 characters.'

	// Required by the schema (SAML core 2.0, section 3.2.1), in UTC.
	const issued = root.getAttribute('IssueInstant') ?? ''
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(issued) || Number.isNaN(Date.parse(issued)))
		return 'The AuthnRequest does not say when it was issued.'

	const issuers = root.getElementsByTagNameNS('urn:oasis:names:tc:SAML:2.0:assertion', 'Issuer')
	const issuer = issuers[0]?.textContent?.trim()
	if (issuers.length !== 1 || issuer !== application.audience) {
		return `The AuthnRequest comes from "${issuer ?? ''}", but this application is "${application.audience}".`
	}
	const acsUrl = root.getAttribute('AssertionConsumerServiceURL')
	if (acsUrl && acsUrl !== application.acsUrl) {
		return `The AuthnRequest wants its answer at "${acsUrl}", but this application is set to "${application.acsUrl}".`
	}
	const binding = root.getAttribute('ProtocolBinding')
	if (binding && binding !== POST_BINDING)
		return `The AuthnRequest wants the binding "${binding}", but only HTTP-POST is given.`

	const destination = root.getAttribute('Destination')
	if (destination && destination !== ssoUrl)
		return `The AuthnRequest is meant for "${destination}", not for "${ssoUrl}".`
	if (/^(true|1)$/.test(root.getAttribute('IsPassive') ?? '')) return 'A passive sign-in is not offered here.'
	return null
}

/** Null for what is too long, not base64 or inflates to more than 64 KB (a deflate bomb stops there). */
function unpack(parameter: string): string | null {
	if (parameter.length > MAX_PARAMETER || !/^[A-Za-z0-9+/]+={0,2}$/.test(parameter)) return null
	try {
		const bytes = inflateRawSync(Buffer.from(parameter, 'base64'), { maxOutputLength: MAX_INFLATED })
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
	} catch {
		return null
	}
}

function parse(xml: string): Element | null {
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
