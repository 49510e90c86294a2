import type { replays } from '../../lib/contract/replays.ts'
import type { Handlers } from '../handler.ts'
import { approveReplay, refuseReplay } from './approval.ts'
import { cancelReplay } from './cancel.ts'
import { getReplay } from './get.ts'
import { getPlan } from './get-plan.ts'
import { listReplays } from './list.ts'
import { orderPlan } from './order-plan.ts'
import type { ReplaysPorts } from './ports.ts'
import { settlePart } from './settle.ts'
import { submitReplay } from './submit.ts'

/** Answers hold connection details; the router takes them out for roles that may not see them. */
export const replaysHandlers: Handlers<typeof replays, ReplaysPorts> = {
	plan: orderPlan,
	getPlan,
	submit: submitReplay,
	get: getReplay,
	list: listReplays,
	approve: approveReplay,
	refuse: refuseReplay,
	settle: settlePart,
	cancel: cancelReplay,
}
