// @vitest-environment jsdom
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Check, CheckRow } from '../../lib/contract/check-report.ts'
import type { Role } from '../../lib/contract/role.ts'
import { ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { AccessPathCard } from './access-path-card.tsx'
import { me, redacted, report, row } from './grove.fixture.ts'

type Scene = { role?: Role; check?: Check; version?: number; get?: () => unknown }

const card = (
	rows: CheckRow[],
	{ role = 'support', check = report(), version = 3, get = () => ok(check) }: Scene = {},
) =>
	stage(<AccessPathCard sourceId="grove-android" version={version} />, {
		search: '?ticket=LAKE-7',
		answers: {
			'sessions.me': () => ok(me(role)),
			'checks.list': () => ok({ items: rows, nextCursor: null }),
			'checks.get': get as never,
		},
	})

const path = () => screen.findByRole('list', { name: 'Access path' })

describe('the access path of a source', () => {
	it('is that of the last sync check of the stored settings that ended, asked for once', async () => {
		const { calls } = card([
			row({ checkId: 'chk-form', saved: false }),
			row({ checkId: 'chk-run', status: 'running', verdict: null, headline: null, finishedAt: null }),
			row({ checkId: 'chk-debug', profile: 'debug' }),
			row(),
			row({ checkId: 'chk-0' }),
		])
		const chain = within(await path())
		expect(chain.getByRole('link', { name: 'Catalog' }).getAttribute('href')).toBe(
			'/checks/chk-1?ticket=LAKE-7#f=glue-batch-create-partition',
		)
		expect(chain.getByText('Organisation policy (SCP), explicit deny')).toBeTruthy()
		expect(screen.getByText('Broken at: catalog. Unclear at: cluster.')).toBeTruthy()
		expect(calls.filter(({ operation }) => operation === 'checks.get').map(({ input }) => input)).toEqual([
			{ checkId: 'chk-1', ticket: 'LAKE-7' },
		])
	})

	it.each(['viewer', 'auditor'] as const)(
		'shows a %s the same, without names in the customer’s account',
		async (role) => {
			card([row()], { role, check: redacted(report()) })
			const text = (await path()).textContent
			expect(text).toContain('explicit deny')
			expect(text).toContain('grove_android')
			expect(text).not.toMatch(/undefined|null|SegmentDataLakeRole|grove-lake/)
		},
	)

	it.each<[string, CheckRow[], RegExp]>([
		['none was run', [row({ profile: 'debug' })], /^Nobody knows yet.*Run check/],
		['the first one is running', [row({ status: 'running', verdict: null })], /^The first sync check is running/],
		['it broke off', [row({ status: 'failed', verdict: null })], /ended without a verdict.*Run check/],
	])('is grey and says why when %s, and asks for nothing', async (_, rows, words) => {
		const { calls } = card(rows)
		expect(await screen.findByText(words)).toBeTruthy()
		const chain = within(await path())
		expect(chain.getAllByText('Not asked yet')).toHaveLength(5)
		expect(chain.queryByRole('link')).toBeNull()
		expect(calls.some(({ operation }) => operation === 'checks.get')).toBe(false)
	})

	it('says that other settings are stored than those that were checked', async () => {
		card([row()], { version: 4 })
		expect(await screen.findByText('Version 3 of the settings was checked, version 4 is stored.')).toBeTruthy()
	})

	it('says who refused to show the report, and draws nothing in its place', async () => {
		card([row()], { get: () => refusedWith('role-not-allowed', 'Not yours.') })
		expect((await screen.findByRole('alert')).textContent).toContain('Not yours.')
		expect(screen.queryByRole('list', { name: 'Access path' })).toBeNull()
	})
})
