import { counted, size } from '../../components/size.ts'
import type { VerdictTone } from '../../components/verdict-mark.tsx'
import type { PlanDay, Recovery, ReplayPlan, Selection } from '../../lib/contract/replay-plan.ts'
import type { PartState, ReplayStatus } from '../../lib/contract/replay-record.ts'

type Word = { tone: VerdictTone; name: string }

/** Mark and name of `word`; a word of a newer service stands as it is, and asks for a look. */
const wordOf = <Known extends string>(words: Readonly<Record<Known, Word>>) => {
	const known = new Map<string, Word>(Object.entries(words))
	return (word: string): Word => known.get(word) ?? { tone: 'warn', name: word }
}

export const STATUSES: Readonly<Record<ReplayStatus, Word>> = {
	'awaiting-approval': { tone: 'warn', name: 'Awaits approval' },
	refused: { tone: 'calm', name: 'Refused' },
	waiting: { tone: 'open', name: 'Waiting' },
	running: { tone: 'open', name: 'Running' },
	confirming: { tone: 'warn', name: 'Confirming' },
	undecided: { tone: 'warn', name: 'Undecided' },
	cancelling: { tone: 'open', name: 'Cancelling' },
	cancelled: { tone: 'calm', name: 'Cancelled' },
	failed: { tone: 'bad', name: 'Failed' },
	done: { tone: 'good', name: 'Done' },
}
export const statusOf = wordOf(STATUSES)

export const partStateOf = wordOf<PartState>({
	planned: { tone: 'open', name: 'Not submitted yet' },
	submitting: { tone: 'open', name: 'Being submitted' },
	confirming: { tone: 'warn', name: 'Confirming' },
	undecided: { tone: 'warn', name: 'Undecided' },
	submitted: { tone: 'open', name: 'On the cluster' },
	done: { tone: 'good', name: 'Loaded' },
	failed: { tone: 'bad', name: 'Failed' },
	cancelled: { tone: 'calm', name: 'Cancelled' },
	skipped: { tone: 'calm', name: 'Not submitted' },
})

export const SELECTION_WORDS: Readonly<Record<Selection, { name: string; about: string }>> = {
	missing: { name: 'Missing only', about: 'Leaves out the days that an earlier replay has loaded with these events.' },
	all: { name: 'All days', about: 'Loads those days again, so their rows will be there twice.' },
}

/** What becomes of events that the lake already holds (Data Lakes drops a message id that it saw within 7 days). */
export const DUPLICATES: Readonly<Record<'certain' | 'possible' | 'dropped', { name: string; about: string }>> = {
	certain: { name: 'Certain', about: 'An earlier replay loaded these days: their rows will be there twice.' },
	possible: {
		name: 'Possible',
		about: 'Older than 7 days: events that the lake already holds are loaded a second time.',
	},
	dropped: { name: 'Dropped', about: 'Within the last 7 days: the lake drops events that it already holds.' },
}
export const duplicatesName = ({ duplicates }: Pick<PlanDay, 'duplicates'>) =>
	new Map<string, { name: string }>(Object.entries(DUPLICATES)).get(duplicates)?.name ?? duplicates

const RECOVERIES: Readonly<Record<Recovery, string>> = {
	list: 'By listing the cluster’s steps',
	claim: 'By the claim that the job takes',
	decide: 'By a person',
}
export const recoveryName = (recovery: string) =>
	new Map<string, string>(Object.entries(RECOVERIES)).get(recovery) ?? recovery

/** "2026-05-22 to 2026-11-21", or one day alone. */
export const range = ({ from, to }: { from: string; to: string }) => (from === to ? from : `${from} to ${to}`)

/** "163 days, 1.4 TiB". */
export const amount = ({ days, bytes }: { days: number; bytes: number }) => `${counted(days, 'day')}, ${size(bytes)}`

/** "All events", or how many are named. */
export const eventWords = ({ events }: Pick<ReplayPlan, 'events'>) =>
	events.length === 0 ? 'All events' : counted(events.length, 'named event')
