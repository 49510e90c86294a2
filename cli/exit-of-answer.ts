import { EXIT, type Exit } from './exit.ts'
import { at } from './flat.ts'

/** How a replay that one looks at has ended; while it is on its way it is fine, whatever its word. */
const REPLAY_ENDS = new Map<unknown, Exit>([
	['failed', EXIT.no],
	['refused', EXIT.no],
	['cancelled', EXIT.no],
	['undecided', EXIT.no],
])

/** What the exit code says of an answer: fine, a finding, or nobody can tell, as far as it is a verdict. */
export function exitOfAnswer(operation: string, value: unknown): Exit {
	if (operation === 'replays.get') return REPLAY_ENDS.get(at(value, 'status')) ?? EXIT.fine
	if (typeof at(value, 'failure') === 'string') return EXIT.unknown
	if (operation === 'replays.getPlan') return exitOfPlan(value)
	return exitOfVerdict(at(value, 'verdict'))
}

/** A plan that somebody has submitted, or may, is fine. */
function exitOfPlan(plan: unknown): Exit {
	if (at(plan, 'submittable.ok') === true || typeof at(plan, 'replayId') === 'string') return EXIT.fine
	const checked = exitOfVerdict(at(plan, 'preflight.verdict'))
	return checked === EXIT.fine ? EXIT.no : checked
}

function exitOfVerdict(verdict: unknown): Exit {
	if (verdict === undefined || verdict === 'ok') return EXIT.fine
	return verdict === null || verdict === 'unclear' || verdict === 'unreachable' ? EXIT.unknown : EXIT.no
}
