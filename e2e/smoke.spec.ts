import { expect, type Page, test } from '@playwright/test'
import { signInAtOkta } from './okta-sign-in.ts'

/**
 * Against a deployed stage, which it only reads: SLUICE_E2E_BASE_URL is the console's origin, SLUICE_E2E_USER and
 * SLUICE_E2E_PASSWORD are a person's at its Okta, whatever the role. It needs nothing else of Sluice to run.
 */
const { SLUICE_E2E_BASE_URL: origin, SLUICE_E2E_USER: user = '', SLUICE_E2E_PASSWORD: password = '' } = process.env
const WHY_NOT = !origin ? 'SLUICE_E2E_BASE_URL is not set' : !user ? 'SLUICE_E2E_USER is not set' : null

/** Signing in writes who it was; every other call that is no read is stopped in the browser and told. */
async function readOnly(page: Page): Promise<string[]> {
	const writes: string[] = []
	await page.route('**/v1/**', async (route) => {
		const request = route.request()
		const { pathname } = new URL(request.url())
		if (['GET', 'OPTIONS'].includes(request.method()) || pathname.endsWith('/v1/session')) return route.continue()
		writes.push(`${request.method()} ${pathname}`)
		return route.abort()
	})
	return writes
}

test('a deployed stage lets a person in through Okta and shows its pages, and nothing in it is changed', async ({
	page,
}) => {
	if (WHY_NOT) console.log(`skipped: the smoke test of a deployed stage (${WHY_NOT})`)
	test.skip(WHY_NOT !== null, WHY_NOT ?? '')
	test.slow()
	const errors: string[] = []
	page.on('pageerror', ({ message }) => errors.push(message))
	const writes = await readOnly(page)
	const calls: string[] = []
	page.on('request', (request) => {
		if (request.method() === 'GET' && request.url().includes('/v1/')) calls.push(request.url())
	})

	const answer = await page.goto(`${origin}/sources`)
	const headers = (await answer?.allHeaders()) ?? {}
	expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/)
	expect(headers['cache-control']).toContain('no-store')
	await page.waitForURL((url) => url.origin !== origin)
	await signInAtOkta(page, user, password)
	await page.waitForURL((url) => url.origin === origin && url.pathname === '/sources')

	const main = page.getByRole('main')
	for (const path of ['/sources', '/checks', '/clusters', '/replays']) {
		const name = path.slice(1)
		await page.getByRole('navigation').getByRole('link', { name, exact: false }).first().click()
		await expect(page).toHaveURL(new RegExp(`${path}$`))
		await expect(page.getByRole('heading', { level: 1 })).toContainText(new RegExp(name, 'i'))
		await expect(main.locator('[aria-busy=true]')).toHaveCount(0)
		await expect(main.getByRole('alert'), path).toHaveCount(0)
	}
	await page.goBack()
	await page.goBack()
	await page.goBack()
	const source = main
		.locator('a[href^="/sources/"]')
		.filter({ hasNotText: /new|add|register/i })
		.first()
	if (await source.isVisible()) {
		const id = await source.innerText()
		await source.click()
		await expect(main).toContainText(id)
		await expect(main.getByRole('alert')).toHaveCount(0)
	}

	const [call = ''] = calls
	const unsigned = await page.request.get(call, { failOnStatusCode: false })
	expect(unsigned.status(), 'the gate lets no unsigned request in').toBe(403)
	expect([writes, errors]).toEqual([[], []])
})

/** Okta's own form, in one page and in two: the local stand-in has a button for each person instead. */
for (const pages of [1, 2]) {
	test(`a user and a password are filled into a form of ${pages} page${pages > 1 ? 's' : ''}`, async ({ page }) => {
		const secret = '<label>Password <input type="password" name="password"></label>'
		const first = `<form action="/second" method="post"><label>Username <input name="user"></label>${pages === 1 ? secret : ''}<button>${pages === 1 ? 'Sign in' : 'Next'}</button></form>`
		const second = `<form action="/done" method="post">${secret}<button>Verify</button></form>`
		const posted: string[] = []
		await page.route('https://okta.example/**', (route) => {
			const { pathname } = new URL(route.request().url())
			posted.push(`${pathname} ${route.request().postData() ?? ''}`)
			const body = pathname === '/' ? first : pages === 2 && pathname === '/second' ? second : '<p>Welcome</p>'
			return route.fulfill({ contentType: 'text/html', body })
		})
		await page.goto('https://okta.example/')
		await signInAtOkta(page, 'sam@example.com', 'not-a-secret')
		await expect(page.getByText('Welcome')).toBeVisible()
		expect(posted.slice(1)).toEqual(
			pages === 1
				? ['/second user=sam%40example.com&password=not-a-secret']
				: ['/second user=sam%40example.com', '/done password=not-a-secret'],
		)
	})
}
