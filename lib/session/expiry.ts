import { isSignedIn, type SessionEvent, type SessionState } from './state.ts'
import type { Store } from './store.ts'

/** From here on the page offers to renew: there is no refresh token, so a person has to act. */
const RENEWAL_WINDOW = 10 * 60_000

/** Moves the session through `expiring` and `expired` by the server's time. Answers with a look that is due after a sleep of the computer. */
export function watchExpiry(
	{ subscribe, getSnapshot, dispatch }: Store<SessionState, SessionEvent>,
	now: () => number,
): () => void {
	let timer: ReturnType<typeof setTimeout> | undefined
	function look() {
		clearTimeout(timer)
		const state = getSnapshot()
		if (!isSignedIn(state)) return
		const left = state.expiresAt - now()
		if (left <= 0) return dispatch({ type: 'expiry' })
		if (state.at === 'signed-in' && left <= RENEWAL_WINDOW) return dispatch({ type: 'near-expiry' })
		timer = setTimeout(look, state.at === 'signed-in' ? left - RENEWAL_WINDOW : left)
	}
	subscribe(look)
	return look
}
