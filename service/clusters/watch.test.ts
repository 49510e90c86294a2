import { afterAll, describe, expect, it } from 'vitest'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { anAccount, refused, throttled, waiting } from './cluster.fixture.ts'
import { orderDue } from './watch.ts'
import { openWorkshop } from './workshop.fixture.ts'

const stores = new Map<Store['kind'], Promise<Store>>()
afterAll(async () => {
	for (const store of stores.values()) await (await store).close()
})

/** One database of a kind for all cases; each begins with no source and no cluster. */
async function workshop(kind: Store['kind'], account?: ReturnType<typeof anAccount>) {
	const store = stores.get(kind) ?? openTestStore(kind)
	stores.set(kind, store)
	return openWorkshop(await store, account)
}

describe.each(testedDatabases())('a page that looks, on %s', (kind) => {
	it('has the account asked again, each 15 to 30 seconds, and slower once nothing changes', async () => {
		const { order, work, pass, read, ports, jobs } = await workshop(kind)
		await order()
		await work()
		const waits: number[] = []
		for (let look = 0; look < 5; look++) {
			const { live } = await read('support', '&watch=true')
			waits.push(live?.everyMs ?? 0)
			pass((live?.everyMs ?? 0) / 1_000 - 1)
			await read('support', '&watch=true')
			expect(await orderDue(ports()), 'not before its time').toBe(0)
			pass(2)
			await read('support', '&watch=true')
			expect(await orderDue(ports())).toBe(1)
			expect(jobs()).toMatchObject([{ clicked: false }])
			await work()
		}
		for (const wait of waits.slice(0, 3)) expect(wait >= 15_000 && wait <= 30_000, String(wait)).toBe(true)
		for (const wait of waits.slice(3)) expect(wait >= 60_000 && wait <= 75_000, String(wait)).toBe(true)
	}, 60_000)

	it('is found by one process of many', async () => {
		const { order, work, pass, ports, jobs } = await workshop(kind)
		await order()
		await work()
		pass(31)
		const claimed = await Promise.all(Array.from({ length: 6 }, () => orderDue(ports())))
		expect(claimed.sort()).toEqual([0, 0, 0, 0, 0, 1])
		expect(jobs()).toHaveLength(1)
	})

	it('is all that counts: without it nothing is asked, and nobody begins anything by reading', async () => {
		const { order, work, pass, read, ports, trial } = await workshop(kind)
		await read('support', '&watch=true')
		pass(60)
		expect(await orderDue(ports())).toBe(0)
		await order()
		await work()
		pass(46)
		expect((await read('support')).live).toBeNull()
		for (const role of ['viewer', 'auditor'] as const) expect((await read(role, '&watch=true')).live).toBeNull()
		expect(await orderDue(ports())).toBe(0)
		expect((await read('support', '&watch=true')).live).not.toBeNull()
		expect(await orderDue(ports())).toBe(1)
		expect(trial.sent).toHaveLength(1)
	})

	it('is followed for half an hour after a click, however long a tab stays open', async () => {
		const { order, work, pass, read, ports } = await workshop(kind)
		await order()
		await work()
		pass(30 * 60 + 1)
		expect((await read('admin', '&watch=true')).live).toBeNull()
		expect(await orderDue(ports())).toBe(0)
	})

	it('learns of throttling, and the pace is slower for it', async () => {
		const { order, work, pass, read, ports } = await workshop(kind)
		await order()
		await work()
		pass(31)
		await read('support', '&watch=true')
		await orderDue(ports())
		await work(anAccount({ 'emr:DescribeCluster': () => throttled }).access)
		const { live, verdict, cluster } = await read('support')
		expect([verdict, live?.throttled, cluster?.state]).toEqual(['unreachable', true, 'WAITING'])
		expect(live?.everyMs).toBeGreaterThanOrEqual(60_000)
		expect(live?.everyMs).toBeLessThanOrEqual(120_000)
	})

	it.each([
		['has ended', () => waiting('TERMINATED')],
		['is not there', () => refused('InvalidRequestException', 'Cluster id is not valid.')],
	])('does not have a cluster asked again that %s', async (_why, answer) => {
		const { order, work, pass, read, ports } = await workshop(kind, anAccount({ 'emr:DescribeCluster': answer }))
		await order()
		await work()
		pass(40)
		expect((await read('support', '&watch=true')).live).toBeNull()
		expect(await orderDue(ports())).toBe(0)
	})

	it('does not have a panel asked for again that the account refused', async () => {
		const { order, work, pass, read, ports, account } = await workshop(kind)
		await order()
		await work()
		account.asked.splice(0)
		pass(31)
		await read('support', '&watch=true')
		await orderDue(ports())
		await work()
		expect(account.asked).toEqual(['emr:DescribeCluster'])
		expect((await read()).instances).toMatchObject({ granted: false })
	})
})
