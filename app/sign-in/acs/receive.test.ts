import { describe, expect, it } from 'vitest'
import { createBrowser, oktaAnswer, sealedIn } from '../console.fixture.ts'

const NOW = Date.parse('2026-03-04T05:06:07Z')
const browserAt = (time = NOW) => createBrowser(() => time)

async function signIn(browser = browserAt(), to = '/sources/a?x=1#y') {
	const attempt = await browser.start(to)
	const samlResponse = oktaAnswer(attempt.requestId, NOW)
	return { browser, attempt, samlResponse, form: { SAMLResponse: samlResponse, RelayState: attempt.relayState } }
}

describe('ACS', () => {
	it('hands over only sealed text, under the policy of the page, and forgets the attempt', async () => {
		const { browser, form, samlResponse, attempt } = await signIn()
		const response = await browser.post(form)
		const html = await response.text()
		expect(response.status).toBe(200)
		expect(html).not.toContain(samlResponse.slice(0, 40))
		expect(html).not.toContain('sources')
		expect(html).toContain("location.replace('/sign-in/complete')")
		const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
		expect(html).toContain(`<script nonce="${nonce}">`)
		expect(response.headers.get('cache-control')).toBe('no-store')
		expect(response.headers.get('referrer-policy')).toBe('no-referrer')
		expect([...browser.jar.cookies.keys()]).toEqual([`__Host-sluice-seal-${attempt.relayState}`])
	})

	it('sets the sealing cookie Strict and the attempt cookie None, both for this host and for scripts of nobody', async () => {
		const { browser, form } = await signIn()
		await browser.post(form)
		const [attempt = '', , seal = ''] = browser.jar.lines
		expect(attempt).toMatch(
			/^__Host-sluice-attempt-[0-9a-f]{8}=[\w.-]+; Path=\/; Max-Age=900; Secure; HttpOnly; SameSite=None$/,
		)
		expect(seal).toMatch(
			/^__Host-sluice-seal-[0-9a-f]{8}=[\w-]{43}; Path=\/; Max-Age=60; Secure; HttpOnly; SameSite=Strict$/,
		)
	})

	it('gives the response back to the same browser, once', async () => {
		const { browser, form, samlResponse } = await signIn()
		const sealed = sealedIn(await (await browser.post(form)).text())
		const first = await browser.redeem(sealed)
		expect(await first.json()).toEqual({ samlResponse, to: '/sources/a?x=1#y', time: '2026-03-04T05:06:07.000Z' })
		expect(first.headers.get('cache-control')).toBe('no-store')
		expect(browser.jar.cookies.size).toBe(0)
		expect((await browser.redeem(sealed)).status).toBe(403)
	})

	it('takes the line breaks out that some senders put into base64', async () => {
		const { browser, form, samlResponse } = await signIn()
		const broken = samlResponse.replace(/.{76}/g, '$&\r\n')
		const sealed = sealedIn(await (await browser.post({ ...form, SAMLResponse: broken })).text())
		expect(await (await browser.redeem(sealed)).json()).toMatchObject({ samlResponse })
	})

	it('refuses the answer to a request of another browser, though it is honest', async () => {
		const { form } = await signIn()
		const victim = browserAt()
		await victim.start()
		const response = await victim.post(form)
		expect(response.status).toBe(403)
		expect(await response.text()).toContain('This browser did not start this sign-in')
	})

	it('refuses the answer to another request of the same browser', async () => {
		const { browser, samlResponse } = await signIn()
		const other = await browser.start()
		const response = await browser.post({ SAMLResponse: samlResponse, RelayState: other.relayState })
		expect(response.status).toBe(403)
		expect(browser.log.join()).toContain('"code":"in-response-to"')
	})

	it('refuses a second use, also of an attempt that was refused', async () => {
		const { browser, form } = await signIn()
		expect((await browser.post(form)).status).toBe(200)
		expect((await browser.post(form)).status).toBe(403)
		const tampered = await signIn()
		const bad = { ...tampered.form, SAMLResponse: Buffer.from('<x/>').toString('base64') }
		expect((await tampered.browser.post(bad)).status).toBe(403)
		expect((await tampered.browser.post(tampered.form)).status).toBe(403)
	})

	it('refuses after the attempt has grown old', async () => {
		let now = NOW
		const browser = createBrowser(() => now)
		const attempt = await browser.start()
		now += 900_000
		const form = { SAMLResponse: oktaAnswer(attempt.requestId, now), RelayState: attempt.relayState }
		expect((await browser.post(form)).status).toBe(403)
		expect(browser.log.join()).toContain('"code":"other-browser"')
	})

	it.each([
		['absent', undefined],
		['an absolute URL', 'https://evil.example/'],
		['a network path', '//evil.example'],
		['a backslash path', '/\\evil.example'],
		['a script', 'javascript:alert(1)'],
		['with a line break', '0123abcd\r\nSet-Cookie: x=1'],
		['encoded twice', '%252F%252Fevil.example'],
		['of 2 KB', 'a'.repeat(2048)],
		['a suffix that nobody made', '0123abcd'],
	])('refuses RelayState %s and reflects none of it', async (_, relayState) => {
		const { browser, samlResponse } = await signIn()
		const named = relayState === undefined ? [] : [['RelayState', relayState]]
		const response = await browser.post([['SAMLResponse', samlResponse], ...named])
		expect(response.status).toBe(403)
		expect(response.headers.get('location')).toBeNull()
		expect(response.headers.getSetCookie()).toEqual([])
		if (relayState) expect(await response.text()).not.toContain(relayState)
	})

	it('refuses what is not one form of a fitting size', async () => {
		const { browser, samlResponse, form } = await signIn()
		const bad = [
			browser.post({ RelayState: form.RelayState }),
			browser.post([
				['SAMLResponse', samlResponse],
				['SAMLResponse', samlResponse],
				['RelayState', form.RelayState],
			]),
			browser.post([
				['SAMLResponse', samlResponse],
				['RelayState', form.RelayState],
				['RelayState', form.RelayState],
			]),
			browser.post({ ...form, padding: 'x'.repeat(65_536) }),
			browser.post(form, { 'content-type': 'application/json' }),
			browser.post(form, { 'content-type': 'text/plain' }),
		]
		for (const response of await Promise.all(bad)) {
			expect(response.status).toBe(403)
			expect(await response.text()).toContain('This was not an answer from Okta')
		}
		expect((await browser.post(form)).status).toBe(200)
	})

	it('names who has no group, says who can help, and leads back to where they wanted to go', async () => {
		const { browser, attempt } = await signIn(browserAt(), '/sources/a?x="<b>')
		const samlResponse = oktaAnswer(attempt.requestId, NOW, { attributes: '' })
		const response = await browser.post({ SAMLResponse: samlResponse, RelayState: attempt.relayState })
		const html = await response.text()
		expect(response.status).toBe(403)
		for (const part of [
			'sam@sluice.example has no role in Sluice',
			'Refused by Sluice',
			'An Okta administrator can add you',
		]) {
			expect(html).toContain(part)
		}
		const back = encodeURIComponent('/sources/a?x=%22%3Cb%3E')
		expect(html).toContain(`href="/sign-in/start?to=${back}&amp;again=1"`)
	})

	it('says it when Okta itself refused', async () => {
		const { browser, attempt } = await signIn()
		const status =
			'<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/></samlp:Status>'
		const form = { SAMLResponse: oktaAnswer(attempt.requestId, NOW, { status }), RelayState: attempt.relayState }
		expect(await (await browser.post(form)).text()).toContain('Refused by Okta')
	})

	it('never writes what a response or a request holds, neither to the page nor to the log', async () => {
		const mark = '<img src=x onerror=alert(1)>'
		const { browser, attempt } = await signIn()
		const encoded = '&lt;img src=x onerror=alert(1)&gt;'
		const nameId = `<saml:NameID>${encoded}@sluice.example</saml:NameID>`
		const samlResponse = oktaAnswer(attempt.requestId, NOW, { nameId, issuer: `<saml:Issuer>${encoded}</saml:Issuer>` })
		const response = await browser.post(
			{ SAMLResponse: samlResponse, RelayState: attempt.relayState, [mark]: mark },
			{ 'x-nonce': `"><script>${mark}`, 'user-agent': mark },
		)
		const html = await response.text()
		expect(response.status).toBe(403)
		expect(html).not.toContain(mark)
		expect(html).not.toContain('onerror')
		const requestId = /<code>([^<]+)<\/code>/.exec(html)?.[1]
		expect(browser.log).toHaveLength(1)
		expect(JSON.parse(browser.log[0] ?? '')).toEqual({ event: 'sign-in refused', code: 'issuer', requestId })
	})

	it('takes the nonce that proxy.ts gave the request, so that both policies agree', async () => {
		const { browser, form } = await signIn()
		const response = await browser.post(form, { 'x-nonce': 'MDEyMzQ1Njc4OWFiY2RlZg==' })
		expect(await response.text()).toContain('<script nonce="MDEyMzQ1Njc4OWFiY2RlZg==">')
		expect(response.headers.get('content-security-policy')).toContain("'nonce-MDEyMzQ1Njc4OWFiY2RlZg=='")
	})

	it('serves ten sign-ins of one browser in any order', async () => {
		const browser = browserAt()
		const open = browserAt()
		const started = await Promise.all(Array.from({ length: 10 }, (_, place) => open.start(`/sources/${place}`)))
		for (const [name, value] of open.jar.cookies) browser.jar.cookies.set(name, value)
		for (const [place, attempt] of [...started.entries()].reverse()) {
			const form = { SAMLResponse: oktaAnswer(attempt.requestId, NOW), RelayState: attempt.relayState }
			const sealed = sealedIn(await (await browser.post(form)).text())
			expect(await (await browser.redeem(sealed)).json()).toMatchObject({ to: `/sources/${place}` })
		}
		expect(browser.jar.cookies.size).toBe(0)
	})
})
