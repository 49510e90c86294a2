import type { Page } from '@playwright/test'
import type { Check } from '../lib/contract/check-report.ts'
import { finishedCheck, orderCheck } from './check-calls.ts'
import { OK, orders, runButton, verdict } from './check-page.ts'
import { expect, test } from './fixtures.ts'

test.describe('one press, one check', () => {
	const listed = (page: Page) =>
		page.getByRole('region', { name: 'Recent checks' }).getByRole('link', { name: /^OK:|^Running/ })

	test('a double click runs one, and pressing again after a lost answer leads to the one that was begun', async ({
		page,
		signIn,
	}) => {
		await signIn(page, 'support', '/checks?source=fjord-prod')
		await expect(page.getByText('Fjord Analytics, eu-west-1')).toBeVisible()
		await expect(page.getByRole('region', { name: 'Recent checks' })).toContainText(/of fjord-prod/)
		await expect(page.getByText(/No check of this kind yet|^OK:/).first()).toBeVisible()
		const before = await listed(page).count()
		const sent = orders(page)
		await runButton(page).dblclick()
		await expect(verdict(page)).toHaveText(OK)
		expect(sent).toHaveLength(1)

		await page.goBack()
		await expect(listed(page)).toHaveCount(before + 1)
		let lost = ''
		await page.route(
			'**/v1/checks',
			async (route) => {
				lost = await (await route.fetch()).text()
				await route.abort()
			},
			{ times: 1 },
		)
		await runButton(page).click()
		await expect(page.getByRole('alert').filter({ hasText: 'No answer arrived' })).toBeVisible()
		await runButton(page).click()
		await expect(verdict(page)).toHaveText(OK)
		expect(page.url()).toContain(JSON.parse(lost).checkId)
		await page.goBack()
		await expect(listed(page)).toHaveCount(before + 2)
	})
})

test('each look at a running check is one request: the browser keeps the preflight', async ({
	page,
	signIn,
	stack,
}) => {
	await stack.world('aws', { faults: [{ account: 'ember', latencyMs: 600 }] })
	await signIn(page, 'support', '/checks?source=ember-android')
	await runButton(page).click()
	await expect(verdict(page)).toHaveText(OK)
	const checkId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
	const asked = (method: string) =>
		stack
			.logs()
			.split('\n')
			.filter((line) => line.includes(`"httpMethod":"${method}"`) && line.includes(`/v1/checks/${checkId}"`)).length
	expect(asked('GET')).toBeGreaterThan(2)
	expect(asked('OPTIONS')).toBe(1)
})

