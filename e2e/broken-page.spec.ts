import { expect, test } from './fixtures.ts'

test('a page that broke on the server is drawn by the browser, under the same policy', async ({ page }) => {
	const blocked: string[] = []
	page.on('pageerror', (error) => blocked.push(error.message))
	await page.route('**/sign-in', async (route) => {
		const response = await route.fetch()
		const scripts = (await response.text()).match(/<script\b.*?<\/script>/gs) ?? []
		const others = scripts.filter((script) => !script.includes('createPolicy') || script.includes('__next_f'))
		expect(scripts.length - others.length, 'the first script was found').toBe(1)
		// Next answers so when rendering throws: its scripts alone, without the markup and the head of our layout.
		await route.fulfill({
			response,
			body: `<!doctype html><html id="__next_error__"><body>${others.join('')}</body></html>`,
		})
	})
	await page.goto('/sign-in')
	await expect(page.getByRole('heading', { name: 'Sign in to Sluice' })).toBeVisible()
	expect(blocked).toEqual([])
})
