import type { replays } from '../../lib/contract/replays.ts'
import { releaseLabelOf } from '../clusters/public.ts'
import type { Handler } from '../handler.ts'
import type { ReplaysPorts } from './ports.ts'
import { preflightOf } from './preflight.ts'
import { asReplay } from './replay-view.ts'
import { unknownReplay } from './stored.ts'

/** What is stored: a replay as it was last moved. Nothing of the customer is touched here. */
export const getReplay: Handler<typeof replays.get, ReplaysPorts> = async ({ replayId }, _caller, { db }) => {
	// In this order: what ends in between is then shown with its last parts, never as ended with a part at work.
	const record = await db.selectFrom('replays').selectAll().where('replay_id', '=', replayId).executeTakeFirst()
	if (!record) return unknownReplay(replayId)
	const parts = await db
		.selectFrom('replay_parts')
		.selectAll()
		.where('replay_id', '=', replayId)
		.orderBy('position')
		.execute()
	const history = await db
		.selectFrom('replay_history')
		.select(['at', 'person', 'text'])
		.where('replay_id', '=', replayId)
		.orderBy('position')
		.execute()
	const plan = await db
		.selectFrom('replay_plans')
		.select(['settings', 'from_day', 'to_day', 'selection', 'events', 'check_id'])
		.where('plan_id', '=', record.plan_id)
		.executeTakeFirstOrThrow()
	const { clusterId } = plan.settings
	const [preflight, releaseLabel] = await Promise.all([
		preflightOf(db, plan.check_id),
		releaseLabelOf(db, { sourceId: record.source_id, clusterId }),
	])
	return { ok: true, value: asReplay({ record, plan, parts, preflight, history, releaseLabel }) }
}
