import { type Operation, table } from '../lib/contract/table.ts'
import type { Outcome } from '../lib/gateway/refusal.ts'
import { consoleLink } from './console-link.ts'
import type { Exit } from './exit.ts'
import { at } from './flat.ts'
import { readingOf } from './follow.ts'
import type { Fields } from './input.ts'
import type { Session } from './session.ts'

/** Where one reads what a dangerous operation is about, when its own parameters name that by an id only. */
const ABOUT = new Map<string, Operation>([
	['replays.submit', 'replays.getPlan'],
	['replays.approve', 'replays.get'],
	['replays.refuse', 'replays.get'],
	['replays.settle', 'replays.get'],
	['replays.cancel', 'replays.get'],
])

/** What somebody has to know before they agree. */
const SHOWN = [
	...['headline', 'customer', 'sourceId', 'region', 'clusterId', 'database', 'from', 'to', 'select', 'events'],
	...['totals.days', 'totals.bytes', 'days', 'bytes', 'requestedBy', 'limit.because', 'approval.because'],
	...['preflight.headline', 'preflight.notProvable', 'submittable.because', 'cancellation.meaning'],
]

/** The facts of the thing itself, to be shown above the parameters; the exit code when it cannot be read. */
export async function subjectOf(operation: Operation, given: Fields, session: Session): Promise<Fields | Exit> {
	const about = ABOUT.get(operation)
	if (!about) return {}
	const { fields } = readingOf(about, given)
	const { call } = await session.caller()
	const outcome: Outcome<unknown> = await call(about, fields)
	if (!outcome.ok) {
		const link = consoleLink(session.settings.consoleUrl, about, table[about], fields)
		return session.refused(outcome.refusal, link)
	}
	const facts = SHOWN.map((path): [string, unknown] => [path, at(outcome.value, path)])
	return Object.fromEntries(facts.filter(([, value]) => !Array.isArray(value) || value.length > 0))
}
