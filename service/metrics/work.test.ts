import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REPLAY_STATUSES, type ReplayStatus } from '../../lib/contract/replay-record.ts'
import { recordRequests } from '../audit/rows.fixture.ts'
import { openJobs, type Queue } from '../store/jobs.ts'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { createRegistry } from './registry.ts'
import { summaryOf } from './telling.ts'
import { measureWork } from './work.ts'

const QUEUE: Queue = { name: 'things', givenUp: 'things-given-up', atOnce: 1, atOncePerGroup: 1 }

describe.each(testedDatabases())('on %s', (kind) => {
	let store: Store
	let stop: () => Promise<void>
	let clock = 0
	const registry = createRegistry()
	/** The value of one line, as a scrape after the last one grew old tells it. */
	async function value(metric: string): Promise<number | null> {
		clock += 5_001
		const line = (await registry.text()).split('\n').find((text) => text.startsWith(`${metric} `))
		return line === undefined ? null : Number(line.split(' ').at(-1))
	}

	beforeAll(async () => {
		store = await openTestStore(kind)
		const jobs = await openJobs(store.jobs, [QUEUE], (error) => {
			throw error
		})
		stop = async () => {
			await jobs.stop(1)
			await store.close()
		}
		const queues = [QUEUE.name, QUEUE.givenUp]
		measureWork(registry, { db: store.db, queues, hasOutbox: true, clock: () => clock })
		await store.db.transaction().execute(async (transaction) => {
			for (const group of ['111111111111', '222222222222']) await jobs.send(transaction, QUEUE.name, group, {})
		})
	})
	afterAll(() => stop())

	it('tells how many jobs wait and for how long, given up ones by themselves', async () => {
		expect(await value('sluice_queue_waiting{queue="things"}')).toBe(2)
		expect(await value('sluice_queue_waiting{queue="things-given-up"}')).toBe(0)
		expect(await value('sluice_queue_oldest_seconds{queue="things-given-up"}')).toBe(0)
		await sql`update pgboss.job set created_on = now() - interval '90 s', start_after = now() - interval '90 s'
			where id = (select id from pgboss.job limit 1)`.execute(store.db)
		expect(Math.floor(((await value('sluice_queue_oldest_seconds{queue="things"}')) ?? 0) / 10)).toBe(9)
	})

	it.each([
		['a job whose next try is still to come', `start_after = now() + interval '1 h'`],
		['a job that is done', `state = 'completed', completed_on = now()`],
	])('does not count %s', async (_what, change) => {
		const before = (await value('sluice_queue_waiting{queue="things"}')) ?? 0
		await sql`update pgboss.job set ${sql.raw(change)} where id = (
			select id from pgboss.job where state = 'created' and start_after <= now() limit 1)`.execute(store.db)
		expect(await value('sluice_queue_waiting{queue="things"}')).toBe(before - 1)
	})

	it('tells replays by status, those that nobody decided among them, and how late the worst one is', async () => {
		expect(await value('sluice_replays{status="undecided"}')).toBe(0)
		// A replay alone: its plan has no part in this.
		await sql`alter table replays drop constraint replays_plan_id_fkey`.execute(store.db)
		await replay('one', 'undecided', null)
		await replay('two', 'running', new Date(Date.now() - 65_000))
		await replay('three', 'running', new Date(Date.now() + 65_000))
		expect(await value('sluice_replays{status="undecided"}')).toBe(1)
		expect(await value('sluice_replays{status="running"}')).toBe(2)
		expect(await value('sluice_replays{status="done"}')).toBe(0)
		expect(Math.floor(((await value('sluice_replays_overdue_seconds')) ?? 0) / 10)).toBe(6)
	})

	it('tells how late watched clusters are, and nothing of those that nobody looks at', async () => {
		await cluster('watched', 30_000, -45_000)
		await cluster('forgotten', -30_000, -900_000)
		expect(await value('sluice_clusters_watched')).toBe(1)
		expect(Math.floor(((await value('sluice_clusters_overdue_seconds')) ?? 0) / 10)).toBe(4)
	})

	it('tells what waits for delivery', async () => {
		await recordRequests(store.db, 10)
		expect(await value('sluice_outbox_waiting')).toBe(10)
		expect(await value('sluice_outbox_set_aside')).toBe(0)
	})

	it('sums up in one line of the log what alarms watch', async () => {
		const look = measureWork(createRegistry(), { db: store.db, queues: [QUEUE.name], hasOutbox: true, clock: () => 0 })
		const { outboxOldestSeconds, queueOldestSeconds, replaysOverdueSeconds, clustersOverdueSeconds, ...counts } =
			summaryOf(await look())
		expect(counts).toEqual({ databaseUp: 1, queueWaiting: 0, outboxSetAside: 0, replaysUndecided: 1 })
		expect([outboxOldestSeconds, queueOldestSeconds]).toEqual([expect.any(Number), 0])
		expect(Math.min(replaysOverdueSeconds ?? 0, clustersOverdueSeconds ?? 0)).toBeGreaterThan(40)
		expect(summaryOf(null)).toEqual({ databaseUp: 0 })
	})

	it('looks once for several scrapes, and says nothing of an outbox that nobody empties', async () => {
		const own = createRegistry()
		let at = 0
		measureWork(own, { db: store.db, queues: [QUEUE.name], hasOutbox: false, clock: () => at })
		const watched = async () => (await own.text()).match(/\nsluice_clusters_watched (\d+)\n/)?.[1]
		const before = await watched()
		await sql`delete from clusters`.execute(store.db)
		at = 5_000
		expect(await watched()).toBe(before)
		at = 5_001
		expect(await watched()).toBe('0')
		expect(await own.text()).not.toMatch(/\nsluice_outbox_waiting \d/)
	})

	it('names queues and statuses only', async () => {
		const text = await registry.text()
		const labels = new Set([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, held]) => `${name}=${held}`))
		const queues = [QUEUE.name, QUEUE.givenUp].map((name) => `queue=${name}`)
		expect(labels).toEqual(new Set([...queues, ...REPLAY_STATUSES.map((status) => `status=${status}`)]))
	})

	const replay = (id: string, status: ReplayStatus, dueAt: Date | null) =>
		store.db
			.insertInto('replays')
			.values({
				...{ replay_id: id, plan_id: id, source_id: id, customer: 'Northwind', status, digest: id, days: 1, bytes: 1 },
				...{ recovery: 'decide', acknowledged: '[]', requested_by: 'sam@sluice.example', requested_at: new Date() },
				...{ requester: '{}', ticket: 'LAKE-1', due_at: dueAt },
			})
			.execute()

	const cluster = (id: string, watchedMs: number, dueMs: number) =>
		store.db
			.insertInto('clusters')
			.values({
				...{ source_id: id, cluster_id: id, customer: 'Northwind', settings: '{}', requester: '{}' },
				...{ requested_at: new Date(), fetch_id: id, watched_until: new Date(Date.now() + watchedMs) },
				next_look_at: new Date(Date.now() + dueMs),
			})
			.execute()
})

it('a database that does not answer is told, and everything else of it is not', async () => {
	const store = await openTestStore('pglite')
	const registry = createRegistry()
	registry.gauge('mine', 'Known without it.', () => [[{}, 1]])
	measureWork(registry, { db: store.db, queues: [QUEUE.name], hasOutbox: true, clock: () => 0 })
	await store.close()
	const lines = (await registry.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
	expect(lines).toEqual(['mine 1', 'sluice_database_up 0'])
})
