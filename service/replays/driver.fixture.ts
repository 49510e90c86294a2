import { randomUUID } from 'node:crypto'
import type { Recovery } from '../../lib/contract/replay-plan.ts'
import { createAudit } from '../audit/public.ts'
import { REPLAY_JOB } from '../service.fixture.ts'
import type { Store } from '../store/store.ts'
import { openDesk, type PlanWish } from './desk.fixture.ts'
import { createFakeEmr } from './emr.fixture.ts'
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

	async function dueIn(replayId: string): Promise<number | null> {
		const { due_at } = await desk.db
			.selectFrom('replays')
			.select('due_at')
			.where('replay_id', '=', replayId)
			.executeTakeFirstOrThrow()
		return due_at && due_at.getTime() - clock.now
	}

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
				const inMs = await dueIn(replay.replayId)
				if (inMs === null) return seen
				desk.later(Math.max(0, inMs))
				await this.attempt(replay, workerPorts)
				const { status } = (await desk.stored(replay)).record
				if (seen.at(-1) !== status) seen.push(status)
				if (until(status)) return seen
			}
			throw new Error(`${replay.replayId} does not come to an end: ${seen.join(', ')}`)
		},
		dueIn,
	}
}
