import { describe, expect, it } from 'vitest'
import type { SamlRefusal } from './refusal.ts'
import {
	ASSERTION,
	assertionXml,
	createIdp,
	encode,
	NOW,
	REQUEST,
	RESPONSE,
	responseXml,
	sign,
	signBoth,
	trusting,
} from './signed-response.fixture.ts'
import { verifyResponse } from './verify.ts'

const idp = createIdp()
const signed = signBoth(responseXml(), idp)
const OPEN_ASSERTION = /<saml:Assertion .*<\/saml:Assertion>/
const honestAssertion = OPEN_ASSERTION.exec(signed)?.[0] ?? ''
const [responseSignature = '', assertionSignature = ''] = signed.match(/<ds:Signature .*?<\/ds:Signature>/g) ?? []
const evil = { nameId: '<saml:NameID>admin@sluice.example</saml:NameID>' }
const forgedAssertion = assertionXml({ ...evil, assertionId: '_evil' })
const sameIdForged = assertionXml(evil)
const withIssuer = (xml: string, insert: string) => xml.replace('</saml:Issuer>', `</saml:Issuer>${insert}`)
const bare = (xml: string, signature: string) => xml.replace(signature, '')
const into = (signature: string, markup: string) => signature.replace('</ds:Signature>', `${markup}</ds:Signature>`)
const swap = (replacement: string) => signed.replace(honestAssertion, replacement)

/** Numbered as in "On Breaking SAML" (Somorovsky and others, 2012). The honest part stays validly signed in each. */
const forgedResponse = (signature: string, beside = '') =>
	responseXml({ ...evil, responseId: '_evil' }).replace('</saml:Issuer>', `</saml:Issuer>${beside}${signature}`)
const honestResponseBare = bare(signed, responseSignature)

const attacks: [string, SamlRefusal, string][] = [
	[
		'XSW1: honest response inside the signature of a forged one',
		'structure',
		forgedResponse(into(responseSignature, honestResponseBare)),
	],
	[
		'XSW2: honest response detached beside the signature',
		'structure',
		forgedResponse(responseSignature, honestResponseBare),
	],
	['XSW3: forged assertion before the honest one', 'structure', swap(forgedAssertion + honestAssertion)],
	[
		'XSW4: honest assertion inside a forged one',
		'structure',
		swap(forgedAssertion.replace('</saml:Assertion>', `${honestAssertion}</saml:Assertion>`)),
	],
	[
		'XSW5: forged assertion with the signature, honest copy at the end',
		'structure',
		swap(withIssuer(forgedAssertion, assertionSignature) + bare(honestAssertion, assertionSignature)),
	],
	[
		'XSW6: honest assertion inside the signature of the forged one',
		'structure',
		swap(withIssuer(forgedAssertion, into(assertionSignature, bare(honestAssertion, assertionSignature)))),
	],
	[
		'XSW7: forged assertion in Extensions',
		'structure',
		signed.replace('<samlp:Status>', `<samlp:Extensions>${sameIdForged}</samlp:Extensions><samlp:Status>`),
	],
	[
		'XSW8: honest assertion in an Object of the forged signature',
		'structure',
		swap(
			withIssuer(
				forgedAssertion,
				into(assertionSignature, `<ds:Object>${bare(honestAssertion, assertionSignature)}</ds:Object>`),
			),
		),
	],
	[
		'the signed ID a second time in Extensions',
		'structure',
		signed.replace('<samlp:Status>', '<samlp:Extensions><x ID="_assertion1"/></samlp:Extensions><samlp:Status>'),
	],
	[
		'a namespaced twin of the ID',
		'structure',
		signed.replace('<samlp:Status>', '<samlp:Status xmlns:p="urn:p" p:ID="_assertion1">'),
	],
	['an id in other letters', 'structure', signed.replace('<samlp:Status>', '<samlp:Status id="_response1">')],
	['two roots', 'malformed', signed + signed],
	[
		'two assertions, both honest',
		'structure',
		swap(honestAssertion + sign(responseXml({ assertionId: '_second' }), ASSERTION, idp).match(OPEN_ASSERTION)?.[0]),
	],
	['an encrypted assertion beside the honest one', 'structure', swap(`${honestAssertion}<saml:EncryptedAssertion/>`)],
	['an encrypted assertion alone', 'structure', swap('<saml:EncryptedAssertion/>')],
	['an assertion of another namespace alone', 'structure', swap('<x:Assertion xmlns:x="urn:x"/>')],
	['a response of another namespace', 'structure', signed.replace('SAML:2.0:protocol', 'SAML:2.0:protocol2')],
	['an assertion as the root', 'structure', honestAssertion],
	['a signed refusal as the wrapper of a forged assertion', 'unsigned', wrapInRefusal()],
]

function wrapInRefusal(): string {
	const status = '<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/></samlp:Status>'
	const refusal = sign(responseXml({ status }).replace(assertionXml(), ''), RESPONSE, idp)
	return refusal.replace('</samlp:Response>', `${sameIdForged}</samlp:Response>`)
}

describe('wrapping', () => {
	it('starts from a response that is accepted', async () => {
		expect(await verifyResponse(encode(signed), trusting(idp), { now: NOW, inResponseTo: REQUEST })).toMatchObject({
			ok: true,
		})
	})

	it.each(attacks)('refuses %s', async (_, code, xml) => {
		expect(xml).not.toBe(signed)
		const verdict = await verifyResponse(encode(xml), trusting(idp), { now: NOW, inResponseTo: REQUEST })
		expect(verdict).toMatchObject({ ok: false, code })
	})
})
