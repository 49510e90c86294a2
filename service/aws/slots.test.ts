import { describe, expect, it } from 'vitest'
import { createSlots } from './slots.ts'

const never = new AbortController().signal

async function taken(slots: ReturnType<typeof createSlots>) {
	const giveBack = await slots.take(never)
	if (!giveBack) throw new Error('no place')
	return giveBack
}

describe('slots', () => {
	it('lets in as many as there are places, the rest in the order of arrival', async () => {
		const slots = createSlots(2)
		const first = await taken(slots)
		const second = await taken(slots)
		const order: string[] = []
		const waiting = ['a', 'b', 'c'].map(async (name) => {
			const giveBack = await taken(slots)
			order.push(name)
			return giveBack
		})
		await Promise.resolve()
		expect(order).toEqual([])
		first()
		const a = await waiting[0]
		expect(order).toEqual(['a'])
		second()
		a?.()
		await Promise.all(waiting)
		expect(order).toEqual(['a', 'b', 'c'])
	})

	it('lets nobody slip in before who waits', async () => {
		const slots = createSlots(1)
		const first = await taken(slots)
		const order: string[] = []
		const early = slots.take(never).then(() => order.push('early'))
		first()
		const late = slots.take(never).then(() => order.push('late'))
		const giveBack = await early.then(() => order)
		expect(giveBack).toEqual(['early'])
		void late
	})

	it('forgets who stops waiting, and is idle only when nobody is left', async () => {
		const slots = createSlots(1)
		expect(slots.idle()).toBe(true)
		const first = await taken(slots)
		const impatient = new AbortController()
		const gone = slots.take(impatient.signal)
		const patient = slots.take(never)
		impatient.abort()
		expect(await gone).toBeNull()
		expect(await slots.take(AbortSignal.abort())).toBeNull()
		first()
		expect(slots.idle()).toBe(false)
		;(await patient)?.()
		expect(slots.idle()).toBe(true)
	})
})
