import { badSignature, invalidResponse, outOfTime, type Refusal, wrongAudience, wrongIssuer } from './refusal.ts'
import { checkSignatures, type Signed } from './signature.ts'
import { ASSERTION, attribute, children, only, PROTOCOL, parseXml, text } from './xml.ts'

/** What IAM knows of the identity provider, and what its assertions must say. */
export type Provider = { issuer: string; certificates: string[]; audience: string; recipients: string[] }

/** Who the assertion speaks of. Attribute values in document order. */
export type Login = { nameId: string; attributes: Map<string, string[]> }

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success'
const ROLE_SESSION_NAME = 'https://aws.amazon.com/SAML/Attributes/RoleSessionName'

/**
 * Verifies a base64 SAML response as a login token (rules: IAM user guide, "Configure SAML assertions"). Everything but
 * the status is read from signed bytes. Neither InResponseTo nor Destination is ours to check. `now` in milliseconds.
 */
export function verifyLogin(samlResponse: string, provider: Provider, now: number): Login | Refusal {
	const xml = decode(samlResponse)
	const root = xml === null ? null : parseXml(xml)
	if (xml === null || !root) return invalidResponse('not base64 of well-formed, harmless XML')
	const signed = checkSignatures(xml, root, provider.certificates)
	if ('reason' in signed) return badSignature(signed.reason)

	return (
		refuseIssuer(signed, root, provider) ??
		refuseStatus(signed.response ?? root) ??
		refuseConditions(signed.assertion, provider, now) ??
		refuseConfirmation(signed.assertion, provider, now) ??
		refuseSession(signed.assertion, now) ??
		readLogin(signed.assertion)
	)
}

function decode(base64: string): string | null {
	if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(base64, 'base64'))
	} catch {
		return null
	}
}

function refuseIssuer({ assertion, response }: Signed, root: Element, { issuer }: Provider): Refusal | null {
	const own = text(only(assertion, ASSERTION, 'Issuer'))
	const outer = text(only(response ?? root, ASSERTION, 'Issuer'))
	return own === issuer && outer === issuer ? null : wrongIssuer('another issuer, or none')
}

function refuseStatus(response: Element): Refusal | null {
	const code = only(only(response, PROTOCOL, 'Status'), PROTOCOL, 'StatusCode')
	return attribute(code, 'Value') === SUCCESS ? null : invalidResponse('the status is not Success')
}

function refuseConditions(assertion: Element, { audience }: Provider, now: number): Refusal | null {
	const conditions = only(assertion, ASSERTION, 'Conditions')
	if (!conditions) return invalidResponse('no Conditions, or several')
	const restriction = only(conditions, ASSERTION, 'AudienceRestriction')
	const named = text(only(restriction, ASSERTION, 'Audience'))
	if (named !== audience) return wrongAudience('another audience, none, or several')

	const notBefore = time(attribute(conditions, 'NotBefore'))
	const notOnOrAfter = time(attribute(conditions, 'NotOnOrAfter'))
	if (notBefore === null || notOnOrAfter === null) return invalidResponse('Conditions without both times')
	if (now < notBefore) return outOfTime(now / 1000, notBefore / 1000, 'NotBefore is in the future')
	return refuseLate(now, notOnOrAfter, 'Conditions NotOnOrAfter has passed')
}

function refuseConfirmation(assertion: Element, { recipients }: Provider, now: number): Refusal | null {
	const confirmation = only(only(assertion, ASSERTION, 'Subject'), ASSERTION, 'SubjectConfirmation')
	if (attribute(confirmation, 'Method') !== BEARER) return invalidResponse('not exactly one bearer confirmation')
	const data = only(confirmation, ASSERTION, 'SubjectConfirmationData')
	if (!recipients.includes(attribute(data, 'Recipient') ?? '')) return invalidResponse('another recipient, or none')
	const notOnOrAfter = time(attribute(data, 'NotOnOrAfter'))
	if (notOnOrAfter === null) return invalidResponse('SubjectConfirmationData without NotOnOrAfter')
	const notBefore = attribute(data, 'NotBefore')
	if (notBefore !== undefined && !(now >= (time(notBefore) ?? Infinity))) {
		return invalidResponse('SubjectConfirmationData NotBefore is in the future')
	}
	return refuseLate(now, notOnOrAfter, 'SubjectConfirmationData NotOnOrAfter has passed')
}

function refuseSession(assertion: Element, now: number): Refusal | null {
	const statement = only(assertion, ASSERTION, 'AuthnStatement')
	if (!statement) return invalidResponse('no AuthnStatement, or several')
	const end = attribute(statement, 'SessionNotOnOrAfter')
	if (end === undefined) return null
	const bound = time(end)
	return bound === null
		? invalidResponse('SessionNotOnOrAfter is no time')
		: refuseLate(now, bound, 'the session is over')
}

function refuseLate(now: number, bound: number, reason: string): Refusal | null {
	return now < bound ? null : outOfTime(Math.floor(now / 1000), Math.floor(bound / 1000), reason)
}

function readLogin(assertion: Element): Login | Refusal {
	const nameId = text(only(only(assertion, ASSERTION, 'Subject'), ASSERTION, 'NameID'))
	if (!nameId) return invalidResponse('no NameID, or several')
	const statements = children(assertion, ASSERTION, 'AttributeStatement')
	if (statements.length !== 1) return invalidResponse('no AttributeStatement, or several')
	const attributes = new Map<string, string[]>()
	for (const each of statements.flatMap((statement) => children(statement, ASSERTION, 'Attribute'))) {
		const name = attribute(each, 'Name') ?? ''
		if (attributes.has(name)) return invalidResponse('an attribute is given twice')
		attributes.set(name, children(each, ASSERTION, 'AttributeValue').map(text))
	}
	const sessionNames = attributes.get(ROLE_SESSION_NAME) ?? []
	if (sessionNames.length !== 1 || !/^[\w+=,.@-]{2,64}$/.test(sessionNames[0] ?? '')) {
		return invalidResponse('RoleSessionName is missing or holds other characters than AWS allows')
	}
	return { nameId, attributes }
}

/** Epoch milliseconds of a UTC xs:dateTime, or null. */
function time(value: string | undefined): number | null {
	if (!value || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value)) return null
	const parsed = Date.parse(value)
	return Number.isNaN(parsed) ? null : parsed
}
