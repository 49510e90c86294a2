import type { Description } from '../gateway/description.ts'

/** Where this tab stands. Times are epoch milliseconds of the server's clock. No state holds a secret. */
export type SessionState =
	| { at: 'starting' }
	| { at: 'asking-siblings' }
	| { at: 'waiting-for-other-tab'; since: number }
	| { at: 'leaving' }
	| { at: 'exchanging' }
	| { at: 'signed-in'; identityId: string; expiresAt: number }
	| { at: 'expiring'; identityId: string; expiresAt: number }
	| { at: 'expired'; identityId: string }
	| { at: 'refused'; description: Description }
	/** For good, since what the page loaded belongs to this identity: only a page load gets out of it. */
	| { at: 'refused'; description: Description; identityId: string }
	| { at: 'signing-out' }
	| { at: 'signed-out' }

export type SessionEvent =
	| { type: 'ask' }
	| { type: 'wait'; since: number }
	| { type: 'leave' }
	| { type: 'exchange' }
	| { type: 'credentials'; identityId: string; expiresAt: number }
	| { type: 'near-expiry' }
	| { type: 'expiry' }
	| { type: 'refusal'; description: Description }
	| { type: 'signing-out' }
	| { type: 'signed-out' }

/** One person per browser: what is on this page was loaded for somebody else than who signed in now. */
const ANOTHER_PERSON: Description = {
	who: 'This page',
	title: 'Somebody else signed in in another window',
	why: 'What this page shows was loaded for the person who was signed in before.',
	todo: 'Reload the page to go on as the person who is signed in now.',
	requestId: null,
}

/** The whole machine. An event that makes no sense where the tab stands changes nothing and returns `state` itself. */
export function next(state: SessionState, event: SessionEvent): SessionState {
	switch (event.type) {
		case 'ask':
			return state.at === 'starting' || state.at === 'waiting-for-other-tab' ? { at: 'asking-siblings' } : state
		case 'wait':
			return state.at === 'asking-siblings' ? { at: 'waiting-for-other-tab', since: event.since } : state
		case 'leave':
			return { at: 'leaving' }
		case 'exchange':
			return isOver(state) || isClosed(state) ? state : { at: 'exchanging' }
		case 'credentials':
			return withCredentials(state, event)
		case 'near-expiry':
			return state.at === 'signed-in' ? { ...state, at: 'expiring' } : state
		case 'expiry':
			return isSignedIn(state) ? { at: 'expired', identityId: state.identityId } : state
		case 'refusal':
			// A refused renewal elsewhere takes nothing from a tab that is, or was, at work. None that had an identity may
			// forget it: the next person's credentials would then open what was loaded for this one.
			return 'identityId' in state || state.at === 'leaving' || isOver(state)
				? state
				: { at: 'refused', description: event.description }
		case 'signing-out':
			return isOver(state) ? state : { at: 'signing-out' }
		case 'signed-out':
			return state.at === 'signed-out' ? state : { at: 'signed-out' }
	}
}

function withCredentials(state: SessionState, event: Extract<SessionEvent, { type: 'credentials' }>): SessionState {
	// An answer that was on its way while somebody signed out must not sign in again.
	if (isOver(state) || isClosed(state) || state.at === 'leaving') return state
	if ('identityId' in state && state.identityId !== event.identityId) {
		return { at: 'refused', description: ANOTHER_PERSON, identityId: state.identityId }
	}
	if (isSignedIn(state) && state.expiresAt >= event.expiresAt) return state
	return { at: 'signed-in', identityId: event.identityId, expiresAt: event.expiresAt }
}

/** With credentials that are bound and valid. */
export const isSignedIn = (state: SessionState): state is Extract<SessionState, { expiresAt: number }> =>
	state.at === 'signed-in' || state.at === 'expiring'
/** Somebody signed out, or is about to. */
export const isOver = (state: SessionState) => state.at === 'signing-out' || state.at === 'signed-out'
const isClosed = (state: SessionState) => state.at === 'refused' && 'identityId' in state

/** Where credentials may be in memory: `exchanging` to bind them, `signing-out` to sign one last call. */
export const mayHold = (state: SessionState) =>
	isSignedIn(state) || state.at === 'exchanging' || state.at === 'signing-out'
