import { choosePersona, expect, test } from './fixtures.ts'

const SOURCE = '/sources/harbor-web'
const heading = (name: string) => ({ name, level: 1 })
const tripsToOkta = (urls: string[]) =>
	urls.filter((url) => new URL(url).pathname === '/sso' && url.includes('SAMLRequest'))

test('a link opened signed out leads through Okta to the very page, query and fragment included', async ({
	page,
	signIn,
}) => {
	await signIn(page, 'engineer', `${SOURCE}?ticket=LAKE-42#settings`)
	await expect(page.getByRole('heading', heading('Harbor Outfitters'))).toBeVisible()
	expect(new URL(page.url()).pathname + new URL(page.url()).search + new URL(page.url()).hash).toBe(
		`${SOURCE}?ticket=LAKE-42#settings`,
	)
})

test('ten links opened at once from a signed-out browser all arrive', async ({ context, stack, seen }) => {
	const ids = ['harbor-web', 'harbor-ios', 'fjord-prod', 'cobalt-events', 'grove-android']
	const links = [...ids, 'ember-web', 'birch-server', 'delta-crm', 'amber-checkout', 'lumen-streaming']
	const pages = await Promise.all(links.map(() => context.newPage()))
	await Promise.all(pages.map((page, index) => page.goto(`${stack.urls.console}/sources/${links[index]}`)))
	const atOkta = () => pages.find((page) => page.url().startsWith(stack.urls.okta))
	await expect.poll(() => atOkta() !== undefined).toBe(true)
	await choosePersona(atOkta() as (typeof pages)[number], 'support')
	for (const [index, page] of pages.entries()) {
		await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(links[index] ?? '', { timeout: 20_000 })
		await expect(page.getByText(links[index] ?? '').first()).toBeVisible()
		expect(new URL(page.url()).pathname).toBe(`/sources/${links[index]}`)
	}
	expect(tripsToOkta(seen.urls)).toHaveLength(1)
})

test('six tabs make one trip to Okta', async ({ context, page, seen, signIn, stack }) => {
	await signIn(page, 'support', SOURCE)
	for (let tab = 0; tab < 5; tab++) {
		const other = await context.newPage()
		await other.goto(stack.urls.console + SOURCE)
		await expect(other.getByRole('heading', heading('Harbor Outfitters'))).toBeVisible()
	}
	expect(tripsToOkta(seen.urls)).toHaveLength(1)
})

test('a reload goes through Okta without typing', async ({ page, signIn }) => {
	await signIn(page, 'support', SOURCE)
	await page.reload()
	await expect(page.getByRole('heading', heading('Harbor Outfitters'))).toBeVisible()
})

test('signing out clears every tab, no tab signs in again by itself, and Okta asks anew who it is', async ({
	context,
	page,
	signIn,
	stack,
}) => {
	await signIn(page, 'support', SOURCE)
	const other = await context.newPage()
	await other.goto(stack.urls.console + SOURCE)
	await expect(other.getByRole('heading', heading('Harbor Outfitters'))).toBeVisible()
	await page.getByRole('button', { name: 'You and your role' }).click()
	await page.getByRole('button', { name: 'Sign out' }).click()
	await expect(page.getByRole('button', { name: 'Continue with Okta' })).toBeVisible()
	await expect(other.getByText('Harbor Outfitters')).toHaveCount(0)
	await expect(other.getByRole('button', { name: 'Continue with Okta' })).toBeVisible()
	await page.getByRole('button', { name: 'Continue with Okta' }).click()
	await choosePersona(page, 'viewer')
	await expect(page).toHaveURL(`${stack.urls.console}/sources`)
	await page.getByRole('button', { name: 'You and your role' }).click()
	await expect(page.getByRole('dialog'), 'Okta asked again, so somebody else could sign in').toContainText(
		'viewer@sluice.example',
	)
})

