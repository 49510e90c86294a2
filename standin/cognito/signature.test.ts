import { describe, expect, it } from 'vitest'
import { strangerKey } from '../okta/idp-key.ts'
import { planResponse, type ResponsePlan } from '../okta/response.ts'
import { writeResponse } from '../okta/response-xml.ts'
import { type SigningPlan, signResponse } from '../okta/signature.ts'
import { verifyLogin } from './assertion.ts'
import { ACS, ISSUER } from './trial-pool.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const key = strangerKey()
const recipient = 'https://signin.aws.amazon.com/saml'
const audience = 'urn:amazon:webservices'
const provider = { issuer: ISSUER, certificates: [key.certificate], audience, recipients: [recipient] }

/** A response signed by the trusted key; by default the assertion alone, so that the rest may be changed afterwards. */
function make(change: (plan: ResponsePlan) => Partial<ResponsePlan>, signing: Partial<SigningPlan> = {}): string {
	let ids = 0
	const person = { id: 'x', displayName: 'X', email: 'x@sluice.example', groups: ['g'], disabled: false }
	const plan = planResponse(person, { issuer: ISSUER, acsUrl: ACS, audience, recipient }, '_r', {
		clock: { now: () => NOW },
		assertionSeconds: 300,
		id: () => `_id${++ids}`,
	})
	return signResponse(writeResponse({ ...plan, ...change(plan) }), {
		key,
		response: false,
		assertion: true,
		algorithm: 'rsa-sha256',
		digest: 'sha256',
		canonicalization: 'exclusive',
		extraTransform: false,
		emptyUri: false,
		...signing,
	})
}

const honest = make(() => ({}))
const verify = (xml: string) => verifyLogin(Buffer.from(xml).toString('base64'), provider, NOW)
const extend = (content: string) =>
	honest.replace('<saml2p:Status>', `<saml2p:Extensions>${content}</saml2p:Extensions><saml2p:Status>`)

/** Each case breaks one rule only, so that no other rule can cover for it. */
describe('each rule stands alone', () => {
	it('and an unsigned part that says nothing of note is let through', () => {
		expect(verify(honest)).toHaveProperty('nameId', 'x@sluice.example')
		expect(verify(extend('<x>hello</x>'))).toHaveProperty('nameId', 'x@sluice.example')
	})

	const inSignature = (content: string) => honest.replace('</ds:Signature>', `${content}</ds:Signature>`)
	it.each<[string, string, string]>([
		['an identifier twice', extend('<x ID="_id2"/>'), 'an identifier is used twice'],
		['an identifier of two names', extend('<x Id="_id2"/>'), 'an identifier is used twice'],
		['an identifier in lower case', extend('<x id="_x"/>'), 'an identifier in an unusual attribute'],
		['an identifier with a prefix', extend('<x xml:id="_x"/>'), 'an identifier in an unusual attribute'],
		['a Signature elsewhere', extend('<x><Signature/></x>'), 'a signature in an unusual place'],
		[
			'a Signature of another namespace',
			honest.replace('<saml2p:Status>', '<Signature/><saml2p:Status>'),
			'a signature in an unusual place',
		],
		['a second Signature', honest.replace(/<ds:Signature.*<\/ds:Signature>/, '$&$&'), 'two signatures on one element'],
		['an Object in the Signature', inSignature('<ds:Object>x</ds:Object>'), 'a signature with unusual parts'],
		['a second KeyInfo', inSignature('<ds:KeyInfo>x</ds:KeyInfo>'), 'a signature with unusual parts'],
		['another response inside', extend('<saml2p:Response/>'), 'a response inside the response'],
		[
			'an empty second assertion',
			extend('<saml2:Assertion/>'),
			'there is not exactly one assertion directly in the response',
		],
		[
			'an assertion of no namespace',
			extend('<Assertion/>'),
			'there is not exactly one assertion directly in the response',
		],
		[
			'an encrypted assertion beside',
			extend('<saml2:EncryptedAssertion/>'),
			'there is not exactly one assertion directly in the response',
		],
		[
			'another root',
			honest.replaceAll('saml2p:Response', 'saml2p:LogoutResponse'),
			'the document is not a SAML response',
		],
		[
			'a root of another protocol',
			honest.replace(':SAML:2.0:protocol', ':SAML:1.0:protocol'),
			'the document is not a SAML response',
		],
		['another issuer outside', honest.replace(ISSUER, 'urn:x'), 'another issuer, or none'],
		['no issuer outside', honest.replace(/<saml2:Issuer>[^<]*<\/saml2:Issuer>/, ''), 'another issuer, or none'],
		['another issuer inside', make(() => ({ issuer: 'urn:x' })).replace('urn:x', ISSUER), 'another issuer, or none'],
		['two status elements', honest.replace(/<saml2p:Status>.*?<\/saml2p:Status>/, '$&$&'), 'the status is not Success'],
		['inclusive canonicalization', make(() => ({}), { canonicalization: 'inclusive' }), 'an unusual canonicalization'],
		['a third transform', make(() => ({}), { extraTransform: true }), 'unusual transforms'],
		[
			'an attribute twice',
			make(({ attributes }) => ({ attributes: [...attributes, ...attributes] })),
			'an attribute is given twice',
		],
	])('%s', (_why, xml, reason) => {
		expect(xml).not.toBe(honest)
		expect(verify(xml)).toMatchObject({ refused: true, reason })
	})

	it('a signature of the response does not excuse a bad one of the assertion', () => {
		const both = make(() => ({}), { response: true })
		expect(verify(both)).toHaveProperty('nameId')
		const assertionAlone = make(() => ({}), { key: strangerKey() })
		const resigned = signResponse(assertionAlone, {
			key,
			response: true,
			assertion: false,
			algorithm: 'rsa-sha256',
			digest: 'sha256',
			canonicalization: 'exclusive',
			extraTransform: false,
			emptyUri: false,
		})
		expect(verify(resigned)).toMatchObject({ reason: 'a signature does not verify' })
	})
})
