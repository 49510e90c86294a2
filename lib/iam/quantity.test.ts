import { describe, expect, it } from 'vitest'
import { parseMoment, parseNumber } from './quantity.ts'

describe('a moment', () => {
	it.each([
		['2026-07-01T00:00:00Z', '2026-07-01T00:00:00.000Z', 'the usual form'],
		['2026-07-01T00:00:00.25Z', '2026-07-01T00:00:00.250Z', 'a fraction'],
		['2026-07-01T02:00:00+02:00', '2026-07-01T00:00:00.000Z', 'east of Greenwich'],
		['2026-06-30T18:30:00-0530', '2026-07-01T00:00:00.000Z', 'west, without the colon'],
		['2026-07-01T02:00:00+02', '2026-07-01T00:00:00.000Z', 'hours only'],
		['2026-07-01T00:00Z', '2026-07-01T00:00:00.000Z', 'no seconds'],
		['2026-07-01', '2026-07-01T00:00:00.000Z', 'a day'],
		['2026-07', '2026-07-01T00:00:00.000Z', 'a month'],
		['20260701T000000Z', '2026-07-01T00:00:00.000Z', 'the compact form'],
		['1782864000', '2026-07-01T00:00:00.000Z', 'seconds since 1970'],
		['-1', '1969-12-31T23:59:59.000Z', 'before 1970'],
	])('%s is %s (%s)', (text, expected) => {
		expect(new Date(parseMoment(text) ?? Number.NaN).toISOString()).toBe(expected)
	})

	it.each([
		['2026-02-30', 'no such day'],
		['2026-13-01', 'no such month'],
		['2026-07-01T24:01:00Z', 'no such hour'],
		['2026-07-01T00:60:00Z', 'no such minute'],
		['1 July 2026', 'not ISO 8601'],
		['${aws:CurrentTime}', 'variables are not filled in dates'],
		['', 'nothing'],
	])('%s is none (%s)', (text) => {
		expect(parseMoment(text)).toBeNull()
	})
})

describe('a number', () => {
	it.each([
		['50', 50],
		['50.0', 50],
		['-0.5', -0.5],
		['.5', 0.5],
		['1e3', 1000],
		[' 7 ', 7],
		['', null],
		['0x10', null],
		['1,000', null],
		['Infinity', null],
		['NaN', null],
	])('%s is %s', (text, expected) => {
		expect(parseNumber(text)).toBe(expected)
	})
})
