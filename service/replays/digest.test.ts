import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settingsOf as sourceOf } from '../sources/test-source.ts'
import { addDays, daysBetween } from './calendar.ts'
import { chooseDays, partsOfPlan } from './choose.ts'
import { digestOf, type Planned } from './digest.ts'
import { settingsOf } from './settings.ts'

const listed = daysBetween('2026-02-01', '2026-02-10').map((day) => ({ day, objects: 24, bytes: 1_000 }))
const days = chooseDays(listed, new Map([['2026-02-04', 'rpl-1']]), 'missing', '2026-03-31')
const PLAN: Planned = {
	source_id: 'harbor-web',
	settings: settingsOf({ settings: sourceOf() }),
	from_day: '2026-02-01',
	to_day: '2026-02-10',
	selection: 'missing',
	events: ['Order Completed'],
	days,
	parts: partsOfPlan(days),
}
const DIGEST = digestOf(PLAN)

/** The same with one member changed, wherever it lies: a string or number in another form, a list with one more. */
function changes(value: unknown): unknown[] {
	if (typeof value === 'string') return [`${value}x`]
	if (typeof value === 'number') return [value + 1]
	if (typeof value === 'boolean') return [!value]
	if (Array.isArray(value))
		return [
			[...value, value[0] ?? 'one more'],
			...(value.length > 0 ? [value.slice(1)] : []),
			...value.flatMap((item, index) => changes(item).map((other) => value.with(index, other))),
		]
	if (value === null || typeof value !== 'object') return [`not ${value}`]
	return Object.entries(value).flatMap(([name, member]) =>
		changes(member).map((other) => ({ ...value, [name]: other })),
	)
}

/** The same value whose members stand in another order, as a database may give it back. */
function turned(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(turned)
	if (value === null || typeof value !== 'object') return value
	return Object.fromEntries(
		Object.entries(value)
			.toReversed()
			.map(([name, member]) => [name, turned(member)]),
	)
}

describe('the digest of a plan', () => {
	it('is 64 hexadecimal digits, the same for the same plan', () => {
		expect(DIGEST).toMatch(/^[0-9a-f]{64}$/)
		expect(digestOf(structuredClone(PLAN))).toBe(DIGEST)
	})

	it('does not depend on the order of members', () => {
		expect(digestOf(turned(PLAN) as Planned)).toBe(DIGEST)
		expect(JSON.stringify(turned(PLAN))).not.toBe(JSON.stringify(PLAN))
	})

	it.each(['source_id', 'settings', 'from_day', 'to_day', 'selection', 'events', 'parts'] as const)(
		'is another one for every change in %s',
		(member) => {
			const others = changes(PLAN[member]).map((other) => digestOf({ ...PLAN, [member]: other } as Planned))
			expect(others.length).toBeGreaterThan(0)
			expect(new Set([DIGEST, ...others]).size).toBe(others.length + 1)
		},
	)

	it('is another one when a chosen day holds something else than was planned', () => {
		const chosen = days.findIndex((each) => each.chosen)
		for (const change of [{ objects: 25 }, { bytes: 1_001 }, { day: '2026-02-28' }, { chosen: false }]) {
			const other = days.with(chosen, { ...(days[chosen] ?? expect.fail()), ...change })
			expect(digestOf({ ...PLAN, days: other })).not.toBe(DIGEST)
		}
	})

	it('stays when something becomes known of a day that is not replayed', () => {
		const left = days.findIndex((each) => !each.chosen)
		const other = days.with(left, { ...(days[left] ?? expect.fail()), loadedBy: 'rpl-2', objects: 25 })
		expect(digestOf({ ...PLAN, days: other })).toBe(DIGEST)
	})

	it('tells any two plans apart', () => {
		const size = fc.record({ objects: fc.integer({ min: 1, max: 3 }), bytes: fc.integer({ min: 1, max: 3 }) })
		const plan = fc
			.record({
				source_id: fc.constantFrom('harbor-web', 'harbor-app'),
				selection: fc.constantFrom('missing' as const, 'all' as const),
				events: fc.array(fc.constantFrom('a', 'b', 'a,b', '"a"'), { maxLength: 3 }),
				sizes: fc.array(size, { minLength: 1, maxLength: 4 }),
			})
			.map(({ sizes, ...rest }): Planned => {
				const some = sizes.map((each, index) => ({ ...each, day: addDays('2026-02-01', index) }))
				const chosen = chooseDays(some, new Map(), 'all', '2026-03-31')
				return { ...PLAN, ...rest, days: chosen, parts: partsOfPlan(chosen) }
			})
		fc.assert(
			fc.property(plan, plan, (one, other) => {
				const same = JSON.stringify(one) === JSON.stringify(other)
				expect(digestOf(one) === digestOf(other)).toBe(same)
			}),
		)
	})
})
