'use client'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import type { Description } from '../../../lib/gateway/description.ts'
import type { PublicSettings } from '../../../lib/settings/console.ts'
import { paths } from '../../paths.ts'
import { openSession } from '../lazy-session.ts'
import { RefusalNotice } from '../refusal-notice.tsx'
import { REFUSAL_KEY, SEALED_KEY } from '../storage-keys.ts'

/** Completes sign-in with what the ACS left in this tab, and goes on without a page load, which would forget the credentials. */
export function Completion({ settings }: { settings: PublicSettings }) {
	const router = useRouter()
	const [refused, setRefused] = useState<{ description: Description; to: string } | null>(null)
	const begun = useRef(false)
	useEffect(() => {
		const sealed = takeSealed()
		if (begun.current) return
		begun.current = true
		// A reload of this page, or its address typed in: there is nothing to complete.
		if (sealed === null) return router.replace(paths.signIn())
		void complete(sealed, settings).then((outcome) => {
			if (outcome.ok) router.replace(outcome.to as Route)
			else setRefused(outcome)
		})
	}, [router, settings])
	if (refused === null) return <p role="status">One moment.</p>
	return (
		<>
			<RefusalNotice description={refused.description} />
			<div>
				<Button
					kind="primary"
					size="large"
					onClick={() => void openSession(settings).then((session) => session.signInHere(refused.to, { again: true }))}
				>
					Try again
				</Button>
			</div>
		</>
	)
}

/** Takes the key away before anything else happens, and an older refusal with it. */
function takeSealed(): string | null {
	const found = sessionStorage.getItem(SEALED_KEY)
	sessionStorage.removeItem(SEALED_KEY)
	sessionStorage.removeItem(REFUSAL_KEY)
	return found
}

type Outcome = { ok: true; to: string } | { ok: false; description: Description; to: string }

async function complete(sealed: string, settings: PublicSettings): Promise<Outcome> {
	const [{ redeem }, session] = await Promise.all([import('./redemption.ts'), openSession(settings)])
	const redeemed = await redeem(sealed)
	if (!redeemed.ok) {
		session.reportRefusal(redeemed.description)
		return { ...redeemed, to: '/' }
	}
	const { samlResponse, to, time } = redeemed
	const signedIn = await session.completeSignIn({ samlResponse, serverTime: time })
	return signedIn.ok ? { ok: true, to } : { ...signedIn, to }
}
