import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Recovery } from '../../lib/contract/replay-plan.ts'
import { testedDatabases } from '../store/test-store.ts'
import { disturbed, THROTTLED } from './disturbed.fixture.ts'
import { openDriver } from './driver.fixture.ts'
import type { FakeEmr } from './emr.fixture.ts'
import { holdByOperator } from './hold-command.ts'
import { PACE } from './pace.ts'
import type { WorkerPorts } from './worker.ts'

const ADD = 'emr:AddJobFlowSteps'
const MINUTE = 60_000
type Driver = Awaited<ReturnType<typeof openDriver>>
type Replay = { replayId: string }

const sent = ({ calls }: FakeEmr) => calls.filter((operation) => operation === ADD).length
const said = (history: { text: string }[]) => history.map(({ text }) => text).join('\n')

describe.each(testedDatabases())('holding what is under way on %s', (kind) => {
	let driver: Driver
	beforeAll(async () => {
		driver = await openDriver(kind)
	})
	afterAll(() => driver.close())

	const hold = () => holdByOperator(driver.db, () => new Date(driver.clock.at), 'alex')
	const ports = (fake: FakeEmr): WorkerPorts => ({
		...driver.ports(fake),
		pace: { ...PACE, fastMs: 10_000, usualMs: 4 * MINUTE },
	})
	/** Of two parts, approved; its account is quick. */
	async function approved(recovery: Recovery = 'list') {
		const replay = await driver.waiting(recovery, { count: 14 })
		await driver.approve(replay)
		return { replay, fake: Object.assign(driver.account(), { runMs: 15_000, grantsList: recovery === 'list' }) }
	}
	const standing = async (replay: Replay) => {
		const { record, parts } = await driver.stored(replay)
		return [record.status, ...parts.map(({ state }) => state)]
	}

	/** What is stored of a replay, to be put back later as a copy of the database would. */
	async function copyOf({ replayId }: Replay) {
		const tables = ['replays', 'replay_parts', 'replay_days', 'replay_history', 'cluster_steps'] as const
		const copies = await Promise.all(
			tables.map(async (table) => {
				const { rows } = await sql<{ all: string }>`select coalesce(jsonb_agg(t), '[]')::text as all
					from ${sql.table(table)} as t where replay_id = ${replayId}`.execute(driver.db)
				return { table, all: rows[0]?.all ?? '[]' }
			}),
		)
		return async () => {
			for (const { table } of copies.toReversed())
				await sql`delete from ${sql.table(table)} where replay_id = ${replayId}`.execute(driver.db)
			for (const { table, all } of copies)
				await sql`insert into ${sql.table(table)} ${sql.raw(table === 'replay_history' ? 'overriding system value' : '')}
					select * from jsonb_populate_recordset(null::${sql.table(table)}, ${all}::jsonb)`.execute(driver.db)
		}
	}

	/** A person at each part of which nothing is known, who looks at the cluster: the driver goes on until it ends. */
	async function withPerson(replay: Replay, fake: FakeEmr, workerPorts: WorkerPorts): Promise<string[]> {
		const decisions: string[] = []
		for (let round = 0; round < 20; round++) {
			await driver.run(replay, workerPorts)
			const { record, parts } = await driver.stored(replay)
			if (record.ended_at !== null) return decisions
			const part = parts.find(({ state }) => state === 'undecided')
			if (!part) throw new Error(`nothing moves a replay that is ${record.status}`)
			const found = fake.steps.find(({ token }) => token === part.token)
			await driver.settle(replay, { position: part.position, ...(found && { stepId: found.id }) })
			decisions.push(`${part.position} ${found ? 'found' : 'never ran'}`)
		}
		throw new Error(`no end: ${decisions.join(', ')}`)
	}

	it('what stands in the audit and in its history, once; a second command finds nothing', async () => {
		const { replay } = await approved()
		const first = await hold()
		const { source_id: sourceId, customer } = (await driver.stored(replay)).record
		expect(first).toContainEqual({ replayId: replay.replayId, sourceId, customer, was: 'waiting' })
		driver.later(MINUTE)
		expect(await hold()).toEqual([])
		const { record, history } = await driver.stored(replay)
		expect(record.held_at).toEqual(new Date(driver.clock.at.getTime() - MINUTE))
		expect(history.filter(({ text }) => text.startsWith('Held, since the database was restored'))).toMatchObject([
			{ person: 'operator:alex' },
		])
		const rows = driver.db.selectFrom('audit_rows').where('operation', '=', 'replays.hold')
		const phases = await rows.select(['phase', 'person', 'status']).orderBy('at').execute()
		expect(phases.filter(({ phase }) => phase === 'intent')).toHaveLength(2)
		expect(phases[0]).toEqual({ phase: 'intent', person: 'operator:alex', status: null })
	})

	it.each<[string, object, object | null, string, boolean]>([
		['what waits to be sent may have been', { status: 'waiting' }, null, 'confirming', true],
		['what runs between two parts may have gone on', { status: 'running' }, null, 'confirming', true],
		['what waits for approval may have been approved', { status: 'awaiting-approval' }, null, 'confirming', true],
		['a step that is known is followed', { status: 'running' }, { state: 'submitted' }, 'running', true],
		['a lost answer is looked for', { status: 'confirming' }, { state: 'confirming' }, 'confirming', true],
		['whoever submits is not overtaken', { status: 'running' }, { state: 'submitting' }, 'running', false],
		['a person decides as before', { status: 'undecided' }, { state: 'undecided' }, 'undecided', true],
	])('%s', async (_, replayChange, partChange, status, isDue) => {
		const { replay } = await approved()
		const { replayId } = replay
		await driver.db
			.updateTable('replays')
			.set({ ...replayChange, due_at: null })
			.where('replay_id', '=', replayId)
			.execute()
		const at = { submissions: 1, signed_at: driver.clock.at, step_id: 's-1', position: 1 }
		if (partChange) {
			const part = driver.db.updateTable('replay_parts').set({ ...at, ...partChange })
			await part.where('replay_id', '=', replayId).where('position', '=', 1).execute()
		}
		await hold()
		const { record } = await driver.stored(replay)
		expect(record).toMatchObject({ status, held_at: driver.clock.at, due_at: isDue ? driver.clock.at : null })
	})

	it('leaves what was cancelled or has ended as it is', async () => {
		const cancelled = await approved()
		await driver.run(cancelled.replay, ports(cancelled.fake), (status) => status === 'running')
		await driver.cancel(cancelled.replay)
		const ended = await approved()
		await driver.cancel(ended.replay)
		const before = [await driver.stored(cancelled.replay), await driver.stored(ended.replay)]
		await hold()
		expect([await driver.stored(cancelled.replay), await driver.stored(ended.replay)]).toEqual(before)
	})

	it.each<[Recovery, boolean]>([
		['list', false],
		['claim', true],
		['decide', false],
	])(
		'recovery %s: whenever the copy was made and whenever it was lost, each part is sent once',
		async (recovery, honoursClaim) => {
			const whole = await approved(recovery)
			Object.assign(whole.fake, { honoursClaim })
			let attempts = 0
			await driver.run(whole.replay, ports(whole.fake), () => ++attempts < 0)
			expect([sent(whole.fake), attempts]).toEqual([2, expect.any(Number)])
			let decided = 0
			for (let copied = 0; copied < attempts; copied += 1)
				for (let lost = copied; lost <= attempts; lost += 2) {
					const { replay, fake } = await approved(recovery)
					Object.assign(fake, { honoursClaim })
					const to = async (count: number) => {
						let left = count
						if (count > 0) await driver.run(replay, ports(fake), () => --left === 0)
					}
					await to(copied)
					const putBack = await copyOf(replay)
					await to(lost - copied)
					driver.later(10 * MINUTE)
					await putBack()
					await hold()
					const before = sent(fake)
					const decisions = await withPerson(replay, fake, ports(fake))
					decided += decisions.length
					const { record, parts, history, days } = await driver.stored(replay)
					const about = `${copied} ${lost}: ${decisions.join()}\n${said(history)}`
					expect([record.status, days], about).toEqual(['done', ['loaded']])
					for (const { token } of parts) expect([token, fake.loads(token)], about).toEqual([token, 1])
					expect([fake.steps.length, sent(fake)], about).toEqual([2, 2])
					// Nothing is sent without a word, and one word that a part never ran is enough.
					const unsent = decisions.filter((each) => each.endsWith('never ran')).length
					expect([before < 2, unsent], about).toEqual([before < 2, before < 2 ? 1 : 0])
				}
			expect(decided).toBeGreaterThan(0)
		},
		300_000,
	)

	it('without the command the same copy sends what was sent', async () => {
		const { replay, fake } = await approved()
		const putBack = await copyOf(replay)
		await driver.run(replay, ports(fake))
		await putBack()
		await driver.run(replay, ports(fake))
		expect(fake.steps).toHaveLength(4)
	})

	it.each([
		['arrived: its step is found', true, ['undecided', 'done', 'undecided']],
		['never arrived: a person says so', false, ['undecided', 'undecided', 'planned']],
	])('a copy that was made while a part was being sent, which %s', async (_, arrives, expected) => {
		const { replay, fake } = await approved('list')
		const base = ports(fake)
		let putBack = async () => {}
		const sending = disturbed(base, ADD, async (send) => {
			putBack = await copyOf(replay)
			return arrives ? send() : THROTTLED
		})
		await driver.attempt(replay, sending)
		await putBack()
		await hold()
		// Its worker is gone, and its job comes back.
		await driver.attempt(replay, base)
		await driver.run(replay, base)
		expect([await standing(replay), fake.steps.length]).toEqual([expected, arrives ? 1 : 0])
	})

	it('a step of long ago is found behind those of others, and what it loaded counts', async () => {
		const { replay, fake } = await approved('list')
		fake.honoursClaim = false
		const putBack = await copyOf(replay)
		await driver.run(replay, ports(fake), () => sent(fake) === 2)
		for (let other = 0; other < 60; other++) {
			driver.later(5 * MINUTE)
			const times = { createdAt: driver.clock.at.getTime(), startedAt: null, endedAt: driver.clock.at.getTime() }
			fake.steps.push({ id: `s-${other}`, name: 'sync', token: 'theirs', state: 'COMPLETED', worked: true, ...times })
		}
		await putBack()
		await hold()
		await driver.run(replay, ports(fake))
		expect([await standing(replay), sent(fake)]).toEqual([['done', 'done', 'done'], 2])
	})

	it('a step of long ago is found by its logs, where nothing else may be read', async () => {
		const { replay, fake } = await approved('decide')
		fake.honoursClaim = false
		const putBack = await copyOf(replay)
		await driver.run(replay, ports(fake), () => sent(fake) === 2)
		driver.later(300 * MINUTE)
		await putBack()
		await hold()
		await driver.run(replay, ports(fake))
		expect([await standing(replay), sent(fake)]).toEqual([['done', 'done', 'done'], 2])
	})

	it('one that nobody had approved is approved again before anything is sent', async () => {
		const replay = await driver.waiting('list', { count: 14 })
		const fake = Object.assign(driver.account(), { runMs: 15_000 })
		await hold()
		expect(await driver.approve(replay)).toMatchObject({ status: 409, code: 'replay-state' })
		await driver.run(replay, ports(fake))
		expect(await standing(replay)).toEqual(['undecided', 'undecided', 'planned'])
		expect(await driver.settle(replay, { position: 1 })).toMatchObject({ body: { status: 'awaiting-approval' } })
		expect(await driver.run(replay, ports(fake))).toEqual([])
		expect(sent(fake)).toBe(0)
		// Its plan is of before the copy, and what was planned an hour ago may be approved.
		expect(await driver.approve(replay)).toMatchObject({ status: 202 })
		await driver.run(replay, ports(fake))
		expect([await standing(replay), sent(fake)]).toEqual([['done', 'done', 'done'], 2])
	})

	it('one that was approved and sent since goes on with its step, and asks for the approval of the rest', async () => {
		const replay = await driver.waiting('list', { count: 14 })
		const fake = Object.assign(driver.account(), { runMs: 15_000 })
		const putBack = await copyOf(replay)
		await driver.approve(replay)
		await driver.run(replay, ports(fake), (status) => status === 'running')
		await putBack()
		await hold()
		await driver.run(replay, ports(fake))
		expect(await standing(replay)).toEqual(['undecided', 'done', 'undecided'])
		await driver.settle(replay, { position: 2 })
		expect([await standing(replay), sent(fake)]).toEqual([['awaiting-approval', 'done', 'planned'], 1])
	})

	it('one that is cancelled meanwhile keeps its days until somebody has said what became of it', async () => {
		const { replay, fake } = await approved('decide')
		fake.honoursClaim = false
		const putBack = await copyOf(replay)
		await driver.run(replay, ports(fake), (status) => status === 'running')
		await putBack()
		await hold()
		expect((await driver.cancel(replay)).body.status).toBe('cancelling')
		await driver.run(replay, ports(fake))
		// The step had ended before it could be stopped, so that the next may have been sent.
		expect(await standing(replay)).toEqual(['undecided', 'done', 'undecided'])
		expect((await driver.stored(replay)).days.toSorted()).toEqual(['loaded', 'open'])
		await driver.settle(replay, { position: 2 })
		expect([await standing(replay), sent(fake)]).toEqual([['cancelled', 'done', 'skipped'], 1])
	})

	it('one whose step failed ends without a question: nothing was sent behind it', async () => {
		const { replay, fake } = await approved('decide')
		fake.ends = 'FAILED'
		await driver.run(replay, ports(fake), (status) => status === 'running')
		await hold()
		await driver.run(replay, ports(fake))
		expect([await standing(replay), sent(fake)]).toEqual([['failed', 'failed', 'skipped'], 1])
	})

	it('a wrong “never ran” is found out where the role may list: the second step is stopped', async () => {
		const { replay, fake } = await approved('list')
		Object.assign(fake, { runMs: 30 * MINUTE, honoursClaim: false })
		const putBack = await copyOf(replay)
		await driver.run(replay, ports(fake), (status) => status === 'running')
		await putBack()
		await hold()
		// Said before the list could show it.
		fake.grantsList = false
		await driver.attempt(replay, ports(fake))
		await driver.settle(replay, { position: 1 })
		fake.grantsList = true
		await driver.run(replay, ports(fake), () => sent(fake) === 2)
		await driver.attempt(replay, ports(fake))
		const [first, second] = fake.steps.filter(({ token }) => token === fake.steps[0]?.token)
		expect([first?.state, second?.state]).toEqual(['PENDING', 'CANCELLED'])
	})

	describe('while a worker is at it', () => {
		/** Held while it asks for the role, just before it would submit. */
		const held = (base: WorkerPorts): WorkerPorts => ({
			...base,
			access: {
				...base.access,
				async assume(request) {
					await hold()
					return base.access.assume(request)
				},
			},
		})

		it('about to submit: it does not', async () => {
			const { replay, fake } = await approved()
			await driver.attempt(replay, held(ports(fake)))
			expect(sent(fake)).toBe(0)
			await driver.run(replay, ports(fake))
			// A job that was waiting in the copy comes as well.
			await driver.attempt(replay, ports(fake))
			expect([await standing(replay), sent(fake)]).toEqual([['undecided', 'undecided', 'planned'], 0])
		})

		it('submitting: its step is stored and followed, and no other is sent', async () => {
			const { replay, fake } = await approved()
			const sending = disturbed(ports(fake), ADD, async (send) => {
				await hold()
				return send()
			})
			await driver.attempt(replay, sending)
			expect((await driver.stored(replay)).parts[0]).toMatchObject({ state: 'submitted', step_id: fake.steps[0]?.id })
			await driver.run(replay, ports(fake))
			expect([await standing(replay), sent(fake)]).toEqual([['undecided', 'done', 'undecided'], 1])
		})

		it('whoever is first: what is held sends at most what was being sent', async () => {
			const seen = new Set<number>()
			for (let round = 0; round < 8; round++) {
				const { replay, fake } = await approved()
				const calls = [() => driver.attempt(replay, ports(fake)), hold]
				await Promise.all((round % 2 ? calls : calls.toReversed()).map((call) => call()))
				const first = sent(fake)
				seen.add(first)
				await driver.run(replay, ports(fake))
				expect(sent(fake)).toBe(first)
				expect((await driver.stored(replay)).record).toMatchObject({ status: 'undecided', held_at: expect.any(Date) })
			}
			expect([...seen].every((count) => count <= 1)).toBe(true)
		})
	})
})
