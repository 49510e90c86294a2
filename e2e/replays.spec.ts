import type { Page } from '@playwright/test'
import { listOf } from '../lib/contract/list.ts'
import { replayRow } from '../lib/contract/replay-record.ts'
import { expect, test } from './fixtures.ts'
import { callAs, day, finishedPlan, loadedOn, submitPlan, submitted, TICKET } from './replay-calls.ts'
import type { Stack } from './stack.ts'

const headline = (page: Page) => page.getByRole('heading', { level: 1 })
const dialog = (page: Page) => page.getByRole('dialog')
const CASE = `?ticket=${TICKET}`

/** A replay over the limit; the same for who asks again, as long as its days are held. */
async function awaiting(stack: Stack): Promise<{ replayId: string; planId: string }> {
	const list = await callAs(stack, 'viewer', '/v1/replays?sourceId=cobalt-events&status=awaiting-approval')
	const [known] = listOf(replayRow).parse(JSON.parse(list.text)).items
	return known ?? (await submitted(stack, 'support', 'cobalt-events', { from: day(90), to: day(50) }))
}

/** Presses submit, and again in the dialog that repeats what will be done. */
async function submit(page: Page, name: string): Promise<void> {
	await page.getByRole('button', { name, exact: true }).click()
	await dialog(page).getByRole('button', { name, exact: true }).click()
}

test('a week is planned from its source, submitted under the limit and followed until it is loaded', async ({
	accessible,
	page,
	signIn,
	stack,
}) => {
	test.slow()
	await stack.world('clusters/j-2HARB0RWEB01', { nextSteps: Array.from({ length: 4 }, () => ({ runsSeconds: 1 })) })
	await signIn(page, 'support', `/sources/harbor-ios${CASE}`)
	await page.getByRole('region', { name: 'Replays' }).getByRole('link', { name: 'Plan replay' }).click()
	await page.locator('label', { hasText: 'Last 7 days' }).click()
	await expect(page.getByLabel('First day (UTC)')).toHaveValue(day(7))
	await accessible(page)
	await page.getByRole('button', { name: 'Plan replay' }).click()
	await expect(page).toHaveURL(/\/replays\/plans\/pln-/)
	await expect(headline(page)).toContainText('Ready to submit')
	await expect(page).toHaveTitle(/^Ready · Harbor Outfitters/)
	expect(await loadedOn(stack, 'harbor-ios')).toEqual([])
	await accessible(page)

	await page.getByRole('button', { name: 'Submit replay' }).click()
	for (const fact of ['Harbor Outfitters', 'harbor-ios', 'j-2HARB0RWEB01', `${day(7)} to ${day(1)}`]) {
		await expect(dialog(page)).toContainText(fact)
	}
	await accessible(page)
	await dialog(page).getByRole('button', { name: 'Submit replay' }).click()
	await expect(page).toHaveURL(new RegExp(`/replays/rpl-[\\w-]+\\?ticket=${TICKET}$`))
	await expect(headline(page)).toContainText(/^Done: (\d) of \1 parts? loaded, \d/, { timeout: 90_000 })
	await expect(page).toHaveTitle(/^Done · Harbor Outfitters/)
	await accessible(page)
	const loaded = await loadedOn(stack, 'harbor-ios')
	expect(new Set(loaded.map(({ worked, steps }) => `${worked} of ${steps.length}`))).toEqual(new Set(['1 of 1']))

	await page.getByRole('link', { name: 'harbor-ios' }).first().click()
	await expect(page.getByRole('region', { name: 'Replays' }).getByRole('link', { name: /^Done/ })).toBeVisible()
	await page.goto(`/clusters/j-2HARB0RWEB01?source=harbor-ios&ticket=${TICKET}`)
	await page.getByRole('button', { name: 'Fetch status' }).click()
	await expect(page.getByRole('region', { name: 'Steps that Sluice submitted' })).toContainText('sluice-replay/')
})

