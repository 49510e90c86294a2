import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ACS, type Browser, field, responseIn, startTrialOkta, type TrialOkta } from './trial-okta.ts'

let okta: TrialOkta
beforeAll(async () => {
	okta = await startTrialOkta()
})
afterAll(() => okta.stop())
beforeEach(() => okta.reset())

describe('a sign-in', () => {
	it('shows every person as a button, and answers the chosen one with a form for our ACS', async () => {
		const browser = okta.browser()
		const choice = await browser.get(okta.sso())
		expect(choice.text).toContain('<button name="persona" value="support">Sam Okafor (support)</button>')
		expect(choice.text.match(/<button /g)).toHaveLength(7)

		const delivery = await browser.choose(choice, 'support')
		expect(delivery.status).toBe(200)
		expect(delivery.text).toContain(`<form method="post" action="${ACS}">`)
		expect(delivery.text).toContain('<button>Continue</button>')
		expect(field(delivery, 'RelayState')).toBe('a1b2c3d4')
		const xml = responseIn(delivery)
		expect(xml).toContain('>support@sluice.example</saml2:NameID>')
		expect(xml.match(/InResponseTo="_request1"/g)).toHaveLength(2)
	})

	it('is silent the second time, in the same browser only', async () => {
		const browser = okta.browser()
		await browser.choose(await browser.get(okta.sso()), 'engineer')
		const again = await browser.get(okta.sso({ id: '_request2' }))
		expect(responseIn(again)).toContain('InResponseTo="_request2"')
		expect((await okta.browser().get(okta.sso())).text).toContain('Choose a person')
	})

	it.each<[string, (browser: Browser) => Promise<unknown>, string]>([
		['with ForceAuthn', async () => undefined, ' ForceAuthn="true"'],
		['after signing out of Okta', (browser) => browser.get(`${okta.origin}/sign-out`), ''],
		['after eight hours', async () => okta.clock.advance(8 * 3600), ''],
		['after a reset of the world', async () => okta.knobs.reset(), ''],
	])('asks again %s', async (_why, meanwhile, attributes) => {
		const browser = okta.browser()
		await browser.choose(await browser.get(okta.sso()), 'support')
		await meanwhile(browser)
		expect((await browser.get(okta.sso({ attributes }))).text).toContain('Choose a person')
	})

	it('is refused to a disabled person, in Okta words, at the choice and in a session', async () => {
		const browser = okta.browser()
		const choice = await browser.get(okta.sso())
		await browser.choose(choice, 'support')
		okta.personas.change('support', { disabled: true })
		for (const page of [await browser.get(okta.sso()), await browser.choose(choice, 'support')]) {
			expect(page.status).toBe(403)
			expect(page.text).toContain('User is not assigned to this application')
			expect(page.text).not.toContain('SAMLResponse')
		}
	})

	it('says what the person is now, not what they were at the first sign-in', async () => {
		const browser = okta.browser()
		await browser.choose(await browser.get(okta.sso()), 'support')
		okta.personas.change('support', { groups: ['sluice-admins'] })
		const again = await browser.get(okta.sso())
		expect(responseIn(again)).toContain('>sluice-admins<')
	})

	it('follows the knobs: life, key and deliberate faults', async () => {
		const browser = okta.browser()
		expect(okta.knobs.set({ assertionSeconds: 1, assertion: { audience: 'urn:x' } })).toBeNull()
		const delivery = await browser.choose(await browser.get(okta.sso()), 'support')
		const xml = responseIn(delivery)
		expect(xml).toContain('<saml2:Audience>urn:x</saml2:Audience>')
		const [, issued = '', ends = ''] =
			/IssueInstant="([^"]+)".*SubjectConfirmationData [^>]*NotOnOrAfter="([^"]+)"/.exec(xml) ?? []
		expect(Date.parse(ends) - Date.parse(issued)).toBe(1000)
		expect(okta.knobs.set({ assertion: { xsw: 3, signAssertion: false } })).toMatch(/^assertion\.signAssertion: /)
	})
})

describe('pages', () => {
	it('run their own script alone, and send forms to the ACS alone', async () => {
		const browser = okta.browser()
		const choice = await browser.get(okta.sso())
		expect(choice.csp).toContain("form-action 'self'")
		expect(choice.csp).not.toContain('script-src')
		const delivery = await browser.choose(choice, 'support')
		const nonce = /script-src 'nonce-([^']+)'/.exec(delivery.csp)?.[1]
		expect(delivery.text).toContain(`<script nonce="${nonce}">`)
		expect(delivery.csp).toContain('form-action http://localhost:3000;')
		for (const page of [choice, delivery]) {
			expect(page.csp).toContain("default-src 'none'")
			expect(page.headers.get('cache-control')).toBe('no-store')
		}
	})

	it('escape what came in the link', async () => {
		const page = await okta.browser().get(okta.sso({ relayState: '"><script>alert(1)</script>' }))
		expect(page.text).toContain('&quot;&gt;&lt;script&gt;')
		expect(page.text).not.toContain('<script>alert')
	})

	it('metadata names both certificates and the address', async () => {
		const { text } = await okta.browser().get(`${okta.origin}/metadata`)
		expect(text.match(/<ds:X509Certificate>/g)).toHaveLength(2)
		expect(text).toContain(`entityID="${okta.origin}/metadata"`)
		expect(text).toContain(`Location="${okta.origin}/sso"`)
	})
})
