// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Replay } from '../../lib/contract/replay-record.ts'
import type { Role } from '../../lib/contract/role.ts'
import { type Answers, ok, stage } from '../frame/stage.fixture.tsx'
import { AT, me, PLANNED, part, replay } from './harbor.fixture.ts'
import { ReplayPage } from './replay-page.tsx'

/** The page of one replay, of whose step nobody knows. */
const page = (answer: Replay, { role = 'support', answers }: { role?: Role; answers?: Answers } = {}) =>
	stage(<ReplayPage replayId="replay-1" />, {
		path: '/replays/replay-1',
		search: '?ticket=LAKE-7',
		answers: { 'replays.get': () => ok(answer), 'sessions.me': () => ok(me(role)), ...answers },
	})

const state = (status: string) => ok({ replayId: 'replay-1', sourceId: 'harbor-web', status })
const card = (name: string | RegExp) => screen.findByRole('region', { name })
const sent = (calls: { operation: string; input: unknown }[], operation: string) =>
	calls.filter((call) => call.operation === operation).map(({ input }) => input)

describe('a lost answer', () => {
	const unsure = (over: Partial<Replay['parts'][number]> = {}) =>
		replay({
			status: 'confirming',
			headline: 'An answer of the cluster was lost.',
			parts: [
				part({ ...PLANNED, state: 'confirming', submissions: 1, confirmedAt: '2099-01-01T10:16:00.000Z', ...over }),
			],
		})

	it('is explained: what is found out, how, and until when nothing is sent again', async () => {
		page(unsure())
		const text = (await card('Parts')).textContent
		for (const words of ['being found out whether the step exists', 'may list steps', 'Until 2099-01-01 10:16 UTC'])
			expect(text).toContain(words)
		expect(screen.queryByRole('button', { name: 'Send it again' })).toBeNull()
	})

	it.each<[string, string, object]>([
		['It exists', 'Follow this step', { stepId: 's-2FOUND' }],
		['It never ran', 'Send it again', {}],
	])('an engineer decides: "%s"', async (choice, verb, extra) => {
		const { calls } = page(unsure({ state: 'undecided' }), {
			role: 'engineer',
			answers: { 'replays.settle': () => state('running') },
		})
		const form = within(await screen.findByRole('form', { name: 'Decision on part 1' }))
		expect(form.getByRole('button', { name: 'Decide' })).toHaveProperty('disabled', true)
		expect(form.getByText('sluice-replay/01K9TOKEN')).toBeTruthy()
		expect(form.getByText(/is sent again. If it did run, its rows may be loaded twice/)).toBeTruthy()
		fireEvent.click(form.getByRole('radio', { name: new RegExp(choice) }))
		const field = form.queryByRole('textbox', { name: 'Step id' })
		if (field) {
			fireEvent.click(form.getByRole('button', { name: verb }))
			expect(form.getByText(/must be an EMR step id/i)).toBeTruthy()
			expect(document.activeElement).toBe(field)
			fireEvent.change(field, { target: { value: ' s-2FOUND ' } })
		}
		fireEvent.click(form.getByRole('button', { name: verb }))
		await waitFor(() =>
			expect(sent(calls, 'replays.settle')).toEqual([
				{ replayId: 'replay-1', position: 1, ticket: 'LAKE-7', ...extra },
			]),
		)
	})
})

describe('a step of which nobody can tell', () => {
	const replayOf = () =>
		replay({
			status: 'undecided',
			headline: 'What became of the step cannot be found out.',
			parts: [part({ ...PLANNED, state: 'undecided', submissions: 1 })],
			history: [
				{ at: AT, person: 'engineer@sluice.example', text: 'Decided that the step of part 1 is s-2THEIRS.' },
				{ at: AT, person: null, text: 's-2THEIRS is not a step of this replay.' },
				{ at: AT, person: 'support@sluice.example', text: 'Cancelled.' },
			],
		})

	it('says to whoever decides what Sluice knows, and sends them to nobody else', async () => {
		page(replayOf(), { role: 'engineer' })
		const card = await screen.findByRole('region', { name: 'Does the step of part 1 exist?' })
		expect(card.textContent).toContain('s-2THEIRS is not a step of this replay.')
		expect(screen.queryByRole('button', { name: 'Copy link for them' })).toBeNull()
	})

	it('sends support to an engineer or admin', async () => {
		page(replayOf())
		expect(await screen.findByRole('button', { name: 'Copy link for them' })).toBeTruthy()
		expect(screen.queryByRole('region', { name: 'Does the step of part 1 exist?' })).toBeNull()
	})

	it('keeps a step id that was pasted while its page is left to sign in', async () => {
		const { unmount } = page(replayOf(), { role: 'engineer' })
		fireEvent.click(await screen.findByRole('radio', { name: /It exists/ }))
		fireEvent.change(screen.getByRole('textbox', { name: 'Step id' }), { target: { value: 's-2OURS' } })
		unmount()
		page(replayOf(), { role: 'engineer' })
		expect(await screen.findByRole('textbox', { name: 'Step id' })).toHaveProperty('value', 's-2OURS')
	})
})

describe('a lost answer of a cancelled replay', () => {
	it('is never said to be sent again: whoever says that it never ran ends the replay', async () => {
		const cancelled = replay({
			...{ status: 'undecided', headline: 'Whether the step of part 1 of 1 exists cannot be found out.' },
			cancellation: { possible: false, meaning: 'made up', by: 'sam@sluice.example', at: '2026-11-20T10:00:00.000Z' },
			parts: [part({ ...PLANNED, state: 'undecided', submissions: 1 })],
		})
		const { calls } = page(cancelled, { role: 'engineer', answers: { 'replays.settle': () => state('cancelled') } })
		const form = within(await screen.findByRole('form', { name: 'Decision on part 1' }))
		expect(
			form.getByText(/The replay ends, and its days are free. If it does run, a later replay may load them/),
		).toBeTruthy()
		expect(form.queryByText(/is sent again/)).toBeNull()
		fireEvent.click(form.getByRole('radio', { name: /It never ran/ }))
		fireEvent.click(form.getByRole('button', { name: 'End the replay' }))
		await waitFor(() => expect(sent(calls, 'replays.settle')).toHaveLength(1))
	})
})
