import { createHash } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { attemptSuffix, createAuthnRequest } from './request.ts'

const idp = {
	ssoUrl: 'https://okta.example.com/app/sso?tenant=a&b="c"',
	spEntityId: 'urn:amazon:webservices',
	acsUrl: 'https://console.example.com/sign-in/acs',
}
const NOW = Date.parse('2026-03-04T05:06:07Z')
const xmlOf = (location: string) =>
	inflateRawSync(Buffer.from(new URL(location).searchParams.get('SAMLRequest') ?? '', 'base64')).toString()

describe('AuthnRequest', () => {
	it('asks for a POST to our ACS, in the form of the redirect binding', () => {
		const { id, location } = createAuthnRequest(idp, NOW)
		const xml = xmlOf(location)
		for (const part of [
			`ID="${id}"`,
			'IssueInstant="2026-03-04T05:06:07.000Z"',
			'AssertionConsumerServiceURL="https://console.example.com/sign-in/acs"',
			'Destination="https://okta.example.com/app/sso?tenant=a&amp;b=&quot;c&quot;"',
			'>urn:amazon:webservices</saml:Issuer>',
		]) {
			expect(xml).toContain(part)
		}
	})

	it('has the person prove again who they are only when that is asked for', () => {
		expect(xmlOf(createAuthnRequest(idp, NOW, { forceAuthn: true }).location)).toContain(' ForceAuthn="true"')
		expect(xmlOf(createAuthnRequest(idp, NOW).location)).not.toContain('ForceAuthn')
	})

	it('keeps the query of the sign-on URL and carries the suffix alone as RelayState', () => {
		const { id, suffix, location } = createAuthnRequest(idp, NOW)
		const { searchParams } = new URL(location)
		expect(searchParams.get('tenant')).toBe('a')
		expect(searchParams.get('RelayState')).toBe(suffix)
		expect(suffix).toBe(createHash('sha256').update(id).digest('hex').slice(0, 8))
		expect(attemptSuffix(id)).toBe(suffix)
	})

	it('never gives the same id twice, and always one that is an XML ID', () => {
		const ids = Array.from({ length: 200 }, () => createAuthnRequest(idp, NOW).id)
		expect(new Set(ids).size).toBe(200)
		expect(ids.every((id) => /^_[0-9a-f]{40}$/.test(id))).toBe(true)
	})
})
