import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTrialOkta, type TrialOkta } from './trial-okta.ts'

let okta: TrialOkta
beforeAll(async () => {
	okta = await startTrialOkta()
})
afterAll(() => okta.stop())
beforeEach(() => okta.reset())

describe('a link that does not come from our application is refused with a reason', () => {
	const request = (xml: string) => deflateRawSync(xml).toString('base64')
	it.each<[string, () => string, string]>([
		['nothing', () => `${okta.origin}/sso`, 'carries no SAMLRequest'],
		['two requests', () => `${okta.sso()}&SAMLRequest=x`, 'or more than one'],
		['two RelayStates', () => `${okta.sso()}&RelayState=x`, 'more than one RelayState'],
		['a long RelayState', () => okta.sso({ relayState: 'x'.repeat(2_049) }), 'longer than 2,048'],
		['not base64', () => okta.link('%%%'), 'not a deflated'],
		['not deflated', () => okta.link(Buffer.from('<x/>').toString('base64')), 'not a deflated'],
		['a deflate bomb', () => okta.link(request('x'.repeat(5_000_000))), 'not a deflated'],
		['a document type', () => okta.link(request('<!DOCTYPE x><x/>')), 'document type'],
		['not XML', () => okta.link(request('<a><b></a>')), 'not a SAML 2.0 AuthnRequest'],
		['another message', () => okta.link(request('<a/>')), 'not a SAML 2.0 AuthnRequest'],
		['another issuer', () => okta.sso({ issuer: 'urn:x' }), 'comes from &quot;urn:x&quot;'],
		[
			'another ACS',
			() => okta.sso({ acs: 'https://evil.example/acs' }),
			'wants its answer at &quot;https://evil.example/acs&quot;',
		],
		['another binding', () => okta.sso({ attributes: ' ProtocolBinding="urn:x"' }), 'wants the binding'],
		['another Okta', () => okta.sso({ attributes: ' Destination="https://x/sso"' }), 'is meant for'],
		['a passive request', () => okta.sso({ attributes: ' IsPassive="true"' }), 'passive'],
		['a time that is none', () => okta.sso({ issued: '2026-13-01T00:00:00Z' }), 'does not say when it was issued'],
		['a time of nowhere', () => okta.sso({ issued: '2026-01-01T00:00:00' }), 'does not say when it was issued'],
		['an ID that is no name', () => okta.sso({ id: '1 2' }), 'not an XML name'],
	])('%s', async (_why, url, reason) => {
		const browser = okta.browser()
		const page = await browser.get(url())
		expect(page.status).toBe(400)
		expect(page.text).toContain(reason)
		expect(page.text).not.toContain('persona')
	})

	it('the choice is checked again, and taken from our own page only', async () => {
		const browser = okta.browser()
		const forged = new URLSearchParams({ persona: 'admin', SAMLRequest: 'x' })
		expect((await browser.post(forged)).status).toBe(400)
		expect((await browser.post(forged, 'https://evil.example')).status).toBe(403)
		expect((await browser.get(okta.sso())).text).toContain('Choose a person')
	})
})

describe('POST /_world/assertion', () => {
	const call = async (body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) => {
		const answer = await fetch(`${okta.origin}/_world/assertion`, {
			method: 'POST',
			headers,
			body: JSON.stringify(body),
		})
		return { status: answer.status, json: Object(await answer.json()) }
	}

	it('answers a response for the persona', async () => {
		const { json } = await call({ persona: 'viewer', inResponseTo: '_x' })
		const xml = Buffer.from(json.samlResponse, 'base64').toString()
		expect(xml).toContain('InResponseTo="_x"')
		expect(xml).toContain('>viewer@sluice.example</saml2:NameID>')
	})

	it.each<[string, object, string]>([
		['an unknown override', { persona: 'viewer', audiense: 'x' }, 'audiense: no such field; the fields are issuer, '],
		['no persona', {}, 'persona: must be the id of a persona'],
		['an unknown persona', { persona: 'x' }, 'persona: there is no "x"; there are viewer, support,'],
		['a wrong type', { persona: 'viewer', audience: 5 }, 'audience: must be text, a list of texts, or null'],
		['a wrong time', { persona: 'viewer', notBefore: 'soon' }, 'notBefore: must be a UTC time'],
		['a wrong variant', { persona: 'viewer', xsw: 9 }, 'xsw: must be a number from 1 to 8'],
		['a wrong algorithm', { persona: 'viewer', algorithm: 'md5' }, 'algorithm: must be one of rsa-sha256, '],
		['a wrap of nothing', { persona: 'viewer', xsw: 1, unsigned: true }, 'unsigned: xsw needs a signature'],
	])('%s is a 400 that names the field', async (_why, body, error) => {
		const answer = await call(body)
		expect(answer.status).toBe(400)
		expect(answer.json.error).toContain(error)
	})

	it('takes algorithms by URI too', async () => {
		const { json } = await call({ persona: 'viewer', algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' })
		expect(Buffer.from(json.samlResponse, 'base64').toString()).toContain('xmldsig#rsa-sha1')
	})

	it('is not for web pages: another content type needs no preflight and is refused', async () => {
		expect((await call({ persona: 'admin' }, { 'content-type': 'text/plain' })).status).toBe(415)
	})

	it('gives nothing for a disabled person', async () => {
		okta.personas.change('viewer', { disabled: true })
		expect((await call({ persona: 'viewer' })).status).toBe(403)
	})
})
