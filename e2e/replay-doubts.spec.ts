import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { callAs, day, finishedPlan, loadedOn, replayOf, submitPlan, submitted, TICKET } from './replay-calls.ts'
import type { Stack } from './stack.ts'

/** Replays of which something cannot be known beforehand, or cannot be found out afterwards. */

const headline = (page: Page) => page.getByRole('heading', { level: 1 })
const CASE = `?ticket=${TICKET}`

/** Tab until the focus is on `name`, as somebody without a pointer does. */
async function tabTo(page: Page, role: 'checkbox' | 'button', name: RegExp): Promise<void> {
	const wanted = page.getByRole(role, { name }).last()
	await expect(async () => {
		await page.keyboard.press('Tab')
		expect(await wanted.evaluate((element) => element === document.activeElement)).toBe(true)
	}).toPass({ intervals: [0], timeout: 20_000 })
}

test('a right that no harmless call can prove makes the plan amber; the keyboard alone acknowledges it, and that stands with the replay', async ({
	accessible,
	fits,
	page,
	signIn,
	stack,
}) => {
	test.slow()
	await stack.world('customers/meadow', { fix: 'grant-key' })
	// No other check asks the API of this region before, so it is not known yet that this one looks at the request first.
	await stack.world('aws', { order: { AddJobFlowSteps: 'validate-first' } })
	const range = { from: day(6), to: day(4) }
	await signIn(page, 'support', `/replays/new?source=meadow-web&from=${range.from}&to=${range.to}&ticket=${TICKET}`)
	await tabTo(page, 'button', /^Plan replay$/)
	await page.keyboard.press('Enter')
	const unproven = 'elasticmapreduce:AddJobFlowSteps cannot be proven'
	await expect(headline(page)).toContainText(`Ready for whoever accepts that ${unproven}`, { timeout: 30_000 })
	await expect(page).toHaveTitle(/^Unproven · Meadow Health/)
	const todo = page.getByRole('region', { name: 'What to do' })
	await expect(todo).toContainText('AWS looks at the request before it looks at the rights')
	await expect(page.getByRole('region', { name: 'Permission check' })).toContainText(`Unclear: ${unproven}`)
	const submit = page.getByRole('button', { name: 'Submit replay', exact: true })
	await expect(submit).toBeDisabled()
	await accessible(page)
	await fits(page)
	await page.setViewportSize({ width: 1280, height: 800 })

	const planId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
	const plan = await finishedPlan(stack, 'support', 'meadow-web', range)
	const past = await submitPlan(stack, 'support', plan)
	expect([past.status, past.text], 'nor past the page').toEqual([
		422,
		expect.stringContaining('acknowledgement-missing'),
	])

	await tabTo(page, 'checkbox', /I know that elasticmapreduce:AddJobFlowSteps is not proven/)
	await page.keyboard.press('Space')
	await expect(submit).toBeEnabled()
	await tabTo(page, 'button', /^Submit replay$/)
	await page.keyboard.press('Enter')
	const dialog = page.getByRole('dialog')
	await expect(dialog).toContainText('elasticmapreduce:AddJobFlowSteps, which you said to know')
	await accessible(page)
	await expect(dialog.getByRole('button', { name: 'Submit replay' }), 'never focused by default').not.toBeFocused()
	await tabTo(page, 'button', /^Submit replay$/)
	await page.keyboard.press('Enter')
	await expect(page).toHaveURL(/\/replays\/rpl-/)
	await expect(page.getByRole('region', { name: 'History' })).toContainText(
		`Submitted under ${TICKET}, knowing that ${unproven}.`,
	)
	await expect(page.getByRole('region', { name: 'Permission check' })).toContainText(
		'support@sluice.example said to know',
	)
	const replayId = new URL(page.url()).pathname.split('/').at(-1) ?? ''
	const replay = await replayOf(stack, replayId)
	expect([replay.planId, replay.acknowledged]).toEqual([planId, ['emr-add-job-flow-steps']])
	await expect(headline(page)).toContainText('Done', { timeout: 60_000 })
})

/** A replay whose submission AWS carried out, or not, and whose answer was lost. */
async function lost(stack: Stack, customer: string, sourceId: string, carriedOut: boolean): Promise<string> {
	const plan = await finishedPlan(stack, 'support', sourceId, { from: day(45), to: day(44) })
	// Only now: the check of the plan asks for the same right.
	const fault = { account: customer, action: 'AddJobFlowSteps', drop: true, times: 1 }
	await stack.world('aws', { faults: [carriedOut ? { ...fault, commitAfterMs: 0 } : fault] })
	const answer = await submitPlan(stack, 'support', plan)
	expect(answer.status, answer.text).toBe(202)
	const { replayId } = JSON.parse(answer.text) as { replayId: string }
	await expect.poll(async () => (await replayOf(stack, replayId)).status).toBe('confirming')
	return replayId
}

const decision = (page: Page) => page.getByRole('form', { name: 'Decision on part 1' })

/** Says that the step of part 1 is `stepId`. */
async function follow(page: Page, stepId: string): Promise<void> {
	await decision(page)
		.getByRole('radio', { name: /It exists/ })
		.check()
	await decision(page).getByRole('textbox', { name: 'Step id' }).fill(stepId)
	await decision(page).getByRole('button', { name: 'Follow this step' }).click()
}

