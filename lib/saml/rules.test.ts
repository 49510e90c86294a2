import { describe, expect, it } from 'vitest'
import type { SamlRefusal } from './refusal.ts'
import {
	attribute,
	createIdp,
	HONEST,
	honestResponse,
	NOW,
	type Parts,
	REQUEST,
	trusting,
} from './signed-response.fixture.ts'
import { verifyResponse } from './verify.ts'

const idp = createIdp()
const verify = (
	overrides: Partial<Parts>,
	options: { now?: number; inResponseTo?: string | null; clockSkewSeconds?: number } = {},
) => verifyResponse(honestResponse(idp, overrides), trusting(idp), { now: NOW, inResponseTo: REQUEST, ...options })

const at = (offsetSeconds: number) => new Date(NOW + offsetSeconds * 1000).toISOString()
const data = (attributes: string) => `<saml:SubjectConfirmationData ${attributes}/>`
const GOOD_DATA = { InResponseTo: REQUEST, NotOnOrAfter: at(300), Recipient: 'https://signin.aws.amazon.com/saml' }
const confirmation = (changes: Partial<Record<keyof typeof GOOD_DATA | 'NotBefore', string | null>>) =>
	data(
		Object.entries({ ...GOOD_DATA, ...changes })
			.filter(([, value]) => value !== null)
			.map(([name, value]) => `${name}="${value}"`)
			.join(' '),
	)
