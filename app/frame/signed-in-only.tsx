'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import type { SessionState } from '../../lib/session/state.ts'
import { here, useSession, useSessionState } from './session.tsx'

/**
 * Shows the page to who is signed in, and starts sign-in for everybody else. An expired session keeps its page, so that
 * a form survives, and what was refused meanwhile is asked again once it is renewed; only Sign out and
 * somebody else's sign-in take the page and all that was loaded away.
 */
export function SignedInOnly({ children }: { children: ReactNode }) {
	const session = useSession()
	const state = useSessionState()
	const queries = useQueryClient()
	const left = state.at === 'signed-out' || state.at === 'refused'
	useEffect(() => {
		void session.enter(here())
	}, [session])
	useEffect(() => {
		if (left) queries.clear()
	}, [left, queries])
	const renewed = state.at === 'signed-in'
	useEffect(() => {
		if (renewed) void queries.refetchQueries({ type: 'active', predicate: ({ state: { error } }) => error !== null })
	}, [renewed, queries])
	if (state.at === 'signed-in' || state.at === 'expiring' || state.at === 'expired') return children
	return <Entrance state={state} onSignIn={(again) => session.signInHere(here(), { again })} />
}

function Entrance({ state, onSignIn }: { state: SessionState; onSignIn: (again: boolean) => void }) {
	const signIn = (name: string, again: boolean) => (
		<Button kind="primary" onClick={() => onSignIn(again)}>
			{name}
		</Button>
	)
	if (state.at === 'refused') {
		const { title, who, why, todo, requestId } = state.description
		return (
			<Notice tone="bad" title={title} fix={todo} requestId={requestId} actions={signIn('Try again', true)} urgent>
				Refused by {who}. {why}
			</Notice>
		)
	}
	if (state.at === 'waiting-for-other-tab') {
		return (
			<Notice tone="calm" title="Another tab is signing you in" actions={signIn('Sign in here instead', false)}>
				This page opens by itself as soon as that tab is back from Okta.
			</Notice>
		)
	}
	if (state.at === 'signed-out') {
		return (
			<Notice tone="calm" title="You are signed out" actions={signIn('Continue with Okta', true)}>
				This page opens again once you sign in.
			</Notice>
		)
	}
	return <Opening state={state.at} />
}

/** What is awaited before the page; drawn only when it takes a while. */
export const Opening = ({ state = 'starting' }: { state?: SessionState['at'] }) => (
	<p role="status" className="appear-late text-muted">
		{WAITING[state] ?? 'Going to Okta to sign you in.'}
	</p>
)

const WAITING: Partial<Record<SessionState['at'], string>> = {
	starting: 'Opening your session.',
	'asking-siblings': 'Looking for your session in other tabs.',
	exchanging: 'Signing you in.',
	'signing-out': 'Signing you out.',
}
