/** The stand-in world's time: epoch milliseconds. Okta, Cognito and the gate read this one and never Date.now(). */
export type Clock = { now(): number }

/** A clock that the world server can move. Product code has no such thing: it learns the time from answers. */
export type MovableClock = Clock & {
	/** Seconds by which the world is ahead of the machine (negative: behind). */
	offsetSeconds(): number
	setOffset(seconds: number): void
	advance(seconds: number): void
}

/** Starts at the machine's time. `machine` exists so that a test can hold time still. */
export function createClock(machine: () => number = Date.now): MovableClock {
	let offset = 0
	return {
		now: () => machine() + offset * 1000,
		offsetSeconds: () => offset,
		setOffset: (seconds) => {
			offset = seconds
		},
		advance: (seconds) => {
			offset += seconds
		},
	}
}
