import type { SessionParts } from './ports.ts'
import { TRIP_LIMIT } from './trip.ts'

/** A sibling that holds credentials answers within milliseconds; a background tab's timers may run once a second. */
const ANSWER_PATIENCE = 3_000

/**
 * How a tab without credentials comes to a session: from a sibling, else by waiting for the tab that is at Okta, else by
 * going there. However many tabs do this at once, one goes; when it never comes back, one of the others goes.
 */
export function createEntrance(parts: SessionParts, leaveFor: (to: string) => void): (to: string) => Promise<void> {
	let entering: Promise<void> | null = null
	return (to) => {
		entering ??= enter(parts, () => leaveFor(to)).finally(() => {
			entering = null
		})
		return entering
	}
}

async function enter({ store, trip, siblings, clock }: SessionParts, go: () => void) {
	if (trip.isSignedOut()) return store.dispatch({ type: 'signed-out' })
	store.dispatch({ type: 'ask' })
	const isAsking = () => store.getSnapshot().at === 'asking-siblings'
	while (isAsking()) {
		siblings.ask()
		const silent = (await siblings.haveCredentials()) && !(await store.until(() => !isAsking(), ANSWER_PATIENCE))
		if (!isAsking()) return
		const result = await trip.claim(async () => !silent && (await siblings.haveCredentials()))
		if (!isAsking()) {
			if (result.turn === 'lead') trip.end()
			return
		}
		if (result.turn === 'lead') return go()
		if (result.turn === 'wait') {
			store.dispatch({ type: 'wait', since: result.since })
			const left = Math.max(0, result.since + TRIP_LIMIT - clock.local())
			const settled = await store.until(({ at }) => at !== 'waiting-for-other-tab', left)
			if (settled) return
			store.dispatch({ type: 'ask' })
		}
	}
}
