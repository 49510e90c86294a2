// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { SourceRow } from '../../lib/contract/sources.ts'
import { SearchField } from '../frame/search-field.tsx'
import { type Answers, ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { me, row } from './harbor.fixture.ts'
import { SourceList } from './source-list.tsx'

type Asked = { q?: string; cursor?: string }
const page = (items: SourceRow[], nextCursor: string | null = null) => ok({ items, nextCursor })

function list(list: (asked: Asked) => unknown, scene: { search?: string; role?: 'admin'; path?: string } = {}) {
	const answers: Answers = {
		'sources.list': list as never,
		'sessions.me': () => ok(me(scene.role ?? 'support', scene.role ? ['sources.put'] : [])),
	}
	return stage(
		<>
			<SearchField />
			<SourceList />
		</>,
		{ answers, ...scene },
	)
}

describe('the list of sources', () => {
	it('leads with what the reader opened, under its own heading', async () => {
		list(() => page([row('harbor-ios', '2026-11-03T14:00:00.000Z'), row('amber-web')]))
		const heading = await screen.findByRole('rowheader', { name: 'Opened by you' })
		const group = heading.closest('tbody')
		expect(group && within(group).getByRole('link').textContent).toBe('harbor-ios')
		expect(screen.getByRole('rowheader', { name: 'All other sources' })).toBeTruthy()
	})

	it('has no headings before anything was opened', async () => {
		list(() => page([row('amber-web')]))
		await screen.findByRole('link', { name: 'amber-web' })
		expect(screen.queryByRole('rowheader')).toBeNull()
	})

	it('asks once for what was typed, not for every key', async () => {
		const { calls } = list(({ q }) => page(q ? [row(`found-${q}`)] : [row('amber-web')]))
		await screen.findByRole('link', { name: 'amber-web' })
		const field = screen.getByRole('searchbox', { name: 'Search sources' })
		for (const text of ['h', 'ha', 'har']) fireEvent.change(field, { target: { value: text } })
		await screen.findByRole('link', { name: 'found-har' })
		const asked = calls.filter(({ operation }) => operation === 'sources.list').map(({ input }) => (input as Asked).q)
		expect(asked).toEqual([undefined, 'har'])
	})

	it('leads by keyboard to a source that was checked, not to its last report', async () => {
		const lastCheck = {
			checkId: 'chk-1',
			profile: 'sync',
			verdict: 'ok',
			finishedAt: '2026-11-20T10:00:00.000Z',
		} as const
		list(
			() =>
				page([
					{ ...row('one'), lastCheck },
					{ ...row('two'), lastCheck },
				]),
			{ search: '?q=o' },
		)
		const first = await screen.findByRole('link', { name: 'one' })
		const form = screen.getByRole('searchbox').closest('form')
		if (form) fireEvent.submit(form)
		expect(document.activeElement).toBe(first)
		fireEvent.keyDown(first, { key: 'j' })
		expect(document.activeElement?.textContent).toBe('two')
	})

	it('moves from the search to the rows and through them by keyboard alone', async () => {
		list(() => page([row('one'), row('two')]), { search: '?q=o&ticket=LAKE-3' })
		const first = await screen.findByRole('link', { name: 'one' })
		fireEvent.keyDown(document.body, { key: '/' })
		const field = screen.getByRole('searchbox')
		expect(document.activeElement).toBe(field)
		fireEvent.keyDown(field, { key: 'j' })
		expect(document.activeElement).toBe(field)
		const form = field.closest('form')
		if (form) fireEvent.submit(form)
		expect(document.activeElement).toBe(first)
		const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key })
		press('j')
		expect(document.activeElement?.textContent).toBe('two')
		press('j')
		expect(document.activeElement?.textContent, 'the last row holds').toBe('two')
		press('k')
		expect(document.activeElement).toBe(first)
		expect(first.getAttribute('href')).toBe('/sources/one?ticket=LAKE-3')
	})

	describe('Enter before what was typed is answered', () => {
		/** The rows of an empty search are there; the answer to another waits for `answer`. */
		async function typed(text: string) {
			const { promise, resolve } = Promise.withResolvers<void>()
			list(async ({ q }) => {
				if (q) await promise
				return page([row(q ? `found-${q}` : 'stale')])
			})
			const field = screen.getByRole<HTMLInputElement>('searchbox')
			await screen.findByRole('link', { name: 'stale' })
			field.focus()
			const type = (value: string) => fireEvent.change(field, { target: { value } })
			type(text)
			if (field.form) fireEvent.submit(field.form)
			expect(document.activeElement, 'no row of another search').toBe(field)
			return { field, type, answer: () => resolve() }
		}

		it('waits for it, and leads to the first row then', async () => {
			const { answer } = await typed('har')
			answer()
			const found = await screen.findByRole('link', { name: 'found-har' })
			await waitFor(() => expect(document.activeElement).toBe(found))
		})

		it('is forgotten by whoever types on', async () => {
			const { field, type, answer } = await typed('har')
			type('harb')
			answer()
			await screen.findByRole('link', { name: 'found-harb' })
			await screen.findByText('1 source')
			expect(document.activeElement).toBe(field)
		})

		it('takes nobody away from where they went meanwhile', async () => {
			const { field, answer } = await typed('har')
			field.blur()
			answer()
			await screen.findByRole('link', { name: 'found-har' })
			await screen.findByText('1 source')
			expect(document.activeElement).toBe(document.body)
		})
	})

	it('leads to the list from elsewhere with Enter, ticket included', async () => {
		const { pushed } = stage(<SearchField />, { path: '/sources/harbor-web', search: '?ticket=LAKE-3' })
		const field = screen.getByRole('searchbox')
		fireEvent.change(field, { target: { value: ' harbor ' } })
		const form = field.closest('form')
		if (form) fireEvent.submit(form)
		expect(pushed).toEqual(['/sources?q=harbor&ticket=LAKE-3'])
	})

	it('says that nothing matches, and whom to ask', async () => {
		list(() => page([]), { search: '?q=nothing' })
		expect(await screen.findByText('No source matches')).toBeTruthy()
		expect(screen.getByText(/Okta group sluice-admins/)).toBeTruthy()
		expect(screen.getByRole('link', { name: 'Show all sources' }).getAttribute('href')).toBe('/sources')
	})

	it.each([
		['admin', 1],
		[undefined, 0],
	] as const)('offers registration on an empty registry to those who may (%s)', async (role, offered) => {
		list(() => page([]), { role })
		const text = await screen.findByText('No source is registered yet')
		const box = text.parentElement
		await waitFor(() =>
			expect(box && within(box).queryAllByRole('link', { name: 'Register a source' })).toHaveLength(offered),
		)
	})

	it('loads further pages on request and keeps the first', async () => {
		list(({ cursor }) => (cursor ? page([row('second')]) : page([row('first')], 'next')))
		fireEvent.click(await screen.findByRole('button', { name: 'Load more' }))
		await screen.findByRole('link', { name: 'second' })
		expect(screen.getByRole('link', { name: 'first' })).toBeTruthy()
		expect(screen.queryByRole('button', { name: 'Load more' })).toBeNull()
	})

	it('names who refused, why and the request id', async () => {
		list(() => refusedWith('role-unknown', 'The role of these credentials is none of Sluice.'))
		const alert = await screen.findByRole('alert')
		expect(alert.textContent).toContain('The service')
		expect(alert.textContent).toContain('The role of these credentials is none of Sluice.')
		expect(within(alert).getByRole('button', { name: 'Copy request id' })).toBeTruthy()
	})
})
