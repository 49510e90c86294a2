import { STEP_IS_OVER } from '../clusters/public.ts'
import type { StoredStep } from '../store/cluster-schema.ts'
import type { PartRecord, ReplayRecord, StoredPartFailure } from '../store/replay-schema.ts'
import { lookForStep, MAY_WAIT, oneOf } from './move-recovery.ts'
import { PACE, type Pace, paceOfFollowing, paceOfSilence } from './pace.ts'
import { partAtWork, partInDoubt } from './stored.ts'

/** What our claim object in the customer's bucket says: which step did the work of a token. */
export type ClaimFact =
	| { is: 'held'; stepId: string }
	/** There is one, but it names no step that carries our token. */
	| { is: 'odd' }
	| { is: 'none'; at: Date | null }
	| { is: 'denied'; at: Date | null }
	| { is: 'unknown' }

/** A step that carries the token of a part. */
export type FoundStep = { stepId: string; state: string }

/** The oldest first. `complete`: no step that could be one was left out. `at`: AWS's own time when it was asked. */
export type ListFact =
	| { is: 'told'; found: FoundStep[]; complete: boolean; at: Date | null }
	| { is: 'denied' }
	| { is: 'unknown' }

/** The same among the steps that have written logs: what is absent there may well exist. */
export type LogsFact = { is: 'told'; found: FoundStep[] } | { is: 'unknown' }

/** `before`: when it was last told of before that. `not-ours`: EMR knows no such step, or it carries another name. */
export type StepFact = { is: 'told'; step: StoredStep; before: Date | null } | { is: 'not-ours' } | { is: 'unknown' }

export type ReportFact =
	| { is: 'told'; rows: number | null; failure: StoredPartFailure | null }
	| { is: 'none' }
	| { is: 'unknown' }

/** What this attempt has learned of the part at work; null: not asked yet. Forgotten when the part changes its state. */
export type Facts = {
	/** A sentence when the stored source no longer says what was planned. */
	changed: string | null
	honoursClaim: boolean
	claim: ClaimFact | null
	list: ListFact | null
	logs: LogsFact | null
	step: StepFact | null
	report: ReportFact | null
	/** Whether the step was asked to stop, and others of its token. */
	stopped: boolean
	othersStopped: boolean
}

export type Question = 'claim' | 'list' | 'logs' | 'step' | 'report'

/** What to do next with a replay. */
export type Move =
	| { do: 'submit'; part: PartRecord }
	/** Somebody may have sent it up to `until`, of whom this database does not know. */
	| { do: 'look-first'; part: PartRecord; until: Date }
	/** Whoever submitted it is gone: whether there is a step has to be found out. */
	| { do: 'confirm'; part: PartRecord }
	| { do: 'ask'; part: PartRecord; about: Question }
	/** `others`: steps of the same token that must not run beside it. */
	| { do: 'adopt'; part: PartRecord; stepId: string; others: string[] }
	/** The part is planned again, or let go where the replay is being cancelled. `proved`: it is shown that nothing ran. */
	| { do: 'send-again'; part: PartRecord; proved: boolean; because: string }
	| { do: 'undecide'; part: PartRecord; because: string }
	| { do: 'stop'; part: PartRecord; stepId: string }
	| {
			do: 'end-part'
			part: PartRecord
			as: 'done' | 'failed' | 'cancelled'
			rows: number | null
			failure: StoredPartFailure | null
	  }
	| { do: 'end'; as: 'done' | 'failed' | 'cancelled'; because: string | null }
	| { do: 'wait'; ms: number }
	/** Nothing is to be done by itself. */
	| { do: 'rest' }

/** The next thing to do, decided by nothing but what is given. `now` is our clock, which only sets the pace. */
export function nextMove(
	replay: ReplayRecord,
	parts: readonly PartRecord[],
	facts: Facts,
	now: Date,
	pace: Pace = PACE,
): Move {
	const part = partAtWork(parts)
	if (!part) return betweenParts(replay, parts, facts)
	if (part.state === 'submitting') return { do: 'confirm', part }
	if (part.state === 'undecided') return { do: 'rest' }
	if (part.state === 'confirming') return lookForStep(replay, part, facts, now, pace)
	return followStep(replay, part, facts, now, pace)
}

function betweenParts(replay: ReplayRecord, parts: readonly PartRecord[], { changed }: Facts): Move {
	const done = parts.filter(({ state }) => state === 'done').length
	if (done === parts.length) return { do: 'end', as: 'done', because: null }
	const doubted = partInDoubt(replay, parts)
	if (doubted && replay.held_at !== null) return { do: 'look-first', part: doubted, until: replay.held_at }
	if (doubted && (replay.cancelled_at !== null || changed !== null))
		return { do: 'undecide', part: doubted, because: changed ?? MAY_WAIT }
	if (replay.cancelled_at !== null) return { do: 'end', as: 'cancelled', because: null }
	const loaded = `${done} of ${parts.length} ${parts.length === 1 ? 'part' : 'parts'} loaded`
	const broken = parts.find(({ state }) => state === 'failed' || state === 'cancelled')
	if (broken)
		return {
			do: 'end',
			as: 'failed',
			because: `${loaded}; part ${broken.position} ${broken.state === 'failed' ? 'failed' : 'was cancelled on the cluster'}.`,
		}
	if (changed !== null) return { do: 'end', as: 'failed', because: `${loaded}. ${changed}` }
	const next = parts.find(({ state }) => state === 'planned')
	return next ? { do: 'submit', part: next } : { do: 'end', as: 'failed', because: `${loaded}; the rest was let go.` }
}

