import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openJobs } from '../store/jobs.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { anArchive, failedBy, filesOf, refusedBy } from './archive.fixture.ts'
import { beginPlan } from './plan-attempt.ts'
import { performPlan, REPLAY_PLANS_QUEUE, workOnPlans } from './plan-worker.ts'
import { openPlanning, type Planning } from './plans.fixture.ts'

const MARCH = [...filesOf('2026-03-01', 24, 1_000), ...filesOf('2026-03-03', 12, 500)]

describe.each(testedDatabases())('planning on %s', (kind) => {
	let desk: Planning
	beforeAll(async () => {
		desk = await openPlanning(await openTestStore(kind))
	})
	afterAll(() => desk.store.close())

	/** Days of a source that an earlier replay of it holds. */
	async function earlierReplay(
		sourceId: string,
		days: string[],
		state: 'loaded' | 'open' | 'free',
		at: string,
		events: string[] = [],
	) {
		const replayId = `rpl-${randomUUID()}`
		const planId = await desk.order({ sourceId, events })
		const requester = { requested_by: 'support@sluice.example', requester: '{}', ticket: 'LAKE-1' }
		const ends = { status: 'done', ended_at: new Date(at) } as const
		const about = { replay_id: replayId, plan_id: planId, source_id: sourceId, customer: 'Northwind' }
		await desk.store.db
			.insertInto('replays')
			.values({
				...{ ...about, ...requester, ...ends, digest: 'f'.repeat(64), days: days.length, bytes: 1, recovery: 'list' },
				...{ acknowledged: '[]', requested_at: new Date(at) },
			})
			.execute()
		const rows = days.map((day) => ({
			...{ replay_id: replayId, source_id: sourceId, day, position: 1, state },
			settled_at: state === 'open' ? null : new Date(at),
		}))
		await desk.store.db.insertInto('replay_days').values(rows).execute()
		return replayId
	}

	it('counts the archive, chooses, cuts and seals', async () => {
		const planId = await desk.order({ sourceId: await desk.source(), events: ['Order Completed'] })
		await desk.work(planId, anArchive(MARCH).reader)
		const plan = await desk.read(planId)
		expect(plan).toMatchObject({
			...{ status: 'done', progress: { done: 3, total: 3 }, failure: null, events: ['Order Completed'] },
			finishedAt: '2026-03-31T10:00:00.000Z',
			totals: { days: 2, partitions: 48, objects: 36, bytes: 30_000 },
			parts: [
				{ position: 1, from: '2026-03-01', to: '2026-03-01', days: 1, objects: 24, bytes: 24_000 },
				{ position: 2, from: '2026-03-03', to: '2026-03-03', days: 1, objects: 12, bytes: 6_000 },
			],
		})
		expect(plan.days.map(({ day, objects, chosen }) => [day, objects, chosen])).toEqual([
			['2026-03-01', 24, true],
			['2026-03-02', 0, false],
			['2026-03-03', 12, true],
		])
		expect(plan.digest).toMatch(/^[0-9a-f]{64}$/)
	})

	it('two plans of the same days have the same digest, of which one event less makes another', async () => {
		const sourceId = await desk.source()
		const digests = []
		for (const events of [[], [], ['page']]) {
			const planId = await desk.order({ sourceId, events })
			await desk.work(planId, anArchive(MARCH).reader)
			digests.push((await desk.read(planId)).digest)
		}
		expect(digests[0]).toBe(digests[1])
		expect(digests[2]).not.toBe(digests[0])
	})

	it('leaves out what earlier replays of this source have loaded, whichever loaded it last', async () => {
		const sourceId = await desk.source()
		await earlierReplay(sourceId, ['2026-03-01'], 'loaded', '2026-03-10T00:00:00Z')
		const last = await earlierReplay(sourceId, ['2026-03-01'], 'loaded', '2026-03-20T00:00:00Z')
		await earlierReplay(sourceId, ['2026-03-03'], 'free', '2026-03-25T00:00:00Z')
		await earlierReplay(await desk.source(), ['2026-03-03'], 'loaded', '2026-03-25T00:00:00Z')
		const planId = await desk.order({ sourceId })
		await desk.work(planId, anArchive(MARCH).reader)
		const { days, totals } = await desk.read(planId)
		expect(days[0]).toMatchObject({ loadedBy: last, chosen: false, duplicates: 'certain' })
		expect(days[2]).toMatchObject({ loadedBy: null, chosen: true, duplicates: 'possible' })
		expect(totals.days).toBe(1)
		const again = await desk.order({ sourceId, select: 'all' })
		await desk.work(again, anArchive(MARCH).reader)
		expect((await desk.read(again)).totals.days).toBe(2)
	})

	it.each<[string, string[], string[], boolean]>([
		['all events after some of them', ['Order Completed'], [], true],
		['other events', ['Order Completed'], ['identify'], true],
		['one more event', ['Order Completed'], ['Order Completed', 'identify'], true],
		['one of the events', ['Order Completed', 'identify'], ['identify'], false],
		['some events after all of them', [], ['identify'], false],
	])(
		'what an earlier replay loaded of a day is not taken for the whole of it: %s',
		async (_, before, wanted, chosen) => {
			const sourceId = await desk.source()
			const earlier = await earlierReplay(sourceId, ['2026-03-01'], 'loaded', '2026-03-10T00:00:00Z', before)
			const planId = await desk.order({ sourceId, events: wanted })
			await desk.work(planId, anArchive(MARCH).reader)
			expect((await desk.read(planId)).days[0]).toMatchObject({ loadedBy: earlier, duplicates: 'certain', chosen })
		},
	)

	it('a plan of which every day was loaded is done, and says that there is nothing to submit', async () => {
		const sourceId = await desk.source()
		await earlierReplay(sourceId, ['2026-03-01', '2026-03-03'], 'loaded', '2026-03-10T00:00:00Z')
		const planId = await desk.order({ sourceId })
		await desk.work(planId, anArchive(MARCH).reader)
		const { status, parts, submittable } = await desk.read(planId)
		expect([status, parts]).toEqual(['done', []])
		expect(submittable).toMatchObject({ ok: false, because: expect.stringContaining('loaded by an earlier replay') })
	})

	it.each([
		['denied', refusedBy('AccessDenied'), /archive-reader role may not list/],
		['missing', refusedBy('NoSuchBucket', 404), /does not exist/],
		['elsewhere', refusedBy('PermanentRedirect', 301), /region/],
		['something new', refusedBy('BrandNew', 400), /S3 answered BrandNew/],
		['hanging', failedBy('timeout'), /no answer in time/],
		['out of reach', failedBy('network'), /could not be reached/],
		['throttled', failedBy('throttled'), /throttled/],
		['broken', failedBy('server'), /failed to answer/],
		['behind a role of ours that cannot be taken', failedBy('ours'), /its own archive-reader role/],
	])(
		'an archive that is %s ends the plan as failed, in a sentence that names no bucket',
		async (_, answer, sentence) => {
			const planId = await desk.order({ sourceId: await desk.source() })
			await desk.work(planId, anArchive(MARCH, async () => answer).reader)
			const { status, failure, digest, days, submittable } = await desk.read(planId, 'viewer')
			expect([status, digest, days]).toEqual(['failed', null, []])
			expect(failure).toMatch(sentence)
			expect(failure).toMatch(/^[A-Z].*\.$/)
			expect(failure).not.toContain('sluice-archive')
			expect(submittable).toEqual({ ok: false, because: failure, fix: 'Plan it again.' })
		},
	)

	it.each([
		['of days', '2026-03-01', '2026-03-03', 'The archive holds no events from 2026-03-01 to 2026-03-03.'],
		['of a day', '2026-03-01', '2026-03-01', 'The archive holds no events of 2026-03-01.'],
	])('an archive that is empty ends the plan %s as failed', async (_, from, to, failure) => {
		const planId = await desk.order({ sourceId: await desk.source(), from, to })
		await desk.work(planId, anArchive(filesOf('2026-02-28', 3)).reader)
		expect(await desk.read(planId)).toMatchObject({ status: 'failed', failure })
	})

	it('says while it works how many days are listed', async () => {
		const planId = await desk.order({ sourceId: await desk.source(), from: '2026-01-01', to: '2026-03-01' })
		const held = Promise.withResolvers<undefined>()
		let asked = 0
		const slow = anArchive(MARCH, async () => {
			asked += 1
			return asked > 20 ? held.promise : undefined
		})
		const working = desk.work(planId, slow.reader)
		await expect.poll(async () => (await desk.read(planId)).progress).toEqual({ done: 20, total: 60 })
		held.resolve(undefined)
		await working
		expect((await desk.read(planId)).progress).toEqual({ done: 60, total: 60 })
	})

	it('one that was overtaken changes nothing any more, whatever it found', async () => {
		const planId = await desk.order({ sourceId: await desk.source() })
		const { promise: reached, resolve: arrive } = Promise.withResolvers<void>()
		const { promise: held, resolve: release } = Promise.withResolvers<undefined>()
		const slow = anArchive(filesOf('2026-03-02', 99), async () => {
			arrive()
			return held
		})
		const first = desk.work(planId, slow.reader)
		await reached
		const second = await beginPlan(desk.store.db, planId, () => desk.clock.at)
		await second?.listed(1)
		release(undefined)
		await first
		expect(await desk.record(planId)).toMatchObject({ status: 'running', attempt: 2, listed: 1, digest: null })
		expect(await second?.failed('The second says so.')).toBe(true)
		expect(await desk.record(planId)).toMatchObject({ status: 'failed', failure: 'The second says so.' })
		await desk.work(planId, anArchive(MARCH).reader)
		expect(await desk.record(planId)).toMatchObject({ status: 'failed', attempt: 2 })
		const { reader, seen } = anArchive(MARCH)
		await desk.work(planId, reader)
		expect(seen.lists).toEqual([])
	})

	it('one that is stopped leaves the plan to another, which begins with the first day', async () => {
		const planId = await desk.order({ sourceId: await desk.source() })
		const stop = new AbortController()
		const stopping = anArchive(MARCH, async () => {
			stop.abort(new Error('stopped'))
			return undefined
		})
		await expect(desk.work(planId, stopping.reader, stop.signal)).rejects.toThrow('stopped')
		expect(await desk.record(planId)).toMatchObject({ status: 'running', attempt: 1 })
		await desk.work(planId, anArchive(MARCH).reader)
		expect(await desk.record(planId)).toMatchObject({ status: 'done', attempt: 2, listed: 3 })
	})

	it('stands in the audit before the archive is read, and with its end after', async () => {
		const sourceId = await desk.source()
		const planId = await desk.order({ sourceId, ticket: 'LAKE-9' })
		const intents = () =>
			desk.store.db
				.selectFrom('audit_rows')
				.selectAll()
				.where('operation', '=', 'replays.list-archive')
				.where('target', '=', sourceId)
				.execute()
		const before: number[] = []
		const counting = anArchive(MARCH, async () => {
			before.push((await intents()).length)
			return undefined
		})
		await desk.work(planId, counting.reader)
		expect(before).toEqual([1, 1, 1])
		const [intent] = await intents()
		expect(intent).toMatchObject({
			...{ phase: 'intent', person: 'support@sluice.example', ticket: 'LAKE-9', role: 'support' },
			parameters: { planId, from: '2026-03-01', to: '2026-03-03', attempt: 1 },
		})
		const outcome = await desk.store.db
			.selectFrom('audit_rows')
			.selectAll()
			.where('intent_id', '=', intent?.audit_id ?? '')
			.execute()
		expect(outcome).toMatchObject([{ phase: 'outcome', status: 200, code: 'done' }])
	})

	it('reads no archive while its intent cannot be recorded', async () => {
		const planId = await desk.order({ sourceId: await desk.source() })
		const { reader, seen } = anArchive(MARCH)
		const ports = desk.portsWith(reader)
		const audit = { ...ports.audit, intent: () => Promise.reject(new Error('connection refused')) }
		const { signal } = new AbortController()
		await expect(performPlan(planId, { ...ports, audit }, signal)).rejects.toThrow('connection refused')
		expect(seen.lists).toEqual([])
	})

	it('a plan that has ended is never changed again, not even by mistake', async () => {
		const planId = await desk.order({ sourceId: await desk.source() })
		await desk.work(planId, anArchive(MARCH).reader)
		for (const change of [{ digest: 'f'.repeat(64) }, { events: '["all of them"]' }, { settings: '{}' }]) {
			const changed = desk.store.db.updateTable('replay_plans').set(change).where('plan_id', '=', planId)
			await expect(changed.execute()).rejects.toThrow(/has ended/)
		}
	})

	it('is picked up from the queue, and given up where every attempt breaks', async () => {
		const store = await openTestStore(kind)
		const own = await openPlanning(store)
		const jobs = await openJobs(store.jobs, [REPLAY_PLANS_QUEUE], (error) => {
			throw error
		})
		try {
			const broken: string[] = []
			const { reader } = anArchive(MARCH, (prefix) => {
				if (!broken.some((root) => prefix.startsWith(root))) return undefined
				throw new Error('a bug of ours')
			})
			await workOnPlans({ ...own.portsWith(reader), jobs })
			const enqueue = async (planId: string) => {
				await store.db
					.transaction()
					.execute((transaction) => jobs.send(transaction, REPLAY_PLANS_QUEUE.name, 'src', { planId }))
				return planId
			}
			const sourceId = await own.source()
			const good = await enqueue(await own.order({ sourceId }))
			await expect.poll(async () => (await own.record(good)).status, { timeout: 30_000 }).toBe('done')
			await own.put(sourceId, 1, {
				archive: { bucket: 'sluice-archive', prefix: 'broken/', layout: 'received-day' },
			})
			broken.push('broken/')
			const bad = await enqueue(await own.order({ sourceId }))
			await expect.poll(async () => (await own.record(bad)).status, { timeout: 90_000 }).toBe('failed')
			expect(await own.record(bad)).toMatchObject({
				attempt: 4,
				failure: 'Its worker was stopped or failed each time it was begun. Plan it again.',
			})
		} finally {
			await jobs.stop(5)
			await store.close()
		}
	}, 120_000)
})