const status = (value: string) => HONEST.status.replace(/urn:[^"]*/, `urn:oasis:names:tc:SAML:2.0:status:${value}`)
const context = (value: string) => HONEST.authn.replace('PasswordProtectedTransport', value)
const issuer = (value: string) => `<saml:Issuer>${value}</saml:Issuer>`
const audience = (...values: string[]) =>
	`<saml:AudienceRestriction>${values.map((each) => `<saml:Audience>${each}</saml:Audience>`).join('')}</saml:AudienceRestriction>`
const nameId = (inner: string) => `<saml:NameID>${inner}</saml:NameID>`

const refusals: [string, SamlRefusal, Partial<Parts>][] = [
	['a status other than Success beside a signed assertion', 'status', { status: status('Responder') }],
	['no status at all', 'status', { status: '' }],
	['two statuses', 'status', { status: HONEST.status + HONEST.status }],
	['another issuer of the assertion', 'issuer', { issuer: issuer('https://other.example.com') }],
	['another issuer of the response', 'issuer', { responseIssuer: issuer('https://other.example.com') }],
	['our issuer with white space around it', 'issuer', { issuer: issuer(' https://idp.example.com/metadata ') }],
	[
		'another destination',
		'destination',
		{ destination: 'Destination="https://console.example.com.evil.example/sign-in/acs"' },
	],
	['no destination', 'destination', { destination: '' }],
	['a name that is no e-mail', 'name-id', { nameId: nameId('sam') }],
	['an empty name', 'name-id', { nameId: nameId('') }],
	['an element inside the name', 'name-id', { nameId: nameId('sam@sluice.example<b>.evil.example</b>') }],
	['a control character inside the name', 'name-id', { nameId: nameId('sam&#9;@sluice.example') }],
	['two names', 'name-id', { nameId: HONEST.nameId + HONEST.nameId }],
	['no name', 'name-id', { nameId: '' }],
	['a holder-of-key confirmation', 'confirmation', { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' }],
	['a sender-vouches confirmation', 'confirmation', { method: 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches' }],
	['no confirmation data', 'confirmation', { confirmationData: '' }],
	['two confirmation data', 'confirmation', { confirmationData: HONEST.confirmationData + HONEST.confirmationData }],
	[
		'a second confirmation',
		'confirmation',
		{ afterConfirmation: '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"/>' },
	],
	['a bearer confirmation with NotBefore', 'confirmation', { confirmationData: confirmation({ NotBefore: at(-60) }) }],
	['InResponseTo of another request', 'in-response-to', { responseInResponseTo: 'InResponseTo="_other"' }],
	[
		'an unsolicited response',
		'in-response-to',
		{ responseInResponseTo: '', confirmationData: confirmation({ InResponseTo: null }) },
	],
	[
		'confirmation for another request',
		'in-response-to',
		{ confirmationData: confirmation({ InResponseTo: '_other' }) },
	],
	['confirmation for no request', 'in-response-to', { confirmationData: confirmation({ InResponseTo: null }) }],
	[
		'our own ACS as recipient while only the AWS URL is listed',
		'recipient',
		{ confirmationData: confirmation({ Recipient: 'https://console.example.com/sign-in/acs' }) },
	],
	['no recipient', 'recipient', { confirmationData: confirmation({ Recipient: null }) }],
	['no NotOnOrAfter in the confirmation', 'conditions', { confirmationData: confirmation({ NotOnOrAfter: null }) }],
	['no NotBefore in the conditions', 'conditions', { conditionTimes: `NotOnOrAfter="${at(300)}"` }],
	['no NotOnOrAfter in the conditions', 'conditions', { conditionTimes: `NotBefore="${at(-300)}"` }],
	['a time that is no time', 'conditions', { conditionTimes: `NotBefore="${at(-300)}" NotOnOrAfter="tomorrow"` }],
	[
		'a time in another zone',
		'conditions',
		{ conditionTimes: `NotBefore="${at(-300)}" NotOnOrAfter="2026-03-04T05:10:00+14:00"` },
	],
	['an issue instant that is no time', 'conditions', { issueInstant: 'now' }],
	['another audience', 'audience', { audience: audience('urn:other') }],
	['no audience', 'audience', { audience: '' }],
	['two audiences', 'audience', { audience: audience('urn:amazon:webservices', 'urn:other') }],
	['two audience restrictions', 'audience', { audience: HONEST.audience + HONEST.audience }],
	[
		'NotBefore one hour ahead',
		'not-yet-valid',
		{ conditionTimes: `NotBefore="${at(3600)}" NotOnOrAfter="${at(7200)}"` },
	],
	['issued one hour ahead', 'not-yet-valid', { issueInstant: at(3600) }],
	['expired conditions', 'expired', { conditionTimes: `NotBefore="${at(-600)}" NotOnOrAfter="${at(0)}"` }],
	['an expired confirmation', 'expired', { confirmationData: confirmation({ NotOnOrAfter: at(0) }) }],
	[
		'issued more than five minutes ago, though Okta says it lives a day',
		'expired',
		{
			issueInstant: at(-300),
			conditionTimes: `NotBefore="${at(-600)}" NotOnOrAfter="${at(86_400)}"`,
			confirmationData: confirmation({ NotOnOrAfter: at(86_400) }),
		},
	],
	['a password in the clear', 'authn-context', { authn: context('Password') }],
	['an unspecified way of signing in', 'authn-context', { authn: context('unspecified') }],
	['no statement of how the person signed in', 'authn-context', { authn: '' }],
	['two statements of how the person signed in', 'authn-context', { authn: HONEST.authn + HONEST.authn }],
	['an Okta session that is over', 'session-over', { authn: HONEST.authn.replace(at(3600), at(0)) }],
	['an Okta session that ends at no time', 'session-over', { authn: HONEST.authn.replace(at(3600), 'never') }],
	[
		'groups stated twice',
		'attributes',
		{ attributes: attribute('groups', 'sluice-viewers') + attribute('groups', 'sluice-admins') },
	],
	['another SAML version', 'structure', { version: '1.1' }],
]

describe('rules on the signed bytes', () => {
	it('accepts the honest response and reads each value from it', async () => {
		expect(await verify({})).toEqual({
			ok: true,
			assertion: {
				assertionId: '_assertion1',
				nameId: 'Sam@Sluice.example',
				email: 'sam@sluice.example',
				displayName: 'Sam Okafor',
				groups: ['sluice-support'],
				inResponseTo: REQUEST,
				issuedAt: NOW,
				notOnOrAfter: NOW + 300_000,
				sessionNotOnOrAfter: NOW + 3_600_000,
			},
		})
	})

	it.each(refusals)('refuses %s', async (_, code, overrides) => {
		expect(await verify(overrides)).toMatchObject({ ok: false, code, person: null })
	})

	it('takes any InResponseTo where the request is not known, but not none', async () => {
		expect(await verify({}, { inResponseTo: null })).toMatchObject({ ok: true })
		const unsolicited = { responseInResponseTo: '', confirmationData: confirmation({ InResponseTo: null }) }
		expect(await verify(unsolicited, { inResponseTo: null })).toMatchObject({ code: 'in-response-to' })
		const disagreeing = { confirmationData: confirmation({ InResponseTo: '_other' }) }
		expect(await verify(disagreeing, { inResponseTo: null })).toMatchObject({ code: 'in-response-to' })
	})

	it('refuses from the very moment of expiry on, and allows a skew of at most a minute', async () => {
		expect(await verify({}, { now: NOW + 299_999 })).toMatchObject({ ok: true })
		expect(await verify({}, { now: NOW + 300_000 })).toMatchObject({ code: 'expired' })
		expect(await verify({}, { now: NOW + 359_999, clockSkewSeconds: 600 })).toMatchObject({ ok: true })
		expect(await verify({}, { now: NOW + 360_000, clockSkewSeconds: 600 })).toMatchObject({ code: 'expired' })
		expect(await verify({}, { now: NOW - 300_000 - 1, clockSkewSeconds: 0 })).toMatchObject({ code: 'not-yet-valid' })
	})

	it('gives the earliest of all ends, so that a used id need not be kept longer', async () => {
		const early = await verify({ confirmationData: confirmation({ NotOnOrAfter: at(60) }) })
		expect(early).toMatchObject({ assertion: { notOnOrAfter: NOW + 60_000 } })
	})

	it('names who has no group, and never counts a group that Sluice does not know', async () => {
		const attributes = attribute('groups', 'everyone', 'sluice-admins-former', 'SLUICE-ADMINS', ' sluice-admins')
		const none = { ok: false, code: 'no-group', person: 'sam@sluice.example' }
		expect(await verify({ attributes })).toMatchObject(none)
		expect(await verify({ attributes: '' })).toMatchObject(none)
		expect(await verify({ attributes: attribute('Groups', 'sluice-admins') })).toMatchObject(none)
	})

	it('does without a display name', async () => {
		expect(await verify({ attributes: attribute('groups', 'sluice-viewers') })).toMatchObject({
			assertion: { displayName: null, groups: ['sluice-viewers'] },
		})
	})
})
