// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Replay } from '../../lib/contract/replay-record.ts'
import type { Role } from '../../lib/contract/role.ts'
import type { Outcome } from '../../lib/gateway/refusal.ts'
import { type Answers, ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { AT, AWAITING, DIGEST, me, OVER_LIMIT, PLANNED, part, replay } from './harbor.fixture.ts'
import { ReplayPage } from './replay-page.tsx'

type Scene = { role?: Role; search?: string; answers?: Answers }

/** The page of one replay. `answer` is asked at every look. */
const page = (
	answer: Replay | (() => Outcome<unknown>),
	{ role = 'support', search = '?ticket=LAKE-7', answers }: Scene = {},
) =>
	stage(<ReplayPage replayId="replay-1" />, {
		path: '/replays/replay-1',
		search,
		answers: {
			'replays.get': typeof answer === 'function' ? answer : () => ok(answer),
			'sessions.me': () => ok(me(role)),
			...answers,
		},
	})

const state = (status: string) => ok({ replayId: 'replay-1', sourceId: 'harbor-web', status })
const headline = (words: RegExp) => screen.findByRole('heading', { level: 1, name: words }, { timeout: 5_000 })
const card = (name: string | RegExp) => screen.findByRole('region', { name })
const dialog = async () => within(await screen.findByRole('dialog', {}, { timeout: 10_000 }))
const sent = (calls: { operation: string; input: unknown }[], operation: string) =>
	calls.filter((call) => call.operation === operation).map(({ input }) => input)

describe('a replay', () => {
	it('says where it stands, in the sentence, in the tab and in the bar', async () => {
		page(
			replay({ progress: { done: 1, total: 2 }, parts: [part({ state: 'done', rows: 1200 }), part({ position: 2 })] }),
		)
		await headline(/Part 1 of 2 is at work/)
		expect(document.title).toBe('Running 1/2 · Harbor Outfitters - Sluice')
		expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('1 of 2 parts loaded')
		expect(screen.getByText(/2 of 3 days · 2\.0 GiB of 3\.0 GiB · 1,200 rows/)).toBeTruthy()
	})

	it('is followed to its end by itself', async () => {
		let now = replay()
		page(() => ok(now))
		await headline(/at work/)
		now = replay({ status: 'done', headline: 'Every day is loaded.', progress: { done: 2, total: 2 }, endedAt: AT })
		await headline(/Every day is loaded/)
		expect(document.title).toBe('Done · Harbor Outfitters - Sluice')
	})

	it('shows of each part its days, its step with the way to the cluster, and what became of it', async () => {
		page(
			replay({
				parts: [
					part({
						state: 'done',
						stepState: 'COMPLETED',
						endedAt: '2026-11-22T10:12:00.000Z',
						rows: 1200,
						submissions: 2,
					}),
					part({
						position: 2,
						state: 'failed',
						stepId: 's-2STEP',
						failure: {
							meaning: 'The job ran out of memory.',
							nextAction: 'Plan fewer days.',
							message: 'Exception in thread main',
							logFile: 's3://harbor/logs/',
						},
					}),
					part({ position: 3, ...PLANNED, state: 'skipped' }),
				],
			}),
		)
		const [first, second, third] = within(await card('Parts')).getAllByRole('listitem')
		expect(first?.textContent).toMatch(/Part 1.*Loaded.*ran 12 minutes.*1,200 rows loaded.*sent 2 times/)
		expect(second?.textContent).toMatch(/Failed.*out of memory.*Plan fewer days.*Exception in thread.*s3:/)
		expect(third?.textContent).toContain('Not submitted')
		expect(screen.getByRole('link', { name: 's-1STEP' }).getAttribute('href')).toBe(
			'/clusters/j-2HARB0RWEB01?source=harbor-web&ticket=LAKE-7',
		)
	})

	it('tells its history, with what happened by itself', async () => {
		page(replay({ history: [{ at: AT, person: null, text: 'Step s-1STEP was found by its token.' }] }))
		expect((await card('History')).textContent).toMatch(/found by its token.*by itself/)
	})

	it.each(['refused', 'cancelled', 'failed', 'done', 'sleeping'])(
		'that is %s has a word and can be left alone',
		async (status) => {
			page(
				replay({ status, headline: 'It is so.', cancellation: { possible: false, meaning: '', by: null, at: null } }),
			)
			await headline(/It is so/)
			expect(screen.queryByRole('button', { name: /Cancel/ })).toBeNull()
		},
	)

	it('of an unknown id leads back', async () => {
		page(() => refusedWith('not-found', 'no such replay'))
		await screen.findByText('No replay with this id', { selector: 'h1' })
		expect(screen.queryByRole('alert')).toBeNull()
	})

	it('stays on the page when a later look is refused', async () => {
		let answer = () => ok(replay()) as Outcome<unknown>
		page(() => answer())
		await headline(/at work/)
		answer = () => refusedWith('role-not-allowed', 'Not yours any more.')
		expect((await screen.findByRole('alert', {}, { timeout: 5_000 })).textContent).toContain('Not yours any more.')
		expect(screen.getByRole('heading', { level: 1, name: /at work/ })).toBeTruthy()
		expect(screen.getByText(/The replay itself goes on/)).toBeTruthy()
	})
})

describe('approval', () => {
	const approver = (answers: Answers = {}) => page(replay(AWAITING), { role: 'engineer', answers })

	it('shows another person the exact plan, who asks, and why it needs them', async () => {
		approver()
		const text = (await card('Your decision')).textContent
		for (const words of [
			'support@sluice.example asks for it, for LAKE-7',
			OVER_LIMIT.because,
			'Harbor Outfitters',
			'harbor-web',
			'3 days of 2026-11-13 to 2026-11-20',
			'72 hourly partitions',
			'j-2HARB0RWEB01',
			'Everything that a replay needs is allowed.',
			DIGEST,
		])
			expect(text).toContain(words)
	})

	it('is given for a ticket and for this digest alone', async () => {
		const { calls } = approver({ 'replays.approve': () => state('waiting') })
		fireEvent.click(await screen.findByRole('button', { name: 'Approve replay' }))
		await waitFor(() =>
			expect(sent(calls, 'replays.approve')).toEqual([{ replayId: 'replay-1', digest: DIGEST, ticket: 'LAKE-7' }]),
		)
	})

	it('is refused with a reason, and never without', async () => {
		const { calls } = approver({ 'replays.refuse': () => state('refused') })
		fireEvent.click(await screen.findByRole('button', { name: 'Refuse…' }))
		fireEvent.click(screen.getByRole('button', { name: 'Refuse replay' }))
		expect(await screen.findByText('must say why')).toBeTruthy()
		fireEvent.change(screen.getByRole('textbox', { name: 'Why it is refused' }), { target: { value: ' Too much. ' } })
		fireEvent.click(screen.getByRole('button', { name: 'Refuse replay' }))
		await waitFor(() =>
			expect(sent(calls, 'replays.refuse')).toEqual([{ replayId: 'replay-1', because: 'Too much.', ticket: 'LAKE-7' }]),
		)
	})

	describe('half refused, before its page is left to sign in', () => {
		const field = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Why it is refused' })
		const type = async (value: string) => fireEvent.change(await field(), { target: { value } })
		async function leftWith(value: string) {
			const { unmount } = approver()
			fireEvent.click(await screen.findByRole('button', { name: 'Refuse…' }))
			await type(value)
			return unmount
		}

		it('stands as it was typed when one is back, until it is sent', async () => {
			const leave = await leftWith('Too much of')
			leave()
			const back = approver({ 'replays.refuse': () => state('refused') })
			expect((await field()).value).toBe('Too much of')
			fireEvent.click(screen.getByRole('button', { name: 'Refuse replay' }))
			await waitFor(() => expect(sent(back.calls, 'replays.refuse')).toHaveLength(1))
			await waitFor(() => expect(sessionStorage).toHaveLength(0))
		})

		it('is not kept where it looks like a secret, and says so', async () => {
			const leave = await leftWith('They sent AKIAIOSFODNN7EXAMPLE to us')
			expect(screen.getByText(/looks like a secret, so it is not kept/)).toBeTruthy()
			expect(JSON.stringify({ ...sessionStorage })).not.toContain('AKIA')
			leave()
			approver()
			expect(await screen.findByRole('button', { name: 'Approve replay' })).toBeTruthy()
		})
	})

	it('says who refused it, when somebody else was quicker', async () => {
		approver({ 'replays.approve': () => refusedWith('replay-state', 'It was refused already.') })
		fireEvent.click(await screen.findByRole('button', { name: 'Approve replay' }))
		expect((await screen.findByRole('alert')).textContent).toContain('It was refused already.')
	})

	it.each<[string, Partial<Replay>, Role]>([
		['one’s own request', { requestedBy: 'engineer@sluice.example' }, 'engineer'],
		['support', { requestedBy: 'other@sluice.example' }, 'support'],
		['a viewer', {}, 'viewer'],
		['an auditor', {}, 'auditor'],
	])('is not offered for %s: the link is what helps', async (_, over, role) => {
		page(replay({ ...AWAITING, ...over }), { role })
		expect(await screen.findByRole('button', { name: 'Copy link for them' })).toBeTruthy()
		expect(screen.queryByRole('button', { name: /Approve|Refuse/ })).toBeNull()
	})
})

describe('cancelling', () => {
	it('says what will really stop, and is never where the focus is', async () => {
		const { calls } = page(replay(), { answers: { 'replays.cancel': () => state('cancelling') } })
		fireEvent.click(await screen.findByRole('button', { name: 'Cancel replay…' }))
		const { getByRole, getByText } = await dialog()
		expect(getByText('The running step stops: EMR 6.15 cancels running steps.')).toBeTruthy()
		expect(getByText('0 of 2 parts, which stay loaded')).toBeTruthy()
		expect(document.activeElement).not.toBe(getByRole('button', { name: 'Cancel replay' }))
		fireEvent.click(getByRole('button', { name: 'Cancel replay' }))
		await waitFor(() => expect(sent(calls, 'replays.cancel')).toEqual([{ replayId: 'replay-1', ticket: 'LAKE-7' }]))
	})

	it.each<[Role, string, boolean]>([
		['support', 'support@sluice.example', true],
		['support', 'other@sluice.example', false],
		['engineer', 'other@sluice.example', true],
		['viewer', 'other@sluice.example', false],
		['auditor', 'other@sluice.example', false],
	])('by %s of what %s asked for: %s', async (role, requestedBy, offered) => {
		page(replay({ requestedBy }), { role })
		await headline(/at work/)
		await waitFor(() => expect(screen.queryByRole('button', { name: 'Cancel replay…' }) !== null).toBe(offered))
		if (role === 'support' && !offered) expect(screen.getByText(/an engineer or an admin can cancel it/)).toBeTruthy()
	})
})
