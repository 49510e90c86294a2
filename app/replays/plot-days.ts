import type { Column } from '../../components/column-plot.tsx'
import { counted, size } from '../../components/size.ts'
import type { PlanDay } from '../../lib/contract/replay-plan.ts'

/** The days of a plan as columns, with where the lake begins to drop doubles, and names for the axis. */
export function plotOf(days: PlanDay[]) {
	const columns: Column[] = days.map((day) => ({
		words: `${day.day}: ${size(day.bytes)}, ${counted(day.objects, 'object')}, ${standing(day)}`,
		value: day.bytes,
		strong: day.chosen,
		marked: day.loadedBy !== null,
	}))
	const dropped = days.findIndex(({ duplicates }) => duplicates === 'dropped')
	return {
		columns,
		line: dropped < 0 ? null : dropped,
		ticks: ticksOf(days),
		peak: Math.max(0, ...days.map(({ bytes }) => bytes)),
		chosen: days.filter(({ chosen }) => chosen).length,
		leftOut: days.filter(({ chosen, objects }) => !chosen && objects > 0).length,
		loaded: days.filter(({ loadedBy }) => loadedBy !== null).length,
		empty: days.filter(({ objects }) => objects === 0).length,
	}
}

/** Whether a day is replayed, and if not, why. */
export function standing({ chosen, objects, loadedBy }: Pick<PlanDay, 'chosen' | 'objects' | 'loadedBy'>): string {
	if (chosen) return 'replayed'
	return objects === 0 ? 'no data' : loadedBy !== null ? 'left out: loaded earlier' : 'left out'
}

const MONTH = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' })

/** The first day, the last day, and in between the months, as far as they stay clear of both. */
function ticksOf(days: PlanDay[]) {
	const last = days.length - 1
	const [first, end] = [days[0], days[last]]
	if (!first || !end) return []
	const clear = days.length * 0.14
	const months = days.flatMap(({ day }, index) =>
		day.endsWith('-01') && index > clear && last - index > clear
			? [{ index, name: MONTH.format(Date.parse(day)) }]
			: [],
	)
	const ends = last === 0 ? [] : [{ index: last, name: end.day }]
	return [{ index: 0, name: first.day }, ...months, ...ends]
}
