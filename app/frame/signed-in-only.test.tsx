// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { SessionState } from '../../lib/session/state.ts'
import { useMe } from './me.ts'
import { SessionBanners } from './session-banners.tsx'
import { SignedInOnly } from './signed-in-only.tsx'
import { ok, stage } from './stage.fixture.tsx'

const identityId = 'us-west-2:1'
const later = Date.now() + 300_000
const NOT_SENT = {
	ok: false as const,
	refusal: { by: 'network' as const, reason: 'no-credentials' as const, requestId: null },
}
const me = (role: string) => ({
	person: `${role}@sluice.example`,
	name: null,
	role,
	via: 'console',
	operations: [],
	time: '',
})

const WhoAmI = () => <p>{useMe()?.person ?? 'nobody'}</p>

const page = (state: SessionState, skew = 0) =>
	stage(
		<>
			<SessionBanners />
			<SignedInOnly>
				<p>the page</p>
			</SignedInOnly>
		</>,
		{ state, skew },
	)

describe('who sees the page', () => {
	it.each<[SessionState, boolean, string]>([
		[{ at: 'starting' }, false, 'nobody is known yet'],
		[{ at: 'asking-siblings' }, false, 'another tab may answer'],
		[{ at: 'waiting-for-other-tab', since: 0 }, false, 'another tab is at Okta'],
		[{ at: 'leaving' }, false, 'on the way to Okta'],
		[{ at: 'exchanging' }, false, 'credentials are being fetched'],
		[{ at: 'signing-out' }, false, 'on the way out'],
		[{ at: 'signed-out' }, false, 'signed out on purpose'],
		[{ at: 'signed-in', identityId, expiresAt: later }, true, 'signed in'],
		[{ at: 'expiring', identityId, expiresAt: later }, true, 'still signed in'],
		[{ at: 'expired', identityId }, true, 'what was loaded stays, forms included'],
	])('%j: %s (%s)', (state, shown) => {
		page(state)
		expect(screen.queryByText('the page') !== null).toBe(shown)
	})

	it('starts sign-in by itself and keeps path, query and hash', () => {
		history.replaceState(null, '', '/sources/harbor-web?ticket=LAKE-1#f=2')
		expect(page({ at: 'starting' }).pressed).toEqual(['enter /sources/harbor-web?ticket=LAKE-1#f=2'])
	})

	it('offers to sign in here instead of waiting for another tab', () => {
		const { pressed } = page({ at: 'waiting-for-other-tab', since: 0 })
		fireEvent.click(screen.getByRole('button', { name: 'Sign in here instead' }))
		expect(pressed.at(-1)).toMatch(/^sign in \/sources/)
	})

	it.each<[SessionState, string]>([
		[{ at: 'signed-out' }, 'Continue with Okta'],
		[{ at: 'refused', description: { who: 'Okta', title: 'No', why: '', todo: '', requestId: null } }, 'Try again'],
	])('after %j, %s has Okta ask who signs in', (state, name) => {
		const { pressed } = page(state)
		fireEvent.click(screen.getByRole('button', { name }))
		expect(pressed.at(-1)).toMatch(/^sign in again \/sources/)
	})

	it('says that it signs out while it does', () => {
		page({ at: 'signing-out' })
		expect(screen.getByRole('status').textContent).toBe('Signing you out.')
	})

	it('names who refused, why, what to do and the request id', () => {
		const description = {
			who: 'the identity pool',
			title: 'No role',
			why: 'No group fits.',
			todo: 'Ask IT.',
			requestId: 'r-1',
		}
		page({ at: 'refused', description })
		const text = screen.getByRole('alert').textContent
		for (const part of ['No role', 'the identity pool', 'No group fits.', 'Ask IT.', 'r-1'])
			expect(text).toContain(part)
	})
})

describe('what was loaded', () => {
	const identity = { identityId, expiresAt: later }
	const answering = () => {
		let signedIn = false
		const answer = () => (signedIn ? ok(me('support')) : NOT_SENT)
		const scene = stage(
			<SignedInOnly>
				<WhoAmI />
			</SignedInOnly>,
			{ state: { at: 'expired', identityId }, answers: { 'sessions.me': answer } },
		)
		return { ...scene, signIn: () => (signedIn = true) }
	}

	it('is asked again once the session is renewed', async () => {
		const { become, signIn } = answering()
		await screen.findByText('nobody')
		signIn()
		become({ at: 'signed-in', ...identity })
		expect(await screen.findByText('support@sluice.example')).toBeTruthy()
	})

	it.each<[string, SessionState]>([
		['Sign out', { at: 'signed-out' }],
		[
			'somebody else’s sign-in',
			{ at: 'refused', description: { who: '', title: '', why: '', todo: '', requestId: null }, identityId },
		],
	])('is gone with %s, from the page and from memory', async (_, state) => {
		const { become, signIn, queryClient } = answering()
		signIn()
		become({ at: 'signed-in', ...identity })
		await screen.findByText('support@sluice.example')
		become(state)
		expect(screen.queryByText('support@sluice.example')).toBeNull()
		expect(queryClient.getQueryCache().getAll()).toEqual([])
	})
})

describe('banners', () => {
	it('offer to renew while there is time, and after', () => {
		const { pressed, unmount } = page({ at: 'expiring', identityId, expiresAt: later })
		expect(screen.getByText('Your sign-in ends in 5 minutes')).toBeTruthy()
		fireEvent.click(screen.getByRole('button', { name: 'Renew sign-in' }))
		expect(pressed.at(-1)).toMatch(/^renew \/sources/)
		unmount()
		page({ at: 'expired', identityId })
		expect(screen.getByText('Your sign-in has ended')).toBeTruthy()
	})

	it.each([
		[-420_000, 'This computer’s clock is 7 minutes fast'],
		[420_000, 'This computer’s clock is 7 minutes slow'],
	])('say that a clock off by %i ms is corrected', (skew, words) => {
		page({ at: 'signed-in', identityId, expiresAt: later }, skew)
		expect(screen.getByText(words)).toBeTruthy()
	})

	it('are silent when all is well', () => {
		page({ at: 'signed-in', identityId, expiresAt: later }, 20_000)
		expect(screen.queryByText(/clock/)).toBeNull()
		expect(screen.queryByRole('alert')).toBeNull()
	})

	it('say when the network is gone', () => {
		Object.defineProperty(navigator, 'onLine', { value: false, configurable: true })
		page({ at: 'signed-in', identityId, expiresAt: later })
		expect(screen.getByText('You are offline')).toBeTruthy()
		Reflect.deleteProperty(navigator, 'onLine')
	})
})
