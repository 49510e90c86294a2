// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ClusterStatus } from '../../lib/contract/cluster-status.ts'
import type { Role } from '../../lib/contract/role.ts'
import type { Outcome } from '../../lib/gateway/refusal.ts'
import { type Answers, ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { ClusterPage } from './cluster-page.tsx'
import { described, ID, me, neverFetched, redacted, row, status } from './harbor.fixture.ts'

type Scene = { role?: Role; search?: string; answers?: Answers }

/** The page of one cluster. `answer` is asked at every look. */
const page = (
	answer: ClusterStatus | (() => Outcome<unknown>),
	{ role = 'support', search = '?source=harbor-web&ticket=LAKE-7', answers }: Scene = {},
) =>
	stage(<ClusterPage clusterId={ID} />, {
		path: `/clusters/${ID}`,
		search,
		answers: {
			'clusters.get': typeof answer === 'function' ? answer : () => ok(answer),
			'clusters.list': () => ok({ items: [row()], nextCursor: null }),
			'sessions.me': () => ok(me(role)),
			...answers,
		},
	})

const card = (name: string) => screen.findByRole('region', { name })

describe('the page of a cluster', () => {
	it('opens on what is stored and asks nothing of the account', async () => {
		const { calls } = page(status())
		await screen.findByRole('heading', { level: 1, name: /The cluster is WAITING and takes work/ })
		expect(document.title).toBe('OK · Harbor Outfitters - Sluice')
		expect((await card('Timeline')).textContent).toContain('Getting ready: 6 minutes')
		expect((await card('Tags')).textContent).toContain('vendor=segment is set.')
		expect((await card('harbor-lake')).textContent).toContain('emr-6.15.0')
		expect(calls.some(({ operation }) => operation === 'clusters.fetch')).toBe(false)
		expect(calls.find(({ operation }) => operation === 'clusters.get')?.input).toMatchObject({
			sourceId: 'harbor-web',
			clusterId: ID,
			ticket: 'LAKE-7',
		})
	})

	it.each<[NonNullable<ClusterStatus['verdict']>, string, string]>([
		['ended', 'Ended', 'text-bad'],
		['missing-tag', 'Tag missing', 'text-bad'],
		['not-found', 'Does not exist', 'text-bad'],
		['wrong-region', 'Wrong region', 'text-bad'],
		['denied', 'Denied', 'text-bad'],
		['role-refused', 'Role refused', 'text-bad'],
		['attention', 'Needs a look', 'text-warn'],
		['unreachable', 'Not reached', 'text-warn'],
		['sleeps', 'sleeps', 'text-warn'],
	])('has a verdict of its own for "%s"', async (verdict, name, colour) => {
		page(
			status({
				verdict,
				headline: 'It is so.',
				nextAction: 'Do this.',
				addressee: 'settings-admin',
				hypotheses: ['It may be otherwise.'],
			}),
		)
		const title = await screen.findByRole('heading', { level: 1, name: new RegExp(`${name}.*It is so`) })
		expect(title.querySelector(`.${colour}`)).toBeTruthy()
		const todo = (await card('What to do')).textContent
		for (const part of ['Do this.', 'whoever keeps the source’s settings', 'It may be otherwise.'])
			expect(todo).toContain(part)
	})

	it('draws the life of a cluster that has ended up to its end', async () => {
		const timeline = { ...described().timeline, endedAt: '2026-11-06T14:06:00.000Z' }
		page(status({ cluster: described({ timeline }) }))
		expect((await card('Timeline')).textContent).toContain('Getting ready: 6 minutes · Was ready: 3 days')
	})

	it('calls out a tag that is nearly right', async () => {
		page(status({ verdict: 'missing-tag', cluster: described({ vendorTag: { ok: false, found: 'Vendor=Segment' } }) }))
		expect((await card('Tags')).textContent).toMatch(/vendor=segment is missing\..*Vendor=Segment/)
	})

	it('greys a panel that the customer does not grant, and names the permission', async () => {
		page(status())
		expect((await card('Instances')).textContent).toMatch(/Not granted.*elasticmapreduce:ListInstanceGroups/)
	})

	it('tells of a failed step why, what next, and where its log is', async () => {
		page(status())
		const steps = (await card('Steps that Sluice submitted')).textContent
		for (const part of ['FAILED', 'ran 10 minutes', 'ran out of memory', 'fewer partitions', 'logs/s-1FAILED/'])
			expect(steps).toContain(part)
	})

	it('names another cluster than the settings’ as such', async () => {
		page(status({ inSettings: false }))
		expect(await screen.findByText(/settings of this source name another cluster/)).toBeTruthy()
	})
})

describe('fetching', () => {
	it('is one press for the case in hand, and the page follows it to its end', async () => {
		let now: ClusterStatus = neverFetched()
		const { calls } = page(() => ok(now), {
			answers: {
				'clusters.fetch': () => {
					now = { ...neverFetched(), fetching: { since: new Date().toISOString(), restarts: 0 } }
					return ok({ clusterId: ID, sourceId: 'harbor-web', status: 'running' })
				},
			},
		})
		await screen.findByRole('heading', { level: 1, name: /Nothing was fetched of this cluster yet/ })
		fireEvent.click(await screen.findByRole('button', { name: 'Fetch status' }))
		await screen.findByRole('heading', { level: 1, name: /Asking the account/ })
		expect(screen.getByRole('button', { name: 'Fetching…' })).toHaveProperty('disabled', true)
		now = status()
		await screen.findByRole('heading', { level: 1, name: /takes work/ }, { timeout: 5_000 })
		expect(calls.filter(({ operation }) => operation === 'clusters.fetch').map(({ input }) => input)).toEqual([
			{ sourceId: 'harbor-web', clusterId: ID, ticket: 'LAKE-7' },
		])
	})

	it.each(['viewer', 'auditor'] as const)('is not offered to a %s, who sees no detail of the account', async (role) => {
		page(redacted(status()), { role })
		await screen.findByRole('heading', { level: 1, name: /takes work/ })
		expect(screen.queryByRole('button', { name: 'Fetch status' })).toBeNull()
		expect(document.body.textContent).not.toMatch(/undefined|null|s3:|Exception in thread/)
		expect(screen.getByText(/^Not shown to auditors/)).toBeTruthy()
	})

	it('says who refused it, and keeps what is stored', async () => {
		page(status(), { answers: { 'clusters.fetch': () => refusedWith('role-not-allowed', 'Not yours.') } })
		fireEvent.click(await screen.findByRole('button', { name: 'Fetch status' }))
		expect((await screen.findByRole('alert')).textContent).toContain('Not yours.')
		expect(screen.getByRole('heading', { level: 1, name: /takes work/ })).toBeTruthy()
	})

	it('that goes on by itself can be paused, and says when EMR asked to slow down', async () => {
		const live = { nextAt: null, everyMs: 120_000, throttled: true }
		const { calls, queryClient } = page(status({ live }))
		expect(await screen.findByText(/asked again about every 2 minutes: slower, since EMR/)).toBeTruthy()
		fireEvent.click(screen.getByRole('button', { name: 'Pause' }))
		await screen.findByRole('button', { name: 'Follow' })
		void queryClient.invalidateQueries({ queryKey: ['clusters'] })
		const looks = () => calls.filter(({ operation }) => operation === 'clusters.get').map(({ input }) => input)
		await waitFor(() => expect(looks().at(-1)).not.toHaveProperty('watch'))
	})
})

describe('a link', () => {
	it('without a source asks for one and calls nothing', async () => {
		const { calls } = page(status(), { search: '' })
		await screen.findByText('Through which source?')
		expect(screen.getByRole('link', { name: 'Open the form' }).getAttribute('href')).toBe(`/clusters?cluster=${ID}`)
		expect(calls.some(({ operation }) => operation === 'clusters.get')).toBe(false)
	})

	it('to what cannot be leads back to the form', async () => {
		page(() => refusedWith('not-found', 'no such source'))
		await screen.findByText('No such source or cluster id')
		expect(screen.queryByRole('alert')).toBeNull()
	})
})

it('shows the evidence of a refusal in the words of AWS', async () => {
	const evidence = {
		action: 'elasticmapreduce:DescribeCluster',
		code: 'AccessDeniedException',
		message: 'is not authorized',
		awsRequestId: 'aws-req-1',
	}
	page(status({ verdict: 'denied', evidence, cluster: null }))
	const said = within(await card('What AWS said'))
	expect(said.getByText('is not authorized')).toBeTruthy()
	expect(said.getByText('aws-req-1')).toBeTruthy()
})
