'use client'
import type { Route } from 'next'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { Button } from '../../components/button.tsx'
import type { SessionState } from '../../lib/session/state.ts'
import type { PublicSettings } from '../../lib/settings/console.ts'
import { openSession, useLazySession } from './lazy-session.ts'
import { RefusalNotice } from './refusal-notice.tsx'

/** One button, and where it leads. A deep link starts by itself, but never right after Sign out. */
export function Entrance({ to, signedOut, settings }: { to: string; signedOut: boolean; settings: PublicSettings }) {
	const router = useRouter()
	const deep = to !== '/'
	const state = useLazySession(settings, (session) => {
		if (signedOut) void session.noteSignedOut()
		else if (deep) void session.enter(to)
	})
	const again = signedOut || state?.at === 'signed-out' || state?.at === 'refused'
	const arrived = state?.at === 'signed-in' || state?.at === 'expiring'
	useEffect(() => {
		if (arrived) router.replace(to as Route)
	}, [arrived, router, to])
	return (
		<>
			{state?.at === 'refused' && <RefusalNotice description={state.description} />}
			<p>
				You will land on {deep ? <code className="break-all text-sm">{to}</code> : 'the list of sources'}
				{deep ? '' : '.'}
			</p>
			<div>
				<Button
					kind="primary"
					size="large"
					onClick={() => void openSession(settings).then((session) => session.signInHere(to, { again }))}
				>
					Continue with Okta
				</Button>
			</div>
			<p role="status" className="min-h-5 text-muted">
				{signedOut ? 'You are signed out.' : said(state)}
			</p>
		</>
	)
}

function said(state: SessionState | null): string {
	switch (state?.at) {
		case 'asking-siblings':
			return 'Looking for your session in other tabs.'
		case 'waiting-for-other-tab':
			return 'Another tab is signing you in. This page goes on by itself as soon as it is back from Okta.'
		case 'leaving':
			return 'Going to Okta.'
		case 'signing-out':
			return 'Signing you out.'
		case 'signed-out':
			return 'You are signed out.'
		case 'signed-in':
		case 'expiring':
			return 'You are signed in.'
		default:
			return ''
	}
}
