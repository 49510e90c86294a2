import type { Kysely, KyselyPlugin, QueryId } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../store/schema.ts'
import { testedDatabases } from '../store/test-store.ts'
import { type Desk, openDesk } from './desk.fixture.ts'
import { obstacleOf } from './obstacle.ts'

/** The same database, in which something happens right after the first look at the days of replays. */
function meanwhile(db: Kysely<Database>, happens: () => Promise<unknown>): Kysely<Database> {
	const looks = new WeakSet<QueryId>()
	let due = true
	const plugin: KyselyPlugin = {
		transformQuery({ node, queryId }) {
			if (JSON.stringify(node).includes('replay_days')) looks.add(queryId)
			return node
		},
		async transformResult({ result, queryId }) {
			if (due && looks.has(queryId)) {
				due = false
				await happens()
			}
			return result
		},
	}
	return db.withPlugin(plugin)
}

describe.each(testedDatabases())('what keeps a plan from being submitted on %s', { timeout: 60_000 }, (kind) => {
	let desk: Desk
	beforeAll(async () => {
		desk = await openDesk(kind)
	})
	afterAll(() => desk.close())

	const load = (replayId: string, at: Date) =>
		desk.db
			.updateTable('replay_days')
			.set({ state: 'loaded', settled_at: at })
			.where('replay_id', '=', replayId)
			.execute()
	const planOf = ({ planId }: { planId: string }) =>
		desk.db.selectFrom('replay_plans').selectAll().where('plan_id', '=', planId).executeTakeFirstOrThrow()

	it('is found where another replay loads its days in the very moment of asking', async () => {
		const sourceId = await desk.source()
		const { replayId } = await desk.replay({ sourceId })
		const plan = await planOf(await desk.plan({ sourceId }))
		const db = meanwhile(desk.db, () => load(replayId, desk.clock.at))
		expect(await obstacleOf(db, plan, desk.clock.at)).toMatchObject({ detail: expect.stringContaining(replayId) })
	})

	it('is found where they were loaded by a worker whose clock is behind', async () => {
		const sourceId = await desk.source()
		const { replayId } = await desk.replay({ sourceId })
		const plan = await planOf(await desk.plan({ sourceId }))
		await load(replayId, new Date(desk.clock.at.getTime() - 5_000))
		expect(await obstacleOf(desk.db, plan, desk.clock.at)).toMatchObject({ problem: 'plan-outdated' })
	})

	it('is nothing where the plan names the replay that loaded them last', async () => {
		const sourceId = await desk.source()
		const first = await desk.replay({ sourceId })
		await load(first.replayId, new Date(desk.clock.at.getTime() - 60_000))
		const all = await planOf(await desk.plan({ sourceId }))
		const days = (all.days ?? []).map((day) => ({ ...day, loadedBy: first.replayId }))
		expect(await obstacleOf(desk.db, { ...all, days }, desk.clock.at)).toBeNull()
	})
})
