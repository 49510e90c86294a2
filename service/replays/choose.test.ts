import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ListedDay } from './archive-days.ts'
import { addDays, countDays, daysBetween } from './calendar.ts'
import { chooseDays, partsOfPlan } from './choose.ts'

const TODAY = '2026-03-31'
const full = (day: string): ListedDay => ({ day, objects: 24, bytes: 1_000 })
const empty = (day: string): ListedDay => ({ day, objects: 0, bytes: 0 })
const chosenOf = (listed: ListedDay[], loaded: Map<string, string>, select: 'missing' | 'all') =>
	chooseDays(listed, loaded, select, TODAY)
		.filter(({ chosen }) => chosen)
		.map(({ day }) => day)

describe('which days are replayed', () => {
	const week = daysBetween('2026-02-01', '2026-02-07').map(full)
	const loaded = new Map([
		['2026-02-02', 'rpl-1'],
		['2026-02-03', 'rpl-2'],
	])

	it('missing: those that no earlier replay has loaded', () => {
		expect(chosenOf(week, loaded, 'missing')).toEqual(['2026-02-01', ...daysBetween('2026-02-04', '2026-02-07')])
	})

	it('all: each of them again', () => {
		expect(chosenOf(week, loaded, 'all')).toEqual(daysBetween('2026-02-01', '2026-02-07'))
	})

	it.each(['missing', 'all'] as const)('%s: never a day without events', (select) => {
		expect(chosenOf([full('2026-02-01'), empty('2026-02-02')], new Map(), select)).toEqual(['2026-02-01'])
	})

	it('shows which replay loaded a day last, chosen or not', () => {
		const days = chooseDays(week, loaded, 'missing', TODAY)
		expect(days[1]).toMatchObject({ loadedBy: 'rpl-1', chosen: false, duplicates: 'certain' })
		expect(days[0]).toMatchObject({ loadedBy: null, chosen: true })
	})

	it.each([
		['yesterday', '2026-03-30', new Map(), 'dropped'],
		['six days ago', '2026-03-25', new Map(), 'dropped'],
		['seven days ago: its first events are older than that', '2026-03-24', new Map(), 'possible'],
		['half a year ago', '2025-09-30', new Map(), 'possible'],
		['half a year ago, loaded by one of ours', '2025-09-30', new Map([['2025-09-30', 'rpl-1']]), 'certain'],
		['yesterday, loaded by one of ours', '2026-03-30', new Map([['2026-03-30', 'rpl-1']]), 'certain'],
	])('duplicates of %s', (_, day, by, duplicates) => {
		expect(chooseDays([full(day)], by, 'all', TODAY)).toMatchObject([{ duplicates }])
	})
})

describe('parts', () => {
	it.each([
		[1, [1]],
		[7, [7]],
		[8, [7, 1]],
		[14, [7, 7]],
		[366, [...Array(52).fill(7), 2]],
	])('%i successive days', (count, sizes) => {
		const listed = daysBetween('2024-01-01', addDays('2024-01-01', count - 1)).map(full)
		expect(partsOfPlan(chooseDays(listed, new Map(), 'all', TODAY)).map(({ days }) => days)).toEqual(sizes)
	})

	it('hold exactly the chosen days: a step loads all between its first and its last day', () => {
		const kind = fc.constantFrom('empty', 'loaded', 'full')
		fc.assert(
			fc.property(fc.array(kind, { minLength: 1, maxLength: 60 }), (kinds) => {
				const listed = kinds.map((one, index) => (one === 'empty' ? empty : full)(addDays('2024-02-20', index)))
				const loaded = new Map(
					listed.flatMap(({ day }, index) => (kinds[index] === 'loaded' ? [[day, 'rpl-1'] as const] : [])),
				)
				const parts = partsOfPlan(chooseDays(listed, loaded, 'missing', TODAY))
				expect(parts.flatMap(({ from, to }) => daysBetween(from, to))).toEqual(chosenOf(listed, loaded, 'missing'))
				for (const [index, { position, from, to, days, objects, bytes }] of parts.entries()) {
					expect(position).toBe(index + 1)
					expect(days).toBe(countDays(from, to))
					expect(days).toBeLessThanOrEqual(7)
					expect([objects, bytes]).toEqual([24 * days, 1_000 * days])
				}
			}),
		)
	})
})

describe('the calendar', () => {
	it.each([
		['2024-02-28', '2024-03-01', ['2024-02-28', '2024-02-29', '2024-03-01']],
		['2026-02-28', '2026-03-01', ['2026-02-28', '2026-03-01']],
		['2025-12-31', '2026-01-01', ['2025-12-31', '2026-01-01']],
		// Clocks are turned forward in Europe on this day; UTC has none of that.
		['2026-03-28', '2026-03-30', ['2026-03-28', '2026-03-29', '2026-03-30']],
	])('from %s to %s', (from, to, days) => {
		expect(daysBetween(from, to)).toEqual(days)
		expect(countDays(from, to)).toBe(days.length)
	})
})
