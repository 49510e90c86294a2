import type { PlanDay, PlanPart, Selection } from '../../lib/contract/replay-plan.ts'
import type { ListedDay } from './archive-days.ts'
import { addDays, countDays } from './calendar.ts'

/** A step that fails is repeated as a whole, and the customer's own syncs come in between. */
const LONGEST_PART = 7

/** The lake drops events by message id for 7 days after it loaded them; on the seventh the first of a day are past that. */
const DROPPED_DAYS = 6

/**
 * What is replayed of the listed days, which are in the order of the calendar. `loadedBy` names the replay that loaded a day
 * last, `whole` the days of which all wanted events were loaded. A day without objects is never chosen.
 */
export function chooseDays(
	listed: readonly ListedDay[],
	loadedBy: ReadonlyMap<string, string>,
	select: Selection,
	today: string,
	whole: ReadonlySet<string> = new Set(loadedBy.keys()),
): PlanDay[] {
	return listed.map(({ day, objects, bytes }) => {
		const loaded = loadedBy.get(day) ?? null
		return {
			day,
			objects,
			bytes,
			loadedBy: loaded,
			chosen: objects > 0 && (select === 'all' || !whole.has(day)),
			duplicates: loaded !== null ? 'certain' : countDays(day, today) <= DROPPED_DAYS + 1 ? 'dropped' : 'possible',
		}
	})
}

/** Steps, each of successive chosen days: a step is told its first and last day and loads all between. */
export function partsOfPlan(days: readonly PlanDay[]): PlanPart[] {
	const parts: PlanPart[] = []
	for (const { day, objects, bytes, chosen } of days) {
		if (!chosen) continue
		const last = parts.at(-1)
		if (last && last.days < LONGEST_PART && addDays(last.to, 1) === day) {
			last.to = day
			last.days += 1
			last.objects += objects
			last.bytes += bytes
		} else {
			parts.push({ position: parts.length + 1, from: day, to: day, days: 1, objects, bytes })
		}
	}
	return parts
}
