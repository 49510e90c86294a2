import { randomBytes } from 'node:crypto'
import type { Clock } from '../world/clock.ts'

/** Who is signed in at Okta, by browser. In memory: a restart signs everybody out of Okta. */
export type BrowserSessions = {
	/** The persona id of the browser that sent this Cookie header, while its session lasts. */
	find(cookieHeader: string | undefined): string | undefined
	/** Starts a session; answers the Set-Cookie value. */
	start(personaId: string): string
	/** Ends the session of this Cookie header; answers the Set-Cookie value that removes it. */
	end(cookieHeader: string | undefined): string
	reset(): void
}

const LIFE_SECONDS = 8 * 3600

/** `port` is part of the cookie's name, since cookies do not tell ports apart and two worlds may run at once. */
export function createBrowserSessions(clock: Clock, port: string): BrowserSessions {
	const sessions = new Map<string, { personaId: string; expiresAt: number }>()
	const name = `okta-session-${port}`
	const idOf = (cookieHeader = '') => {
		const pair = cookieHeader.split(/;\s*/).find((each) => each.startsWith(`${name}=`))
		return pair?.slice(name.length + 1) ?? ''
	}
	// A cross-site link to Okta must carry it, a cross-site POST must not: Lax.
	const cookie = (value: string, seconds: number) =>
		`${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}`
	return {
		find(cookieHeader) {
			const session = sessions.get(idOf(cookieHeader))
			return session && clock.now() < session.expiresAt ? session.personaId : undefined
		},
		start(personaId) {
			const id = randomBytes(24).toString('base64url')
			sessions.set(id, { personaId, expiresAt: clock.now() + LIFE_SECONDS * 1000 })
			return cookie(id, LIFE_SECONDS)
		},
		end(cookieHeader) {
			sessions.delete(idOf(cookieHeader))
			return cookie('', 0)
		},
		reset: () => sessions.clear(),
	}
}
