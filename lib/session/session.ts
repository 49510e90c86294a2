import type { Client } from '../gateway/client.ts'
import type { Clock } from '../gateway/clock.ts'
import type { Description } from '../gateway/description.ts'
import type { SessionState } from './state.ts'

export type SignedIn = { ok: true } | { ok: false; description: Description }

/** The session of one tab. `subscribe` and `getSnapshot` fit React's useSyncExternalStore. */
export type Session = {
	subscribe(listener: () => void): () => void
	getSnapshot(): SessionState
	/** The server's time as far as learned, and by how much this computer's clock is off. */
	clock: Clock
	/** The signed client. Loads the signer, the contract and Amplify on first use. */
	client(): Promise<Client>
	/**
	 * For every page that needs a session: asks other tabs, else waits for the tab that is at Okta, else goes to
	 * `/sign-in/start?to=<to>` itself. Never leaves by itself after Sign out; the state is `signed-out` then.
	 */
	enter(to: string): Promise<void>
	/** The button "Continue with Okta" or "Sign in here instead": leaves for Okta now. */
	signInHere(to: string): void
	/** `/sign-in/complete`: exchange, bind, tell the other tabs. Afterwards go on by soft navigation: a page load forgets. */
	completeSignIn(handed: { samlResponse: string; serverTime: string | number }): Promise<SignedIn>
	/** `/sign-in/refused`: ends the trip, so that waiting tabs show the refusal instead of waiting. */
	reportRefusal(description: Description): void
	/** Call from a click. The pop-up ends at `/sign-in/renewed`; when it is blocked this page leaves for Okta and comes back to `to`. */
	renewByPopup(to: string): 'opened' | 'redirected'
	/** Ends the session at the service, in every tab, and loads `/sign-in?signed-out=1`. */
	signOut(): Promise<void>
	/** `/sign-in?signed-out=1`: keeps sign-in from starting by itself until the button is pressed. */
	noteSignedOut(): void
}
