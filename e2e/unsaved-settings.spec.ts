import { orderCheck } from './check-calls.ts'
import { OK, orders, verdict } from './check-page.ts'
import { expect, test } from './fixtures.ts'

test.describe('settings that are not saved yet', () => {
	const stored = {
		region: 'ap-southeast-2',
		roleArn: 'arn:aws:iam::120987654329:role/SegmentDataLakeRole',
		externalId: 'ws-lumen',
		catalogId: '120987654329',
		bucket: 'lumen-media-lake',
		database: 'lumen_streaming',
		clusterId: 'j-6LUMENSTR001',
	}
	const foreign = { roleArn: 'arn:aws:iam::230987654339:role/SegmentDataLakeRole', catalogId: '230987654339' }

	const unregistered = { roleArn: 'arn:aws:iam::999988887777:role/NewLakeRole', catalogId: '999988887777' }

	test('are checked without being stored, and the link holds them', async ({ otherBrowser, page, signIn, stack }) => {
		await stack.world('customers/lumen', { fix: 'new-cluster' })
		const sent = orders(page)
		await signIn(page, 'support', '/checks?source=lumen-streaming')
		await page.getByRole('button', { name: 'Check settings that are not saved yet' }).click()
		await page.getByLabel('EMR cluster').fill('j-6LUMENSTR002')
		await expect(page).toHaveURL(/clusterId=j-6LUMENSTR002/)
		const link = page.url()
		expect(sent).toEqual([])
		await page.getByRole('button', { name: 'Check these settings' }).click()
		await expect(verdict(page)).toHaveText(OK)
		await expect(page.getByText('Settings not saved')).toBeVisible()

		const colleague = await (await otherBrowser()).newPage()
		const opened = orders(colleague)
		await signIn(colleague, 'engineer', link.slice(stack.urls.console.length))
		await expect(colleague.getByLabel('EMR cluster')).toHaveValue('j-6LUMENSTR002')
		await expect(colleague.getByLabel('Bucket', { exact: true })).toHaveValue('lumen-media-lake')
		expect(opened, 'a link runs nothing').toEqual([])
		await colleague.goto('/sources/lumen-streaming')
		await expect(colleague.getByText('j-6LUMENSTR001').first()).toBeVisible()
	})

	test('take an external id of the record only, in the page, from a link and past both', async ({
		page,
		signIn,
		stack,
	}) => {
		await signIn(page, 'support', '/checks?source=birch-server&unsaved=true&externalId=ws-harbor')
		const field = page.getByLabel('External id')
		await expect(field).toHaveValue('ws-birch')
		await expect(field.getByRole('option')).toHaveText(['Choose one', 'ws-birch', 'birch-server'])
		const refused = await orderCheck(stack, 'support', {
			sourceId: 'lumen-streaming',
			profile: 'sync',
			settings: { ...stored, externalId: 'ws-harbor' },
		})
		expect(refused.status).toBe(422)
		expect(refused.text).toContain('settings.externalId')
		expect(await stack.look<unknown[]>('calls?account=lumen')).toEqual([])
	})

	test('of another account take an engineer and a ticket', async ({ page, signIn, stack }) => {
		const order = { sourceId: 'lumen-streaming', profile: 'sync', settings: { ...stored, ...foreign } }
		const bySupport = await orderCheck(stack, 'support', { ...order, ticket: 'LAKE-3' })
		expect(bySupport.status, bySupport.text).toBe(403)
		expect(JSON.parse(bySupport.text)).toMatchObject({ code: 'role-not-allowed' })
		const withoutTicket = await orderCheck(stack, 'engineer', order)
		expect(withoutTicket.status).toBe(422)
		expect(withoutTicket.text).toContain('"ticket"')
		const ofAnotherCustomer = await orderCheck(stack, 'engineer', { ...order, ticket: 'LAKE-3' })
		expect(ofAnotherCustomer.status).toBe(422)
		expect(ofAnotherCustomer.text).toContain('settings.catalogId')

		const form = `/checks?source=lumen-streaming&unsaved=true&roleArn=${foreign.roleArn}&catalogId=${foreign.catalogId}`
		const run = page.getByRole('button', { name: 'Check these settings' })
		await signIn(page, 'support', `${form}&ticket=LAKE-3`)
		await expect(page.getByText('Ask an engineer or an admin to run this check')).toBeVisible()
		await expect(run).toBeDisabled()
		expect(await stack.look<unknown[]>('calls?account=mica'), 'nobody asked the other account').toEqual([])
	})

	test('of another account are checked for an engineer with a ticket', async ({ page, signIn, stack }) => {
		const form = `/checks?source=lumen-streaming&unsaved=true&roleArn=${unregistered.roleArn}&catalogId=${unregistered.catalogId}`
		const run = page.getByRole('button', { name: 'Check these settings' })
		await signIn(page, 'engineer', form)
		await expect(page.getByText('Set the ticket above first.')).toBeVisible()
		await expect(run).toBeDisabled()
		await page.getByLabel('Ticket').fill('LAKE-3')
		await page.getByRole('button', { name: 'Set', exact: true }).click()
		await expect(page.getByText('it is recorded for LAKE-3')).toBeVisible()
		await run.click()
		await expect(page).toHaveURL(/\/checks\/chk-/)
		await expect(verdict(page)).toContainText('Blocked')
		expect((await stack.look<unknown[]>('calls?account=999988887777')).length).toBeGreaterThan(0)
	})
})
