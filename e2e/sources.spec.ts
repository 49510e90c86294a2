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
	await expect(page).toHaveURL(/[?&]q=harbor-web/)
	await expect(page.getByText('1 source', { exact: true }), 'a row that still moves would slip away').toBeVisible()
	await page.getByRole('link', { name: 'harbor-web' }).click()
	await expect(page.getByRole('heading', { level: 1, name: 'Harbor Outfitters' })).toBeVisible()
	await page.getByRole('button', { name: /Copy link/ }).click()
	const search = page.getByRole('searchbox', { name: 'Search sources' })
	await search.focus()
	await page.keyboard.press('Control+V')
	const link = await search.inputValue()
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
	accessible,
	otherBrowser,
	page,
	signIn,
}) => {
	const edit = '/sources/quarry-admin/edit'
	await signIn(page, 'admin', `${edit}?ticket=LAKE-7`)
	await expect(page.getByLabel('Glue database')).toHaveValue('quarry_admin')
	const late = await (await otherBrowser()).newPage()
	await signIn(late, 'admin', `${edit}?ticket=LAKE-8`)
	await expect(late.getByLabel('Glue database')).toHaveValue('quarry_admin')

	await page.getByLabel('Glue database').fill('quarry_admin_v2')
	await page.getByRole('button', { name: 'Review changes' }).click()
	await page.getByRole('button', { name: 'Save version 2' }).click()
	await expect(page).toHaveURL(/\/sources\/quarry-admin\?ticket=LAKE-7$/)
	await expect(page.getByText('quarry_admin_v2').first()).toBeVisible()
	await expect(page.getByText('admin@sluice.example').first()).toBeVisible()

	await late.getByLabel('Bucket', { exact: true }).fill('quarry-tools-lake-2')
	await late.getByRole('button', { name: 'Review changes' }).click()
	await accessible(late)
	await late.getByRole('button', { name: 'Save version 2' }).click()
	await expect(late.getByText(/admin@sluice\.example/).first()).toBeVisible()
	await accessible(late)
	await expect(late.getByLabel('Bucket', { exact: true }), 'nothing typed is lost').toHaveValue('quarry-tools-lake-2')
})

test('a settings error names the field and the account that disagrees', async ({ accessible, page, signIn }) => {
	await signIn(page, 'admin', '/sources/tundra-iot/edit?ticket=LAKE-9')
	await page.getByLabel('Role ARN').fill('arn:aws:iam::999999999999:role/SegmentDataLakeRole')
	await page.getByRole('button', { name: 'Review changes' }).click()
	await page.getByRole('button', { name: 'Save version 2' }).click()
	await expect(page.getByText(/999999999999/).first()).toBeVisible()
	await expect(page.getByText(/130987654330/).first()).toBeVisible()
	await expect(page.getByLabel('Role ARN')).toHaveAttribute('aria-invalid', 'true')
	await accessible(page)
})

test('an id that does not exist says so, with whom to ask', async ({ accessible, page, signIn }) => {
	await signIn(page, 'support', '/sources/no-such-source')
	await expect(page.getByText('No source with this id')).toBeVisible()
	await expect(page.getByText(/Ask a Sluice admin/)).toBeVisible()
	await accessible(page)
})

test('the keyboard alone finds a source', async ({ page, signIn }) => {
	await signIn(page, 'support', '/sources')
	await expect(page.getByRole('link', { name: 'harbor-web' })).toBeVisible()
	const { promise: late, resolve: answer } = Promise.withResolvers<void>()
	await page.route(/\/v1\/sources\?.*q=/, async (route) => {
		await late
		await route.continue()
	})
	await page.keyboard.press('/')
	await page.keyboard.type('fjord')
	await page.keyboard.press('Enter')
	await page.keyboard.press('Enter')
	await expect(page.getByRole('status').filter({ hasText: 'Searching…' })).toBeVisible()
	await expect(page.getByRole('link', { name: 'harbor-web' }), 'rows of the search before').toBeVisible()
	await expect(page.getByRole('searchbox'), 'Enter waits').toBeFocused()
	answer()
	await expect(page.getByRole('link', { name: 'fjord-prod' })).toBeFocused()
	await page.keyboard.press('Enter')
	await expect(page.getByRole('heading', { level: 1, name: 'Fjord Analytics' })).toBeVisible()
})

const PAGES: [string, string][] = [
	['support', '/sources'],
	['support', '/sources?q=nothing-like-this'],
	['support', '/sources/harbor-web'],
	['viewer', '/sources/harbor-web'],
	['admin', '/sources/harbor-web/edit'],
	['viewer', '/sources/harbor-web/edit'],
	['admin', '/sources/new'],
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

for (const [path, sign] of [
	['/sign-in?signed-out=1', 'Continue with Okta'],
	['/no/such/page', 'Go to sources'],
	['/sign-in/renewed', 'You can close this one'],
]) {
	test(`${path} needs no session and is accessible in both themes`, async ({ accessible, page }) => {
		await page.goto(path ?? '')
		await expect(page.getByText(sign ?? '')).toBeVisible()
		await accessible(page)
	})
}
