// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ReplayPlan } from '../../lib/contract/replay-plan.ts'
import type { Role } from '../../lib/contract/role.ts'
import type { Outcome } from '../../lib/gateway/refusal.ts'
import { type Answers, ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { daysCsv } from './days-card.tsx'
import { DIGEST, me, OVER_LIMIT, plan, planDay, preflight, redactedPlan, UNPROVEN } from './harbor.fixture.ts'
import { PlanPage } from './plan-page.tsx'

type Scene = { role?: Role; search?: string; answers?: Answers }

/** The page of one plan. `answer` is asked at every look. */
const page = (
	answer: ReplayPlan | (() => Outcome<unknown>),
	{ role = 'support', search = '?ticket=LAKE-7', answers }: Scene = {},
) =>
	stage(<PlanPage planId="plan-1" />, {
		path: '/replays/plans/plan-1',
		search,
		answers: {
			'replays.getPlan': typeof answer === 'function' ? answer : () => ok(answer),
			'sessions.me': () => ok(me(role)),
			...answers,
		},
	})

const verdict = (words: RegExp) => screen.findByRole('heading', { level: 1, name: words }, { timeout: 5_000 })
const card = (name: string) => screen.findByRole('region', { name })

describe('the verdict on a plan', () => {
	it.each<[string, Partial<ReplayPlan>, RegExp, string]>([
		['within the limit', {}, /^Ready to submit$/, 'Ready · Harbor Outfitters - Sluice'],
		[
			'over the limit',
			{ limit: OVER_LIMIT },
			/^Needs the approval of another person: with it 9 days/,
			'Needs approval · Harbor',
		],
		[
			'of which a right cannot be proven',
			{ preflight: preflight({ verdict: 'unclear', notProvable: [UNPROVEN] }) },
			/^Ready for whoever accepts that elasticmapreduce:AddJobFlowSteps cannot be proven/,
			'Unproven · Harbor',
		],
		[
			'over the limit, of which a right cannot be proven',
			{ limit: OVER_LIMIT, preflight: preflight({ verdict: 'unclear', notProvable: [UNPROVEN, UNPROVEN] }) },
			/^Needs the approval of another person: .* And elasticmapreduce:AddJobFlowSteps cannot be proven\.$/,
			'Needs approval · Harbor',
		],
		[
			'blocked by its check',
			{ submittable: { ok: false, because: 'an organisation policy denies it.', fix: 'Ask them.' } },
			/^Blocked: an organisation policy denies it/,
			'Blocked · Harbor',
		],
		[
			'whose listing failed',
			{ status: 'failed', digest: null, failure: 'the archive could not be read.', days: [], parts: [] },
			/^No plan could be made: the archive could not be read/,
			'No plan · Harbor',
		],
		['that was submitted already', { replayId: 'replay-1' }, /^This plan was submitted/, 'Submitted · Harbor'],
		[
			'whose check is under way',
			{ preflight: preflight({ status: 'running', verdict: null, headline: null }), recovery: null },
			/still being checked/,
			'Checking · Harbor',
		],
	])('%s is one sentence, and the tab names it', async (_, over, sentence, tab) => {
		page(plan(over))
		await verdict(sentence)
		expect(document.title).toContain(tab)
	})

	it('comes by itself once the archive is listed, and the page says how far that is', async () => {
		let now = plan({ status: 'running', digest: null, days: [], parts: [], progress: { done: 1, total: 4 } })
		page(() => ok(now))
		await verdict(/Listing the archive of Harbor Outfitters/)
		expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('1 of 4 days listed')
		expect(document.title).toContain('Planning 1/4')
		now = plan()
		await verdict(/Ready to submit/)
		expect(screen.queryByRole('progressbar')).toBeNull()
	})
})

describe('a plan', () => {
	it('shows the archive by day, as a drawing and as a table that can be taken along', async () => {
		page(plan())
		const drawn = await screen.findByRole('img', {
			name: /2 days replayed, 1 left out, 1 loaded by earlier replays, 1 without data/,
		})
		expect(drawn.querySelectorAll('title')).toHaveLength(4)
		const rows = within(screen.getByRole('table', { name: 'Days of the plan, in UTC' })).getAllByRole('row')
		expect(rows.map((row) => row.textContent).slice(1)).toEqual([
			'2026-11-12241.0 GiBLeft out, loaded earlier',
			'2026-11-13241.0 GiBReplayedPossible',
			'2026-11-1400 bytesNo data',
			'2026-11-15241.0 GiBReplayedDropped',
		])
		expect(screen.getByRole('button', { name: 'Export 4 days as CSV' })).toBeTruthy()
	})

	it('says how much is replayed, how it is cut, and what may be there twice', async () => {
		page(plan())
		expect((await card('What would be replayed')).textContent).toContain(
			'days2hourly partitions48objects48compressed2.0 GiB',
		)
		expect((await card('Risk of duplicates')).textContent).toMatch(/Possible1 day, 1\.0 GiB.*Dropped1 day, 1\.0 GiB/)
		expect((await card('One step of the cluster')).textContent).toContain('2026-11-13 to 2026-11-15')
		expect((await card('Limit without approval')).textContent).toContain('3 days used, 2 days more of 7 days')
		expect((await card('How')).textContent).toContain('The role may list steps')
	})

	it('gives its digest to copy, and its parameters to change', async () => {
		page(plan({ events: ['Order Completed'], select: 'all' }))
		expect(await screen.findByRole('button', { name: 'Copy digest' })).toBeTruthy()
		expect(screen.getByText(DIGEST)).toBeTruthy()
		expect(screen.getByRole('link', { name: 'Change and plan again' }).getAttribute('href')).toBe(
			'/replays/new?source=harbor-web&from=2026-11-12&to=2026-11-15&select=all&events=Order+Completed&ticket=LAKE-7',
		)
	})

	it('of an unknown id leads back, in the same words for everybody', async () => {
		page(() => refusedWith('not-found', 'no such plan'))
		await screen.findByText('No plan with this id', { selector: 'h1' })
		expect(screen.queryByRole('alert')).toBeNull()
		expect(screen.getByRole('link', { name: 'All replays' })).toBeTruthy()
	})
})

describe('submitting', () => {
	const open = async () => fireEvent.click(await screen.findByRole('button', { name: /^Submit/ }))
	const dialog = async () => within(await screen.findByRole('dialog', {}, { timeout: 10_000 }))

	it('repeats source, customer, cluster, days, size and ticket, and then leads to the replay', async () => {
		const { calls, pushed } = page(plan(), {
			answers: { 'replays.submit': () => ok({ replayId: 'replay-1', sourceId: 'harbor-web', status: 'waiting' }) },
		})
		await open()
		const { getByRole, getByText } = await dialog()
		const text = screen.getByRole('dialog').textContent
		for (const words of [
			'Harbor Outfitters',
			'harbor-web',
			'j-2HARB0RWEB01',
			'2 days of 2026-11-12 to 2026-11-15',
			'2.0 GiB',
		])
			expect(text).toContain(words)
		expect(getByText('Submit this replay?')).toBeTruthy()
		expect(getByRole('textbox', { name: 'Ticket' })).toHaveProperty('value', 'LAKE-7')
		expect(document.activeElement).not.toBe(getByRole('button', { name: 'Submit replay' }))
		fireEvent.click(getByRole('button', { name: 'Submit replay' }))
		await waitFor(() => expect(pushed).toEqual(['/replays/replay-1?ticket=LAKE-7']))
		expect(calls.filter(({ operation }) => operation === 'replays.submit').map(({ input }) => input)).toEqual([
			{ planId: 'plan-1', digest: DIGEST, acknowledged: [], ticket: 'LAKE-7' },
		])
	})

	it('needs a ticket', async () => {
		const { calls } = page(plan({ ticket: null }), { search: '' })
		await open()
		const { getByRole, findByText } = await dialog()
		fireEvent.click(getByRole('button', { name: 'Submit replay' }))
		expect(await findByText(/must be a ticket id/)).toBeTruthy()
		expect(calls.some(({ operation }) => operation === 'replays.submit')).toBe(false)
	})

	it('waits until each right that cannot be proven was ticked', async () => {
		const { calls } = page(plan({ preflight: preflight({ verdict: 'unclear', notProvable: [UNPROVEN] }) }), {
			answers: { 'replays.submit': () => ok({ replayId: 'replay-1', sourceId: 'harbor-web', status: 'waiting' }) },
		})
		const button = await screen.findByRole('button', { name: 'Submit replay' })
		expect(button).toHaveProperty('disabled', true)
		fireEvent.click(
			screen.getByRole('checkbox', { name: /I know that elasticmapreduce:AddJobFlowSteps is not proven/ }),
		)
		expect(button).toHaveProperty('disabled', false)
		await open()
		fireEvent.click((await dialog()).getByRole('button', { name: 'Submit replay' }))
		await waitFor(() =>
			expect(calls.find(({ operation }) => operation === 'replays.submit')?.input).toMatchObject({
				acknowledged: ['emr-add-job-flow-steps'],
			}),
		)
	})

	it('over the limit is named what it is: a request', async () => {
		page(plan({ limit: OVER_LIMIT }))
		fireEvent.click(await screen.findByRole('button', { name: 'Submit for approval' }))
		expect((await dialog()).getByText('Another person has to approve it')).toBeTruthy()
	})

	it('that is refused says why, and the plan stays', async () => {
		page(plan(), { answers: { 'replays.submit': () => refusedWith('replay-overlaps', 'replay-9 holds 2026-11-13.') } })
		await open()
		fireEvent.click((await dialog()).getByRole('button', { name: 'Submit replay' }))
		expect((await screen.findByRole('alert')).textContent).toContain('replay-9 holds 2026-11-13.')
		expect(screen.getByRole('button', { name: 'Go back' })).toBeTruthy()
	})

	it.each(['viewer', 'auditor'] as const)('is not offered to a %s, who reads who may', async (role) => {
		page(redactedPlan(plan()), { role })
		expect(
			await screen.findByText(/open every plan, but do not submit one.*Support, engineers and admins can/),
		).toBeTruthy()
		expect(screen.queryByRole('button', { name: /^Submit/ })).toBeNull()
		expect(screen.getAllByText(/^Not shown to/).length).toBeGreaterThan(0)
		expect(document.body.textContent).not.toMatch(/undefined|null|sluice-archive/)
	})

	it('is no more offered once it was done: the plan leads to its replay', async () => {
		page(plan({ replayId: 'replay-1' }))
		const link = await screen.findByRole('link', { name: 'Open the replay' })
		expect(link.getAttribute('href')).toBe('/replays/replay-1?ticket=LAKE-7')
		expect(screen.queryByRole('button', { name: /^Submit/ })).toBeNull()
	})
})

it('writes the days as a table for a spreadsheet', () => {
	expect(daysCsv([planDay('2026-11-12', { loadedBy: 'replay-0', chosen: false })]).split('\r\n')).toEqual([
		'day_utc,objects,bytes,in_this_plan,duplicates,loaded_by_replay',
		'2026-11-12,24,1073741824,left out: loaded earlier,possible,replay-0',
		'',
	])
})
