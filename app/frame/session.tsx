'use client'
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import { configureSession } from '../../lib/session/browser.ts'
import type { Session } from '../../lib/session/session.ts'
import type { SessionState } from '../../lib/session/state.ts'
import type { PublicSettings } from '../../lib/settings/console.ts'

const Context = createContext<Session | null>(null)

/** Null on the server and while the page wakes up: there is no session outside a browser. */
export const useBrowserSession = (settings: PublicSettings): Session | null =>
	useSyncExternalStore(
		never,
		() => configureSession(settings),
		() => null,
	)

export function SessionProvider({ session, children }: { session: Session | null; children: ReactNode }) {
	return <Context value={session}>{children}</Context>
}

/** For everything below SignedInOnly, and for what somebody pressed. */
export function useSession(): Session {
	const session = useContext(Context)
	if (!session) throw new Error('useSession was called before the page had a session')
	return session
}

export function useSessionState(): SessionState {
	const { subscribe, getSnapshot } = useSession()
	return useSyncExternalStore(subscribe, getSnapshot, getSnapshot)
}

/** The address of this page as sign-in returns to it: path, query and hash. */
export const here = () => `${location.pathname}${location.search}${location.hash}`

const never = () => () => {}
