// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Role } from '../../lib/contract/role.ts'
import { operationsOf } from '../../lib/contract/table.ts'
import type { Outcome } from '../../lib/gateway/refusal.ts'
import { PersonMenu } from './person-menu.tsx'
import { ok, refusedWith, stage } from './stage.fixture.tsx'

const me = (role: Role) => ({
	person: `${role}@sluice.example`,
	name: null,
	role,
	via: 'console',
	operations: operationsOf(role),
	time: '2026-11-03T14:05:00.000Z',
})

/** Panel and dialog are loaded when first opened, which takes a busy machine longer than drawing them. */
const LOADED = { timeout: 10_000 }

/** The person panel of one role, opened as that person would. */
async function panel(role: Role, release?: () => Outcome<unknown>) {
	const answers = { 'sessions.me': () => ok(me(role)), ...(release && { 'sessions.release': release }) }
	const scene = stage(<PersonMenu />, { answers, search: '?ticket=LAKE-5' })
	fireEvent.click(screen.getByRole('button', { name: 'You and your role' }))
	await screen.findByText(`${role}@sluice.example`, { selector: 'p.text-muted' }, LOADED)
	return { ...scene, released: () => scene.calls.filter(({ operation }) => operation === 'sessions.release') }
}

async function dialog(release?: () => Outcome<unknown>) {
	const scene = await panel('admin', release)
	fireEvent.click(screen.getByRole('button', { name: 'Release a sign-in' }))
	await screen.findByRole('dialog', { name: 'Release a sign-in' }, LOADED)
	return scene
}

const verb = () => screen.getByRole('button', { name: 'Release sign-in' })

function releaseOf(person: string) {
	fireEvent.change(screen.getByLabelText('Person’s e-mail'), { target: { value: person } })
	fireEvent.click(verb())
}

describe('releasing a sign-in', () => {
	it('is not offered to a role that may not', async () => {
		await panel('support')
		expect(screen.getByRole('button', { name: 'Sign out' })).toBeTruthy()
		expect(screen.queryByRole('button', { name: 'Release a sign-in' })).toBeNull()
	})

	it('never starts on the button that does it', async () => {
		await dialog()
		await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' })))
	})

	it('releases the person for the ticket of the case and says how many ties there were', async () => {
		const { released } = await dialog(() => ok({ person: 'sam@sluice.example', released: 1 }))
		expect(screen.queryByText(/released$/)).toBeNull()
		releaseOf('  Sam@Sluice.example ')
		expect(await screen.findByText('1 tie was released')).toBeTruthy()
		expect(released().map(({ input }) => input)).toEqual([{ person: 'sam@sluice.example', ticket: 'LAKE-5' }])
		fireEvent.click(screen.getByRole('button', { name: 'Done' }))
		await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
	})

	it.each<[string, () => Outcome<unknown>]>([
		[
			'refuses it as not found',
			() => refusedWith('not-found', 'No Cognito identity is bound to nobody@sluice.example.'),
		],
		['answers that it released none', () => ok({ person: 'nobody@sluice.example', released: 0 })],
	])('says that nobody is bound when the service %s', async (_, release) => {
		await dialog(release)
		releaseOf('nobody@sluice.example')
		expect(await screen.findByText('Nobody is bound under nobody@sluice.example.')).toBeTruthy()
		expect(screen.queryByRole('alert')).toBeNull()
	})

	it('shows who refused and why, with the request id, and keeps what was typed', async () => {
		await dialog(() => refusedWith('role-not-allowed', 'Yours is support.'))
		releaseOf('sam@sluice.example')
		const alert = await screen.findByRole('alert')
		expect(alert.textContent).toContain('Yours is support.')
		expect(alert.textContent).toContain('req-9')
		expect(screen.getByLabelText<HTMLInputElement>('Person’s e-mail').value).toBe('sam@sluice.example')
	})

	it.each([
		['Person’s e-mail', 'sam', 'must be an e-mail address'],
		['Ticket', 'soon', 'must be a ticket id such as LAKE-1234'],
	])('names what is wrong with %s and sends nothing', async (label, value, message) => {
		const { released } = await dialog()
		fireEvent.change(screen.getByLabelText(label), { target: { value } })
		fireEvent.click(verb())
		const field = screen.getByLabelText(label)
		await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'))
		const about = document.getElementById(field.getAttribute('aria-describedby') ?? '')
		expect(about?.textContent).toBe(message)
		expect(released()).toEqual([])
	})
})
