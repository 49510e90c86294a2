import { createClock } from '../gateway/clock.ts'
import type { PublicSettings } from '../settings/console.ts'
import { exchangeAssertion } from './cognito.ts'
import { createKeeper } from './keeper.ts'
import { createSession, type Session } from './session.ts'
import { tabId } from './tab-id.ts'

let session: Session | null = null

/** The session of this page load, made at the first call. Only in the browser. */
export function configureSession(settings: PublicSettings): Session {
	session ??= browserSession(settings)
	return session
}

function browserSession(settings: PublicSettings): Session {
	const clock = createClock()
	const send = (request: Request) => fetch(request)
	const keeper = createKeeper(
		(samlResponse) => exchangeAssertion({ settings, send }, samlResponse),
		() => clock.now().getTime(),
	)
	let connection: ReturnType<typeof connect> | null = null
	async function connect() {
		const { createConnection } = await import('./connection.ts')
		return createConnection(settings, keeper, clock, send)
	}
	return createSession({
		clock,
		keeper,
		channel: new BroadcastChannel('sluice-session'),
		locks: navigator.locks,
		local: localStorage,
		tab: sessionStorage,
		tabId: tabId(sessionStorage, window),
		pageId: crypto.randomUUID(),
		leave: (path) => location.replace(path),
		open: (path) => window.open(path, 'sluice-renewal', 'popup,width=480,height=720') !== null,
		// Browsers hold the answer back while they clear, which may take seconds.
		clearSite: () => fetch('/sign-in/out', { method: 'POST', keepalive: true, signal: AbortSignal.timeout(2_000) }),
		connect() {
			connection ??= connect().catch((error) => {
				// A failed download must not be remembered: the next call tries again.
				connection = null
				throw error
			})
			return connection
		},
		onWake(look) {
			document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look(false))
			window.addEventListener('pageshow', ({ persisted }) => look(persisted))
		},
	})
}
