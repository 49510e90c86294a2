import type { Client } from '../gateway/client.ts'
import type { Clock } from '../gateway/clock.ts'
import type { Description } from '../gateway/description.ts'
import { createDrafts, type Drafts, dropAllDrafts } from './drafts.ts'
import { createEntrance } from './entrance.ts'
import { watchExpiry } from './expiry.ts'
import type { SessionParts, SessionPorts } from './ports.ts'
import { createSiblings, type SiblingNews } from './siblings.ts'
import { completeSignIn, type SignedIn, takeCredentials } from './sign-in.ts'
import { RENEWED_PAGE, SIGNED_OUT_PAGE, signInStart } from './sign-in-path.ts'
import { endSession } from './sign-out.ts'
import { isSignedIn, mayHold, next, type SessionEvent, type SessionState } from './state.ts'
import { createStore } from './store.ts'
import { createTrip } from './trip.ts'

/** The session of one tab. `subscribe` and `getSnapshot` fit React's useSyncExternalStore. */
export type Session = {
	subscribe(listener: () => void): () => void
	getSnapshot(): SessionState
	/** The server's time as far as learned, and by how much this computer's clock is off. */
	clock: Clock
	/** The signed client. Loads the signer, the contract and Amplify on first use. */
	client(): Promise<Client>
	/** Half-filled forms, kept over a trip to Okta. */
	drafts: Drafts
	/**
	 * For every page that needs a session: asks other tabs, else waits for the tab that is at Okta, else leaves for
	 * `/sign-in/start?to=<to>` itself. Never leaves by itself after Sign out: the state is `signed-out` then.
	 * Resolves when the state is settled or the page is being left.
	 */
	enter(to: string): Promise<void>
	/**
	 * The button "Continue with Okta" or "Sign in here instead": leaves for Okta now. With `again`, and always after Sign
	 * out, Okta asks who signs in: left to itself it would silently bring back the person who left or was refused.
	 */
	signInHere(to: string, options?: { again: boolean }): void
	/**
	 * `/sign-in/complete`: exchange, bind, tell the other tabs. `serverTime` is the redeem answer's, epoch milliseconds or
	 * ISO 8601. Afterwards go on by soft navigation: a page load forgets the credentials.
	 */
	completeSignIn(handed: { samlResponse: string; serverTime: string | number }): Promise<SignedIn>
	/** `/sign-in/refused`: ends the trip, so that waiting tabs show the refusal instead of waiting. */
	reportRefusal(description: Description): void
	/** Call from a click. The pop-up ends at `/sign-in/renewed`; when it is blocked this page leaves for Okta and comes back to `to`. */
	renewByPopup(to: string): 'opened' | 'redirected'
	/** Ends the session at the service and in every tab, and loads `/sign-in?signed-out=1`. */
	signOut(): Promise<void>
	/** `/sign-in?signed-out=1`: keeps sign-in from starting by itself until the button is pressed. */
	noteSignedOut(): Promise<void>
}

/** Assembles one tab's session from its ports; configureSession does it for a browser. */
export function createSession(ports: SessionPorts): Session {
	const { clock, keeper, local, locks } = ports
	const store = createStore<SessionState, SessionEvent>({ at: 'starting' }, next)
	const trip = createTrip({ tabId: ports.tabId, local, locks, now: clock.local })
	const siblings = createSiblings({ ...ports, offer }, hear)
	const parts: SessionParts = { ...ports, store, trip, siblings }
	const leaveFor = (to: string, again = false) => {
		store.dispatch({ type: 'leave' })
		ports.leave(signInStart(to, again))
	}
	const enter = createEntrance(parts, leaveFor)
	let owner: string | null = null
	let completing: Promise<SignedIn> | null = null

	function offer() {
		const credentials = isSignedIn(store.getSnapshot()) ? keeper.current() : null
		return credentials && { credentials, skew: clock.skew() }
	}

	function hear(message: SiblingNews) {
		// Only Sign out ends an exchange: others' keys under it would sign its binding and use up its response.
		if (store.getSnapshot().at === 'exchanging' && message.type !== 'signed-out') return
		if (message.type === 'refused') store.dispatch({ type: 'refusal', description: message.description })
		if (message.type === 'signed-out') leaveSignedOut()
		if (message.type === 'credentials') takeCredentials(parts, message)
	}

	function leaveSignedOut() {
		if (store.getSnapshot().at === 'signed-out') return
		store.dispatch({ type: 'signed-out' })
		dropAllDrafts(ports.tab)
		ports.leave(SIGNED_OUT_PAGE)
	}

	store.subscribe(() => {
		const state = store.getSnapshot()
		if ('identityId' in state) owner = state.identityId
		if (mayHold(state)) return
		keeper.clear()
		siblings.stepDown()
	})
	const lookAtClock = watchExpiry(store, () => clock.now().getTime())
	ports.onWake((restored) => {
		lookAtClock()
		// A frozen page hears nothing, and Back may show a page that had already left for Okta.
		if (isSignedIn(store.getSnapshot()) && trip.isSignedOut()) leaveSignedOut()
		if (restored && store.getSnapshot().at === 'leaving') store.dispatch({ type: 'signed-out' })
	})

	return {
		subscribe: store.subscribe,
		getSnapshot: store.getSnapshot,
		clock,
		client: async () => (await ports.connect()).client,
		drafts: createDrafts(ports.tab, () => owner),
		enter,
		signInHere(to, { again } = { again: false }) {
			const choose = again || trip.isSignedOut()
			trip.forgetSignedOut()
			trip.force()
			leaveFor(to, choose)
		},
		completeSignIn: (handed) => (completing ??= completeSignIn(parts, handed)),
		reportRefusal(description) {
			store.dispatch({ type: 'refusal', description })
			trip.end()
			siblings.tell({ type: 'refused', description })
		},
		renewByPopup(to) {
			if (ports.open(signInStart(RENEWED_PAGE))) return 'opened'
			leaveFor(to)
			return 'redirected'
		},
		async signOut() {
			store.dispatch({ type: 'signing-out' })
			await endSession(parts)
			leaveSignedOut()
		},
		async noteSignedOut() {
			store.dispatch({ type: 'signed-out' })
			// Somebody who signed in again since must not be signed out by a reload of this page.
			if (!trip.isUnderWay() && !(await siblings.haveCredentials())) trip.noteSignedOut()
		},
	}
}