type Account = { clusters: { id: string; steps: { id: string; name: string }[] }[] }

test('a step whose answer was lost is looked for by its name; a wrong id leaves it undecided and says so, the right one goes on', async ({
	accessible,
	copied,
	fits,
	otherBrowser,
	page,
	signIn,
	stack,
}) => {
	test.slow()
	// What waits behind a step of the customer's own took no claim and wrote no log: nobody can find it from here.
	const theirs = { name: 'sync of the customer', state: 'RUNNING', runsSeconds: null }
	await stack.world('clusters/j-2EMBERWEB001', { steps: [theirs] })
	const replayId = await lost(stack, 'ember', 'ember-ios', true)
	const path = `/replays/${replayId}${CASE}`
	const steps = async () =>
		(await stack.look<Account>('customers/ember')).clusters.find(({ id }) => id === 'j-2EMBERWEB001')?.steps ?? []

	await signIn(page, 'engineer', path)
	await expect(headline(page)).toContainText('was lost')
	await decision(page).getByRole('button', { name: 'Copy name of the step' }).click()
	const name = await copied(page)
	const ours = (await steps()).find((step) => step.name === name)
	expect(ours, 'the name by which the customer finds it').toBeDefined()
	for (const consequence of [/no second one is sent/, /is sent again\. If it did run, the second copy/]) {
		await expect(decision(page)).toContainText(consequence)
	}

	await follow(page, 'harbor')
	await expect(decision(page)).toContainText(/must be an EMR step id/i)
	await expect(decision(page).getByRole('textbox', { name: 'Step id' })).toBeFocused()
	const wrong = (await steps()).find((step) => step.name === theirs.name)?.id ?? ''
	await follow(page, wrong)
	await expect(headline(page)).toContainText('an engineer or admin looks at the cluster and decides', {
		timeout: 100_000,
	})
	await expect(page).toHaveTitle(/^Undecided/)
	const card = page.getByRole('region', { name: 'Does the step of part 1 exist?' })
	await expect(card).toContainText(`${wrong} is not a step of this replay.`)
	await accessible(page)
	await fits(page)
	const asker = await (await otherBrowser()).newPage()
	await signIn(asker, 'support', path)
	await expect(asker.getByRole('button', { name: 'Copy link for them' })).toBeVisible()
	await expect(decision(asker)).toHaveCount(0)

	await follow(page, ours?.id ?? '')
	await expect(headline(page)).toContainText('Loads part 1 of 1', { timeout: 30_000 })
	await stack.world('clusters/j-2EMBERWEB001', { steps: [{ id: wrong, state: 'COMPLETED' }] })
	await expect(headline(page)).toContainText('Done', { timeout: 60_000 })
	expect(await loadedOn(stack, 'ember-ios')).toMatchObject([{ worked: 1, steps: [{ stepId: ours?.id }] }])
})

test('a step that never ran is sent again once an engineer says so, and its days are loaded once', async ({
	page,
	signIn,
	stack,
}) => {
	test.slow()
	const replayId = await lost(stack, 'cedar', 'cedar-app', false)
	await signIn(page, 'engineer', `/replays/${replayId}${CASE}`)
	await decision(page)
		.getByRole('radio', { name: /It never ran/ })
		.check()
	await decision(page).getByRole('button', { name: 'Send it again' }).click()
	await expect(headline(page)).toContainText('Done', { timeout: 60_000 })
	await expect(page.getByRole('region', { name: 'History' })).toContainText(
		`Decided under ${TICKET} that the step of part 1 never ran.`,
	)
	expect(await loadedOn(stack, 'cedar-app')).toMatchObject([{ worked: 1, steps: [{ state: 'COMPLETED' }] }])
})

test('a refusal that was half typed when the sign-in ended stands there after signing in again in the same tab', async ({
	page,
	signIn,
	stack,
}) => {
	const { replayId } = await submitted(stack, 'support', 'aspen-web', { from: day(80), to: day(60) })
	await page.clock.install()
	// Without pop-ups the page itself goes to Okta.
	await page.addInitScript(() => Object.assign(window, { open: () => null }))
	await signIn(page, 'engineer', `/replays/${replayId}${CASE}`)
	await page.getByRole('button', { name: 'Refuse…' }).click()
	const reason = page.getByRole('textbox', { name: 'Why it is refused' })
	await reason.fill('Ask the customer for a date first, bec')
	await page.clock.fastForward('01:01:00')
	await expect(page.getByText('Your sign-in has ended')).toBeVisible()
	const left = page.waitForEvent('framenavigated')
	await page.getByRole('button', { name: 'Renew sign-in' }).first().click()
	await left
	await expect(reason).toHaveValue('Ask the customer for a date first, bec', { timeout: 20_000 })
	await page.getByRole('button', { name: 'Refuse replay' }).click()
	await expect(headline(page)).toContainText('Refused by engineer@sluice.example')
	expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage }))).not.toContain('Ask the customer')
	expect((await callAs(stack, 'viewer', `/v1/replays/${replayId}`)).text).toContain('first, bec')
})
