import { timeOf } from '../gateway/clock.ts'
import { describeRefusal } from '../gateway/describe-refusal.ts'
import type { Description } from '../gateway/description.ts'
import { ExchangeError } from './cognito-refusal.ts'
import type { SessionCredentials } from './credentials.ts'
import type { SessionParts } from './ports.ts'
import { isOver, isSignedIn, next } from './state.ts'

export type SignedIn = { ok: true } | { ok: false; description: Description }

/** Longer than the redeem call takes. It widens what the learned clock correction may be, and only by as much. */
const REDEEM_TAKES = 5_000

const SIGNED_OUT_MEANWHILE: Description = {
	who: 'This page',
	title: 'You signed out in another window',
	why: 'Signing out ends every sign-in of this browser, also one that is under way.',
	todo: 'Sign in again.',
	requestId: null,
}

const LEFT_MEANWHILE: Description = {
	who: 'This page',
	title: 'Another sign-in was begun here',
	why: 'The one under way was given up for it.',
	todo: 'Sign in again.',
	requestId: null,
}

const EXPIRED_ALREADY: Description = {
	who: 'The identity pool',
	title: 'The credentials had expired on arrival',
	why: 'They are older than they may be by the clock of the gate.',
	todo: 'Sign in again.',
	requestId: null,
}

const NOT_LOADED: Description = {
	who: 'The network',
	title: 'A part of this page could not be loaded',
	why: 'The connection broke, or the console was renewed while you signed in.',
	todo: 'Sign in again.',
	requestId: null,
}

/**
 * Exchange, binding, and only then the good news to the other tabs: credentials that are not bound are of no use to them.
 * The SAML response is forgotten in every outcome, and the trip is over.
 */
export async function completeSignIn(
	parts: SessionParts,
	handed: { samlResponse: string; serverTime: string | number },
): Promise<SignedIn> {
	const { store, trip, clock } = parts
	const serverTime = timeOf(handed.serverTime)
	if (serverTime !== null) clock.learn(serverTime, clock.local() - REDEEM_TAKES, clock.local())
	store.dispatch(trip.isSignedOut() ? { type: 'signed-out' } : { type: 'exchange' })
	try {
		return await conclude(parts, await obtain(parts, handed.samlResponse))
	} finally {
		// The mark of a page that is leaving is the next trip's.
		if (store.getSnapshot().at !== 'leaving') trip.end()
	}
}

async function conclude(
	{ store, keeper, siblings, clock }: SessionParts,
	refused: Description | null,
): Promise<SignedIn> {
	keeper.dropAssertion()
	const credentials = keeper.current()
	const state = store.getSnapshot()
	if (isOver(state)) return { ok: false, description: SIGNED_OUT_MEANWHILE }
	if (state.at === 'refused') return { ok: false, description: state.description }
	if (state.at !== 'exchanging') return { ok: false, description: LEFT_MEANWHILE }
	if (refused || !credentials) {
		const description = refused ?? EXPIRED_ALREADY
		store.dispatch({ type: 'refusal', description })
		siblings.tell({ type: 'refused', description })
		return { ok: false, description }
	}
	const { identityId, expiresAt } = credentials
	store.dispatch({ type: 'credentials', identityId, expiresAt })
	// In this order, a tab that misses the news finds somebody to ask, and no free marker before that.
	await siblings.stand()
	siblings.tell({ type: 'credentials', to: null, credentials, skew: clock.skew() })
	return { ok: true }
}

async function obtain({ keeper, connect, store }: SessionParts, samlResponse: string): Promise<Description | null> {
	const connection = await connect().catch(() => null)
	if (!connection) return NOT_LOADED
	if (store.getSnapshot().at !== 'exchanging') return null
	keeper.offer(samlResponse)
	try {
		await connection.exchange()
	} catch (error) {
		if (error instanceof ExchangeError) return error.description
		throw error
	}
	const bound = await connection.client.call('sessions.bind', { samlResponse })
	return bound.ok ? null : describeRefusal(bound.refusal)
}

/** Credentials that another tab hands on, if this tab can use them where it stands. */
export function takeCredentials(
	{ store, keeper, clock, siblings }: SessionParts,
	{ credentials, skew }: { credentials: SessionCredentials; skew: number },
): void {
	const { identityId, expiresAt } = credentials
	const event = { type: 'credentials', identityId, expiresAt } as const
	const before = store.getSnapshot()
	const after = next(before, event)
	if (after === before) return
	if (isSignedIn(after)) {
		clock.adopt(skew)
		keeper.adopt(credentials)
		void siblings.stand()
	}
	store.dispatch(event)
}
