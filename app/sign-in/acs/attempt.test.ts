import { describe, expect, it } from 'vitest'
import { createBrowser, SECRET, SETTINGS } from '../console.fixture.ts'
import { findAttempt } from './attempt.ts'

const NOW = Date.parse('2026-03-04T05:06:07Z')
const NEW = 'another-secret-of-at-least-thirty-two-chars'
const names = (browser: ReturnType<typeof createBrowser>) => [...browser.jar.cookies.keys()]

describe('attempts of one browser', () => {
	it('keeps at most eight and drops the oldest', async () => {
		let now = NOW
		const browser = createBrowser(() => now)
		const suffixes: string[] = []
		for (let count = 0; count < 10; count += 1) {
			suffixes.push((await browser.start()).relayState)
			now += 1000
		}
		expect(names(browser).sort()).toEqual(
			suffixes
				.slice(2)
				.map((suffix) => `__Host-sluice-attempt-${suffix}`)
				.sort(),
		)
	})

	it('keeps fewer when their paths are long, so that no request outgrows the header limit', async () => {
		let now = NOW
		const browser = createBrowser(() => now)
		for (let count = 0; count < 8; count += 1) {
			await browser.start(`/sources/${'a'.repeat(1_980)}`)
			now += 1000
		}
		expect(browser.jar.header().cookie?.length).toBeLessThan(12_000)
		expect(names(browser).length).toBeGreaterThanOrEqual(2)
	})

	it('clears what it cannot open, and leaves cookies of others alone', async () => {
		const browser = createBrowser(() => NOW)
		browser.jar.cookies.set('__Host-sluice-attempt-deadbeef', 'garbage')
		browser.jar.cookies.set('theme', 'dark')
		const { relayState } = await browser.start()
		expect(names(browser).sort()).toEqual([`__Host-sluice-attempt-${relayState}`, 'theme'])
	})

	it('finds an attempt under its own suffix only', async () => {
		const browser = createBrowser(() => NOW)
		const { relayState } = await browser.start('/sources/a')
		const value = browser.jar.cookies.get(`__Host-sluice-attempt-${relayState}`) ?? ''
		const moved = new Map([['__Host-sluice-attempt-0123abcd', value]])
		expect(await findAttempt(browser.jar.cookies, relayState, [SECRET], NOW)).toMatchObject({ to: '/sources/a' })
		expect(await findAttempt(moved, '0123abcd', [SECRET], NOW)).toBeNull()
	})

	it('lives through one rotation of the secret and not through two', async () => {
		const browser = createBrowser(() => NOW, { ...SETTINGS, secrets: [SECRET] })
		const { relayState } = await browser.start()
		expect(await findAttempt(browser.jar.cookies, relayState, [NEW, SECRET], NOW)).not.toBeNull()
		expect(await findAttempt(browser.jar.cookies, relayState, [NEW], NOW)).toBeNull()
	})
})
