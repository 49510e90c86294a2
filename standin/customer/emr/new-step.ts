import type { Cluster, Step } from '../account.ts'
import { isReplay } from './replay-args.ts'

/** How long steps of this world run. Replays end while somebody looks on. Milliseconds. */
const USUAL_RUN_MS = 60_000
const REPLAY_RUN_MS = 4_000

type Asked = Pick<Step, 'id' | 'name' | 'actionOnFailure' | 'jar' | 'mainClass' | 'args' | 'properties' | 'createdAt'>

/** A step that waits for its turn. `planned`: what the world has been told of it before it came. */
export function newStep(asked: Asked, planned: Cluster['nextSteps'][number] = { failure: null }): Step {
	const replays = isReplay(asked)
	const { ms = replays ? REPLAY_RUN_MS : USUAL_RUN_MS, failure, outlivesCancel = false } = planned
	return {
		...asked,
		state: 'PENDING',
		runs: ms === null ? null : { ms, failure },
		startedAt: null,
		endedAt: null,
		cancelledAt: null,
		outlivesCancel,
		failure: null,
		loggedAt: null,
		job: replays ? { did: 'nothing', rows: null, stderr: null } : null,
	}
}
