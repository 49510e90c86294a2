import { type Operation, table } from '../lib/contract/table.ts'
import type { Outcome } from '../lib/gateway/refusal.ts'
import { consoleLink } from './console-link.ts'
import type { Exit } from './exit.ts'
import { at } from './flat.ts'
import { readingOf } from './follow.ts'
import type { Fields } from './input.ts'
import type { Session } from './session.ts'

type Subject = { reading: Operation; shown: readonly string[] }

/** What somebody has to know of a replay before they agree. */
const WHAT = [
	...['headline', 'customer', 'sourceId', 'region', 'clusterId', 'database', 'from', 'to', 'select', 'events'],
	...['totals.days', 'totals.bytes', 'days', 'bytes', 'requestedBy'],
]
const PREFLIGHT = ['preflight.headline', 'preflight.notProvable']
const replay = (shown: readonly string[]): Subject => ({ reading: 'replays.get', shown: [...WHAT, ...shown] })

/** Where one reads what a dangerous operation is about, when its own parameters name that by an id only. */
const SUBJECTS = new Map<string, Subject>([
	[
		'replays.submit',
		{ reading: 'replays.getPlan', shown: [...WHAT, ...PREFLIGHT, 'limit.because', 'submittable.because'] },
	],
	['replays.approve', replay([...PREFLIGHT, 'approval.because'])],
	['replays.refuse', replay(['approval.because'])],
	['replays.settle', replay(['recoveryMeaning'])],
	['replays.cancel', replay(['cancellation.meaning'])],
])

/** The facts of the thing itself, to be shown above the parameters; the exit code when it cannot be read. */
export async function subjectOf(operation: Operation, given: Fields, session: Session): Promise<Fields | Exit> {
	const subject = SUBJECTS.get(operation)
	if (!subject) return {}
	const { reading, shown } = subject
	const { fields } = readingOf(reading, given)
	const { call } = await session.caller()
	const outcome: Outcome<unknown> = await call(reading, fields)
	if (!outcome.ok) {
		const link = consoleLink(session.settings.consoleUrl, reading, table[reading], fields)
		return session.refused(outcome.refusal, link)
	}
	const facts = shown.map((path): [string, unknown] => [path, at(outcome.value, path)])
	return Object.fromEntries(facts.filter(([, value]) => !Array.isArray(value) || value.length > 0))
}
