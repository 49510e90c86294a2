const FAILURES_IN_A_ROW = 5
const WINDOW_CALLS = 20
const WINDOW_FAILURES = WINDOW_CALLS / 2
const WINDOW_MS = 30_000
const PAUSE_MS = 30_000

/** What a call showed of the service: it answered, it did not, or nothing can be said. */
export type Showed = 'alive' | 'dead' | 'nothing'

/**
 * Stops asking a service that does not answer. Opens after 5 failures in a row, or when half of the last 20 calls failed
 * within 30 s; then one call is let through every 30 s, and its answer closes the circuit again.
 * Times are milliseconds of one clock that never goes back.
 */
export type Circuit = {
	/** Milliseconds until somebody is let through; 0 when a call may go now. Reserves nothing. */
	wait(at: number): number
	/** Lets a call through, or answers null. Whoever was let through says afterwards what the call showed. */
	enter(at: number): ((showed: Showed, at: number) => void) | null
}

export function createCircuit(): Circuit {
	let inARow = 0
	let recent: { at: number; dead: boolean }[] = []
	let nextTrialAt: number | null = null

	const wait = (at: number) => (nextTrialAt === null ? 0 : Math.max(0, nextTrialAt - at))

	function close() {
		nextTrialAt = null
		inARow = 0
		recent = []
	}
	function open(at: number) {
		close()
		nextTrialAt = at + PAUSE_MS
	}
	function count(dead: boolean, at: number) {
		inARow = dead ? inARow + 1 : 0
		recent = [...recent, { at, dead }].slice(-WINDOW_CALLS)
		const first = recent[0]
		const full = recent.length === WINDOW_CALLS && first !== undefined && at - first.at <= WINDOW_MS
		const half = recent.filter((call) => call.dead).length >= WINDOW_FAILURES
		if (inARow >= FAILURES_IN_A_ROW || (full && half)) open(at)
	}

	return {
		wait,
		enter(at) {
			if (wait(at) > 0) return null
			const trial = nextTrialAt !== null
			// Until this trial has an answer the next one is a pause away: a trial that hangs does not let others in.
			if (trial) nextTrialAt = at + PAUSE_MS
			return (showed, then) => {
				if (trial) settle(showed, then)
				// What was sent before the circuit opened says nothing about the service now.
				else if (nextTrialAt === null && showed !== 'nothing') count(showed === 'dead', then)
			}
		},
	}

	function settle(showed: Showed, at: number) {
		if (showed === 'alive') close()
		else if (showed === 'dead') open(at)
		else nextTrialAt = at
	}
}
