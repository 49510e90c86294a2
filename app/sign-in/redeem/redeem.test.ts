import { describe, expect, it } from 'vitest'
import { createBrowser, oktaAnswer, SECRET, SETTINGS, sealedIn } from '../console.fixture.ts'

const NOW = Date.parse('2026-03-04T05:06:07Z')
const NEW = 'another-secret-of-at-least-thirty-two-chars'

async function handedOver(now = () => NOW, settings = SETTINGS) {
	const browser = createBrowser(now, settings)
	const attempt = await browser.start('/sources')
	const form = { SAMLResponse: oktaAnswer(attempt.requestId, now()), RelayState: attempt.relayState }
	return { browser, sealed: sealedIn(await (await browser.post(form)).text()), suffix: attempt.relayState }
}

describe('redeem', () => {
	it('opens nothing for another browser, even one that signs in at the same time', async () => {
		const { sealed } = await handedOver()
		const other = await handedOver()
		expect((await other.browser.redeem(sealed)).status).toBe(403)
		expect((await createBrowser(() => NOW).redeem(sealed)).status).toBe(403)
	})

	it('opens nothing with the cookie of another hand-over put in its place', async () => {
		const { browser, sealed, suffix } = await handedOver()
		const other = await handedOver()
		browser.jar.cookies.set(`__Host-sluice-seal-${suffix}`, [...other.browser.jar.cookies.values()][0] ?? '')
		expect((await browser.redeem(sealed)).status).toBe(403)
	})

	it('opens nothing after a minute', async () => {
		let now = NOW
		const { browser, sealed } = await handedOver(() => now)
		now += 60_000
		const response = await browser.redeem(sealed)
		expect(response.status).toBe(403)
		expect(await response.json()).toMatchObject({
			refusal: { who: 'Sluice', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
		})
	})

	it('opens after the secret was rotated once', async () => {
		const { browser, sealed } = await handedOver()
		const rotated = createBrowser(() => NOW, { ...SETTINGS, secrets: [NEW, SECRET] })
		for (const [name, value] of browser.jar.cookies) rotated.jar.cookies.set(name, value)
		expect((await rotated.redeem(sealed)).status).toBe(200)
		const late = createBrowser(() => NOW, { ...SETTINGS, secrets: [NEW] })
		for (const [name, value] of browser.jar.cookies) late.jar.cookies.set(name, value)
		expect((await late.redeem(sealed)).status).toBe(403)
	})

	it.each<[string, Record<string, string>]>([
		['from another origin', { origin: 'https://evil.example' }],
		['from an origin that only begins like ours', { origin: 'https://console.example.com.evil.example' }],
		['from an opaque origin', { origin: 'null' }],
		['from the same site but another origin', { 'sec-fetch-site': 'same-site' }],
		['from another site', { 'sec-fetch-site': 'cross-site' }],
	])('refuses a call %s and keeps the hand-over for the page', async (_, headers) => {
		const { browser, sealed } = await handedOver()
		expect((await browser.redeem(sealed, headers)).status).toBe(403)
		expect((await browser.redeem(sealed, { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
	})

	it('refuses a form, which any site could send', async () => {
		const { browser, sealed } = await handedOver()
		expect((await browser.redeem(sealed, { 'content-type': 'text/plain' })).status).toBe(403)
		expect((await browser.redeem(sealed, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(403)
	})

	it.each(['', 'x', '0123abcd.', '0123abcd.a.b.c.d.e', `0123abcd.${'a'.repeat(140_000)}`, '<script>'])(
		'refuses text that nobody sealed, case %$',
		async (sealed) => {
			const { browser } = await handedOver()
			const response = await browser.redeem(sealed)
			expect(response.status).toBe(403)
			expect(await response.text()).not.toContain('<script>')
		},
	)

	it('opens each of two hand-overs with its own cookie', async () => {
		const browser = createBrowser(() => NOW)
		const sealed: string[] = []
		for (const to of ['/sources/a', '/sources/b']) {
			const attempt = await browser.start(to)
			const form = { SAMLResponse: oktaAnswer(attempt.requestId, NOW), RelayState: attempt.relayState }
			sealed.push(sealedIn(await (await browser.post(form)).text()))
		}
		expect(await (await browser.redeem(sealed[1] ?? '')).json()).toMatchObject({ to: '/sources/b' })
		expect(await (await browser.redeem(sealed[0] ?? '')).json()).toMatchObject({ to: '/sources/a' })
	})
})
