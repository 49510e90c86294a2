import type { Clock } from '../world/clock.ts'
import type { Persona } from '../world/personas.ts'

/** Everything a SAML Response says, before it is written and signed. Null leaves the attribute or element out. */
export type ResponsePlan = {
	responseId: string
	assertionId: string
	issuer: string
	issueInstant: Date
	destination: string | null
	inResponseTo: string | null
	status: string
	nameId: string
	nameIdFormat: string
	confirmations: Confirmation[]
	notBefore: Date | null
	notOnOrAfter: Date | null
	/** One entry per AudienceRestriction; all must hold, and in each one audience must be ours. */
	audienceRestrictions: string[][]
	sessionNotOnOrAfter: Date | null
	authnContext: string
	attributes: { name: string; values: string[] }[]
}

export type Confirmation = {
	method: string
	recipient: string | null
	notOnOrAfter: Date | null
	inResponseTo: string | null
}

export const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
export const HOLDER_OF_KEY = 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key'
export const STATUS_PREFIX = 'urn:oasis:names:tc:SAML:2.0:status:'
export const ROLE_SESSION_NAME = 'https://aws.amazon.com/SAML/Attributes/RoleSessionName'

/** What the administrator of Okta entered for this application. */
export type Application = {
	/** The identity provider's own entity id. */
	issuer: string
	acsUrl: string
	audience: string
	recipient: string
}

/** Okta dates an assertion five minutes back, for clocks that are behind. */
const BACKDATED = 5 * 60_000
const OKTA_SESSION = 8 * 3_600_000

/**
 * The response that Okta gives for this person: one bearer confirmation, e-mail as NameID, groups as one multi-valued
 * attribute, and the role session name that AWS asks for (IAM user guide, "Configure SAML assertions").
 */
export function planResponse(
	person: Persona,
	application: Application,
	inResponseTo: string | null,
	settings: { clock: Clock; assertionSeconds: number; id: () => string },
): ResponsePlan {
	const now = settings.clock.now()
	const notOnOrAfter = new Date(now + settings.assertionSeconds * 1000)
	return {
		responseId: settings.id(),
		assertionId: settings.id(),
		issuer: application.issuer,
		issueInstant: new Date(now),
		destination: application.acsUrl,
		inResponseTo,
		status: `${STATUS_PREFIX}Success`,
		nameId: person.email,
		nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
		confirmations: [{ method: BEARER, recipient: application.recipient, notOnOrAfter, inResponseTo }],
		notBefore: new Date(now - BACKDATED),
		notOnOrAfter,
		audienceRestrictions: [[application.audience]],
		sessionNotOnOrAfter: new Date(now + OKTA_SESSION),
		authnContext: 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
		attributes: [
			{ name: 'groups', values: person.groups },
			{ name: 'displayName', values: [person.displayName] },
			{ name: ROLE_SESSION_NAME, values: [person.email] },
		],
	}
}
