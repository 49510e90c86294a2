import type { Structure } from './structure.ts'
import { ASSERTION, attribute, childElements, children, PROTOCOL, text } from './xml.ts'

/** What the signed bytes say, with nothing judged yet. Null: absent, or not plain text. Times are epoch ms, NaN if faulty. */
export type Facts = ReturnType<typeof readFacts>

export function readFacts({ response, assertion }: Structure) {
	return {
		response: {
			version: attribute(response, 'Version'),
			issuers: children(response, ASSERTION, 'Issuer').map(text),
			destination: attribute(response, 'Destination'),
			inResponseTo: attribute(response, 'InResponseTo'),
			statuses: children(response, PROTOCOL, 'Status')
				.flatMap((status) => children(status, PROTOCOL, 'StatusCode'))
				.map((code) => attribute(code, 'Value')),
		},
		assertion: {
			id: attribute(assertion, 'ID'),
			version: attribute(assertion, 'Version'),
			issueInstant: time(attribute(assertion, 'IssueInstant')),
			issuers: children(assertion, ASSERTION, 'Issuer').map(text),
			...subject(assertion),
			conditions: children(assertion, ASSERTION, 'Conditions').map(conditions),
			authentications: children(assertion, ASSERTION, 'AuthnStatement').map(authentication),
			attributes: children(assertion, ASSERTION, 'AttributeStatement')
				.flatMap((statement) => children(statement, ASSERTION, 'Attribute'))
				.map((each) => ({
					name: attribute(each, 'Name'),
					values: children(each, ASSERTION, 'AttributeValue').map(text),
				})),
		},
	}
}

function subject(assertion: Element) {
	const subjects = children(assertion, ASSERTION, 'Subject')
	return {
		subjects: subjects.length,
		nameIds: subjects.flatMap((each) => children(each, ASSERTION, 'NameID')).map(text),
		confirmations: subjects
			.flatMap((each) => children(each, ASSERTION, 'SubjectConfirmation'))
			.map((each) => ({
				method: attribute(each, 'Method'),
				data: children(each, ASSERTION, 'SubjectConfirmationData').map((data) => ({
					recipient: attribute(data, 'Recipient'),
					inResponseTo: attribute(data, 'InResponseTo'),
					notBefore: attribute(data, 'NotBefore'),
					notOnOrAfter: time(attribute(data, 'NotOnOrAfter')),
				})),
			})),
	}
}

function conditions(element: Element) {
	return {
		notBefore: time(attribute(element, 'NotBefore')),
		notOnOrAfter: time(attribute(element, 'NotOnOrAfter')),
		audiences: children(element, ASSERTION, 'AudienceRestriction').map((restriction) =>
			childElements(restriction).map(text),
		),
	}
}

function authentication(element: Element) {
	const over = attribute(element, 'SessionNotOnOrAfter')
	return {
		sessionNotOnOrAfter: over === null ? null : time(over),
		contexts: children(element, ASSERTION, 'AuthnContext')
			.flatMap((context) => children(context, ASSERTION, 'AuthnContextClassRef'))
			.map(text),
	}
}

/** SAML times are UTC with a `Z` (SAML core 2.0, section 1.3.3). */
function time(value: string | null): number {
	return value !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value) ? Date.parse(value) : Number.NaN
}
