// @vitest-environment jsdom
import { useQuery } from '@tanstack/react-query'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Source } from '../../lib/contract/sources.ts'
import { sourceQuery } from '../../lib/query/sources.ts'
import { type Answers, ok, refusedWith, stage } from '../frame/stage.fixture.tsx'
import { HARBOR, HARBOR_SETTINGS } from './harbor.fixture.ts'
import SettingsForm from './settings-form.tsx'

type Put = { sourceId: string; settings: typeof HARBOR_SETTINGS; baseVersion: number; ticket: string }

function Editing({ saved }: { saved: Source[] }) {
	const { data } = useQuery(sourceQuery('harbor-web'))
	return data ? <SettingsForm source={data} onSaved={(source) => saved.push(source)} /> : null
}

/** The stored source, which tests change under the form, and a save that answers as the service does. */
async function editing(over: { put?: (input: Put) => unknown } = {}) {
	const world = { stored: HARBOR, saved: [] as Source[], puts: [] as Put[] }
	const put = (input: Put) => {
		world.puts.push(input)
		if (over.put) return over.put(input)
		if (input.baseVersion !== world.stored.version) return refusedWith('version-conflict', 'Somebody was first.')
		world.stored = { ...HARBOR, ...input.settings, version: input.baseVersion + 1 }
		return ok({ source: world.stored, changes: [] })
	}
	const answers: Answers = { 'sources.get': () => ok(world.stored), 'sources.put': put as never }
	const scene = stage(<Editing saved={world.saved} />, { answers, search: '?ticket=LAKE-5' })
	await screen.findByLabelText('Bucket')
	return { world, ...scene }
}

const type = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } })

async function save() {
	fireEvent.click(screen.getByRole('button', { name: 'Review changes' }))
	fireEvent.click(await screen.findByRole('button', { name: /^Save version/ }))
}

describe('editing the settings of a source', () => {
	it('says what is wrong as it is typed, tied to its field', async () => {
		await editing()
		type('Role ARN', 'arn:aws:iam::12:role/x')
		const field = screen.getByLabelText('Role ARN')
		await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'))
		const about = document.getElementById(field.getAttribute('aria-describedby') ?? '')
		expect(about?.textContent).toContain('must be a role ARN')
		expect(screen.getByLabelText('Bucket').getAttribute('aria-invalid')).toBeNull()
	})

	it('takes pasted text for what is meant', async () => {
		await editing()
		type('Glue catalog (account)', '')
		fireEvent.paste(screen.getByLabelText('Role ARN'), {
			clipboardData: { getData: () => ' "arn:aws:iam::999988887777:role/Lake",' },
		})
		fireEvent.paste(screen.getByLabelText('Bucket'), { clipboardData: { getData: () => 's3://acme-lake/x' } })
		await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Bucket').value).toBe('acme-lake'))
		expect(screen.getByLabelText<HTMLInputElement>('Role ARN').value).toBe('arn:aws:iam::999988887777:role/Lake')
		expect(screen.getByLabelText<HTMLInputElement>('Glue catalog (account)').value).toBe('999988887777')
	})

	it('shows before and after, and saves only when told to, for the ticket of the case', async () => {
		const { world } = await editing()
		type('Bucket', 'new-lake')
		type('External ids', 'ws-harbor, harbor-web')
		fireEvent.click(screen.getByRole('button', { name: 'Review changes' }))
		expect((await screen.findByText('new-lake', { selector: 'ins' })).textContent).toContain('After')
		expect(screen.getByText('harbor-outfitters-lake', { selector: 'del' })).toBeTruthy()
		expect(world.puts).toEqual([])
		const go = screen.getByRole('button', { name: 'Save version 4' })
		expect(document.activeElement).not.toBe(go)
		fireEvent.click(go)
		await waitFor(() => expect(world.saved).toHaveLength(1))
		expect(world.puts).toEqual([
			{
				sourceId: 'harbor-web',
				settings: { ...HARBOR_SETTINGS, bucket: 'new-lake', externalIds: ['ws-harbor', 'harbor-web'] },
				baseVersion: 3,
				ticket: 'LAKE-5',
			},
		])
	})

	it('has nothing to save when nothing differs', async () => {
		const { world } = await editing()
		fireEvent.click(screen.getByRole('button', { name: 'Review changes' }))
		expect(await screen.findByText(/nothing to save/)).toBeTruthy()
		expect(world.puts).toEqual([])
	})

	it('puts each error of the service at its field, and shows those that have none', async () => {
		await editing({
			put: () =>
				refusedWith('invalid-source', 'The settings contradict each other.', [
					{ field: 'settings.roleArn', message: 'is a role of another account' },
					{ field: 'baseVersion', message: 'is odd' },
				]),
		})
		type('Bucket', 'new-lake')
		await save()
		await waitFor(() => expect(screen.getByLabelText('Role ARN').getAttribute('aria-invalid')).toBe('true'))
		expect(screen.getByText('is a role of another account')).toBeTruthy()
		expect(screen.getByText('baseVersion is odd')).toBeTruthy()
		expect(screen.getByText('The settings contradict each other.')).toBeTruthy()
	})

	it('goes on from what somebody else stored first, with my edits on top', async () => {
		const { world } = await editing()
		type('Bucket', 'my-lake')
		world.stored = {
			...HARBOR,
			bucket: 'their-lake',
			database: 'their_db',
			version: 4,
			updatedBy: 'eve@sluice.example',
		}
		await save()
		expect(await screen.findByText('eve@sluice.example saved version 4 while you were editing')).toBeTruthy()
		expect(screen.getByText('their-lake', { selector: 'del' })).toBeTruthy()
		expect(screen.getByRole('button', { name: 'Review changes' }).hasAttribute('disabled')).toBe(true)
		fireEvent.click(screen.getByRole('button', { name: 'Load version 4, keep my edits' }))
		await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Glue database').value).toBe('their_db'))
		expect(screen.getByLabelText<HTMLInputElement>('Bucket').value).toBe('my-lake')
		await save()
		await waitFor(() => expect(world.saved).toHaveLength(1))
		expect(world.puts.at(-1)).toMatchObject({ baseVersion: 4, settings: { bucket: 'my-lake', database: 'their_db' } })
	})

	it('finds its edits again after the page was left to sign in, external ids excepted', async () => {
		const first = await editing()
		type('Bucket', 'my-lake')
		type('External ids', 'secret-one')
		await screen.findByText(/external ids are not kept/)
		first.unmount()
		expect(JSON.stringify({ ...sessionStorage })).not.toContain('secret-one')
		await editing()
		await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Bucket').value).toBe('my-lake'))
		expect(screen.getByLabelText<HTMLTextAreaElement>('External ids').value).toBe('ws-harbor')
		fireEvent.click(screen.getByRole('button', { name: 'Discard my edits' }))
		await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Bucket').value).toBe('harbor-outfitters-lake'))
		expect(sessionStorage.length).toBe(0)
	})

	it('forgets the draft once it is saved', async () => {
		const { world } = await editing()
		type('Bucket', 'my-lake')
		await waitFor(() => expect(sessionStorage.length).toBe(1))
		await save()
		await waitFor(() => expect(world.saved).toHaveLength(1))
		expect(sessionStorage.length).toBe(0)
	})
})