test('a session about to end is renewed by a pop-up and keeps a half-filled form', async ({ page, signIn, stack }) => {
	await stack.world('cognito', { credentialSeconds: 540 })
	await signIn(page, 'admin', `${SOURCE}/edit`)
	await page.getByLabel('Customer', { exact: true }).fill('Harbor Outfitters Intl')
	await stack.world('cognito', { credentialSeconds: 3600 })
	const popup = page.waitForEvent('popup')
	await page.getByRole('button', { name: 'Renew sign-in' }).click()
	await popup
	await expect(page.getByRole('button', { name: 'Renew sign-in' })).toHaveCount(0)
	await expect(page.getByLabel('Customer', { exact: true })).toHaveValue('Harbor Outfitters Intl')
})

test('where pop-ups are blocked, renewal goes through a redirect and the form is still there', async ({
	page,
	signIn,
	stack,
}) => {
	await stack.world('cognito', { credentialSeconds: 540 })
	await signIn(page, 'admin', `${SOURCE}/edit`)
	await page.getByLabel('Customer', { exact: true }).fill('Harbor Outfitters Ltd')
	await stack.world('cognito', { credentialSeconds: 3600 })
	await page.evaluate(() => {
		window.open = () => null
	})
	await page.getByRole('button', { name: 'Renew sign-in' }).click()
	await expect(page.getByLabel('Customer', { exact: true })).toHaveValue('Harbor Outfitters Ltd', { timeout: 20_000 })
})

test('a laptop whose clock is 20 minutes off can work, and is told', async ({ page, signIn }) => {
	await page.clock.setSystemTime(Date.now() - 20 * 60_000)
	await signIn(page, 'support', SOURCE)
	await expect(page.getByRole('heading', heading('Harbor Outfitters'))).toBeVisible()
	await expect(page.getByText(/This computer’s clock is 20 minutes slow/)).toBeVisible()
})

test('who is in no group is told who refused, why, and who can grant it', async ({ accessible, page, stack }) => {
	await page.goto(stack.urls.console + SOURCE)
	await choosePersona(page, 'nogroup')
	await expect(page.getByText(/no Sluice group/)).toBeVisible()
	await expect(page.getByText(/Okta administrator can add you/)).toBeVisible()
	await expect(page.getByText(/request id/i)).toBeVisible()
	await expect(page.getByText('Harbor')).toHaveCount(0)
	await accessible(page)
})

test('while sign-in is completed the page says so, and so it does when that is refused', async ({
	accessible,
	context,
	page,
	stack,
}) => {
	let goOn = () => {}
	const looked = new Promise<void>((done) => {
		goOn = done
	})
	await page.route('**/sign-in/redeem', async (route) => {
		await looked
		// What is sealed opens for the browser alone that holds this cookie.
		await context.clearCookies({ name: /^__Host-sluice-seal-/ })
		await route.continue()
	})
	await page.goto(stack.urls.console + SOURCE)
	await choosePersona(page, 'support')
	await expect(page.getByText('One moment.')).toBeVisible()
	await accessible(page)
	goOn()
	await expect(page.getByText(/Refused by/)).toBeVisible()
	await expect(page.getByText(/^Request id/)).toBeVisible()
	expect(new URL(page.url()).pathname).toBe('/sign-in/complete')
	await accessible(page)
	await page.unroute('**/sign-in/redeem')
	await page.getByRole('button', { name: 'Try again' }).click()
	await choosePersona(page, 'support')
	await expect(page).toHaveURL(`${stack.urls.console}/sources`)
})

test('who is in two groups gets the first role of the order', async ({ accessible, page, signIn }) => {
	await signIn(page, 'both', '/sources')
	await page.getByRole('button', { name: 'You and your role' }).click()
	await expect(page.getByRole('dialog')).toContainText(/engineer/i)
	await accessible(page)
})

test('somebody whom Okta does not let in is told by Okta', async ({ page, stack }) => {
	await stack.world('personas/support', { disabled: true })
	await page.goto(stack.urls.console + SOURCE)
	await choosePersona(page, 'support')
	await expect(page.getByText(/not assigned/i)).toBeVisible()
})
