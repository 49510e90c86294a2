import { useEffect, useRef, useState } from 'react'
import type { Session } from '../../lib/session/session.ts'
import type { SessionState } from '../../lib/session/state.ts'
import type { PublicSettings } from '../../lib/settings/console.ts'

/** Loads the session only once a page needs it, so that the pages of sign-in paint without it. */
export async function openSession(settings: PublicSettings): Promise<Session> {
	const { configureSession } = await import('../../lib/session/browser.ts')
	return configureSession(settings)
}

/** Runs `begin` once the session is loaded, and follows its state from then on. Null until then. */
export function useLazySession(settings: PublicSettings, begin: (session: Session) => void): SessionState | null {
	const [state, setState] = useState<SessionState | null>(null)
	const first = useRef({ settings, begin })
	useEffect(() => {
		let mounted = true
		let unsubscribe = () => {}
		void openSession(first.current.settings).then((session) => {
			if (!mounted) return
			const follow = () => setState(session.getSnapshot())
			unsubscribe = session.subscribe(follow)
			first.current.begin(session)
			follow()
		})
		return () => {
			mounted = false
			unsubscribe()
		}
	}, [])
	return state
}