test('a plan that its check blocks names who must change what, and starts no job in the account', async ({
	accessible,
	page,
	signIn,
	stack,
}) => {
	const before = await stack.look('customers/quarry')
	await signIn(page, 'support', `/replays/new?source=quarry-admin&from=${day(9)}&to=${day(3)}&ticket=${TICKET}`)
	await page.getByRole('button', { name: 'Plan replay' }).click()
	await expect(headline(page)).toContainText(/^Blocked: .*AddJobFlowSteps.*account admin can change/)
	await expect(page.getByRole('button', { name: /^Submit/ })).toHaveCount(0)
	await accessible(page)
	await page.getByRole('link', { name: 'Open the check' }).click()
	await expect(headline(page)).toContainText('Blocked')
	expect(await loadedOn(stack, 'quarry-admin')).toEqual([])
	expect(await stack.look('customers/quarry')).toEqual(before)
})

test('six months cut into weeks need approval from the second week on, whoever asks', async ({
	page,
	signIn,
	stack,
}) => {
	await stack.world('clusters/j-3FJ0RDPR0D11', { nextSteps: [{ runsSeconds: null }] })
	const weeks = [1, 8, 15].map((start) => ({ from: day(start + 6), to: day(start) }))
	const statuses: string[] = []
	for (const [index, week] of weeks.entries()) {
		const persona = ['support', 'engineer', 'admin'][index] ?? ''
		statuses.push((await submitted(stack, persona, 'fjord-prod', week)).status)
	}
	expect(statuses.slice(1)).toEqual(['awaiting-approval', 'awaiting-approval'])
	expect(statuses[0]).not.toBe('awaiting-approval')
	const { planId } = await finishedPlan(stack, 'support', 'fjord-prod', { from: day(28), to: day(22) })
	await signIn(page, 'support', `/replays/plans/${planId}${CASE}`)
	await expect(headline(page)).toContainText('Needs the approval of another person')
	await submit(page, 'Submit for approval')
	await expect(headline(page)).toContainText(/Waits until an engineer or admin other than support@sluice\.example/)
	expect((await loadedOn(stack, 'fjord-prod')).length).toBeLessThanOrEqual(1)
})

test('a double press, two tabs and two operators make one replay and one step', async ({
	otherBrowser,
	page,
	signIn,
	stack,
}) => {
	test.slow()
	await stack.world('clusters/j-2EMBERWEB001', { nextSteps: [{ runsSeconds: 1 }] })
	const plan = await finishedPlan(stack, 'support', 'ember-ios', { from: day(7), to: day(4) })
	const path = `/replays/plans/${plan.planId}${CASE}`
	await signIn(page, 'support', path)
	const tab = await page.context().newPage()
	await tab.goto(path)
	const colleague = await (await otherBrowser()).newPage()
	await signIn(colleague, 'engineer', path)
	for (const one of [page, tab, colleague]) await one.getByRole('button', { name: 'Submit replay' }).click()
	const press = (one: Page) => dialog(one).getByRole('button', { name: 'Submit replay' })
	await Promise.all([press(page).dblclick(), press(tab).click(), press(colleague).click()])

	const place = /\/replays\/rpl-/
	const told = (one: Page) => one.getByRole('link', { name: 'Open the replay' })
	for (const one of [page, tab, colleague]) {
		await expect
			.poll(async () => place.test(one.url()) || (await told(one).isVisible()), { timeout: 20_000 })
			.toBe(true)
	}
	const losers = [page, tab, colleague].filter((one) => !place.test(one.url()))
	expect(losers).toHaveLength(2)
	for (const one of losers) await told(one).click()
	const opened = [page, tab, colleague].map((one) => expect(one).toHaveURL(place))
	await Promise.all(opened)
	expect(new Set([page, tab, colleague].map((one) => new URL(one.url()).pathname)).size).toBe(1)
	const late = await submitPlan(stack, 'admin', plan)
	expect([late.status, late.text]).toEqual([409, expect.stringContaining('plan-submitted')])
	await expect.poll(async () => (await loadedOn(stack, 'ember-ios')).length).toBeGreaterThan(0)
	expect((await loadedOn(stack, 'ember-ios')).filter(({ steps }) => steps.length !== 1)).toEqual([])
})

