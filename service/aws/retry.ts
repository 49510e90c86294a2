import type { Deadline } from './deadline.ts'
import type { AwsAnswer, AwsOperation } from './ports.ts'

const MOST_TRIES = 3

/** AWS names its calls by what they do: these change nothing, so a second one can do no harm. */
export const changesNothing = (operation: AwsOperation) => /^\w+:(Head|Get|List|Describe|BatchGet)/.test(operation)

/**
 * Repeats what was throttled, at most twice and only within the deadline, after a random pause of up to `pauseMs`, then up
 * to twice that (so that callers who were throttled together do not come back together).
 */
export async function retryingThrottles<T>(
	deadline: Deadline,
	pauseMs: number,
	attempt: () => Promise<AwsAnswer<T>>,
): Promise<AwsAnswer<T>> {
	for (let tries = 1; ; tries += 1) {
		const answer = await attempt()
		const throttled = answer.kind === 'failed' && answer.cause === 'throttled' && answer.httpStatus !== null
		if (!throttled || tries === MOST_TRIES) return answer
		const pause = Math.random() * pauseMs * tries
		if (pause >= deadline.remaining() || !(await deadline.pause(pause))) return answer
	}
}
