/**
 * How much one process takes on at once (64 in flight, 64 waiting). `enter` resolves to the function that
 * leaves again, or answers null at once when the waiting line is full too: a refusal must cost next to nothing.
 */
export function createAdmission(limit = { inFlight: 64, waiting: 64 }) {
	let inFlight = 0
	const waiting: (() => void)[] = []

	function leave(): void {
		const next = waiting.shift()
		if (next) next()
		else inFlight -= 1
	}

	return {
		enter(): Promise<() => void> | null {
			if (inFlight < limit.inFlight) {
				inFlight += 1
				return Promise.resolve(leave)
			}
			if (waiting.length >= limit.waiting) return null
			return new Promise((resolve) => waiting.push(() => resolve(leave)))
		},
		load: () => ({ inFlight, waiting: waiting.length }),
	}
}
