import { describe, expect, it } from 'vitest'
import { createBatch } from './batch.ts'

/** A flush that the test ends by hand, so that it decides what arrives while one is under way. */
function manual() {
	const flushes: { items: number[]; end: PromiseWithResolvers<number[]> }[] = []
	const flush = (items: number[]) => {
		const end = Promise.withResolvers<number[]>()
		flushes.push({ items, end })
		return end.promise
	}
	const items = () => flushes.map((flush) => flush.items)
	const end = (index: number) => flushes[index]?.end.resolve(flushes[index].items.map((item) => item * 10))
	return { flush, items, end, fail: (index: number, error: Error) => flushes[index]?.end.reject(error) }
}

describe('a batch', () => {
	it('flushes a lone item at the end of the turn, without waiting for company', async () => {
		const { flush, items } = manual()
		createBatch(flush)(1)
		await new Promise(setImmediate)
		expect(items()).toEqual([[1]])
	})

	it('gathers what arrives while a flush is under way into one flush, and answers each its own', async () => {
		const { flush, items, end } = manual()
		const put = createBatch(flush)
		const first = put(1)
		await new Promise(setImmediate)
		const later = [put(2), put(3), put(4)]
		await new Promise(setImmediate)
		expect(items()).toEqual([[1]])
		end(0)
		expect(await first).toBe(10)
		await expect.poll(items).toEqual([[1], [2, 3, 4]])
		end(1)
		expect(await Promise.all(later)).toEqual([20, 30, 40])
	})

	it('holds no more items in one flush than it may', async () => {
		const { flush, items, end } = manual()
		const put = createBatch(flush, 2)
		const all = [put(1), put(2), put(3)]
		await new Promise(setImmediate)
		expect(items()).toEqual([[1, 2]])
		end(0)
		await expect.poll(items).toEqual([[1, 2], [3]])
		end(1)
		expect(await Promise.all(all)).toEqual([10, 20, 30])
	})

	it('rejects exactly the items of a failed flush and goes on with the next', async () => {
		const { flush, items, end, fail } = manual()
		const put = createBatch(flush)
		const lost = put(1)
		await new Promise(setImmediate)
		const kept = put(2)
		fail(0, new Error('database is down'))
		await expect(lost).rejects.toThrow('database is down')
		await expect.poll(items).toEqual([[1], [2]])
		end(1)
		expect(await kept).toBe(20)
	})

	it('survives a flush that throws at once', async () => {
		let broken = true
		const put = createBatch((items: number[]) => {
			if (broken) throw new Error('no connection')
			return Promise.resolve(items)
		})
		await expect(put(1)).rejects.toThrow('no connection')
		broken = false
		expect(await put(2)).toBe(2)
	})

	it('rejects when a flush answers fewer than it was given: nobody may get the answer of another', async () => {
		await expect(createBatch(async () => [])(1)).rejects.toThrow('0 of 1')
	})
})
