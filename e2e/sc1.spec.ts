import { countActions } from './actions.ts'
import { OK, PLACEHOLDER, runButton, verdict } from './check-page.ts'
import { expect, test } from './fixtures.ts'

type Call = { operation: string; code: string | null; requestId: string; changed: string[] }

test('"My lake stopped loading": from the ticket’s source id to who has to change what, and to green once it is done', async ({
	copied,
	page,
	signIn,
	stack,
}) => {
	await signIn(page, 'support', '/sources?ticket=LAKE-1001')
	await expect(page.getByRole('link', { name: 'grove-android' })).toBeVisible()
	const before = await stack.look('customers/grove')
	const actions = await countActions(page)

	await page.keyboard.press('/')
	await page.keyboard.insertText('grove-android')
	await expect(page.getByText('1 source', { exact: true }), 'a row that still moves would slip away').toBeVisible()
	await page.getByRole('link', { name: 'grove-android' }).click()
	await runButton(page).click()
	await expect(verdict(page)).toHaveText(
		"Blocked: an organisation policy denies glue:BatchCreatePartition. Only the customer's organisation admin can lift it.",
	)
	await expect(page).toHaveTitle(/^Blocked · Grove Grocers/)
	const finding = page.getByRole('button', { name: /glue:BatchCreatePartition/ })
	await expect(finding).toContainText('Denied')
	await expect(finding).toContainText('organisation policy (SCP), explicit deny')
	await expect(page.getByText('To the customer’s organisation admin')).toBeVisible()
	await page.getByRole('button', { name: 'Copy message', exact: true }).click()
	await expect(page.getByText('Copied', { exact: true })).toBeVisible()
	expect(actions.length, actions.join('; ')).toBeLessThanOrEqual(6)
	expect(actions.length, 'the hands were seen').toBeGreaterThanOrEqual(4)

	const calls = await stack.look<Call[]>('calls?account=grove')
	const refused = calls.find(({ operation, code }) => operation === 'BatchCreatePartition' && code !== null)
	const message = await copied(page)
	expect(message).toContain('Hello admin of the AWS organisation of Grove Grocers')
	expect(message).toContain('glue:BatchCreatePartition')
	expect(message).toContain('arn:aws:iam::510987654324:role/segment-datalake-iam-role')
	expect(message).toContain(refused?.requestId ?? 'a refusal in the account’s own trail')
	expect(message).toContain('LAKE-1001')
	expect(message).not.toMatch(PLACEHOLDER)
	expect(await stack.look('customers/grove'), 'nothing of the customer’s was changed').toEqual(before)

	const report = new URL(page.url()).pathname
	await stack.world('customers/grove', { fix: 'lift-scp' })
	await page.getByRole('button', { name: 'Run again' }).click()
	await expect(verdict(page)).toHaveText(OK)
	const green = new URL(page.url()).pathname
	expect(green, 'each run has its own report').not.toBe(report)
	await page.goBack()
	await expect(verdict(page)).toContainText('Blocked: an organisation policy denies glue:BatchCreatePartition')
	await expect(page.getByText('A newer check of this source says: OK')).toBeVisible()
	await page.getByRole('link', { name: 'Open the newer one' }).click()
	await expect(page).toHaveURL(new RegExp(`${green}\\?ticket=LAKE-1001$`))
	await page.getByRole('link', { name: 'grove-android' }).click()
	await expect(
		page.getByRole('list', { name: 'Last checks, oldest first' }).getByRole('link').last(),
	).toHaveAccessibleName(/^OK, Sync/)
})
