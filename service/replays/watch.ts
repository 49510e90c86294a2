import { type Kysely, sql } from 'kysely'
import type { Logger } from 'pino'
import { causeOf } from '../cause.ts'
import type { Jobs } from '../store/jobs.ts'
import type { Database } from '../store/schema.ts'
import { REPLAYS_QUEUE } from './worker.ts'

const TICK_MS = 1_000
const AT_ONCE = 20
/**
 * Longer than a job lasts, its repetitions included. A worker that was overtaken ends the job of its successor too, and the
 * successor may die: then nobody has the replay in hand, and it is taken up again after this time.
 */
const IN_HAND_MS = 30 * 60_000

type WatchPorts = { db: Kysely<Database>; jobs: Pick<Jobs, 'send'>; now: () => Date }

/**
 * Hands over to workers what is due. The row itself is the one owner: whoever claims it first sends the job in the same
 * transaction, and the other processes pass it by; a replay of which nobody says more is due again. Answers how many were
 * claimed.
 */
export async function orderDueReplays({ db, jobs, now }: WatchPorts): Promise<number> {
	const at = now()
	const next = new Date(at.getTime() + IN_HAND_MS)
	return db.transaction().execute(async (transaction) => {
		const { rows } = await sql<{ replay_id: string; account: string }>`
			update replays set due_at = ${next} from replay_plans as plan
			where plan.plan_id = replays.plan_id and replay_id in (
				select replay_id from replays where due_at <= ${at} order by due_at limit ${AT_ONCE} for update skip locked
			)
			returning replay_id, plan.settings->>'catalogId' as account`.execute(transaction)
		for (const { replay_id, account } of rows) {
			await jobs.send(transaction, REPLAYS_QUEUE.name, account, { replayId: replay_id })
		}
		return rows.length
	})
}

/** Looks for what is due until the answer is called: call it before the database closes. */
export function watchReplays(ports: WatchPorts & { log: Logger }): () => void {
	let stopped = false
	let timer: NodeJS.Timeout
	const tick = async () => {
		await orderDueReplays(ports).catch((error) =>
			ports.log.error({ cause: causeOf(error) }, 'replays could not be watched'),
		)
		if (!stopped) timer = setTimeout(tick, TICK_MS)
	}
	timer = setTimeout(tick, TICK_MS)
	return () => {
		stopped = true
		clearTimeout(timer)
	}
}
