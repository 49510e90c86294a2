import type { Page } from '@playwright/test'
import { startCheck } from './check-calls.ts'
import { OK, orders, runButton, verdict } from './check-page.ts'
import { expect, test } from './fixtures.ts'

const REFUSES_ALL = JSON.stringify({
	Version: '2012-10-17',
	Statement: [{ Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }],
})

test('while a check runs, a throttling gate, a refusing one and a silent service keep what was shown, with its age', async ({
	page,
	signIn,
	stack,
}) => {
	await stack.world('aws', { faults: [{ account: 'harbor', service: 'elasticmapreduce', latencyMs: 5000 }] })
	await signIn(page, 'support', '/checks?source=harbor-ios')
	await runButton(page).click()
	const some = page.getByText(/^(29|[3-9]\d) of 40 answered/)
	await expect(some).toBeVisible()
	const stale = page.getByRole('alert').filter({ hasText: 'What is shown below was loaded' })

	await stack.world('gate', { throttling: { rateLimit: 0.001, burstLimit: 1 } })
	await expect(stale).toContainText(/too many|throttl/i)
	await expect(some).toBeVisible()
	const goOn = stack.holdService()
	try {
		await stack.world('gate', { throttling: null, integrationTimeoutMs: 300 })
		await expect(stale).toContainText(/504|did not answer|in time/i)
		await expect(some).toBeVisible()
		await stack.world('gate', { resourcePolicy: REFUSES_ALL })
		await expect(stale).toContainText('explicit deny')
		await expect(some).toBeVisible()
	} finally {
		goOn()
	}
	await stack.world('gate', { resourcePolicy: null, integrationTimeoutMs: 29_000 })
	await page.getByRole('button', { name: 'Try again' }).click()
	await expect(page.getByText(/^took \d/)).toBeVisible()
	await expect(stale).toHaveCount(0)
})

test('an account that cannot be reached, throttles or never answers makes an unclear verdict that says so, never a red or green one', async ({
	page,
	signIn,
	stack,
}) => {
	await stack.world('aws', {
		faults: [
			{ account: 'meadow', hang: true },
			{ account: 'aspen', status: 503 },
			{ account: 'quarry', throttle: true },
		],
	})
	const hung = await startCheck(stack, 'meadow-web')
	const throttled = await startCheck(stack, 'quarry-admin')
	const broken = await startCheck(stack, 'aspen-web')
	const WHY: [string, string][] = [
		[broken, 'AWS failed to answer.'],
		[throttled, 'AWS throttled the call each time it was tried.'],
		[hung, 'AWS gave no answer in time.'],
	]
	await signIn(page, 'support', '/checks')
	for (const [checkId, why] of WHY) {
		await page.goto(`/checks/${checkId}`)
		await expect(verdict(page)).toHaveText(/^Unclear: sts:AssumeRole could not be judged/, { timeout: 15_000 })
		await expect(page).toHaveTitle(/^Unclear/)
		const finding = page.getByRole('button', { name: /^Could not look sts:AssumeRole/ })
		await finding.click()
		await expect(page.getByText(why, { exact: true })).toBeVisible()
		await expect(page.getByText('The look-up itself failed, so this is neither a pass nor a fail.')).toBeVisible()
		await expect(page.getByText('there is nothing to send to the customer')).toBeVisible()
		await expect(page.getByRole('button', { name: 'Copy message' })).toHaveCount(0)
	}
})

test.describe('a sign-in that ends while settings are typed costs none of them', () => {
	const typed = (page: Page) => page.getByLabel('Glue database')
	const run = (page: Page) => page.getByRole('button', { name: 'Check these settings' })

	async function expectRenewed(page: Page) {
		await expect(typed(page)).toHaveValue('delta_moved')
		const opened = page.waitForEvent('popup')
		await page.getByRole('button', { name: 'Renew sign-in' }).first().click()
		const popup = await opened
		await expect.poll(() => popup.isClosed()).toBe(true)
		await expect(page.getByText('Your sign-in has ended')).toHaveCount(0)
		await expect(typed(page)).toHaveValue('delta_moved')
		await run(page).click()
		await expect(verdict(page)).toContainText('Blocked')
		await expect(page.getByText('Settings not saved')).toBeVisible()
	}

	test('when an hour has passed', async ({ page, signIn }) => {
		await page.clock.install()
		await signIn(page, 'support', '/checks?source=delta-web&unsaved=true')
		await typed(page).fill('delta_moved')
		await page.clock.fastForward('01:01:00')
		await expect(page.getByText('Your sign-in has ended')).toBeVisible()
		await run(page).click()
		await expect(page.getByRole('alert').filter({ hasText: 'nothing was sent' })).toBeVisible()
		await expectRenewed(page)
	})

	test('when the gate is the first to notice', async ({ page, signIn, stack }) => {
		await signIn(page, 'support', '/checks?source=delta-web&unsaved=true')
		await typed(page).fill('delta_moved')
		await stack.world('clock', { advanceSeconds: 3700 })
		await run(page).click()
		await expect(page.getByRole('alert').filter({ hasText: 'Your credentials have expired' })).toBeVisible()
		await stack.world('clock', { offsetSeconds: 0 })
		await expectRenewed(page)
	})
})

test('Back, Forward and a reload in the middle show the check that runs and begin none', async ({
	page,
	signIn,
	stack,
}) => {
	await stack.world('aws', { faults: [{ account: 'cobalt', latencyMs: 1500 }] })
	await signIn(page, 'support', '/sources/cobalt-events?ticket=LAKE-9')
	const sent = orders(page)
	await runButton(page).click()
	await expect(page.getByText(/ of 40 answered/)).toBeVisible()
	const report = page.url()
	await page.goBack()
	await expect(verdict(page)).toHaveText('Cobalt Games')
	await expect(runButton(page)).toBeEnabled()
	await page.goForward()
	await expect(page).toHaveURL(report)
	await expect(page.getByText(/ of 40 answered/)).toBeVisible()
	await page.reload()
	await expect(page).toHaveTitle(/^\d+\/40 · Cobalt Games/)
	await expect(verdict(page)).toHaveText(OK)
	await expect(page).toHaveURL(report)
	expect(sent).toHaveLength(1)
})

test('a laptop whose clock is 20 minutes off runs a check and sees right ages', async ({ page, signIn }) => {
	await page.clock.setSystemTime(Date.now() - 20 * 60_000)
	await signIn(page, 'support', '/checks?source=ember-ios')
	await runButton(page).click()
	await expect(verdict(page)).toHaveText(OK)
	await expect(page.getByText(/took \d\.\d s/)).toBeVisible()
	await expect(page.locator('main').getByText(/^in \d+ min/)).toHaveCount(0)
})
