import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testedDatabases } from '../store/test-store.ts'
import { disturbed } from './disturbed.fixture.ts'
import { openDriver } from './driver.fixture.ts'
import { orderDueReplays } from './watch.ts'
import { performReplay } from './worker.ts'

const MINUTE = 60_000

describe.each(testedDatabases())('what is due on %s', { timeout: 60_000 }, (kind) => {
	let driver: Awaited<ReturnType<typeof openDriver>>
	const sent: string[] = []
	beforeAll(async () => {
		driver = await openDriver(kind)
	})
	afterAll(() => driver.close())
	const order = async () => {
		const jobs = {
			send: async (_: unknown, __: string, ___: string, data: object) => void sent.push(JSON.stringify(data)),
		}
		await orderDueReplays({ db: driver.db, jobs, now: () => driver.clock.at })
		return sent.splice(0).map((data) => JSON.parse(data).replayId)
	}

	it('is handed over once, and again if nobody ever says more of it: its job may be lost', async () => {
		const { replayId } = await driver.waiting()
		expect(await order()).toEqual([replayId])
		driver.later(15 * MINUTE)
		expect(await order()).toEqual([])
		driver.later(15 * MINUTE)
		expect(await order()).toEqual([replayId])
		await driver.cancel({ replayId })
	})

	it('is not what a worker has put off, what has ended, or what waits for a person', async () => {
		const fake = Object.assign(driver.account(), { grantsList: false, honoursClaim: false })
		const [followed, undecided, ended] = [
			await driver.waiting(),
			await driver.waiting('decide'),
			await driver.waiting(),
		]
		expect((await order()).toSorted()).toEqual([followed, undecided, ended].map(({ replayId }) => replayId).toSorted())
		await driver.db
			.updateTable('replay_parts')
			.set({ state: 'undecided', submissions: 1, signed_at: driver.clock.at })
			.where('replay_id', '=', undecided.replayId)
			.execute()
		fake.runMs = 600 * MINUTE
		for (const { replayId } of [followed, undecided]) await performReplay(replayId, driver.ports(fake))
		await driver.cancel(ended)
		driver.later(6_000)
		expect(await order()).toEqual([followed.replayId])
		driver.later(600 * MINUTE)
		expect(await order()).toEqual([followed.replayId])
	})

	it('is not a replay that is being submitted when somebody cancels it: the id of its step would be lost', async () => {
		const fake = Object.assign(driver.account(), { grantsList: false, honoursClaim: false })
		const replay = await driver.waiting('decide')
		const ports = disturbed(driver.ports(fake), 'emr:AddJobFlowSteps', async (send) => {
			const answer = await send()
			expect((await driver.cancel(replay)).body.status).toBe('cancelling')
			for (const replayId of await order()) await performReplay(replayId, driver.ports(fake))
			return answer
		})
		expect(await order()).toContain(replay.replayId)
		await performReplay(replay.replayId, ports)
		expect((await driver.run(replay, driver.ports(fake))).at(-1)).toBe('cancelled')
		expect(fake.steps.map(({ state }) => state)).toEqual(['CANCELLED'])
	})
})
