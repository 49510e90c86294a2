'use client'
import type { RefObject } from 'react'
import { Button } from '../../components/button.tsx'
import { useNow } from '../../components/clock.tsx'
import Popover from '../../components/popover.tsx'
import { ROLE_SUMMARY } from '../../lib/contract/role.ts'
import { operations, table } from '../../lib/contract/table.ts'
import { useMe } from './me.ts'
import { here, useSession, useSessionState } from './session.tsx'
import { span } from './span.ts'

type Props = {
	open: boolean
	onClose: () => void
	anchor: RefObject<HTMLElement | null>
	onKeys: () => void
	onRelease: () => void
}

/** Name, role, what the role may do in the contract's own words, and how long the credentials still last. */
export default function PersonPanel({ open, onClose, anchor, onKeys, onRelease }: Props) {
	const session = useSession()
	const me = useMe()
	const allowed = operations.filter((operation) => me?.operations.includes(operation))
	return (
		<Popover open={open} onClose={onClose} anchor={anchor} label="You and your role">
			<div className="border-line border-b px-4 py-3">
				<p className="font-semibold">{me ? (me.name ?? me.person) : 'Signed in'}</p>
				<p className="wrap-anywhere text-muted text-sm">{me?.person ?? 'The service has not yet said who you are.'}</p>
			</div>
			{me && (
				<div className="border-line border-b px-4 py-3">
					<h2 className="font-medium first-letter:uppercase">{me.role}</h2>
					<p className="text-muted text-sm">{ROLE_SUMMARY[me.role]}</p>
					<h3 className="mt-3 font-medium text-sm">What this role may do</h3>
					<ul className="mt-1 list-disc space-y-1 pl-4 text-sm marker:text-muted">
						{allowed.map((operation) => (
							<li key={operation}>{table[operation].summary}</li>
						))}
					</ul>
				</div>
			)}
			<TimeLeft />
			<div className="flex flex-wrap gap-2 px-4 py-3">
				<Button size="small" onClick={onKeys}>
					Keyboard
				</Button>
				<Button size="small" onClick={() => session.renewByPopup(here())}>
					Renew sign-in
				</Button>
				<Button size="small" onClick={() => void session.signOut()}>
					Sign out
				</Button>
				{allowed.includes('sessions.release') && (
					<Button size="small" onClick={onRelease}>
						Release a sign-in
					</Button>
				)}
			</div>
		</Popover>
	)
}

function TimeLeft() {
	const state = useSessionState()
	const now = useNow(1000)
	const expiresAt = 'expiresAt' in state ? state.expiresAt : now
	return (
		<p className="flex justify-between gap-4 border-line border-b px-4 py-3 text-sm">
			<span className="text-muted">Credentials last</span>
			<span className="tabular-nums">
				{expiresAt > now ? `${span(expiresAt - now)} more` : 'no longer: renew them'}
			</span>
		</p>
	)
}
