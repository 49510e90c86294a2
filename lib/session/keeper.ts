import type { SessionCredentials } from './credentials.ts'

/** The only place that holds credentials and, until it is bound, the SAML response. */
export type Keeper = {
	/** Takes a fresh SAML response, to be exchanged when credentials are next asked for. */
	offer(samlResponse: string): void
	/** Takes credentials that another tab hands on. */
	adopt(credentials: SessionCredentials): void
	/** Credentials that are still valid, without any exchange. */
	current(): SessionCredentials | null
	/** Like `current`, but exchanges an offered response first: once, however many ask. Rejects with what `exchange` throws. */
	get(options?: { forceRefresh?: boolean }): Promise<SessionCredentials | null>
	dropAssertion(): void
	clear(): void
}

/** `now` is the server's time: a laptop that is slow would go on signing with credentials that have expired. */
export function createKeeper(
	exchange: (samlResponse: string) => Promise<SessionCredentials>,
	now: () => number,
): Keeper {
	let assertion: string | null = null
	let credentials: SessionCredentials | null = null
	let flight: Promise<SessionCredentials | null> | null = null

	const current = () => (credentials !== null && credentials.expiresAt > now() ? credentials : null)

	function take(samlResponse: string): Promise<SessionCredentials | null> {
		const own = exchange(samlResponse)
			.then((fresh) => {
				// Cleared or offered anew meanwhile: a late answer must not sign anybody in again.
				if (flight !== own) return current()
				credentials = fresh
				return fresh
			})
			.finally(() => {
				if (flight === own) flight = null
			})
		return own
	}

	return {
		offer(samlResponse) {
			assertion = samlResponse
			credentials = null
			flight = null
		},
		adopt(handed) {
			credentials = handed
			flight = null
		},
		current,
		async get({ forceRefresh = false } = {}) {
			if (flight) return await flight
			if (assertion === null || (current() && !forceRefresh)) return current()
			flight = take(assertion)
			return await flight
		},
		dropAssertion() {
			assertion = null
		},
		clear() {
			assertion = null
			credentials = null
			flight = null
		},
	}
}
