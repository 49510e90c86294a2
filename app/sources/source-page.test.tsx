// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { HARBOR, me } from './harbor.fixture.ts'
import { SourcePage } from './source-page.tsx'

const history = ok({
	items: [
		{
			version: 3,
			updatedAt: HARBOR.updatedAt,
			updatedBy: 'admin@sluice.example',
			reason: 'LAKE-7',
			changes: [{ field: 'roleArn', before: '"arn:old"', after: '"arn:new"' }],
		},
	],
	nextCursor: null,
})

const redacted = () => {
	const { roleArn: _r, externalIds: _e, catalogId: _c, bucket: _b, archive: _a, ...visible } = HARBOR
	return visible
}

describe('the page of a source', () => {
	it('gives an operator every setting with a button to copy it, as of when and from whom', async () => {
		stage(<SourcePage sourceId="harbor-web" />, {
			answers: {
				'sources.get': () => ok(HARBOR),
				'sources.versions': () => history,
				'checks.list': () => ok({ items: [], nextCursor: null }),
				'clusters.list': () => ok({ items: [], nextCursor: null }),
				'replays.list': () => ok({ items: [], nextCursor: null }),
				'sessions.me': () => ok(me('support')),
			},
		})
		await screen.findByRole('heading', { level: 1, name: 'Harbor Outfitters' })
		for (const what of ['role ARN', 'external id ws-harbor', 'catalog id', 'bucket', 'cluster id', 'archive address']) {
			expect(screen.getByRole('button', { name: `Copy ${what}` })).toBeTruthy()
		}
		expect(screen.getAllByText('2026-11-03 14:05 UTC').length).toBeGreaterThan(0)
		expect(screen.getByText('admin@sluice.example')).toBeTruthy()
		expect(document.title).toContain('Harbor Outfitters')
		expect(screen.queryByText(/^Not shown/)).toBeNull()
		expect(screen.queryByRole('link', { name: 'Edit settings' })).toBeNull()
	})

	it('tells a viewer of each setting that it is kept from viewers, and by whom it can be seen', async () => {
		stage(<SourcePage sourceId="harbor-web" />, {
			answers: {
				'sources.get': () => ok(redacted()),
				'sources.versions': () => history,
				'checks.list': () => ok({ items: [], nextCursor: null }),
				'clusters.list': () => ok({ items: [], nextCursor: null }),
				'replays.list': () => ok({ items: [], nextCursor: null }),
				'sessions.me': () => ok(me('viewer')),
			},
		})
		const words = await screen.findAllByText('Not shown to viewers. Support, engineers and admins can see it.')
		expect(words).toHaveLength(5)
		expect(screen.queryByRole('button', { name: 'Copy role ARN' })).toBeNull()
	})

	it('shows what changed, before and after, and for which ticket', async () => {
		stage(<SourcePage sourceId="harbor-web" />, {
			answers: {
				'sources.get': () => ok(HARBOR),
				'sources.versions': () => history,
				'checks.list': () => ok({ items: [], nextCursor: null }),
				'clusters.list': () => ok({ items: [], nextCursor: null }),
				'replays.list': () => ok({ items: [], nextCursor: null }),
				'sessions.me': () => ok(me('support')),
			},
		})
		expect(await screen.findByText('Changed: Role ARN')).toBeTruthy()
		expect(screen.getByText('arn:old').tagName).toBe('DEL')
		expect(screen.getByText('arn:new').tagName).toBe('INS')
		expect(screen.getByText(/for LAKE-7/)).toBeTruthy()
	})

	it.each(['viewer', 'admin'] as const)(
		'says the same to a %s when there is no such source, and offers nothing else',
		async (role) => {
			stage(<SourcePage sourceId="nope" />, {
				answers: {
					'sources.get': () => refusedWith('not-found', 'no source nope'),
					'sessions.me': () => ok(me(role, ['sources.put'])),
				},
			})
			await screen.findByText('No source with this id')
			expect(document.querySelector('main, body')?.textContent).toMatchInlineSnapshot(
				`"Sources/nopenopeNo source with this idCompare the id with the ticket first: ids are case-sensitive. Ask a Sluice admin (Okta group sluice-admins) to register it.Search sources"`,
			)
		},
	)

	it('keeps what was loaded when a later answer is a refusal, and says how old it is', async () => {
		let answer = ok<unknown>(HARBOR)
		const { queryClient } = stage(<SourcePage sourceId="harbor-web" />, {
			answers: {
				'sources.get': () => answer,
				'sources.versions': () => history,
				'checks.list': () => ok({ items: [], nextCursor: null }),
				'clusters.list': () => ok({ items: [], nextCursor: null }),
				'replays.list': () => ok({ items: [], nextCursor: null }),
				'sessions.me': () => ok(me('support')),
			},
		})
		await screen.findByText(HARBOR.bucket ?? '')
		answer = refusedWith('role-not-allowed', 'Your role may not.')
		void queryClient.invalidateQueries({ queryKey: ['sources', 'one', 'harbor-web', 'settings'] })
		expect((await screen.findByRole('alert')).textContent).toContain('Your role may not.')
		expect(screen.getByRole('alert').textContent).toContain('was loaded')
		expect(screen.getByText('req-9')).toBeTruthy()
		expect(screen.getByText(HARBOR.bucket ?? '')).toBeTruthy()
	})

	it('carries the ticket into the link that is copied and into the links that lead on', async () => {
		stage(<SourcePage sourceId="harbor-web" />, {
			search: '?ticket=LAKE-9',
			answers: {
				'sources.get': () => ok(HARBOR),
				'sources.versions': () => history,
				'checks.list': () => ok({ items: [], nextCursor: null }),
				'clusters.list': () => ok({ items: [], nextCursor: null }),
				'replays.list': () => ok({ items: [], nextCursor: null }),
				'sessions.me': () => ok(me('admin', ['sources.put'])),
			},
		})
		const copied: string[] = []
		Object.defineProperty(navigator, 'clipboard', {
			value: { writeText: async (text: string) => copied.push(text) },
			configurable: true,
		})
		fireEvent.click(await screen.findByRole('button', { name: 'Copy link' }))
		expect(copied).toEqual([`${location.origin}/sources/harbor-web?ticket=LAKE-9`])
		const edit = await screen.findByRole('link', { name: 'Edit settings' })
		expect(edit.getAttribute('href')).toBe('/sources/harbor-web/edit?ticket=LAKE-9')
	})
})
