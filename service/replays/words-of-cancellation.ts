import type { PartRecord, ReplayRecord } from '../store/replay-schema.ts'
import { partAtWork, partInDoubt } from './stored.ts'
import { moment } from './words.ts'

/** From this release on EMR stops a step that runs; before, only one that waits (Amazon EMR API reference, CancelSteps). */
const STOPS_RUNNING = { major: 5, minor: 28 }

type Part = Pick<PartRecord, 'position' | 'state' | 'step' | 'unproven'>

/**
 * What a cancellation would really stop now, said before anybody clicks. `releaseLabel`: of the cluster as it was last
 * described; null when it never was.
 */
export function cancellationOf(
	record: Pick<ReplayRecord, 'status' | 'cancelled_by' | 'cancelled_at' | 'ended_at' | 'held_at'>,
	parts: readonly Part[],
	releaseLabel: string | null,
): { possible: boolean; meaning: string; by: string | null; at: string | null } {
	const { cancelled_by: by, cancelled_at, ended_at } = record
	const at = cancelled_at?.toISOString() ?? null
	if (ended_at !== null) return { possible: false, meaning: 'It has ended: there is nothing to stop.', by, at }
	if (cancelled_at !== null) {
		const asked = `${by} asked for it on ${moment(cancelled_at)}`
		return { possible: false, meaning: `${asked}. ${wouldStop(record, parts, releaseLabel)}`, by, at }
	}
	return { possible: true, meaning: wouldStop(record, parts, releaseLabel), by, at }
}

function wouldStop(record: Pick<ReplayRecord, 'held_at'>, parts: readonly Part[], releaseLabel: string | null): string {
	const working = partAtWork(parts) ?? partInDoubt(record, parts)
	const later = parts.filter((part) => part.state === 'planned' && part !== working).length
	const loaded = parts.filter(({ state }) => state === 'done').length
	const stays = loaded === 0 ? '' : ` What is loaded stays: ${loaded} of ${parts.length} parts.`
	if (!working && loaded === 0) return 'Nothing of it runs: it ends at once and is never begun.'
	const others =
		later === 0 ? 'There is no later part.' : `${later} later ${later === 1 ? 'part is' : 'parts are'} not begun.`
	const first = working ? stepWould(working, releaseLabel) : 'Nothing of it runs: it ends at once.'
	return `${first} ${others}${stays}`
}

function stepWould({ state, position, step }: Part, releaseLabel: string | null): string {
	const named = `The step of part ${position}`
	if (state === 'submitting') return `${named} is being submitted: it is cancelled as soon as it is known.`
	if (state === 'confirming') {
		return `Whether the step of part ${position} exists is being found out: nothing is sent again, and it is cancelled if it is found.`
	}
	if (state === 'planned') {
		return `A step of part ${position} may exist that was not found: nothing is sent again, and somebody has to say.`
	}
	if (state === 'undecided') {
		return `What became of the step of part ${position} cannot be found out: nothing is sent again, and somebody still has to say.`
	}
	switch (step?.state) {
		case undefined:
		case 'PENDING':
			return `${named} waits on the cluster: it is taken off, unless it begins before.`
		case 'CANCEL_PENDING':
			return `${named} is being taken off the cluster.`
		case 'RUNNING':
			return running(named, releaseLabel)
		default:
			return `${named} is at its end already.`
	}
}

function running(named: string, releaseLabel: string | null): string {
	const [, major, minor] = /^emr-(\d+)\.(\d+)/.exec(releaseLabel ?? '') ?? []
	if (major === undefined || minor === undefined) {
		return `${named} runs. The release of the cluster is not known: from EMR 5.28 on it is stopped, before that it goes on to its end. Fetch the cluster to know.`
	}
	const stops =
		Number(major) > STOPS_RUNNING.major ||
		(Number(major) === STOPS_RUNNING.major && Number(minor) >= STOPS_RUNNING.minor)
	return stops
		? `${named} runs and is interrupted; what it has written until then may stay in the lake.`
		: `${named} runs and goes on to its end: ${releaseLabel} stops no step that runs, as EMR does from 5.28 on.`
}
