import { describe, expect, it } from 'vitest'
import { daysIn, PRESETS, presetRange, rangeErrors } from './range.ts'

const NOW = Date.parse('2026-11-22T14:00:00Z')

describe('a preset', () => {
	it.each<[string, string, string, string]>([
		['7d', '2026-11-22T14:00:00Z', '2026-11-15', '2026-11-21'],
		['1m', '2026-11-22T14:00:00Z', '2026-10-22', '2026-11-21'],
		['3m', '2026-11-22T14:00:00Z', '2026-08-22', '2026-11-21'],
		['6m', '2026-11-22T14:00:00Z', '2026-05-22', '2026-11-21'],
		['1m', '2026-03-31T00:00:00Z', '2026-03-01', '2026-03-30'],
		['1m', '2026-03-30T23:59:59Z', '2026-03-01', '2026-03-29'],
		['6m', '2026-09-01T12:00:00Z', '2026-03-01', '2026-08-31'],
		['3m', '2026-01-15T12:00:00Z', '2025-10-15', '2026-01-14'],
	])('%s at %s is from %s to %s', (value, at, from, to) => {
		const preset = PRESETS.find((one) => one.value === value)
		expect(preset && presetRange(preset, Date.parse(at))).toEqual({ from, to })
	})

	it.each(PRESETS)('$name is a range that can be planned', (preset) => {
		expect(rangeErrors(presetRange(preset, NOW), NOW)).toEqual({})
	})
})

describe('a range', () => {
	it.each<[string, string, object, string]>([
		['', '', {}, 'nothing yet'],
		['2026-03-01', '', {}, 'half of it'],
		['2026-03-01', '2026-03-01', {}, 'one day'],
		['2025-11-21', '2026-11-21', {}, '366 days'],
		[
			'2025-11-20',
			'2026-11-21',
			{ from: 'covers 367 days; one plan covers at most 366' },
			'a day more than a plan covers',
		],
		['2026-03-02', '2026-03-01', { from: 'must not be after the last day' }, 'the wrong way round'],
		['2026-03-01', '2026-11-22', { to: expect.stringContaining('2026-11-21') }, 'a day that still fills'],
		['2026-02-30', '2026-03-01', { from: 'must be a day such as 2026-03-31' }, 'a day that never was'],
		['2026-03-01', 'soon', { to: 'must be a day such as 2026-03-31' }, 'words'],
	])('from "%s" to "%s" says %j (%s)', (from, to, errors) => {
		expect(rangeErrors({ from, to }, NOW)).toEqual(errors)
	})

	it('counts both ends, across the change to summer time', () => {
		expect(daysIn({ from: '2026-03-28', to: '2026-03-30' })).toBe(3)
		expect(daysIn({ from: '2026-03-28', to: '' })).toBeNull()
	})
})
