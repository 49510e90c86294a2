const DAY_MS = 86_400_000
/** The most that one plan covers; the service holds to it in any case. */
const MOST_DAYS = 366
const DAY = /^\d{4}-\d{2}-\d{2}$/

export type DayRange = { from: string; to: string }

export const PRESETS = [
	{ value: '7d', name: 'Last 7 days', days: 7 },
	{ value: '1m', name: '1 month', months: 1 },
	{ value: '3m', name: '3 months', months: 3 },
	{ value: '6m', name: '6 months', months: 6 },
] as const
export type Preset = (typeof PRESETS)[number]

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10)

/** The last day in UTC that is over, as of `now` in epoch ms: the archive of a day that still fills cannot be replayed whole. */
export const yesterday = (now: number) => dayOf(now - DAY_MS)

/** A preset ends yesterday. One month before 30 March begins on the day after 28 February, and never in March. */
export function presetRange(preset: Preset, now: number): DayRange {
	const to = yesterday(now)
	const last = Date.parse(to)
	if ('days' in preset) return { from: dayOf(last - (preset.days - 1) * DAY_MS), to }
	return { from: dayOf(monthsBefore(last, preset.months) + DAY_MS), to }
}

function monthsBefore(ms: number, months: number): number {
	const date = new Date(ms)
	const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, 1))
	const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
	return first.setUTCDate(Math.min(date.getUTCDate(), length))
}

/** Days in the range, both ends included; null while it is none. */
export function daysIn({ from, to }: DayRange): number | null {
	if (!isDay(from) || !isDay(to)) return null
	return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1
}

const isDay = (text: string) => DAY.test(text) && dayOf(Date.parse(text) || 0) === text

/** What is wrong with a range, by the field that shows it; both absent: nothing. An empty field is not wrong yet. */
export function rangeErrors(range: DayRange, now: number): { from?: string; to?: string } {
	const { from, to } = range
	if (from !== '' && !isDay(from)) return { from: 'must be a day such as 2026-03-31' }
	if (to !== '' && !isDay(to)) return { to: 'must be a day such as 2026-03-31' }
	if (to !== '' && to > yesterday(now))
		return { to: `must not be after ${yesterday(now)}: that day has to be over in UTC` }
	const days = daysIn(range)
	if (days === null) return {}
	if (days < 1) return { from: 'must not be after the last day' }
	return days > MOST_DAYS ? { from: `covers ${days} days; one plan covers at most ${MOST_DAYS}` } : {}
}
