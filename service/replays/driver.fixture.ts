import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Recovery } from '../../lib/contract/replay-plan.ts'
import { createAudit } from '../audit/public.ts'
import { REPLAY_JOB } from '../service.fixture.ts'
import type { Store } from '../store/store.ts'
import { openDesk, type PlanWish } from './desk.fixture.ts'
import { createFakeEmr } from './emr.fixture.ts'
import { createToken } from './token.ts'
import { performReplay, type WorkerPorts } from './worker.ts'

/** A desk at which people decide, with a driver and a customer's account in memory, all on one clock. */
export async function openDriver(kind?: Store['kind']) {
	const desk = await openDesk(kind)
	const clock = {
		get now() {
			return desk.clock.at.getTime()
		},
	}
	const now = () => new Date(desk.clock.at)
	const audit = createAudit(desk.db, { writerId: `driver-${randomUUID()}`, now, deadlineMs: 30_000 })
	const ports = (fake: ReturnType<typeof createFakeEmr>): WorkerPorts => ({
		db: desk.db,
		jobs: { ...desk.trial.ports.jobs, work: async () => {}, stop: async () => {} },
		access: fake.access,
		audit,
		now,
		log: desk.trial.ports.log,
		job: { ...REPLAY_JOB, honoursClaim: fake.honoursClaim },
	})

	const standing = ({ replayId }: { replayId: string }) =>
		desk.db
			.selectFrom('replays')
			.select(['status', 'due_at', 'ended_at'])
			.where('replay_id', '=', replayId)
			.executeTakeFirstOrThrow()

	return {
		...desk,
		ports,
		/** An account of its own for a test. */
		account: () => createFakeEmr(clock),
		/** A replay that waits to begin; `recovery` as its preflight would have told. */
		async waiting(recovery: Recovery = 'list', wish: Partial<PlanWish> = {}) {
			const sourceId = await desk.source()
			const replay = await desk.replay({ sourceId, ...wish })
			await desk.db
				.updateTable('replays')
				.set({ recovery, due_at: now() })
				.where('replay_id', '=', replay.replayId)
				.execute()
			return { ...replay, sourceId }
		},
		/** The same replay once more, as if it had been submitted just now; days that it loaded may be loaded again. */
		async again({ replayId }: { replayId: string }, recovery: Recovery = 'list') {
			const from = await desk.stored({ replayId })
			const suffix = randomUUID().slice(0, 8)
			const [next, plan] = [`rpl-${suffix}`, `pln-${suffix}`]
			const { db } = desk
			await sql`insert into replay_plans select (jsonb_populate_record(p, ${JSON.stringify({ plan_id: plan })}::jsonb)).*
				from replay_plans p where plan_id = ${from.record.plan_id}`.execute(db)
			const fresh = { replay_id: next, plan_id: plan, recovery, status: 'waiting', attempt: 0, failure: null }
			const times = { requested_at: now(), due_at: now(), ended_at: null, cancelled_at: null, cancelled_by: null }
			await sql`insert into replays select (jsonb_populate_record(r, ${JSON.stringify({ ...fresh, ...times })}::jsonb)).*
				from replays r where replay_id = ${replayId}`.execute(db)
			for (const { position, from_day, to_day, days, objects, bytes } of from.parts) {
				const part = { replay_id: next, position, from_day, to_day, days, objects, bytes, token: createToken(now()) }
				await db.insertInto('replay_parts').values(part).execute()
			}
			await sql`insert into replay_days select ${next}, source_id, day, position, 'open', null from replay_days
				where replay_id = ${replayId}`.execute(db)
			return { replayId: next }
		},
		/** One attempt, as a job would make it that the watch has handed over. */
		async attempt({ replayId }: { replayId: string }, workerPorts: WorkerPorts): Promise<void> {
			await desk.db.updateTable('replays').set({ due_at: null }).where('replay_id', '=', replayId).execute()
			await performReplay(replayId, workerPorts)
		},
		/** Attempts at their times until `until` or nothing is to be done by itself. Answers the statuses on the way. */
		async run(
			replay: { replayId: string },
			workerPorts: WorkerPorts,
			until: (status: string) => boolean = () => false,
		) {
			const seen: string[] = []
			for (let attempts = 0; attempts < 500; attempts++) {
				const { due_at } = await standing(replay)
				if (due_at === null) return seen
				desk.later(Math.max(0, due_at.getTime() - clock.now))
				await this.attempt(replay, workerPorts)
				const { status } = await standing(replay)
				if (seen.at(-1) !== status) seen.push(status)
				if (until(status)) return seen
			}
			throw new Error(`${replay.replayId} does not come to an end: ${seen.join(', ')}`)
		},
		standing,
	}
}
