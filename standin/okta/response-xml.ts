import type { Confirmation, ResponsePlan } from './response.ts'

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol'
const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion'
const SCHEMA = 'http://www.w3.org/2001/XMLSchema'
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance'

/** Escapes text for element content and for attribute values in double quotes. */
export function escapeXml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll('\r', '&#xD;')
}

/**
 * Writes the unsigned Response (SAML core 2.0, sections 2.3 and 3.3.3) without white space between elements. Both
 * elements that get a signature declare all their namespaces, so that they stay valid wherever they are moved to.
 */
export function writeResponse(plan: ResponsePlan): string {
	return response(plan, writeAssertion(plan))
}

/** The Response of a sign-in that failed: a status and no assertion. */
export function writeError(plan: ResponsePlan): string {
	return response(plan, '')
}

function response(plan: ResponsePlan, assertion: string): string {
	const root = attributes({
		'xmlns:saml2p': PROTOCOL,
		'xmlns:saml2': ASSERTION,
		Destination: plan.destination,
		ID: plan.responseId,
		InResponseTo: plan.inResponseTo,
		IssueInstant: plan.issueInstant.toISOString(),
		Version: '2.0',
	})
	const status = `<saml2p:Status><saml2p:StatusCode${attributes({ Value: plan.status })}/></saml2p:Status>`
	return `<saml2p:Response${root}>${issuer(plan)}${status}${assertion}</saml2p:Response>`
}

function writeAssertion(plan: ResponsePlan): string {
	const root = attributes({
		'xmlns:saml2': ASSERTION,
		ID: plan.assertionId,
		IssueInstant: plan.issueInstant.toISOString(),
		Version: '2.0',
	})
	const content = [issuer(plan), subject(plan), conditions(plan), authnStatement(plan), attributeStatement(plan)]
	return `<saml2:Assertion${root}>${content.join('')}</saml2:Assertion>`
}

const issuer = (plan: ResponsePlan) => `<saml2:Issuer>${escapeXml(plan.issuer)}</saml2:Issuer>`

function subject(plan: ResponsePlan): string {
	const nameId = `<saml2:NameID${attributes({ Format: plan.nameIdFormat })}>${escapeXml(plan.nameId)}</saml2:NameID>`
	return `<saml2:Subject>${nameId}${plan.confirmations.map(confirmation).join('')}</saml2:Subject>`
}

function confirmation({ method, recipient, notOnOrAfter, inResponseTo }: Confirmation): string {
	const data = attributes({
		InResponseTo: inResponseTo,
		NotOnOrAfter: notOnOrAfter?.toISOString() ?? null,
		Recipient: recipient,
	})
	return (
		`<saml2:SubjectConfirmation${attributes({ Method: method })}>` +
		`<saml2:SubjectConfirmationData${data}/></saml2:SubjectConfirmation>`
	)
}

function conditions(plan: ResponsePlan): string {
	const times = attributes({
		NotBefore: plan.notBefore?.toISOString() ?? null,
		NotOnOrAfter: plan.notOnOrAfter?.toISOString() ?? null,
	})
	const restrictions = plan.audienceRestrictions.map((audiences) => {
		const each = audiences.map((audience) => `<saml2:Audience>${escapeXml(audience)}</saml2:Audience>`)
		return `<saml2:AudienceRestriction>${each.join('')}</saml2:AudienceRestriction>`
	})
	return `<saml2:Conditions${times}>${restrictions.join('')}</saml2:Conditions>`
}

function authnStatement(plan: ResponsePlan): string {
	const statement = attributes({
		AuthnInstant: plan.issueInstant.toISOString(),
		SessionIndex: plan.assertionId,
		SessionNotOnOrAfter: plan.sessionNotOnOrAfter?.toISOString() ?? null,
	})
	const reference = `<saml2:AuthnContextClassRef>${escapeXml(plan.authnContext)}</saml2:AuthnContextClassRef>`
	return `<saml2:AuthnStatement${statement}><saml2:AuthnContext>${reference}</saml2:AuthnContext></saml2:AuthnStatement>`
}

/** An attribute without values is left out, as Okta does for a person who is in no group. */
function attributeStatement(plan: ResponsePlan): string {
	const written = plan.attributes
		.filter(({ values }) => values.length > 0)
		.map(({ name, values }) => writeAttribute(name, values))
	return written.length === 0 ? '' : `<saml2:AttributeStatement>${written.join('')}</saml2:AttributeStatement>`
}

function writeAttribute(name: string, values: string[]): string {
	const type = attributes({ 'xmlns:xs': SCHEMA, 'xmlns:xsi': INSTANCE, 'xsi:type': 'xs:string' })
	const each = values.map((value) => `<saml2:AttributeValue${type}>${escapeXml(value)}</saml2:AttributeValue>`)
	const head = attributes({ Name: name, NameFormat: 'urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified' })
	return `<saml2:Attribute${head}>${each.join('')}</saml2:Attribute>`
}

function attributes(values: Record<string, string | null>): string {
	return Object.entries(values)
		.map(([name, value]) => (value === null ? '' : ` ${name}="${escapeXml(value)}"`))
		.join('')
}
