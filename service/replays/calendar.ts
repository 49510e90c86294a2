const DAY_MS = 24 * 60 * 60 * 1_000

/** Days are texts such as 2026-03-31, in UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** Midnight, at which the day begins, in milliseconds. */
export const startOf = (day: string): number => Date.parse(`${day}T00:00:00.000Z`)

export const addDays = (day: string, days: number): string => dayOf(new Date(startOf(day) + days * DAY_MS))

/** From `from` to `to`, both included: 1 for one day, 0 or less where `to` comes first. */
export const countDays = (from: string, to: string): number => (startOf(to) - startOf(from)) / DAY_MS + 1

export const daysBetween = (from: string, to: string): string[] =>
	Array.from({ length: countDays(from, to) }, (_, index) => addDays(from, index))
