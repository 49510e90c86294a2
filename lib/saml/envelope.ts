import type { SamlRefusal } from './refusal.ts'

/** Cognito's own ceiling for one login value, in characters of base64 (Cognito identity API, Logins). */
const SAML_RESPONSE_LIMIT = 50_000
const MAX_DEPTH = 64
const MAX_ELEMENTS = 2_000

/** Control characters and what Unicode sets aside: no sign-in needs them, and XML 1.0 allows hardly any. */
const NOT_XML = /[^\P{Cc}\t\n]|[\ufffe\uffff]/u

/**
 * Decodes the posted base64 and refuses, before any parser sees it, what makes parsers slow or disagree.
 * A real response has neither `<!` (DTD, entity, comment, CDATA) nor a processing instruction, so none is let through.
 */
export function readEnvelope(samlResponse: string): { xml: string } | { refusal: SamlRefusal } {
	if (samlResponse.length > SAML_RESPONSE_LIMIT) return { refusal: 'too-large' }
	const bytes = Buffer.from(samlResponse, 'base64')
	// Buffer skips what is not base64: only text that encodes back to itself was read whole.
	if (bytes.length === 0 || bytes.toString('base64') !== samlResponse) return { refusal: 'not-base64' }
	const text = decodeUtf8(bytes)
	if (text === null) return { refusal: 'not-utf-8' }
	const declaration = /^<\?xml\s+version="1\.0"(?:\s+encoding="([^"<>]*)")?(?:\s+standalone="(?:yes|no)")?\s*\?>/.exec(
		text,
	)
	if (declaration?.[1] && declaration[1].toLowerCase() !== 'utf-8') return { refusal: 'not-utf-8' }
	// The XML processor normalises line ends before anybody counts or digests (XML 1.0, section 2.11).
	const xml = text.slice(declaration?.[0].length ?? 0).replace(/\r\n?/g, '\n')
	if (xml.includes('<!') || xml.includes('<?')) return { refusal: 'forbidden-markup' }
	const fault = NOT_XML.test(xml) ? 'malformed' : countElements(xml)
	return fault ? { refusal: fault } : { xml }
}

function decodeUtf8(bytes: Uint8Array): string | null {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
	} catch {
		return null
	}
}

/** Walks the tags once, in linear time: 20,000 nested elements block a parser for more than a second. */
function countElements(xml: string): SamlRefusal | null {
	let depth = 0
	let elements = 0
	let roots = 0
	for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
		const end = tagEnd(xml, at)
		if (end === -1) return 'malformed'
		const closing = xml[at + 1] === '/'
		if (closing) depth -= 1
		else {
			elements += 1
			if (depth === 0) roots += 1
			if (xml[end - 1] !== '/') depth += 1
		}
		if (depth < 0 || roots > 1) return 'malformed'
		if (depth > MAX_DEPTH || elements > MAX_ELEMENTS) return 'too-complex'
		at = end + 1
	}
	return depth === 0 && roots === 1 ? null : 'malformed'
}

/** Index of the `>` that ends the tag at `start`. A `<` inside a tag is not XML; a `>` inside quotes does not end it. */
function tagEnd(xml: string, start: number): number {
	let quote: string | null = null
	for (let at = start + 1; at < xml.length; at += 1) {
		const character = xml[at] ?? ''
		if (character === '<') return -1
		if (quote !== null) {
			if (character === quote) quote = null
		} else if (character === '"' || character === "'") quote = character
		else if (character === '>') return at
	}
	return -1
}
