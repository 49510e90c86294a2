import type { Page } from '@playwright/test'
import { finishedCheck } from './check-calls.ts'
import { verdict } from './check-page.ts'
import { choosePersona, expect, test } from './fixtures.ts'

const FINDING = 'glue-create-partition'

/** Row and detail of the finding that the links of these tests open. */
const row = (page: Page) => page.locator(`[aria-controls="finding-${FINDING}"]`)
const detail = (page: Page) => page.locator(`#finding-${FINDING}`)
const pathOf = (link: string) => link.slice(new URL(link).origin.length)

async function expectSameFinding(page: Page) {
	await expect(verdict(page)).toContainText('Blocked: no organisation policy allows')
	await expect(row(page)).toHaveAttribute('aria-expanded', 'true')
	await expect(row(page)).toBeInViewport()
	await expect(row(page)).toBeFocused()
	await expect(detail(page).getByText('organisation policy (SCP), no allow')).toBeVisible()
	await expect(page.getByRole('radio', { name: /^Denied/ })).toBeChecked()
	await expect(page.getByRole('button', { name: /^Allowed/ })).toHaveCount(0)
}

/** Everything that the gate answered to `page`. */
function answersTo(page: Page): () => Promise<string> {
	const bodies: Promise<string>[] = []
	page.on('response', (response) => {
		if (response.url().includes('/prod/v1/')) bodies.push(response.text().catch(() => ''))
	})
	return async () => (await Promise.all(bodies)).join('\n')
}

test('a link to a finding, copied by support, opens the same finding under the same filter for an engineer who was signed out', async ({
	copied,
	otherBrowser,
	page,
	signIn,
	stack,
}) => {
	const { checkId, findings } = await finishedCheck(stack, 'saffron-app')
	await signIn(page, 'support', `/checks/${checkId}?ticket=LAKE-6`)
	await page.locator('label', { hasText: /^Denied/ }).click()
	await row(page).click()
	await detail(page).getByRole('button', { name: 'Copy link' }).click()
	await expect(detail(page).getByText('Copied', { exact: true })).toBeVisible()
	const link = await copied(page)
	expect(link).toBe(`${stack.urls.console}/checks/${checkId}?show=denied&ticket=LAKE-6#f=${FINDING}`)

	const colleague = await (await otherBrowser()).newPage()
	await signIn(colleague, 'engineer', pathOf(link))
	await expectSameFinding(colleague)
	expect(colleague.url()).toBe(link)
	const evidence = detail(colleague).getByRole('region', { name: 'Evidence' })
	await expect(evidence).toContainText(
		findings.find(({ findingId }) => findingId === FINDING)?.evidence.awsRequestId ?? '-',
	)
	await expect(evidence).toContainText('arn:aws:sts::140987654331:assumed-role/SegmentDataLakeRole/')

	await detail(colleague).getByRole('button', { name: 'Copy link' }).click()
	await expect(detail(colleague).getByText('Copied', { exact: true })).toBeVisible()
	expect(await copied(colleague), 'handed on unchanged').toBe(link)
})

test('the same link shows a viewer the finding without one name of the customer’s account, on the page and on the wire', async ({
	accessible,
	page,
	signIn,
	stack,
}) => {
	const { checkId, findings, settings, advice = [] } = await finishedCheck(stack, 'saffron-app')
	const answers = answersTo(page)
	await signIn(page, 'viewer', `/checks/${checkId}?show=denied#f=${FINDING}`)
	await expectSameFinding(page)
	await expect(page.getByText(/not shown to viewers/)).toBeVisible()
	await expect(page.getByRole('button', { name: 'Run again' })).toHaveCount(0)
	await expect(page.getByRole('button', { name: /Copy message/ })).toHaveCount(0)
	const kept = findings.find(({ findingId }) => findingId === FINDING)
	const secrets = [
		settings.roleArn,
		settings.bucket,
		settings.catalogId,
		kept?.evidence.awsRequestId,
		kept?.evidence.message,
	]
	const wire = await answers()
	expect(wire).toContain(FINDING)
	expect(advice.length).toBeGreaterThan(0)
	for (const secret of [...secrets, advice[0]?.message, 'arn:aws']) {
		expect(wire).not.toContain(secret ?? 'nothing to look for')
		expect(await page.getByRole('main').innerText()).not.toContain(secret ?? 'nothing to look for')
	}
	expect(
		secrets.filter((secret) => !secret),
		'each was looked for',
	).toEqual([])
	await accessible(page)
})

test('who is in no group learns who refuses and how to ask, and nothing of the finding', async ({ page, stack }) => {
	const { checkId } = await finishedCheck(stack, 'saffron-app')
	const answers = answersTo(page)
	await page.goto(`${stack.urls.console}/checks/${checkId}?show=denied#f=${FINDING}`)
	await choosePersona(page, 'nogroup')
	await expect(page.getByText(/no Sluice group/)).toBeVisible()
	await expect(page.getByText(/Okta administrator can add you/)).toBeVisible()
	const seen = (await page.content()) + (await answers())
	expect(seen).not.toMatch(/saffron|140987654331|CreatePartition|organisation policy/i)
})
