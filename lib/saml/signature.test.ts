import { describe, expect, it } from 'vitest'
import type { SamlRefusal } from './refusal.ts'
import {
	ASSERTION,
	assertionXml,
	createIdp,
	ENVELOPED,
	EXCLUSIVE,
	encode,
	honestResponse,
	NOW,
	REQUEST,
	RESPONSE,
	responseXml,
	type Signing,
	sign,
	signBoth,
	trusting,
} from './signed-response.fixture.ts'
import { verifyResponse } from './verify.ts'

const idp = createIdp()
const attacker = createIdp()
const verifyXml = (xml: string, settings = trusting(idp)) =>
	verifyResponse(encode(xml), settings, { now: NOW, inResponseTo: REQUEST })

const signed = signBoth(responseXml(), idp)
const SIGNATURES = /<ds:Signature .*?<\/ds:Signature>/g
const [responseSignature = '', assertionSignature = ''] = signed.match(SIGNATURES) ?? []
const digest = /<ds:DigestValue>([^<]*)/.exec(responseSignature)?.[1] ?? ''
const unsignedAssertion = sign(responseXml(), RESPONSE, idp)
const unsignedResponse = sign(responseXml(), ASSERTION, idp)

const changed = (from: string | RegExp, to: string): string => {
	const xml = signed.replace(from, to)
	if (xml === signed) throw new Error(`nothing to change: ${from}`)
	return xml
}
const by = (options: Partial<Signing>) => signBoth(responseXml(), idp, options)

