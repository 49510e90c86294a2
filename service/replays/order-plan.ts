import type { replays } from '../../lib/contract/replays.ts'
import type { Handler } from '../handler.ts'
import type { ReplaysPorts } from './ports.ts'

export const orderPlan: Handler<typeof replays.plan, ReplaysPorts> = async () => {
	throw new Error('not written yet')
}