function followStep(replay: ReplayRecord, part: PartRecord, facts: Facts, now: Date, pace: Pace): Move {
	const { step_id: stepId } = part
	if (stepId === null) throw new Error(`part ${part.position} of ${replay.replay_id} is submitted without a step`)
	const { step, claim } = facts
	const ask = (about: Question): Move => ({ do: 'ask', part, about })
	if (step === null) return ask('step')
	if (step.is === 'not-ours' && part.described_at === null && isNew(part, now, pace))
		return { do: 'wait', ms: paceOfFollowing(part, now, pace) }
	if (step.is === 'not-ours') return { do: 'undecide', part, because: `${stepId} is not a step of this replay.` }
	if (step.is === 'unknown') return unheard(replay, part, stepId, now, pace)
	const twin = twinOf(replay, part, stepId, facts)
	if (twin) return twin
	if (!STEP_IS_OVER.has(step.step.state)) return followOn(replay, part, stepId, step, facts, now, pace)
	if (part.submissions > 1) {
		if (claim === null) return ask('claim')
		if (claim.is === 'unknown') return { do: 'wait', ms: paceOfSilence(part, now, pace) }
		if (claim.is === 'held' && claim.stepId !== stepId) return { do: 'adopt', part, stepId: claim.stepId, others: [] }
		if (claim.is !== 'held' && part.unproven)
			return { do: 'undecide', part, because: `${stepId} ended without a claim. ${MAY_WAIT}` }
	}
	return endOf(part, step.step, facts, now, pace)
}

/**
 * An account that does not answer is asked on and on, and nothing is lost; one that lets nobody in any more would hold its days
 * for ever, so whoever wants the replay to end is asked what became of the step.
 */
function unheard({ cancelled_at }: ReplayRecord, part: PartRecord, stepId: string, now: Date, pace: Pace): Move {
	const since = Math.max(cancelled_at?.getTime() ?? Number.POSITIVE_INFINITY, part.described_at?.getTime() ?? 0)
	if (now.getTime() - since >= pace.silenceMs)
		return { do: 'undecide', part, because: `Nothing was heard of ${stepId} for an hour after it was to stop.` }
	return { do: 'wait', ms: paceOfSilence(part, now, pace) }
}

/** EMR may have given the id of a step before each of its machines knows of it. */
const isNew = ({ signed_at }: PartRecord, now: Date, { newMs }: Pace): boolean =>
	signed_at !== null && now.getTime() - signed_at.getTime() < newMs

/** What was sent again because the list did not show it may show up later: then it must not run beside the other. */
function twinOf({ recovery }: ReplayRecord, part: PartRecord, stepId: string, facts: Facts): Move | null {
	const { list, claim, othersStopped } = facts
	if (part.submissions < 2 || recovery !== 'list') return null
	if (list === null) return { do: 'ask', part, about: 'list' }
	if (list.is !== 'told' || list.found.length < 2) return null
	if (claim === null) return { do: 'ask', part, about: 'claim' }
	const { keep, others } = oneOf(list.found, claim)
	if (keep === stepId && (others.length === 0 || othersStopped)) return null
	return { do: 'adopt', part, stepId: keep ?? stepId, others }
}

function followOn(
	{ cancelled_at }: ReplayRecord,
	part: PartRecord,
	stepId: string,
	{ step: { state }, before }: Extract<StepFact, { is: 'told' }>,
	{ stopped }: Facts,
	now: Date,
	pace: Pace,
): Move {
	if (cancelled_at !== null && !stopped && (state === 'PENDING' || state === 'RUNNING')) {
		if (state === 'PENDING' || isTimeToStop(cancelled_at, before, now, pace)) return { do: 'stop', part, stepId }
	}
	return { do: 'wait', ms: paceOfFollowing(part, now, pace) }
}

/**
 * What runs on an old release does not stop, and each asking is a line in the customer's CloudTrail: it is asked at each look
 * for a while, and then at the first look of each further five minutes, since an answer may have been lost.
 */
function isTimeToStop(cancelledAt: Date, before: Date | null, now: Date, pace: Pace): boolean {
	const age = (at: Date) => at.getTime() - cancelledAt.getTime()
	if (before === null || age(before) <= pace.stopTriesMs) return true
	return Math.floor(age(before) / pace.stopAgainMs) < Math.floor(age(now) / pace.stopAgainMs)
}

function endOf(part: PartRecord, step: StoredStep, { report }: Facts, now: Date, pace: Pace): Move {
	if (step.state !== 'COMPLETED') {
		const { reason = null, message = null, logFile = null } = step.failure ?? {}
		const failure = { action: 'elasticmapreduce:DescribeStep', code: reason, message, logFile }
		return { do: 'end-part', part, as: step.state === 'CANCELLED' ? 'cancelled' : 'failed', rows: null, failure }
	}
	if (report === null) return { do: 'ask', part, about: 'report' }
	if (report.is === 'unknown') {
		const ended = new Date(step.timeline.endedAt ?? now)
		if (now.getTime() < ended.getTime() + pace.reportMs) return { do: 'wait', ms: paceOfSilence(part, now, pace) }
	}
	if (report.is !== 'told') return { do: 'end-part', part, as: 'done', rows: null, failure: null }
	const { rows, failure } = report
	return { do: 'end-part', part, as: failure === null ? 'done' : 'failed', rows, failure }
}
