import { z } from 'zod'
import type { Facts } from './facts.ts'
import type { SamlRefusal } from './refusal.ts'
import type { SamlSettings } from './settings.ts'
import { SUCCESS } from './structure.ts'

export type Expected = {
	settings: SamlSettings
	/** Epoch ms. */
	now: number
	/** The request this browser made; null where only presence can be asked for. */
	inResponseTo: string | null
	skew: number
}

/** However long Okta says an assertion lives, it is good for this long after it was issued, ms. */
const MAX_ASSERTION_AGE = 5 * 60_000
/** Okta's clock may be this far ahead of ours, ms. */
const ISSUED_AHEAD = 60_000
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'
/** A password over TLS or better. We ask for nothing, so what Okta's own policy chose must be one of these. */
const CONTEXTS = ['PasswordProtectedTransport', 'X509', 'SmartcardPKI', 'TimeSyncToken', 'MobileTwoFactorContract'].map(
	(name) => `urn:oasis:names:tc:SAML:2.0:ac:classes:${name}`,
)
/** The same form that the contract asks of a person's key. */
const email = z.email().max(254)

type Rule = [SamlRefusal, (facts: Facts, expected: Expected) => boolean]

/**
 * Each must hold for the signed bytes; the first that does not gives the refusal. Several are gaps of node-saml 5.1.0
 * (Recipient, Destination, Issuer, Status, missing times, confirmation method), the rest are stricter here.
 */
const RULES: Rule[] = [
	['structure', ({ response, assertion }) => response.version === '2.0' && assertion.version === '2.0'],
	['status', ({ response }) => response.statuses.length === 1 && response.statuses[0] === SUCCESS],
	[
		'issuer',
		({ response, assertion }, { settings }) => {
			const named = [...response.issuers, ...assertion.issuers]
			return (
				assertion.issuers.length === 1 &&
				response.issuers.length <= 1 &&
				named.every((name) => name === settings.issuer)
			)
		},
	],
	['destination', ({ response }, { settings }) => response.destination === settings.acsUrl],
	[
		'name-id',
		({ assertion }) =>
			assertion.subjects === 1 && assertion.nameIds.length === 1 && email.safeParse(assertion.nameIds[0]).success,
	],
	[
		'confirmation',
		({ assertion }) => {
			const [only, ...more] = assertion.confirmations
			return only?.method === BEARER && only.data.length === 1 && more.length === 0
		},
	],
	[
		'in-response-to',
		(facts, { inResponseTo }) => {
			const named = [facts.response.inResponseTo, confirmed(facts)?.inResponseTo ?? null]
			return named.every((id) => id !== null && id !== '' && id === (inResponseTo ?? facts.response.inResponseTo))
		},
	],
	['recipient', (facts, { settings }) => settings.recipients.includes(confirmed(facts)?.recipient ?? '')],
	[
		'conditions',
		(facts) =>
			facts.assertion.conditions.length === 1 &&
			[...starts(facts), ...ends(facts)].every((time) => !Number.isNaN(time)),
	],
	// A bearer confirmation must not have NotBefore (SAML profiles 2.0, section 4.1.4.2).
	['confirmation', (facts) => confirmed(facts)?.notBefore === null],
	[
		'audience',
		({ assertion }, { settings }) => {
			const [only, ...more] = assertion.conditions.flatMap((each) => each.audiences)
			return more.length === 0 && only?.length === 1 && only[0] === settings.audience
		},
	],
	[
		'not-yet-valid',
		({ assertion }, { now, skew }) =>
			assertion.conditions.every(({ notBefore }) => now + skew >= notBefore) &&
			assertion.issueInstant <= now + ISSUED_AHEAD,
	],
	['expired', (facts, { now, skew }) => now - skew < notOnOrAfterOf(facts)],
	[
		'authn-context',
		({ assertion }) => {
			const [only, ...more] = assertion.authentications
			return more.length === 0 && only?.contexts.length === 1 && CONTEXTS.includes(only.contexts[0] ?? '')
		},
	],
	[
		'session-over',
		({ assertion }, { now, skew }) =>
			assertion.authentications.every(({ sessionNotOnOrAfter: over }) => over === null || now - skew < over),
	],
	[
		'attributes',
		({ assertion }) => {
			const names = assertion.attributes.map((each) => each.name)
			return new Set(names).size === names.length
		},
	],
]

export function brokenRule(facts: Facts, expected: Expected): SamlRefusal | null {
	return RULES.find(([, holds]) => !holds(facts, expected))?.[0] ?? null
}

/** The first moment at which this assertion is refused, epoch ms: the earliest of all it says, and of our own age limit. */
export function notOnOrAfterOf(facts: Facts): number {
	return Math.min(...ends(facts), facts.assertion.issueInstant + MAX_ASSERTION_AGE)
}

const ends = (facts: Facts): number[] => [
	confirmed(facts)?.notOnOrAfter ?? Number.NaN,
	...facts.assertion.conditions.map((each) => each.notOnOrAfter),
]

const starts = ({ assertion }: Facts): number[] => [
	assertion.issueInstant,
	...assertion.conditions.map((each) => each.notBefore),
]

const confirmed = (facts: Facts) => facts.assertion.confirmations[0]?.data[0]
