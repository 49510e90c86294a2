import { describe, expect, it } from 'vitest'
import { backoff, fateOf } from './fate.ts'
import type { Claimed } from './outbox.ts'

const pauses = { firstPause: 500, longestPause: 60_000 }
const claimed = (refusals: number, failures: number) => ({ auditId: 'a', refusals, failures }) as Claimed
type Why = NonNullable<Parameters<typeof fateOf>[1]>
const because = (outcome: Why['outcome'], reason = 'status 1'): Why => ({ outcome, reason, waitMs: 0 })

describe('what happens next to an event that was not delivered', () => {
	it.each<[string, Claimed, Why | undefined, boolean, object]>([
		['it was not tried: at once', claimed(2, 3), undefined, true, { refusals: 2, failures: 3, setAside: false }],
		['an outage is not its fault', claimed(0, 19), because('later'), false, { failures: 19, setAside: false }],
		['others got through', claimed(0, 3), because('later'), true, { refusals: 0, failures: 4, setAside: false }],
		['others did, too often', claimed(0, 19), because('later'), true, { failures: 20, setAside: true }],
		['it was refused', claimed(3, 19), because('refused'), false, { refusals: 4, failures: 19, setAside: false }],
		['it was refused too often', claimed(4, 0), because('refused'), false, { refusals: 5, setAside: true }],
		['failures do not make a refusal worse', claimed(0, 5), because('refused'), true, { refusals: 1, setAside: false }],
		['it can never be sent', claimed(0, 0), because('hopeless'), true, { refusals: 0, setAside: true }],
	])('%s', (_why, event, sent, through, expected) => {
		expect(fateOf(event, sent, through, pauses)).toMatchObject({
			auditId: 'a',
			reason: sent?.reason ?? null,
			...expected,
		})
	})

	it('it comes back at once when it was not at fault, later and later when it was', () => {
		expect(fateOf(claimed(0, 9), because('later'), false, pauses).waitMs).toBe(0)
		expect(fateOf(claimed(0, 9), undefined, true, pauses).waitMs).toBe(0)
		const [first, eighth] = [0, 7].map(
			(failures) => fateOf(claimed(0, failures), because('later'), true, pauses).waitMs,
		)
		expect(first).toBeLessThanOrEqual(500)
		expect(eighth).toBeGreaterThanOrEqual(30_000)
	})
})

it('pauses double up to the longest, each by a chance of its own', () => {
	for (const [tries, least, most] of [
		[1, 250, 500],
		[2, 500, 1_000],
		[5, 4_000, 8_000],
		[9, 30_000, 60_000],
		[2_000, 30_000, 60_000],
	] as const) {
		const drawn = Array.from({ length: 50 }, () => backoff(tries, pauses))
		expect(Math.min(...drawn), `${tries} tries`).toBeGreaterThanOrEqual(least)
		expect(Math.max(...drawn), `${tries} tries`).toBeLessThanOrEqual(most)
		expect(new Set(drawn).size).toBeGreaterThan(1)
	}
})
