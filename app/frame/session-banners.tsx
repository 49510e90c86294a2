'use client'
import { useSyncExternalStore } from 'react'
import { Button } from '../../components/button.tsx'
import { useNow } from '../../components/clock.tsx'
import { Notice } from '../../components/notice.tsx'
import { here, useSession, useSessionState } from './session.tsx'
import { span } from './span.ts'

const NOTABLE_SKEW_MS = 60_000

/** What is wrong around the page rather than in it. Nothing here takes away what is on the page. */
export function SessionBanners() {
	const session = useSession()
	const state = useSessionState()
	const now = useNow(1000)
	const online = useOnline()
	const skew = session.clock.skew()
	const renew = (
		<Button kind="primary" onClick={() => session.renewByPopup(here())}>
			Renew sign-in
		</Button>
	)
	return (
		<div className="mb-4 flex flex-col gap-2 empty:hidden">
			{!online && (
				<Notice tone="warn" title="You are offline" urgent>
					What is on the page stays. Nothing new arrives until the network is back.
				</Notice>
			)}
			{state.at === 'expiring' && (
				<Notice tone="warn" title={`Your sign-in ends in ${span(state.expiresAt - now)}`} actions={renew}>
					Renewing opens a small window and keeps this page, forms included.
				</Notice>
			)}
			{state.at === 'expired' && (
				<Notice tone="warn" title="Your sign-in has ended" actions={renew} urgent>
					What is on the page stays, forms included. Renew to load or save anything.
				</Notice>
			)}
			{Math.abs(skew) >= NOTABLE_SKEW_MS && (
				<Notice tone="calm" title={`This computer’s clock is ${span(Math.abs(skew))} ${skew > 0 ? 'slow' : 'fast'}`}>
					Sluice goes by the server's time instead, so nothing fails because of it.
				</Notice>
			)}
		</div>
	)
}

function subscribe(changed: () => void) {
	addEventListener('online', changed)
	addEventListener('offline', changed)
	return () => {
		removeEventListener('online', changed)
		removeEventListener('offline', changed)
	}
}

const useOnline = () =>
	useSyncExternalStore(
		subscribe,
		() => navigator.onLine,
		() => true,
	)
