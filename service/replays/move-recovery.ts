import type { PartRecord, ReplayRecord } from '../store/replay-schema.ts'
import type { ClaimFact, Facts, FoundStep, Move } from './move.ts'
import { type Pace, paceOfFollowing } from './pace.ts'

export const MAY_WAIT = 'A step that was not found may still wait on the cluster.'
const ABSENT_SINCE = 'The database was restored, and the list of the cluster shows no step of it.'
const UNKNOWN_SINCE = 'The database was restored, and it is not known whether it was sent since the copy was made.'

/**
 * What to do about a submission whose answer is not known. Found is adopted in every mode. Nothing is sent again before the
 * signature is too old by AWS's own clock, and then only where it is proved that nothing ran (mode `list`), or where a second
 * step would end without having done anything (mode `claim`); else a person decides. Of a replay that is held a person always
 * decides: those who sent it may be at work still.
 */
export function lookForStep(replay: ReplayRecord, part: PartRecord, facts: Facts, now: Date, pace: Pace): Move {
	const { claim, list, logs } = facts
	const mode = modeOf(replay, facts)
	if (claim === null) return { do: 'ask', part, about: 'claim' }
	if (mode === 'list' && list === null) return { do: 'ask', part, about: 'list' }
	if (mode !== 'list' && claim.is !== 'held' && logs === null) return { do: 'ask', part, about: 'logs' }

	const { keep, others } = oneOf(
		[list, logs].flatMap((each) => (each?.is === 'told' ? each.found : [])),
		claim,
	)
	if (keep !== null) return { do: 'adopt', part, stepId: keep, others }

	const left = leftOfWindow(part, facts, mode, pace)
	if (left === null || left > 0) {
		const usual = paceOfFollowing(part, now, pace)
		return { do: 'wait', ms: left === null ? usual : Math.min(usual, left) }
	}
	return afterWindow(replay, part, facts, mode)
}

/**
 * Of the steps with one token, the oldest first: the one that counts, which is the one that took the claim, else the oldest that
 * nobody cancelled; and those that must not run beside it.
 */
export function oneOf(found: readonly FoundStep[], claim: ClaimFact): { keep: string | null; others: string[] } {
	const oldest = found.find(({ state }) => state !== 'CANCELLED') ?? found[0]
	const keep = claim.is === 'held' ? claim.stepId : (oldest?.stepId ?? null)
	const others = found.filter(({ stepId, state }) => stepId !== keep && MAY_RUN.has(state))
	return { keep, others: others.map(({ stepId }) => stepId) }
}

const MAY_RUN: ReadonlySet<string> = new Set(['PENDING', 'RUNNING'])

type Mode = ReplayRecord['recovery']

/** A right that the preflight found and that was taken away since proves nothing any more. */
const modeOf = ({ recovery }: ReplayRecord, { list, honoursClaim }: Facts): Mode =>
	recovery === 'list' && list?.is === 'denied' ? (honoursClaim ? 'claim' : 'decide') : recovery

/** Milliseconds by the clock of AWS until the signature is too old; null: AWS has not told its time. */
function leftOfWindow(
	{ signed_at }: PartRecord,
	{ claim, list }: Facts,
	mode: Mode,
	{ windowMs }: Pace,
): number | null {
	const asked = mode === 'list' ? list : claim
	const at = asked !== null && 'at' in asked ? asked.at : null
	if (claim?.is === 'odd') return 0
	if (at === null || signed_at === null) return null
	return signed_at.getTime() + windowMs - at.getTime()
}

function afterWindow(replay: ReplayRecord, part: PartRecord, { claim, list, honoursClaim }: Facts, mode: Mode): Move {
	const undecide = (because: string): Move => ({ do: 'undecide', part, because })
	const isAbsent = mode === 'list' && list?.is === 'told' && list.complete
	if (replay.held_at !== null) return undecide(isAbsent ? ABSENT_SINCE : UNKNOWN_SINCE)
	if (claim?.is === 'odd') return undecide('Its claim in the bucket names no step of this replay.')
	if (mode === 'list') {
		if (isAbsent) {
			const goesOn = replay.cancelled_at === null ? ': it is sent again' : ''
			return { do: 'send-again', part, proved: true, because: `Part ${part.position} never ran${goesOn}.` }
		}
		return undecide('The cluster has so many newer steps that its list no longer shows them all.')
	}
	if (replay.cancelled_at !== null) return undecide(MAY_WAIT)
	if (mode === 'claim' && honoursClaim && claim?.is === 'none') {
		const because = `No step of part ${part.position} was found: it is sent again. If there are two, one ends by the claim of the other.`
		return { do: 'send-again', part, proved: false, because }
	}
	return undecide('It was not found, and a second step might load the same days again.')
}
