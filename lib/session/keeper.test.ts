import { describe, expect, it } from 'vitest'
import { createKeeper } from './keeper.ts'
import { credentials, START } from './tabs.fixture.ts'

function world() {
	let now = START
	const flights: PromiseWithResolvers<ReturnType<typeof credentials>>[] = []
	const asked: string[] = []
	const keeper = createKeeper(
		(samlResponse) => {
			const flight = Promise.withResolvers<ReturnType<typeof credentials>>()
			asked.push(samlResponse)
			flights.push(flight)
			return flight.promise
		},
		() => now,
	)
	return {
		keeper,
		asked,
		land: (index: number, value = credentials()) => flights[index]?.resolve(value),
		flights,
		at: (time: number) => {
			now = time
		},
	}
}

describe('the keeper', () => {
	it('exchanges once for all who ask at the same time, and remembers', async () => {
		const { keeper, asked, land } = world()
		keeper.offer('a')
		const all = [keeper.get(), keeper.get(), keeper.get({ forceRefresh: true }), keeper.get()]
		land(0)
		expect(await Promise.all(all)).toEqual(Array(4).fill(credentials()))
		expect(await keeper.get()).toEqual(credentials())
		expect(asked).toEqual(['a'])
	})

	it('has nothing, and exchanges nothing, when nobody signed in', async () => {
		const { keeper, asked } = world()
		expect(await keeper.get()).toBeNull()
		expect(await keeper.get({ forceRefresh: true })).toBeNull()
		expect(asked).toEqual([])
	})

	it('exchanges again on demand while it has the assertion, and never after it was dropped', async () => {
		const { keeper, asked, land } = world()
		keeper.offer('a')
		const first = keeper.get()
		land(0)
		await first
		const second = keeper.get({ forceRefresh: true })
		land(1, credentials({ expiresAt: START + 1 }))
		expect(await second).toEqual(credentials({ expiresAt: START + 1 }))
		keeper.dropAssertion()
		await keeper.get({ forceRefresh: true })
		expect(asked).toEqual(['a', 'a'])
	})

	it('gives out nothing that has expired', async () => {
		const { keeper, at } = world()
		keeper.adopt(credentials({ expiresAt: START + 1_000 }))
		at(START + 999)
		expect(keeper.current()).not.toBeNull()
		at(START + 1_000)
		expect(keeper.current()).toBeNull()
		expect(await keeper.get()).toBeNull()
	})

	it('stays empty when it was cleared while an exchange was under way', async () => {
		const { keeper, land } = world()
		keeper.offer('a')
		const late = keeper.get()
		keeper.clear()
		land(0)
		expect(await late).toBeNull()
		expect(keeper.current()).toBeNull()
	})

	it('keeps the newer sign-in when an older exchange comes in late', async () => {
		const { keeper, land } = world()
		keeper.offer('old')
		const old = keeper.get()
		keeper.offer('new')
		const fresh = keeper.get()
		land(1, credentials({ expiresAt: START + 9 }))
		await fresh
		land(0)
		await old
		expect(keeper.current()).toEqual(credentials({ expiresAt: START + 9 }))
	})

	it('passes a refusal on to all who wait, and may be asked again', async () => {
		const { keeper, asked, flights } = world()
		keeper.offer('a')
		const all = [keeper.get(), keeper.get()]
		flights[0]?.reject(new Error('refused'))
		expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
		void keeper.get()
		expect(asked).toHaveLength(2)
	})
})
