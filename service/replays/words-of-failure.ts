import { causeOfStep } from '../clusters/public.ts'
import type { PartRecord } from '../store/replay-schema.ts'

type Words = { meaning: string; nextAction: string }
type Part = Pick<PartRecord, 'failure' | 'step'>

const CHECK =
	'Run a permission check of the source for replays: it names the policy and writes the message to the customer.'
const CLUSTER = 'Fetch the cluster: its page says whether it ended and what to do.'

/** What AWS refused before there was a step, by its code and text. The first that fits counts. */
const REFUSALS: readonly (Words & { action?: RegExp; said: RegExp })[] = [
	{
		action: /AssumeRole/,
		said: /^/,
		meaning: 'The role of the settings no longer lets us in.',
		nextAction: CHECK,
	},
	{
		said: /access ?denied|not authorized/i,
		meaning: 'The role of the settings may not do what a replay needs on this cluster.',
		nextAction: CHECK,
	},
	{
		said: /terminat|not valid|not (?:active|running|found)|does not exist|no longer/i,
		meaning: 'The cluster takes no more steps.',
		nextAction: CLUSTER,
	},
	{
		said: /^/,
		meaning: 'EMR did not accept the step as Sluice made it.',
		nextAction: 'Hand it to an engineer: what EMR said stands beside this.',
	},
]

/** Why a part did not load, and what to do, in plain words. Null where nothing went wrong: a part that we cancelled is none. */
export function wordsOfFailure({ failure, step }: Part, cancelledBy: string | null): Words | null {
	if (failure === null) return null
	const { action, code, message } = failure
	switch (step?.state) {
		case undefined:
			return wordsOfRefusal(action, `${code ?? ''}\n${message ?? ''}`)
		case 'CANCELLED':
			return cancelledBy === null ? CANCELLED_THERE : null
		case 'INTERRUPTED':
			return { meaning: 'The cluster ended while the step ran.', nextAction: CLUSTER }
		case 'COMPLETED':
			return reported(causeOfStep(code, message))
		default: {
			const { meaning, next } = causeOfStep(code, message)
			return { meaning, nextAction: next }
		}
	}
}

const CANCELLED_THERE: Words = {
	meaning: 'Somebody else cancelled the step on the cluster.',
	nextAction: 'Ask the customer who did and why, then plan the rest again.',
}

/** The step ended well for EMR, and the job's own report says that it did not load. */
const reported = ({ meaning, next }: ReturnType<typeof causeOfStep>): Words => ({
	meaning: `The job reports that it failed, although its step completed. ${meaning}`,
	nextAction: next,
})

function wordsOfRefusal(action: string, said: string): Words {
	const found = REFUSALS.find((each) => (each.action?.test(action) ?? true) && each.said.test(said))
	if (!found) throw new Error('the last line fits everything')
	return { meaning: found.meaning, nextAction: found.nextAction }
}
