// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { CheckRow } from '../../lib/contract/check-report.ts'
import type { Role } from '../../lib/contract/role.ts'
import { ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { HEADLINE, me, row } from './grove.fixture.ts'
import { LastVerdict } from './last-verdict.tsx'
import { PermissionsCard } from './permissions-card.tsx'

const card = (rows: CheckRow[], role: Role = 'support', run: () => unknown = () => ok({ checkId: 'chk-2' })) =>
	stage(<PermissionsCard sourceId="grove-android" />, {
		search: '?ticket=LAKE-7',
		answers: {
			'sessions.me': () => ok(me(role)),
			'checks.list': () => ok({ items: rows, nextCursor: null }),
			'checks.run': run as never,
		},
	})

describe('the permissions of a source', () => {
	it('are the last word on each profile, and the last checks from the oldest on', async () => {
		card([
			row({ checkId: 'new', finishedAt: '2026-11-03T15:00:00.000Z' }),
			row({ checkId: 'replay', profile: 'replay-existing', verdict: 'ok', headline: 'OK: all rights.' }),
			row({ checkId: 'old', verdict: 'ok', headline: 'OK then.' }),
		])
		expect((await screen.findByRole('link', { name: HEADLINE })).getAttribute('href')).toBe('/checks/new?ticket=LAKE-7')
		expect(screen.getByRole('link', { name: 'OK: all rights.' })).toBeTruthy()
		expect(screen.queryByRole('link', { name: 'OK then.' })).toBeNull()
		expect(screen.getByText(/^Not checked lately: Replay, dedicated cluster; Debug$/)).toBeTruthy()
		const marks = within(screen.getByRole('list', { name: 'Last checks, oldest first' })).getAllByRole('link')
		expect(marks.map((mark) => mark.getAttribute('href'))).toEqual([
			'/checks/old?ticket=LAKE-7',
			'/checks/replay?ticket=LAKE-7',
			'/checks/new?ticket=LAKE-7',
		])
		expect(marks.at(-1)?.textContent).toBe('Blocked, Sync, 2026-11-03 15:00 UTC')
	})

	it('are not told from a check of settings that were never stored', async () => {
		card([row({ checkId: 'form', saved: false, verdict: 'ok', headline: 'OK: from the form.' }), row()])
		await screen.findByRole('link', { name: HEADLINE })
		expect(screen.queryByRole('link', { name: 'OK: from the form.' })).toBeNull()
		expect(screen.getAllByRole('listitem')).toHaveLength(2)
	})

	it('are asked anew by one press, which leads to the running report', async () => {
		const { calls, pushed } = card([])
		fireEvent.click(await screen.findByRole('button', { name: 'Run check' }))
		await waitFor(() => expect(pushed).toEqual(['/checks/chk-2?ticket=LAKE-7']))
		expect(calls.filter(({ operation }) => operation === 'checks.run').map(({ input }) => input)).toEqual([
			{ sourceId: 'grove-android', profile: 'sync', ticket: 'LAKE-7' },
		])
	})

	it('offer no press to who may not', async () => {
		card([], 'viewer')
		await screen.findByText('No check yet')
		expect(screen.queryByRole('button')).toBeNull()
	})

	it('say who refused to run one', async () => {
		const error = refusedWith('role-not-allowed', 'Not yours.')
		card([row()], 'support', () => error)
		fireEvent.click(await screen.findByRole('button', { name: 'Run check' }))
		expect((await screen.findByRole('alert')).textContent).toContain('Not yours.')
		expect(screen.getByRole('link', { name: HEADLINE })).toBeTruthy()
	})
})

describe('the last verdict in a list', () => {
	it.each([
		['ok', 'OK'],
		['blocked', 'Blocked'],
		['unclear', 'Unclear'],
	] as const)('%s leads to its report as "%s" with its age', (verdict, word) => {
		const last = {
			checkId: 'chk-1',
			profile: 'sync',
			verdict,
			finishedAt: new Date(Date.now() - 7_200_000).toISOString(),
		}
		stage(<LastVerdict last={last} ticket={null} />)
		const link = screen.getByRole('link')
		expect(link.textContent).toBe(`${word}2 hr. ago`)
		expect(link.getAttribute('href')).toBe('/checks/chk-1')
	})

	it('is said to be none', () => {
		stage(<LastVerdict last={null} ticket={null} />)
		expect(screen.getByText('Not checked')).toBeTruthy()
	})
})
