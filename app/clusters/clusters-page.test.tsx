// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { ClusterRow } from '../../lib/contract/cluster-status.ts'
import { ok, stage } from '../frame/stage.fixture.tsx'
import { ClusterCard } from './cluster-card.tsx'
import { ClustersPage } from './clusters-page.tsx'
import { ID, me, row } from './harbor.fixture.ts'

const HARBOR = {
	sourceId: 'harbor-web',
	workspaceId: 'ws-harbor',
	customer: 'Harbor Outfitters',
	region: 'us-west-2',
	clusterId: ID,
	updatedAt: '2026-11-03T14:05:00.000Z',
	openedAt: null,
	lastCheck: null,
}
const answers = (items: ClusterRow[]) => ({
	'sources.list': () => ok({ items: [HARBOR], nextCursor: null }),
	'clusters.list': () => ok({ items, nextCursor: null }),
	'sessions.me': () => ok(me('viewer')),
})
const page = (search: string, items: ClusterRow[] = []) =>
	stage(<ClustersPage />, { path: '/clusters', search, answers: answers(items) })

describe('the form of a cluster', () => {
	it.each<[string, string, string]>([
		['the cluster of the settings when none is named', '?source=harbor-web', `/clusters/${ID}?source=harbor-web`],
		[
			'the one that is named, for the case in hand',
			'?source=harbor-web&cluster=%20j-0THERCLUSTER&ticket=LAKE-7',
			'/clusters/j-0THERCLUSTER?source=harbor-web&ticket=LAKE-7',
		],
	])('leads to %s', async (_, search, href) => {
		const { pushed, calls } = page(search)
		const open = await screen.findByRole('button', { name: 'Open status' })
		await waitFor(() => expect(open).toHaveProperty('disabled', false))
		fireEvent.click(open)
		await waitFor(() => expect(pushed).toEqual([href]))
		expect(calls.map(({ operation }) => operation)).not.toContain('clusters.fetch')
	})

	it('opened before the registry has answered leads to the cluster of the source as it is typed, once that is known', async () => {
		const { promise, resolve } = Promise.withResolvers<void>()
		const { pushed } = stage(<ClustersPage />, {
			path: '/clusters',
			search: '?source=harbor-web',
			answers: {
				...answers([]),
				'sources.list': async (input) => {
					const q = String((input as { q?: string }).q)
					if (q !== 'harbor-web') await promise
					const other = { ...HARBOR, sourceId: 'fjord-prod', clusterId: 'j-3FJ0RDPR0D11' }
					return ok({ items: [q === 'harbor-web' ? HARBOR : other], nextCursor: null })
				},
			},
		})
		await screen.findByText('Harbor Outfitters, us-west-2')
		const field = screen.getByLabelText<HTMLInputElement>('Source')
		fireEvent.change(field, { target: { value: 'fjord-prod' } })
		if (field.form) fireEvent.submit(field.form)
		expect(pushed, 'not the cluster of the source before').toEqual([])
		resolve()
		await waitFor(() => expect(pushed).toEqual(['/clusters/j-3FJ0RDPR0D11?source=fjord-prod']))
	})

	it.each<[string, string, RegExp]>([
		['what is no cluster id', '?source=harbor-web&cluster=harbor', /It is j- and capital letters/],
		['a source that nobody registered', '?source=nope', /Nobody registered nope/],
	])('refuses %s before anything is opened', async (_, search, words) => {
		page(search)
		expect(await screen.findByText(words)).toBeTruthy()
		expect(screen.getByRole('button', { name: 'Open status' })).toHaveProperty('disabled', true)
	})
})

describe('recent clusters', () => {
	it('are those of the source in the form, each leading to its page with its verdict', async () => {
		const { calls } = page('?source=harbor-web&ticket=LAKE-7', [
			row({ verdict: 'ended', headline: 'The cluster has ended.' }),
		])
		const link = await screen.findByRole('link', { name: 'The cluster has ended.' })
		expect(link.getAttribute('href')).toBe(`/clusters/${ID}?source=harbor-web&ticket=LAKE-7`)
		expect(screen.getByText('Ended')).toBeTruthy()
		await waitFor(() =>
			expect(calls.filter(({ operation }) => operation === 'clusters.list').at(-1)?.input).toMatchObject({
				sourceId: 'harbor-web',
			}),
		)
	})

	it('say why there are none', async () => {
		page('')
		expect(await screen.findByText('No cluster was looked at yet')).toBeTruthy()
	})
})

describe('the cluster of a source', () => {
	const card = (items: ClusterRow[]) =>
		stage(<ClusterCard sourceId="harbor-web" clusterId={ID} />, { answers: answers(items) })

	it('is the one of its settings, whatever else was looked at', async () => {
		card([row({ clusterId: 'j-0THERCLUSTER', headline: 'The other one.' }), row()])
		const link = await screen.findByRole('link', { name: 'The cluster is WAITING and takes work.' })
		expect(link.getAttribute('href')).toBe(`/clusters/${ID}?source=harbor-web`)
		expect(screen.queryByText('The other one.')).toBeNull()
	})

	it('is said to be unknown before the first look', async () => {
		card([])
		expect(await screen.findByRole('link', { name: 'Nothing was fetched of this cluster yet' })).toBeTruthy()
	})
})
