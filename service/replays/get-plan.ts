import type { replays } from '../../lib/contract/replays.ts'
import type { Handler, Refusal } from '../handler.ts'
import { limitOf } from './limit.ts'
import { obstacleOf } from './obstacle.ts'
import { asPlan, totalsOf } from './plan-view.ts'
import type { ReplaysPorts } from './ports.ts'
import { preflightOf } from './preflight.ts'
import { recoveryOf } from './recovery.ts'

/** The stored plan, and what depends on the moment as it is now. Nothing is begun by looking. */
export const getPlan: Handler<typeof replays.getPlan, ReplaysPorts> = async ({ planId }, _caller, ports) => {
	const { db, limits, honoursClaim, now } = ports
	const record = await db.selectFrom('replay_plans').selectAll().where('plan_id', '=', planId).executeTakeFirst()
	if (!record) return unknownPlan(planId)
	const at = now()
	const { days, bytes } = totalsOf(record)
	const subject = { sourceId: record.source_id, days, bytes, exceptPlanId: planId }
	const [preflight, recovery, limit, obstacle, replay] = await Promise.all([
		preflightOf(db, record.check_id),
		recoveryOf(db, record.check_id, honoursClaim),
		limitOf(db, subject, limits, at),
		obstacleOf(db, record, at),
		db.selectFrom('replays').select('replay_id').where('plan_id', '=', planId).executeTakeFirst(),
	])
	const replayId = replay?.replay_id ?? null
	return { ok: true, value: asPlan(record, { preflight, recovery, limit, obstacle, replayId }) }
}

export const unknownPlan = (planId: string): Refusal => ({
	ok: false,
	problem: 'not-found',
	detail: `There is no plan with the id ${planId}.`,
	fix: 'Open the source and plan its replay.',
})
