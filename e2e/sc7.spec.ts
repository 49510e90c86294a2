import { countActions } from './actions.ts'
import { expect, test } from './fixtures.ts'
import { callAs, day, finishedPlan, loadedOn, replayOf, submitPlan, submitted, TICKET } from './replay-calls.ts'

/** Four eyes: what passes the limit begins once a second person has approved exactly that. */

const MONTH = { from: day(31), to: day(2) }

test('the approver opens the link, sees the exact plan and approves it in at most two actions', async ({
	accessible,
	copied,
	fits,
	otherBrowser,
	page,
	signIn,
	stack,
}) => {
	const plan = await finishedPlan(stack, 'support', 'cobalt-events', MONTH)
	await signIn(page, 'support', `/replays/plans/${plan.planId}?ticket=${TICKET}`)
	await page.getByRole('button', { name: 'Submit for approval' }).click()
	await page.getByRole('dialog').getByRole('button', { name: 'Submit for approval' }).click()
	await expect(page.getByText(/nobody approves their own/)).toBeVisible()
	await expect(page.getByRole('button', { name: 'Approve replay' })).toHaveCount(0)
	await page.getByRole('button', { name: /Copy link for them/ }).click()
	const link = await copied(page)
	expect(link).toBe(page.url())
	expect(await loadedOn(stack, 'cobalt-events'), 'nothing begins before').toEqual([])

	const approver = await (await otherBrowser()).newPage()
	await signIn(approver, 'engineer', new URL(link).pathname + new URL(link).search)
	const decision = approver.getByRole('region', { name: 'Your decision' })
	for (const fact of ['support@sluice.example', 'Cobalt Games', 'cobalt-events', `${MONTH.from} to ${MONTH.to}`]) {
		await expect(decision).toContainText(fact)
	}
	await expect(decision).toContainText(plan.digest?.slice(0, 12) ?? '-')
	await accessible(approver)
	const actions = await countActions(approver)
	await decision.getByRole('button', { name: 'Approve replay' }).click()
	await expect(approver.getByRole('heading', { level: 1 })).not.toContainText('Waits until')
	expect(actions.length, actions.join('; ')).toBeLessThanOrEqual(2)
	expect(actions.length, 'the hands were seen').toBeGreaterThan(0)
	await expect.poll(async () => (await loadedOn(stack, 'cobalt-events')).length).toBeGreaterThan(0)
	await expect(page.getByRole('heading', { level: 1 })).toContainText(/^Loads part/)
	await fits(approver)
	const replayId = new URL(link).pathname.split('/').at(-1) ?? ''
	expect((await replayOf(stack, replayId)).approval).toMatchObject({
		decision: 'approved',
		by: 'engineer@sluice.example',
	})
})

test('nobody approves their own, in the page or in a hand-signed call, from the console or from a terminal', async ({
	page,
	signIn,
	stack,
}) => {
	const { replayId, digest } = await submitted(stack, 'engineer', 'delta-web', MONTH)
	await signIn(page, 'engineer', `/replays/${replayId}?ticket=${TICKET}`)
	await expect(page.getByText(/nobody approves their own/)).toBeVisible()
	await expect(page.getByRole('button', { name: /^(Approve|Refuse)/ })).toHaveCount(0)
	const approval = `/v1/replay-decisions/${replayId}/approval`
	const own = await callAs(stack, 'engineer', approval, { digest, ticket: TICKET })
	expect([own.status, own.text]).toEqual([403, expect.stringContaining('"own-request"')])
	const below = await callAs(stack, 'support', approval, { digest, ticket: TICKET })
	expect(below, 'the gate lets no support decide').toMatchObject({ status: 403, errorType: 'AccessDeniedException' })
	expect(await replayOf(stack, replayId)).toMatchObject({ status: 'awaiting-approval' })
	expect(await loadedOn(stack, 'delta-web')).toEqual([])
})

test('an edited plan is another plan: no approval carries over, neither digest fits the other', async ({
	page,
	signIn,
	stack,
}) => {
	const first = await submitted(stack, 'support', 'harbor-web', MONTH)
	await signIn(page, 'support', `/replays/plans/${first.planId}?ticket=${TICKET}`)
	await page.getByRole('link', { name: 'Change and plan again' }).click()
	await page.getByLabel('First day (UTC)').fill(day(30))
	await page.getByRole('button', { name: 'Plan replay' }).click()
	await expect(page.getByRole('heading', { level: 1 })).toContainText(/is held by rpl-/)

	await page.goto(`/replays/${first.replayId}?ticket=${TICKET}`)
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Waits until', { timeout: 20_000 })
	await page.getByRole('button', { name: 'Cancel replay…' }).click()
	await page.getByRole('dialog').getByRole('button', { name: 'Cancel replay' }).click()
	await expect(page.getByRole('heading', { level: 1 })).toContainText(/^Cancelled/)
	const edited = await finishedPlan(stack, 'support', 'harbor-web', { ...MONTH, from: day(30) })
	expect(edited.digest).not.toBe(first.digest)
	const answer = await submitPlan(stack, 'support', edited)
	expect([answer.status, answer.text]).toEqual([202, expect.stringContaining('awaiting-approval')])
	const second = JSON.parse(answer.text) as { replayId: string }

	const approve = (replayId: string, digest: string) =>
		callAs(stack, 'engineer', `/v1/replay-decisions/${replayId}/approval`, { digest, ticket: TICKET })
	for (const [refused, code] of [
		[await approve(first.replayId, first.digest), 'replay-state'],
		[await approve(second.replayId, first.digest), 'digest-differs'],
	] as const) {
		expect([refused.status, refused.text]).toEqual([409, expect.stringContaining(code)])
	}
	expect(await replayOf(stack, second.replayId)).toMatchObject({ status: 'awaiting-approval' })
})

test('a refusal says why, and whoever asked reads it and may plan again', async ({
	accessible,
	otherBrowser,
	page,
	signIn,
	stack,
}) => {
	const { replayId } = await submitted(stack, 'support', 'willow-web', MONTH)
	const path = `/replays/${replayId}?ticket=${TICKET}`
	await signIn(page, 'admin', path)
	await page.getByRole('button', { name: 'Refuse…' }).click()
	await page.getByRole('button', { name: 'Refuse replay' }).click()
	await expect(page.getByText('must say why')).toBeVisible()
	await page.getByLabel('Why it is refused').fill('Ask the customer for a date first.')
	await accessible(page)
	await page.getByRole('button', { name: 'Refuse replay' }).click()
	await expect(page.getByRole('heading', { level: 1 })).toContainText('Refused by admin@sluice.example')
	const colleague = await (await otherBrowser()).newPage()
	await signIn(colleague, 'support', path)
	await expect(colleague.getByRole('main')).toContainText('Ask the customer for a date first.')
	await expect(colleague.getByRole('link', { name: 'Plan what is missing' })).toBeVisible()
	expect(await loadedOn(stack, 'willow-web')).toEqual([])
})
