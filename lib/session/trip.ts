import { members } from './credentials.ts'

/** After this long the tab that left for Okta counts as gone. Passwords and second factors take their time. */
export const TRIP_LIMIT = 90_000

const LOCK = 'sluice-sign-in'
const MARKER = 'sluice.sign-in-trip'
const SIGNED_OUT = 'sluice.signed-out'

export type Turn = { turn: 'lead' } | { turn: 'wait'; since: number } | { turn: 'ask-again' }

/** What tabs of one browser agree on through localStorage: who is at Okta since when, and that somebody signed out. Never a secret. */
export type Trip = {
	/** Whether this tab is the one to go to Okta. `isLate`: a sibling signed in since this tab asked, so it should ask again. */
	claim(isLate: () => Promise<boolean>): Promise<Turn>
	/** Goes without asking: the person pressed the button. */
	force(): void
	/** Takes back this tab's own marker. */
	end(): void
	/** Whether another tab is at Okta. */
	isUnderWay(): boolean
	noteSignedOut(): void
	forgetSignedOut(): void
	isSignedOut(): boolean
}

export type TripPorts = {
	/** Outlives page loads of one tab, so that its own marker does not hold it back when the person comes back from Okta by hand. */
	tabId: string
	local: Storage
	locks: Pick<LockManager, 'request'>
	/** This computer's own clock in epoch milliseconds: only tabs of this computer compare it. */
	now: () => number
}

export function createTrip({ tabId, local, locks, now }: TripPorts): Trip {
	const mark = () => local.setItem(MARKER, JSON.stringify({ tabId, since: now() }))

	const marked = () => markerOf(local.getItem(MARKER))

	function otherTrip(): { since: number } | null {
		const marker = marked()
		if (!marker || marker.tabId === tabId) return null
		// A marker from the future was written before the clock was set back: it would never grow old.
		const age = now() - marker.since
		return age >= 0 && age < TRIP_LIMIT ? marker : null
	}

	return {
		claim: (isLate) =>
			locks.request(LOCK, async (): Promise<Turn> => {
				const other = otherTrip()
				if (other) return { turn: 'wait', since: other.since }
				if (await isLate()) return { turn: 'ask-again' }
				mark()
				return { turn: 'lead' }
			}),
		force: mark,
		end() {
			if (marked()?.tabId === tabId) local.removeItem(MARKER)
		},
		isUnderWay: () => otherTrip() !== null,
		noteSignedOut: () => local.setItem(SIGNED_OUT, '1'),
		forgetSignedOut: () => local.removeItem(SIGNED_OUT),
		isSignedOut: () => local.getItem(SIGNED_OUT) !== null,
	}
}

function markerOf(text: string | null): { tabId: string; since: number } | null {
	try {
		const { tabId, since } = members(JSON.parse(text ?? 'null'))
		return typeof tabId === 'string' && typeof since === 'number' ? { tabId, since } : null
	} catch {
		return null
	}
}
