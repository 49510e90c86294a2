/** How many may be under way at once. Who waits is served in the order of arrival. */
export type Slots = {
	/** Resolves with a function that gives the place back, or with null once `signal` ends the wait. */
	take(signal: AbortSignal): Promise<(() => void) | null>
	/** True when nobody holds or waits for a place. */
	idle(): boolean
}

export function createSlots(limit: number): Slots {
	let used = 0
	const waiting = new Set<() => void>()
	function giveBack() {
		const [next] = waiting
		if (next) next()
		else used -= 1
	}
	return {
		idle: () => used === 0,
		async take(signal) {
			if (signal.aborted) return null
			if (used < limit) {
				used += 1
				return giveBack
			}
			return new Promise((resolve) => {
				const leave = () => {
					waiting.delete(enter)
					resolve(null)
				}
				// The place goes from hand to hand, so `used` stays as it is and nobody slips in between.
				const enter = () => {
					waiting.delete(enter)
					signal.removeEventListener('abort', leave)
					resolve(giveBack)
				}
				waiting.add(enter)
				signal.addEventListener('abort', leave, { once: true })
			})
		},
	}
}
