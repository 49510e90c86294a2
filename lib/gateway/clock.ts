/** The server's time, learned from its answers: a laptop that is off by 5 minutes would have every signature refused. */
export type Clock = {
	now(): Date
	/** Server time minus this computer's time, in milliseconds: positive when this computer is slow. */
	skew(): number
	/** One sighting of the server's clock: epoch milliseconds there, and this computer's when the call left and returned. */
	learn(serverTime: number, sentAt: number, receivedAt: number): void
	/** Takes over what another tab of the same computer has learned. */
	adopt(skew: number): void
	/** This computer's own time in epoch milliseconds, as `learn` wants it. */
	local(): number
}

/** Servers may write whole seconds, so nothing finer is believed. */
const RESOLUTION = 1_000

export function createClock(local: () => number = Date.now): Clock {
	let skew = 0
	return {
		local,
		now: () => new Date(local() + skew),
		skew: () => skew,
		adopt(known) {
			skew = known
		},
		learn(serverTime, sentAt, receivedAt) {
			// The server read its clock between sending and receiving. A skew that fits is kept, so that it does not wander.
			const earliest = serverTime - receivedAt - RESOLUTION
			const latest = serverTime - sentAt + RESOLUTION
			if (skew < earliest || skew > latest) skew = Math.round((earliest + latest) / 2)
		},
	}
}

/** Server time in epoch milliseconds from X-Sluice-Time (epoch milliseconds or ISO 8601) or Date; null when neither is readable. */
export function serverTimeOf(headers: Headers): number | null {
	const own = headers.get('x-sluice-time')
	return timeOf(own) ?? timeOf(headers.get('date'))
}

/** Epoch milliseconds of a time written as digits, ISO 8601 or an HTTP date; null when it is none of them. */
export function timeOf(text: string | number | null): number | null {
	if (text === null || text === '') return null
	const time = /^\d{12,14}$/.test(String(text)) ? Number(text) : Date.parse(String(text))
	return Number.isNaN(time) ? null : time
}
