import type { replays } from '../../lib/contract/replays.ts'
import type { Handler } from '../handler.ts'
import type { ReplaysPorts } from './ports.ts'

export const approveReplay: Handler<typeof replays.approve, ReplaysPorts> = async () => {
	throw new Error('not written yet')
}
export const refuseReplay: Handler<typeof replays.refuse, ReplaysPorts> = async () => {
	throw new Error('not written yet')
}