test('two people who submit overlapping days at once: one replay holds them, the other is told which', async ({
	stack,
}) => {
	await stack.world('clusters/j-2EMBERWEB001', { nextSteps: [{ runsSeconds: null }] })
	const [one, other] = await Promise.all([
		finishedPlan(stack, 'support', 'ember-android', { from: day(8), to: day(4) }),
		finishedPlan(stack, 'engineer', 'ember-android', { from: day(6), to: day(2) }),
	])
	const answers = await Promise.all([submitPlan(stack, 'support', one), submitPlan(stack, 'engineer', other)])
	expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
	const refused = answers.find(({ status }) => status === 409)
	expect(refused?.text).toContain('replay-overlaps')
	expect(refused?.text).toMatch(/ is held by rpl-/)
})

test('a cancellation says before the press what will stop, and does it', async ({
	accessible,
	page,
	signIn,
	stack,
}) => {
	await stack.world('clusters/j-2P0PPYWEB001', { nextSteps: [{ runsSeconds: null }] })
	const { replayId } = await submitted(stack, 'support', 'poppy-web', { from: day(7), to: day(3) })
	await signIn(page, 'support', `/replays/${replayId}${CASE}`)
	await expect(page.getByRole('region', { name: 'Parts' })).toContainText(/s-[A-Z0-9]+/)
	await page.getByRole('button', { name: 'Cancel replay…' }).click()
	await expect(dialog(page)).toContainText(/The step of part 1 (waits on the cluster: it is taken off|runs)/)
	await accessible(page)
	await dialog(page).getByRole('button', { name: 'Cancel replay' }).click()
	await expect(headline(page)).toContainText(/^Cancelled/, { timeout: 45_000 })
	const [loaded] = await loadedOn(stack, 'poppy-web')
	expect(loaded?.steps).toMatchObject([{ state: 'CANCELLED' }])
})

test('a viewer opens plan and replay by link without a call to the account, and may do nothing, in the page or past it', async ({
	page,
	signIn,
	stack,
}) => {
	const { replayId, planId } = await submitted(stack, 'support', 'aspen-web', { from: day(40), to: day(10) })
	const before = await stack.look<unknown[]>('calls?account=aspen')
	const bodies: Promise<string>[] = []
	page.on('response', (response) => {
		if (response.url().includes('/prod/v1/replay')) bodies.push(response.text().catch(() => ''))
	})
	const acts = page.getByRole('button', { name: /^(Submit|Approve|Refuse|Cancel replay|Plan replay)/ })
	await signIn(page, 'viewer', `/replays/${replayId}`)
	await expect(headline(page)).toContainText('Waits until an engineer or admin')
	await expect(acts).toHaveCount(0)
	await page.goto(`/replays/plans/${planId}`)
	await expect(headline(page)).toContainText('was submitted', { timeout: 20_000 })
	await expect(acts).toHaveCount(0)
	await page.goto('/replays/new?source=aspen-web')
	await expect(page.getByText('Your role reads replays only')).toBeVisible({ timeout: 20_000 })
	await expect(acts).toHaveCount(0)
	expect((await Promise.all(bodies)).join('\n')).toContain(replayId)
	expect((await Promise.all(bodies)).join('\n')).not.toMatch(/arn:aws|aspen-energy-lake|sluice-archive/)
	expect(await stack.look<unknown[]>('calls?account=aspen')).toHaveLength(before.length)
	const refused = [
		await callAs(stack, 'viewer', '/v1/replay-plans', { sourceId: 'aspen-web', from: day(4), to: day(3) }),
		await callAs(stack, 'viewer', `/v1/replays/${replayId}/cancellation`, { ticket: TICKET }),
	]
	for (const answer of refused) expect(answer).toMatchObject({ status: 403, errorType: 'AccessDeniedException' })
})

/** REPLAY and PLAN stand for the ids of a replay that awaits approval. */
const STATES: [persona: string, path: string, sign: RegExp][] = [
	['engineer', '/replays/REPLAY', /Your decision/],
	['viewer', '/replays/plans/PLAN', /was submitted/],
	['support', '/replays', /newest first/i],
]
for (const [persona, path, sign] of STATES) {
	test(`${path} is accessible to a ${persona} in both themes and never scrolls sideways`, async ({
		accessible,
		fits,
		page,
		signIn,
		stack,
	}) => {
		const { replayId, planId } = await awaiting(stack)
		await signIn(page, persona, path.replace('REPLAY', replayId).replace('PLAN', planId))
		await expect(page.getByRole('main')).toContainText(sign)
		await accessible(page)
		await fits(page)
	})
}
