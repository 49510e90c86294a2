import { expect, it } from 'vitest'
import { createThrottle } from './throttle.ts'

it('lets a burst through, then the rate, and saves up no more than a burst', () => {
	let now = 0
	const throttle = createThrottle(() => now)
	const limits = { rateLimit: 10, burstLimit: 3 }
	const takeAll = (): number => {
		let taken = 0
		while (taken < 100 && throttle.take(limits)) taken++
		return taken
	}
	expect(takeAll()).toBe(3)
	now = 99
	expect(takeAll()).toBe(0)
	now = 100
	expect(takeAll()).toBe(1)
	now = 60_000
	expect(takeAll()).toBe(3)
})
