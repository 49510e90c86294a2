import { describe, expect, it } from 'vitest'
import { createClock, serverTimeOf } from './clock.ts'

const HOUR = 3_600_000

describe('the clock', () => {
	it.each([
		['slow', HOUR],
		['fast', -HOUR],
	])('takes over the server time on a computer that is an hour %s', (_, off) => {
		let local = 1_000_000_000_000
		const clock = createClock(() => local)
		clock.learn(local + off + 100, local, local + 200)
		expect(Math.abs(clock.skew() - off)).toBeLessThanOrEqual(1_100)
		local += 5_000
		expect(Math.abs(clock.now().getTime() - (local + off))).toBeLessThanOrEqual(1_100)
	})

	it('does not take a slow answer for a wrong clock: 28 s under way explain 20 s of difference', () => {
		const clock = createClock(() => 0)
		clock.learn(1_000_000_020_000, 1_000_000_000_000, 1_000_000_028_000)
		expect(clock.skew()).toBe(0)
	})

	it('keeps what it learned while new answers agree with it', () => {
		const clock = createClock(() => 0)
		clock.learn(5_000_000, 0, 100)
		const learned = clock.skew()
		clock.learn(5_010_300, 10_000, 10_900)
		expect(clock.skew()).toBe(learned)
	})

	it('follows when the person sets the clock right', () => {
		const clock = createClock(() => 0)
		clock.learn(HOUR, 0, 0)
		clock.learn(HOUR + 60_000, HOUR + 60_000, HOUR + 60_000)
		expect(clock.skew()).toBe(0)
	})
})

describe('the server time of an answer', () => {
	it.each([
		['our own header, milliseconds', { 'x-sluice-time': '1763798400000' }, 1_763_798_400_000],
		['our own header, ISO 8601', { 'x-sluice-time': '2025-11-22T08:00:00.000Z' }, 1_763_798_400_000],
		['Date, when ours is missing', { date: 'Sat, 22 Nov 2025 08:00:00 GMT' }, 1_763_798_400_000],
		[
			'ours before Date',
			{ 'x-sluice-time': '1763798400000', date: 'Sat, 22 Nov 2025 09:00:00 GMT' },
			1_763_798_400_000,
		],
		['nothing', {}, null],
		['nonsense', { 'x-sluice-time': 'soon' }, null],
	])('is read from %s', (_, headers, expected) => {
		expect(serverTimeOf(new Headers(headers as Record<string, string>))).toBe(expected)
	})
})