test('the keyboard alone finds the source, runs the check, and opens and closes a finding', async ({
	page,
	signIn,
}) => {
	await signIn(page, 'support', '/sources')
	await expect(page.getByRole('link', { name: 'cedar-app' })).toBeVisible()
	await page.keyboard.press('/')
	await page.keyboard.type('cedar-app')
	await page.keyboard.press('Enter')
	await expect(page.getByRole('link', { name: 'cedar-app' })).toBeFocused()
	await page.keyboard.press('Enter')
	await expect(runButton(page)).toBeVisible()
	await expect(async () => {
		await page.keyboard.press('Tab')
		await expect(runButton(page)).toBeFocused({ timeout: 1 })
	}).toPass({ intervals: [1] })
	await page.keyboard.press('Enter')
	await expect(verdict(page)).toContainText('Blocked: the bucket policy denies s3:DeleteObject')
	const finding = page.getByRole('button', { name: /^Denied s3:DeleteObject/ })
	await page.keyboard.press('j')
	await expect(finding).toBeFocused()
	await page.keyboard.press('Enter')
	await expect(finding).toHaveAttribute('aria-expanded', 'true')
	await expect(page).toHaveURL(/#f=s3-delete-object$/)
	await page.keyboard.press('Tab')
	await page.keyboard.press('Escape')
	await expect(finding).toHaveAttribute('aria-expanded', 'false')
	await expect(finding).toBeFocused()
	await page.keyboard.press('k')
	await expect(finding, 'k stays on the first row').toBeFocused()
})

for (const persona of ['viewer', 'auditor']) {
	test(`a ${persona} can read checks and run none, in the page or past it`, async ({
		accessible,
		page,
		signIn,
		stack,
	}) => {
		await signIn(page, persona, '/checks?source=poppy-web&unsaved=true')
		await expect(page.getByText('Your role reads checks only')).toBeVisible()
		await expect(runButton(page)).toHaveCount(0)
		await expect(page.getByRole('button', { name: /^Check (these )?settings/ })).toHaveCount(0)
		await accessible(page)
		await page.goto('/sources/poppy-web')
		await expect(page.getByRole('region', { name: 'Permissions' })).toContainText('All checks')
		await expect(runButton(page)).toHaveCount(0)
		const refused = await orderCheck(stack, persona, { sourceId: 'poppy-web', profile: 'sync' })
		expect(refused).toMatchObject({ status: 403, errorType: 'AccessDeniedException' })
		const calls = await stack.look<unknown[]>('calls?account=poppy')
		expect(calls).toEqual([])
	})
}

test('checks of every profile change nothing in a customer’s account and leave no upload open', async ({ stack }) => {
	const before = await stack.look('customers/harbor')
	const checks: Check[] = []
	for (const profile of ['sync', 'replay-existing', 'replay-dedicated', 'debug']) {
		checks.push(await finishedCheck(stack, 'harbor-web', profile))
	}
	expect(checks.map(({ profile, status }) => `${profile} ${status}`)).toEqual([
		'sync done',
		'replay-existing done',
		'replay-dedicated done',
		'debug done',
	])
	expect(await stack.look('customers/harbor')).toEqual(before)
	const calls = await stack.look<{ changed: string[] }[]>('calls?account=harbor')
	const changes = calls.flatMap(({ changed }) => changed)
	expect(changes.filter((change) => change.startsWith('upload +')).length).toBeGreaterThan(0)
	expect(changes.filter((change) => !/^upload [+-]/.test(change))).toEqual([])
})

test('an id of no check says so, whatever it looks like, and where to go on', async ({ accessible, page, signIn }) => {
	await signIn(page, 'support', '/checks')
	for (const checkId of ['chk-00000000000000000000', 'no~such.check']) {
		await page.goto(`/checks/${checkId}`)
		await expect(verdict(page)).toHaveText('No check with this id')
		await expect(page.getByRole('link', { name: 'Recent checks' })).toBeVisible()
	}
	await accessible(page)
})

/** Source to check first and path, where CHECK stands for the id of that check. */
const STATES: [persona: string, sourceId: string | null, path: string, sign: RegExp | string][] = [
	['support', 'willow-web', '/checks', 'Recent checks'],
	['support', null, '/checks?source=willow-web&unsaved=true&bucket=Not_A_Bucket', 'Check these settings'],
	['support', 'willow-web', '/checks/CHECK#f=glue-create-table', 'Copy message'],
	['support', 'onyx-logs', '/checks/CHECK?show=all', 'Blocked'],
	['viewer', 'onyx-logs', '/checks/CHECK', 'Blocked'],
	['support', 'willow-web', '/sources/willow-web', 'Last checks'],
]
for (const [persona, sourceId, path, sign] of STATES) {
	test(`${path}${sourceId ? ` (${sourceId})` : ''} is accessible to a ${persona} in both themes and never scrolls sideways`, async ({
		accessible,
		fits,
		page,
		signIn,
		stack,
	}) => {
		const checkId = sourceId === null ? '' : (await finishedCheck(stack, sourceId)).checkId
		await signIn(page, persona, path.replace('CHECK', checkId))
		await expect(page.getByText(sign).first()).toBeVisible()
		await accessible(page)
		await fits(page)
	})
}
