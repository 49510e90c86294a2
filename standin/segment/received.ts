import type { TrackMessage } from './message.ts'

/** A world that runs for days forgets the oldest. */
const KEPT_IDS = 100_000
const KEPT_MESSAGES = 50

export type Received = {
	keep(message: TrackMessage): void
	/** A call was refused for what it is, or failed because the knobs say so. */
	refuse(): void
	fail(): void
	/** `ids` says how often each messageId arrived; `messages` counts each once, as Segment does. */
	show(): { refused: number; failed: number; messages: number; ids: Record<string, number>; latest: TrackMessage[] }
	reset(): void
}

export function createReceived(): Received {
	const ids = new Map<string, number>()
	let latest: TrackMessage[] = []
	let refused = 0
	let failed = 0
	return {
		keep(message) {
			ids.set(message.messageId, (ids.get(message.messageId) ?? 0) + 1)
			const [oldest] = ids.keys()
			if (ids.size > KEPT_IDS && oldest !== undefined) ids.delete(oldest)
			latest = [...latest.slice(1 - KEPT_MESSAGES), message]
		},
		refuse() {
			refused += 1
		},
		fail() {
			failed += 1
		},
		show: () => ({ refused, failed, messages: ids.size, ids: Object.fromEntries(ids), latest }),
		reset() {
			ids.clear()
			latest = []
			refused = 0
			failed = 0
		},
	}
}
