import { describe, expect, it } from 'vitest'
import { findAttempt } from '../acs/attempt.ts'
import { createBrowser, SECRET, SETTINGS } from '../console.fixture.ts'

const NOW = Date.parse('2026-03-04T05:06:07Z')

describe('the way to Okta', () => {
	it('is a redirect that nobody keeps, and remembers where to land', async () => {
		const browser = createBrowser(() => NOW)
		const { answer, location, relayState } = await browser.start('/sources/a?tab=runs#f=2')
		expect(answer.status).toBe(302)
		expect(answer.headers.get('cache-control')).toBe('no-store')
		expect(location.startsWith(`${SETTINGS.ssoUrl}?`)).toBe(true)
		const attempt = await findAttempt(browser.jar.cookies, relayState, [SECRET], NOW)
		expect(attempt?.to).toBe('/sources/a?tab=runs#f=2')
	})

	it.each<[Record<string, string>, boolean, string]>([
		[{}, false, 'a deep link, a reload, a renewal: Okta may stay silent'],
		[{ again: '1' }, true, 'after Sign out or a refusal'],
		[{ again: '' }, false, 'says nothing'],
		[{ again: '0' }, false, 'says no'],
		[{ again: 'true' }, false, 'not a value of ours'],
		[{ again: '1"' }, false, 'not a value of ours'],
		[{ AGAIN: '1' }, false, 'not a name of ours'],
	])('%j has Okta ask who signs in: %s (%s)', async (query, asks) => {
		const { request } = await createBrowser(() => NOW).start('/sources', query)
		expect(request.includes('ForceAuthn')).toBe(asks)
	})
})
