import type { Page } from '@playwright/test'
import { finishedCheck } from './check-calls.ts'
import { verdict } from './check-page.ts'
import { expect, test } from './fixtures.ts'

const card = (page: Page) => page.getByRole('region', { name: 'Access path' })
const chain = (page: Page) => page.getByRole('list', { name: 'Access path' })
/** One box of the chain; the last link of the chain holds three of them. */
const hop = (page: Page, name: string) =>
	chain(page)
		.locator('li:not(:has(li))')
		.filter({ hasText: new RegExp(`^${name}`) })

test('the path into an account is unknown until a sync check, then shows the hop that is broken, by whom, and leads to the finding', async ({
	accessible,
	fits,
	page,
	signIn,
	stack,
}) => {
	await signIn(page, 'support', '/sources/quarry-admin?ticket=LAKE-3001')
	await expect(card(page)).toContainText('Nobody knows yet')
	await expect(hop(page, 'Gate')).toContainText('Lets you in')
	await expect(hop(page, 'Bucket')).toContainText('Not asked yet')

	await finishedCheck(stack, 'quarry-admin')
	await page.reload()
	await expect(card(page)).toContainText(/Broken at/)
	await expect(hop(page, 'Service role')).toContainText('Was answered')
	await accessible(page)
	await fits(page)
	await chain(page).getByRole('link').last().click()
	await expect(page).toHaveURL(/\/checks\/chk-[\w-]+\?ticket=LAKE-3001#f=[\w-]+$/)
	await expect(verdict(page)).toContainText('Blocked')
	await expect(page.locator('[aria-controls^="finding-"][aria-expanded="true"]')).toHaveCount(1)
})

test('the path is whole again once the customer has mended it', async ({ page, signIn, stack }) => {
	await finishedCheck(stack, 'tundra-iot')
	await signIn(page, 'engineer', '/sources/tundra-iot')
	await expect(card(page)).toContainText('Broken at: cluster')
	await expect(hop(page, 'Bucket')).not.toContainText('Denied')
	await stack.world('customers/tundra', { fix: 'tag-cluster' })
	await finishedCheck(stack, 'tundra-iot')
	await page.reload()
	await expect(card(page)).not.toContainText('Broken')
	await expect(hop(page, 'Cluster')).toContainText('Allowed')
})

test('a viewer sees the same path without one name of the account', async ({ accessible, page, signIn, stack }) => {
	const { settings } = await finishedCheck(stack, 'tundra-iot')
	await signIn(page, 'viewer', '/sources/tundra-iot')
	await expect(card(page)).toContainText('Broken at: cluster')
	await expect(chain(page)).not.toContainText(settings.bucket ?? 'nothing to look for')
	expect(settings.bucket).toBeTruthy()
	await accessible(page)
})
