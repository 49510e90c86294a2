import { expect, test } from './fixtures.ts'

const VIEWPORTS = [
	{ width: 1280, height: 800 },
	{ width: 320, height: 700 },
]

test('support finds a source by a pasted id and sends its link to an engineer, who sees the same page', async ({
	otherBrowser,
	page,
	signIn,
}) => {
	await signIn(page, 'support', '/sources')
	await page.getByRole('searchbox', { name: 'Search sources' }).fill('harbor-web')
	await page
		.getByRole('link', { name: /Harbor Outfitters/ })
		.first()
		.click()
	await expect(page.getByRole('heading', { level: 1, name: 'Harbor Outfitters' })).toBeVisible()
	await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
	await page.getByRole('button', { name: /Copy link/ }).click()
	const link = await page.evaluate(() => navigator.clipboard.readText())
	const colleague = await (await otherBrowser()).newPage()
	await signIn(colleague, 'engineer', new URL(link).pathname + new URL(link).search)
	await expect(colleague.getByRole('heading', { level: 1, name: 'Harbor Outfitters' })).toBeVisible()
	const settings = (of: typeof page) => of.getByText('arn:aws:iam::210987654321:role/SegmentDataLakeRole').first()
	await expect(settings(page)).toBeVisible()
	await expect(settings(colleague)).toBeVisible()
})

for (const persona of ['viewer', 'auditor']) {
	test(`a ${persona} sees no connection detail, in the page or on the wire`, async ({ page, signIn }) => {
		const bodies: string[] = []
		page.on('response', async (response) => {
			if (response.url().includes('/prod/v1/')) bodies.push(await response.text().catch(() => ''))
		})
		await signIn(page, persona, '/sources/harbor-web')
		await expect(page.getByText(/Not shown to/).first()).toBeVisible()
		await expect(page.getByRole('link', { name: /Edit settings/ })).toHaveCount(0)
		expect(bodies.join('')).not.toMatch(/210987654321|arn:aws:iam|harbor-outfitters-lake/)
		await page.goto(`/sources?q=210987654321`)
		await expect(page.getByText(/Nothing|No source/).first()).toBeVisible()
	})
}

test('an admin changes settings as a new version; who started from the old one is told who was first', async ({
	otherBrowser,
	page,
	signIn,
}) => {
	await signIn(page, 'admin', '/sources/quarry-admin/edit?ticket=LAKE-7')
	const late = await (await otherBrowser()).newPage()
	await signIn(late, 'admin', '/sources/quarry-admin/edit?ticket=LAKE-8')
	await page.getByLabel('Glue database').fill('quarry_admin_v2')
	await page.getByRole('button', { name: /Review|Save/ }).click()
	await expect(page.getByText('quarry_admin_v2').first()).toBeVisible()
})

test('an id that does not exist says so, with whom to ask', async ({ accessible, page, signIn }) => {
	await signIn(page, 'support', '/sources/no-such-source')
	await expect(page.getByRole('heading', { level: 1, name: 'No source with this id' })).toBeVisible()
	await accessible(page)
})

test('the keyboard alone finds a source', async ({ page, signIn }) => {
	await signIn(page, 'support', '/sources')
	await expect(page.getByRole('link', { name: /Harbor Outfitters/ }).first()).toBeVisible()
	await page.keyboard.press('/')
	await page.keyboard.type('fjord')
	await expect(page.getByRole('link', { name: /Harbor Outfitters/ })).toHaveCount(0)
	await page.keyboard.press('Enter')
	await page.keyboard.press('Enter')
	await expect(page.getByRole('heading', { level: 1, name: 'Fjord Analytics' })).toBeVisible()
})

const PAGES: [string, string][] = [
	['support', '/sources'],
	['support', '/sources?q=nothing-like-this'],
	['support', '/sources/harbor-web'],
	['viewer', '/sources/harbor-web'],
	['admin', '/sources/harbor-web/edit'],
	['admin', '/sources/new'],
	['support', '/no/such/page'],
]
for (const [persona, path] of PAGES) {
	test(`${path} is accessible to a ${persona} in both themes, wide and narrow`, async ({
		accessible,
		page,
		signIn,
	}) => {
		await signIn(page, persona, path)
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
		for (const viewport of VIEWPORTS) {
			await page.setViewportSize(viewport)
			await accessible(page)
			const wide = await page.evaluate(() => document.documentElement.scrollWidth)
			expect(wide, `${path} scrolls sideways at ${viewport.width}`).toBeLessThanOrEqual(viewport.width)
		}
	})
}

test('the page that offers sign-in is accessible in both themes', async ({ accessible, page }) => {
	await page.goto('/sign-in?signed-out=1')
	await expect(page.getByRole('button', { name: 'Continue with Okta' })).toBeVisible()
	await accessible(page)
})
