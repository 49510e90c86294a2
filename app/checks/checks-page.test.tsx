// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Role } from '../../lib/contract/role.ts'
import type { SourceRow } from '../../lib/contract/sources.ts'
import type { Outcome } from '../../lib/gateway/refusal.ts'
import { ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { ChecksPage } from './checks-page.tsx'
import { GROVE, HEADLINE, me, row } from './grove.fixture.ts'

/** The fields are loaded on first use, which takes a busy machine longer than drawing them. */
const LOADED = { timeout: 10_000 }

const grove: SourceRow = { ...GROVE, openedAt: null, lastCheck: null }
const started = ok({ checkId: 'chk-2', sourceId: 'grove-android', profile: 'sync', status: 'running' })

type Scene = { role?: Role; search?: string; run?: () => Outcome<unknown>; rows?: ReturnType<typeof row>[] }

function page({ role = 'support', search = '', run = () => started, rows = [row()] }: Scene = {}) {
	const scene = stage(<ChecksPage />, {
		path: '/checks',
		search,
		answers: {
			'sessions.me': () => ok(me(role)),
			'sources.list': ({ q }: { q?: string }) =>
				ok({ items: [grove].filter(({ sourceId }) => sourceId.includes(q ?? '')), nextCursor: null }),
			'sources.get': () => ok(GROVE),
			'checks.list': () => ok({ items: rows, nextCursor: null }),
			'checks.run': run,
		},
	})
	return { ...scene, asked: (operation: string) => scene.calls.filter((call) => call.operation === operation) }
}

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })
const button = (name: string) => screen.findByRole<HTMLButtonElement>('button', { name })

describe('the form of a check', () => {
	it('is filled by its link and runs nothing by itself', async () => {
		const { asked } = page({ search: '?source=grove-android&profile=replay-existing' })
		expect((await screen.findByLabelText<HTMLInputElement>('Source')).value).toBe('grove-android')
		await screen.findByText('Grove Foods, us-east-1')
		expect(screen.getByRole<HTMLInputElement>('radio', { name: /^Replay, existing cluster/ }).checked).toBe(true)
		expect((await button('Run check')).disabled).toBe(false)
		expect(asked('checks.run')).toEqual([])
	})

	it('runs the chosen profile for the case and leads to the report', async () => {
		const { asked, pushed } = page({ search: '?ticket=LAKE-7' })
		expect((await button('Run check')).disabled).toBe(true)
		type('Source', ' grove-android ')
		fireEvent.click(screen.getByRole('radio', { name: /^Debug/ }))
		await waitFor(async () => expect((await button('Run check')).disabled).toBe(false))
		fireEvent.click(await button('Run check'))
		await waitFor(() => expect(pushed).toEqual(['/checks/chk-2?ticket=LAKE-7']))
		expect(asked('checks.run').map(({ input }) => input)).toEqual([
			{ sourceId: 'grove-android', profile: 'debug', ticket: 'LAKE-7' },
		])
	})

	it('says that a source is not registered, and whom to ask, before anything is sent', async () => {
		page({ search: '?source=nothing-here' })
		const words = await screen.findByText(/Nobody registered nothing-here/)
		expect(words.textContent).toContain('Okta group sluice-admins')
		expect((await button('Run check')).disabled).toBe(true)
	})

	it.each(['viewer', 'auditor'] as const)(
		'tells a %s why there is no button, and shows what was checked',
		async (role) => {
			page({ role, search: '?source=grove-android&unsaved=true' })
			expect(await screen.findByText('Your role reads checks only')).toBeTruthy()
			expect(screen.getByText(/Support, engineers and admins can/)).toBeTruthy()
			expect(await screen.findByRole('link', { name: HEADLINE })).toBeTruthy()
			expect(screen.queryByRole('button', { name: 'Run check' })).toBeNull()
			expect(screen.queryByLabelText('Bucket')).toBeNull()
		},
	)

	it('shows who refused, and can be pressed again', async () => {
		page({ search: '?source=grove-android', run: () => refusedWith('overloaded', 'Too much at once.') })
		await screen.findByText('Grove Foods, us-east-1')
		fireEvent.click(await button('Run check'))
		expect((await screen.findByRole('alert')).textContent).toContain('Too much at once.')
		expect((await button('Run check')).disabled).toBe(false)
	})
})

