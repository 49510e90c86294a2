import type { Clock } from '../gateway/clock.ts'
import type { Connection } from './connection.ts'
import type { Keeper } from './keeper.ts'
import type { SiblingPorts, Siblings } from './siblings.ts'
import type { SessionEvent, SessionState } from './state.ts'
import type { Store } from './store.ts'
import type { Trip, TripPorts } from './trip.ts'

/** What a session needs of its browser, so that tests can open ten tabs in one process. */
export type SessionPorts = {
	clock: Clock
	keeper: Keeper
	channel: SiblingPorts['channel']
	locks: SiblingPorts['locks'] & TripPorts['locks']
	local: Storage
	/** Storage of this tab alone, for drafts. */
	tab: Storage
	tabId: string
	pageId: string
	/** Leaves this page for a path of the console, without a way back to it. */
	leave(path: string): void
	/** Opens a small window; false when the browser blocked it. */
	open(path: string): boolean
	/** Has the server answer Clear-Site-Data. */
	clearSite(): Promise<unknown>
	connect(): Promise<Connection>
	/** Calls when the page was hidden, frozen or asleep; `restored` after the Back button brought a left page back. */
	onWake(look: (restored: boolean) => void): void
}

/** The ports with what one session builds over them. */
export type SessionParts = SessionPorts & {
	store: Store<SessionState, SessionEvent>
	trip: Trip
	siblings: Siblings
}
