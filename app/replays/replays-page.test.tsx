// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ReplayRow } from '../../lib/contract/replay-record.ts'
import type { Role } from '../../lib/contract/role.ts'
import { type Answers, ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { me, row } from './harbor.fixture.ts'
import { NewPlanPage } from './new-plan-page.tsx'
import { ReplaysCard } from './replays-card.tsx'
import { ReplaysPage } from './replays-page.tsx'

const HARBOR = {
	sourceId: 'harbor-web',
	workspaceId: 'ws-harbor',
	customer: 'Harbor Outfitters',
	region: 'us-west-2',
	clusterId: 'j-2HARB0RWEB01',
	updatedAt: '2026-11-03T14:05:00.000Z',
	openedAt: null,
	lastCheck: null,
}
const answers = (role: Role, items: ReplayRow[] = []): Answers => ({
	'sources.list': () => ok({ items: [HARBOR], nextCursor: null }),
	'replays.list': () => ok({ items, nextCursor: null }),
	'sessions.me': () => ok(me(role)),
})

describe('the list of replays', () => {
	const page = (search: string, items: ReplayRow[] = [], role: Role = 'support') =>
		stage(<ReplaysPage />, { path: '/replays', search, answers: answers(role, items) })

	it('asks for what its address says', async () => {
		const { calls } = page('?source=harbor-web&status=failed')
		await waitFor(() =>
			expect(calls.filter(({ operation }) => operation === 'replays.list').at(-1)?.input).toMatchObject({
				sourceId: 'harbor-web',
				status: 'failed',
			}),
		)
	})

	it('says of each where it stands, which days, by whom, and leads to it', async () => {
		page('?ticket=LAKE-7', [row({ status: 'failed', headline: '1 of 2 parts loaded; the cluster ended.' })])
		const link = await screen.findByRole('link', { name: '1 of 2 parts loaded; the cluster ended.' })
		expect(link.getAttribute('href')).toBe('/replays/replay-1?ticket=LAKE-7')
		expect(link.closest('li')?.textContent).toMatch(
			/Failed, 0 of 2 parts.*Harbor Outfitters.*2026-11-13 to 2026-11-20.*3 days, 3\.0 GiB.*support@sluice\.example/,
		)
	})

	it.each<[string, Role, string, string]>([
		['', 'support', 'Nothing was replayed yet', 'Plan a replay'],
		['?source=harbor-web', 'support', 'Nothing of this source was replayed yet', 'Plan a replay'],
		['?status=done', 'support', 'No replay of this kind', 'Show all replays'],
		['?source=harbor-web', 'viewer', 'Nothing of this source was replayed yet', 'Show all replays'],
	])('for "%s" and a %s says why it is empty, with one thing to do', async (search, role, words, action) => {
		page(search, [], role)
		expect(await screen.findByText(words)).toBeTruthy()
		expect(await screen.findByRole('link', { name: action })).toBeTruthy()
	})

	it('offers a viewer no plan', async () => {
		page('', [], 'viewer')
		await screen.findByText('Nothing was replayed yet')
		expect(screen.queryByRole('link', { name: /Plan/ })).toBeNull()
	})
})

describe('the replays of a source', () => {
	it('are the last ones, with the way to plan another for the case in hand', async () => {
		const rows = ['a', 'b', 'c', 'd'].map((replayId) => row({ replayId, headline: `Replay ${replayId}` }))
		stage(<ReplaysCard sourceId="harbor-web" />, { search: '?ticket=LAKE-7', answers: answers('support', rows) })
		expect((await screen.findByRole('link', { name: 'Plan replay' })).getAttribute('href')).toBe(
			'/replays/new?source=harbor-web&ticket=LAKE-7',
		)
		expect(await screen.findByRole('link', { name: 'Replay c' })).toBeTruthy()
		expect(screen.queryByRole('link', { name: 'Replay d' })).toBeNull()
	})
})

describe('the form of a plan', () => {
	const RANGE = 'source=harbor-web&from=2026-03-01&to=2026-03-31'
	const page = (search: string, role: Role = 'support', more: Answers = {}) =>
		stage(<NewPlanPage />, { path: '/replays/new', search, answers: { ...answers(role), ...more } })
	const press = async () => {
		const button = await screen.findByRole('button', { name: 'Plan replay' })
		await waitFor(() => expect(button).toHaveProperty('disabled', false))
		fireEvent.click(button)
	}

	it('orders what its address says, once, and leads to the plan', async () => {
		const { calls, pushed } = page(
			`?${RANGE}&select=all&events=Order%20Completed%0AProduct%20Viewed&ticket=LAKE-7`,
			'support',
			{
				'replays.plan': () => ok({ planId: 'plan-1', sourceId: 'harbor-web', status: 'running' }),
			},
		)
		await press()
		fireEvent.click(screen.getByRole('button', { name: /Plan replay|Starting/ }))
		await waitFor(() => expect(pushed).toEqual(['/replays/plans/plan-1?ticket=LAKE-7']))
		expect(calls.filter(({ operation }) => operation === 'replays.plan').map(({ input }) => input)).toEqual([
			{
				sourceId: 'harbor-web',
				from: '2026-03-01',
				to: '2026-03-31',
				select: 'all',
				events: ['Order Completed', 'Product Viewed'],
				ticket: 'LAKE-7',
			},
		])
	})

	it('is filled by one press on a preset', async () => {
		page('?source=harbor-web')
		fireEvent.click(await screen.findByRole('radio', { name: '6 months' }))
		const to = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
		await waitFor(() => expect(screen.getByLabelText('Last day (UTC)')).toHaveProperty('value', to))
		expect(screen.getByText(/^18[1-4] days, both ends included/)).toBeTruthy()
	})

	it.each<[string, string, RegExp]>([
		['a source that nobody registered', 'source=nope&from=2026-03-01&to=2026-03-31', /Nobody registered nope/],
		['a range the wrong way round', 'source=harbor-web&from=2026-03-31&to=2026-03-01', /not be after the last day/],
		['more days than a plan covers', 'source=harbor-web&from=2024-03-31&to=2026-03-01', /at most 366/],
		['days that are not over', 'source=harbor-web&from=2026-03-01&to=2099-01-01', /has to be over in UTC/],
	])('refuses %s before anything is sent', async (_, search, words) => {
		page(`?${search}`)
		expect(await screen.findByText(words)).toBeTruthy()
		expect(await screen.findByRole('button', { name: 'Plan replay' })).toHaveProperty('disabled', true)
	})

	it('shows at the field what the service refused, until it is changed', async () => {
		page(`?${RANGE}`, 'support', {
			'replays.plan': () => refusedWith('invalid-range', 'no', [{ field: 'from', message: 'is before the archive' }]),
		})
		await press()
		expect(await screen.findByText('is before the archive')).toBeTruthy()
		fireEvent.click(screen.getByRole('radio', { name: /All days/ }))
		await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
	})

	it.each(['viewer', 'auditor'] as const)('says to a %s who may', async (role) => {
		page(`?${RANGE}`, role)
		expect(await screen.findByText('Your role reads replays only')).toBeTruthy()
		expect(screen.queryByRole('button', { name: 'Plan replay' })).toBeNull()
	})
})
