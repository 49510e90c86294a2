import type { SessionCredentials } from './credentials.ts'
import { parseMessage, type SessionMessage, sealMessage } from './message.ts'

/** Held, shared, by every tab that has credentials: dies with the tab, so it cannot lie about who could answer. */
const LOCK = 'sluice-signed-in'

export type SiblingPorts = {
	channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>
	locks: Pick<LockManager, 'request' | 'query'>
	/** Names this page load among tabs. */
	pageId: string
	/** What may be handed on now: credentials that are bound and valid, with the learned clock correction. */
	offer: () => { credentials: SessionCredentials; skew: number } | null
}

/** What a tab hears from others, questions aside. */
export type SiblingNews = Exclude<SessionMessage, { type: 'ask' }>

export type Siblings = {
	/** Whether another tab has credentials to hand on. Our own do not count: whoever asks has none. */
	haveCredentials(): Promise<boolean>
	ask(): void
	tell(news: SiblingNews): void
	/** From when on this tab can answer others; resolves when they can see it. */
	stand(): Promise<void>
	stepDown(): void
}

/** The other tabs of this browser, over BroadcastChannel: credentials pass from memory to memory only. */
export function createSiblings(
	{ channel, locks, pageId, offer }: SiblingPorts,
	hear: (news: SiblingNews) => void,
): Siblings {
	let standing: ReturnType<typeof takeStand> | null = null
	const post = (message: SessionMessage) => channel.postMessage(sealMessage(message))

	channel.addEventListener('message', ({ data }) => {
		const message = parseMessage(data)
		if (message?.type === 'ask') {
			const offered = offer()
			if (offered) post({ type: 'credentials', to: message.from, ...offered })
		} else if (message && !('to' in message && message.to !== null && message.to !== pageId)) {
			hear(message)
		}
	})

	return {
		async haveCredentials() {
			const { held = [] } = await locks.query()
			return held.some(({ name }) => name === LOCK)
		},
		ask: () => post({ type: 'ask', from: pageId }),
		tell: post,
		stand() {
			standing ??= takeStand(locks)
			return standing.granted
		},
		stepDown() {
			standing?.end()
			standing = null
		},
	}
}

function takeStand(locks: SiblingPorts['locks']) {
	const granted = Promise.withResolvers<void>()
	const over = Promise.withResolvers<void>()
	void locks.request(LOCK, { mode: 'shared' }, () => {
		granted.resolve()
		return over.promise
	})
	return { granted: granted.promise, end: over.resolve }
}
