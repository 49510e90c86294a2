import type { PartRecord } from '../store/replay-schema.ts'
import { SIGNATURE_WINDOW_MS } from './signature-window.ts'

/** How often a replay is looked at, in milliseconds. EMR's calls are few: DescribeStep and ListSteps once in two seconds. */
export type Pace = {
	/** How long after its signature a call may still take effect. */
	windowMs: number
	/** While something is new: for `newMs` after it was sent. */
	fastMs: number
	newMs: number
	usualMs: number
	/** Where the account does not answer, or has no room. */
	slowMs: number
	/** How long after a cancellation a running step is asked to stop at each look, and how often after that. */
	stopTriesMs: number
	stopAgainMs: number
	/** How long a step that was cancelled, and of which nothing is heard, is left to itself before a person decides. */
	silenceMs: number
	/** How long a report is waited for that cannot be read. */
	reportMs: number
}

export const PACE: Pace = {
	windowMs: SIGNATURE_WINDOW_MS,
	fastMs: 5_000,
	newMs: 60_000,
	usualMs: 15_000,
	slowMs: 60_000,
	stopTriesMs: 30_000,
	stopAgainMs: 300_000,
	silenceMs: 60 * 60_000,
	reportMs: 120_000,
}

/** When to look again at a part that was sent. */
export function paceOfFollowing({ signed_at }: Pick<PartRecord, 'signed_at'>, now: Date, pace: Pace): number {
	const age = now.getTime() - (signed_at ?? now).getTime()
	return age < pace.newMs ? pace.fastMs : pace.usualMs
}

/** The longer nothing was heard of a part, the rarer it is asked for. */
export function paceOfSilence(
	{ described_at, signed_at }: Pick<PartRecord, 'described_at' | 'signed_at'>,
	now: Date,
	pace: Pace,
): number {
	const silent = now.getTime() - (described_at ?? signed_at ?? now).getTime()
	return Math.min(pace.slowMs, Math.max(pace.usualMs, silent / 2))
}