describe('settings that are not saved yet', () => {
	const open = async (scene: Scene = {}) => {
		const drawn = page({ ...scene, search: `?source=grove-android&unsaved=true${scene.search ?? ''}` })
		await screen.findByLabelText('Bucket', {}, LOADED)
		return drawn
	}

	it('start from the stored ones; the external id is picked from the record, workspace first', async () => {
		await open()
		expect(screen.getByLabelText<HTMLInputElement>('Role ARN').value).toBe(GROVE.roleArn)
		const ids = screen.getByLabelText<HTMLSelectElement>('External id')
		expect(ids.tagName).toBe('SELECT')
		expect(ids.value).toBe('ws-grove')
		expect(
			within(ids)
				.getAllByRole('option')
				.map(({ textContent }) => textContent),
		).toEqual(['Choose one', 'grove-android', 'ws-grove'])
	})

	it('are filled by the link, and an external id that the record does not hold is not taken from it', async () => {
		await open({ search: '&bucket=New_Lake&externalId=stranger' })
		expect(screen.getByLabelText<HTMLInputElement>('Bucket').value).toBe('New_Lake')
		await waitFor(() => expect(screen.getByLabelText('Bucket').getAttribute('aria-invalid')).toBe('true'))
		expect(screen.getByLabelText<HTMLSelectElement>('External id').value).toBe('ws-grove')
	})

	it('are checked as they stand, once they are well-formed', async () => {
		const { asked, pushed } = await open()
		type('Bucket', 'BAD')
		expect(await screen.findByText(/must be an S3 bucket name/i)).toBeTruthy()
		fireEvent.click(await button('Check these settings'))
		type('Bucket', 'new-lake')
		fireEvent.click(await button('Check these settings'))
		await waitFor(() => expect(pushed).toEqual(['/checks/chk-2']))
		const { roleArn, region, catalogId, database, clusterId } = GROVE
		expect(asked('checks.run').map(({ input }) => input)).toEqual([
			{
				sourceId: 'grove-android',
				profile: 'sync',
				settings: { roleArn, region, catalogId, database, clusterId, bucket: 'new-lake', externalId: 'ws-grove' },
			},
		])
	})

	it('take a pasted role ARN with all that hangs on it, and say what was stored', async () => {
		await open({ role: 'engineer' })
		fireEvent.paste(screen.getByLabelText('Role ARN'), {
			clipboardData: { getData: () => ' "arn:aws:iam::999988887777:role/Lake",\n' },
		})
		await waitFor(() =>
			expect(screen.getByLabelText<HTMLInputElement>('Role ARN').value).toBe('arn:aws:iam::999988887777:role/Lake'),
		)
		expect(screen.getByLabelText<HTMLInputElement>('Glue catalog (account)').value).toBe('999988887777')
		expect(screen.getByText('Stored: 510987654324')).toBeTruthy()
	})

	it('say that role and catalog must be of one account, whichever was typed', async () => {
		await open({ role: 'engineer', search: '&ticket=LAKE-7' })
		type('Role ARN', 'arn:aws:iam::999988887777:role/Lake')
		expect(await screen.findByText(/must be the account of the role ARN/i)).toBeTruthy()
	})

	it.each<[Role, string, boolean, RegExp]>([
		['support', '&ticket=LAKE-7', true, /Ask an engineer or an admin/],
		['engineer', '', true, /Set the ticket above first/],
		['engineer', '&ticket=LAKE-7', false, /it is recorded for LAKE-7/],
		['admin', '&ticket=LAKE-7', false, /it is recorded for LAKE-7/],
	])('of another account: a %s with "%s" is held back (%s)', async (role, search, held, words) => {
		await open({ role, search: `${search}&roleArn=arn:aws:iam::999988887777:role/Lake&catalogId=999988887777` })
		expect(await screen.findByText('This role is of another account')).toBeTruthy()
		expect(document.body.textContent).toMatch(words)
		expect((await button('Check these settings')).disabled).toBe(held)
	})

	it('show each error of the service at its field, and those that have none', async () => {
		await open({
			run: () =>
				refusedWith('invalid-settings', 'These settings cannot be checked as they are.', [
					{ field: 'settings.externalId', message: 'must be one of the stored ones' },
					{ field: 'ticket', message: 'must be given' },
				]),
		})
		fireEvent.click(await button('Check these settings'))
		await waitFor(() => expect(screen.getByLabelText('External id').getAttribute('aria-invalid')).toBe('true'))
		expect(screen.getByText('ticket must be given')).toBeTruthy()
		expect(screen.getByText('These settings cannot be checked as they are.')).toBeTruthy()
	})
})

describe('recent checks', () => {
	it('are those of the form: its source and profile filter them', async () => {
		const { asked } = page({ search: '?source=grove-android&profile=sync' })
		await screen.findByText('of grove-android, Sync')
		await waitFor(() =>
			expect(asked('checks.list').at(-1)?.input).toMatchObject({ sourceId: 'grove-android', profile: 'sync' }),
		)
		expect(screen.getByRole('link', { name: 'Show all' }).getAttribute('href')).toBe('/checks')
	})

	it('tell running, failed and unsaved ones apart, and lead to each', async () => {
		page({
			search: '?ticket=LAKE-7',
			rows: [
				row({ checkId: 'a', status: 'running', verdict: null, headline: null, progress: { done: 3, total: 41 } }),
				row({ checkId: 'b', status: 'failed', verdict: null, headline: null, saved: false }),
			],
		})
		const run = await screen.findByRole('link', { name: 'Running: 3 of 41 answered' })
		expect(run.getAttribute('href')).toBe('/checks/a?ticket=LAKE-7')
		expect(screen.getByRole('link', { name: 'Ended without a verdict' })).toBeTruthy()
		expect(screen.getByText('Settings not saved')).toBeTruthy()
	})

	it('say why there are none', async () => {
		page({ rows: [] })
		expect(await screen.findByText('No check was run yet')).toBeTruthy()
	})
})