const cases: [string, SamlRefusal, string][] = [
	['no signature', 'unsigned', responseXml()],
	['only the response signed', 'unsigned', unsignedAssertion],
	['only the assertion signed', 'unsigned', unsignedResponse],
	['signatures removed', 'unsigned', signed.replace(SIGNATURES, '')],
	["an attacker's key with its certificate in KeyInfo", 'signature', signBoth(responseXml(), attacker)],
	[
		"an attacker's assertion in an honest response",
		'signature',
		sign(sign(responseXml(), ASSERTION, attacker), RESPONSE, idp),
	],
	[
		"an honest assertion in an attacker's response",
		'signature',
		sign(sign(responseXml(), ASSERTION, idp), RESPONSE, attacker),
	],
	[
		'HMAC keyed with the public certificate',
		'algorithm',
		by({ algorithm: 'http://www.w3.org/2000/09/xmldsig#hmac-sha1' }),
	],
	['RSA-SHA1', 'algorithm', by({ algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' })],
	['a SHA-1 digest', 'algorithm', by({ digest: 'http://www.w3.org/2000/09/xmldsig#sha1' })],
	['canonicalization with comments', 'algorithm', by({ canonical: `${EXCLUSIVE}WithComments` })],
	['inclusive canonicalization', 'algorithm', by({ canonical: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315' })],
	['a transform with comments', 'algorithm', by({ transforms: [ENVELOPED, `${EXCLUSIVE}WithComments`] })],
	['an extra transform', 'algorithm', by({ transforms: [ENVELOPED, EXCLUSIVE, EXCLUSIVE] })],
	['no enveloped transform', 'algorithm', by({ transforms: [EXCLUSIVE] })],
	['an empty URI', 'structure', by({ emptyUri: true })],
	['an unknown algorithm', 'algorithm', changed('xmldsig-more#rsa-sha256', 'xmldsig-more#rsa-sha999')],
	['a second SignedInfo', 'structure', changed(/<ds:SignedInfo>.*?<\/ds:SignedInfo>/, '$&$&')],
	['a second Reference', 'structure', changed(/<ds:Reference.*?<\/ds:Reference>/, '$&$&')],
	['an element inside DigestValue', 'structure', changed(digest, `${digest}<x/>`)],
	['a comment inside DigestValue', 'forbidden-markup', changed(digest, `<!--${'A'.repeat(43)}=-->${digest}`)],
	['an Object in a signature', 'structure', changed('</ds:KeyInfo>', '</ds:KeyInfo><ds:Object/>')],
	['a signature value cut short', 'signature', changed(/(<ds:SignatureValue>.{40})[^<]*/, '$1')],
	['a document cut short', 'malformed', signed.slice(0, -40)],
	['another NameID', 'signature', changed('Sam@Sluice.example', 'admin@sluice.example')],
	['another group', 'signature', changed('sluice-support', 'sluice-admins')],
	[
		'an appended AttributeStatement',
		'signature',
		changed('</saml:Assertion>', '<saml:AttributeStatement/></saml:Assertion>'),
	],
	['a comment inside NameID', 'forbidden-markup', changed('Sam@Sluice.example', 'Sam@<!-- -->Sluice.example')],
	['CDATA inside NameID', 'forbidden-markup', changed('Sam@Sluice.example', '<![CDATA[Sam@Sluice.example]]>')],
	[
		'a processing instruction after signing',
		'forbidden-markup',
		changed('Sam@Sluice.example', 'Sam@<?x y?>Sluice.example'),
	],
	['an entity that nobody declared', 'malformed', changed('Sam@Sluice.example', 'Sam@&evil;Sluice.example')],
	['another destination after signing', 'signature', changed('Destination="', 'Destination="x')],
	['another status after signing', 'signature', changed('status:Success', 'status:Responder')],
	[
		'the assertion of an older response under a new one',
		'signature',
		changed(
			/<saml:Assertion.*<\/saml:Assertion>/,
			sign(responseXml({ assertionId: '_older' }), ASSERTION, idp).match(/<saml:Assertion.*<\/saml:Assertion>/)?.[0] ??
				'',
		),
	],
	[
		'a Signature of another namespace before the real one',
		'structure',
		changed('<ds:Signature ', '<x:Signature xmlns:x="urn:x"/><ds:Signature '),
	],
	[
		'the response signature a second time',
		'structure',
		changed('<samlp:Status>', `${responseSignature}<samlp:Status>`),
	],
	[
		'the assertion signature moved to the response',
		'unsigned',
		signed
			.replace(responseSignature, assertionSignature)
			.replace(new RegExp(`(<saml:Assertion .*)${assertionSignature.replace(/[+?/.]/g, '\\$&')}`), '$1'),
	],
]

describe('signatures', () => {
	it.each(cases)('refuses %s', async (_, code, xml) => {
		expect(await verifyXml(xml)).toMatchObject({ ok: false, code })
	})

	it('accepts either of two pinned certificates, and SHA-512', async () => {
		expect(await verifyXml(signed, trusting(attacker, idp))).toMatchObject({ ok: true })
		expect(await verifyXml(signed, trusting(idp, attacker))).toMatchObject({ ok: true })
		const strong = by({
			algorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
			digest: 'http://www.w3.org/2001/04/xmlenc#sha512',
		})
		expect(await verifyXml(strong)).toMatchObject({ ok: true })
	})

	it('changes its mind with any single character of either signature value', async () => {
		const values = [...signed.matchAll(/<ds:(?:SignatureValue|DigestValue)>([^<]{20})/g)]
		expect(values).toHaveLength(4)
		for (const match of values) {
			const at = match.index + match[0].length - 1
			const other = signed[at] === 'A' ? 'B' : 'A'
			const verdict = await verifyXml(signed.slice(0, at) + other + signed.slice(at + 1))
			expect(verdict).toMatchObject({ ok: false, code: 'signature' })
		}
	})

	it('refuses the signed refusal of Okta as what it is', async () => {
		const status =
			'<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/></samlp:Status>'
		const failed = responseXml({ status }).replace(assertionXml(), '')
		expect(await verifyXml(failed)).toMatchObject({ ok: false, code: 'status' })
		expect(await verifyXml(sign(failed, RESPONSE, idp))).toMatchObject({ ok: false, code: 'status' })
	})

	it('keeps the same answer for the same bytes however often it is asked', async () => {
		const once = honestResponse(idp)
		const verdicts = await Promise.all(
			Array.from({ length: 10 }, () => verifyResponse(once, trusting(idp), { now: NOW, inResponseTo: REQUEST })),
		)
		expect(verdicts.every((verdict) => verdict.ok)).toBe(true)
	})
})
