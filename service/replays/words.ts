import type { PartRecord, ReplayRecord } from '../store/replay-schema.ts'
import { partAtWork } from './stored.ts'

/** What a person reads of a replay, made when it is read: better words also help what is old. None names an ARN or a bucket. */

export const moment = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

export type PartHead = Pick<PartRecord, 'position' | 'state' | 'from_day' | 'to_day' | 'rows'>

/** What a list tells of a replay, and a page first. One sentence. */
export function headlineOf(record: ReplayRecord, parts: readonly PartHead[]): string {
	const done = parts.filter(({ state }) => state === 'done').length
	const loaded = `${done} of ${parts.length} ${parts.length === 1 ? 'part' : 'parts'} loaded`
	const working = partAtWork(parts)
	const part = working ? `part ${working.position} of ${parts.length}` : 'a part'
	switch (record.status) {
		case 'awaiting-approval':
			return `Waits until an engineer or admin other than ${record.requested_by} approves it.`
		case 'refused':
			return `Refused by ${record.decided_by}: ${asSentence(record.decided_because ?? 'no reason was given')}`
		case 'waiting':
			return done === 0 ? 'Waits to be sent to its cluster.' : `${loaded}; the next waits to be sent.`
		case 'running':
			return working ? `Loads ${part}: ${working.from_day} to ${working.to_day}.` : `${loaded}.`
		case 'confirming':
			if (record.held_at !== null)
				return `The database was restored: whether ${part} was sent since its copy was made is being found out.`
			return `The cluster’s answer for ${part} was lost: whether its step exists is being found out.`
		case 'undecided':
			return `What became of the step of ${part} cannot be found out: an engineer or admin looks at the cluster and decides.`
		case 'cancelling':
			return `${record.cancelled_by} asked to cancel it: what runs is being stopped.`
		case 'cancelled':
			return `Cancelled by ${record.cancelled_by}: ${loaded}.`
		case 'failed':
			return `Failed: ${asSentence(record.failure ?? loaded)}`
		case 'done':
			return `Done: ${loaded}${rowsIn(parts)}.`
	}
}

function rowsIn(parts: readonly PartHead[]): string {
	if (parts.some(({ rows }) => rows === null)) return ''
	const rows = parts.reduce((sum, part) => sum + (part.rows ?? 0), 0)
	return `, ${rows.toLocaleString('en-US')} rows`
}

const asSentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)

/** Where a replay stands and who brought it there, for somebody who wanted something else of it. */
export function standingOf(record: ReplayRecord): string {
	const { status, decided_by, decided_at, cancelled_by, cancelled_at, ended_at } = record
	const decided =
		decided_by !== null && decided_at !== null ? `${decided_by} ${record.decision} it on ${moment(decided_at)}` : null
	const cancelled =
		cancelled_by !== null && cancelled_at !== null ? `${cancelled_by} cancelled it on ${moment(cancelled_at)}` : null
	const ended = ended_at === null ? '' : ` on ${moment(ended_at)}`
	switch (status) {
		case 'awaiting-approval':
			return `This replay waits for approval since ${moment(record.requested_at)}; ${record.requested_by} asked for it.`
		case 'refused':
			return `This replay was refused: ${decided}.`
		case 'cancelled':
			return `This replay was cancelled: ${cancelled}.`
		case 'cancelling':
			return `This replay is being cancelled: ${cancelled}.`
		case 'failed':
			return `This replay failed${ended}.`
		case 'done':
			return `This replay was done${ended}.`
		default: {
			const unasked = `it needed no approval, and ${record.requested_by} submitted it on ${moment(record.requested_at)}`
			return `This replay ${UNDER_WAY[status]}; ${cancelled ?? decided ?? unasked}.`
		}
	}
}

const UNDER_WAY = {
	waiting: 'is about to go on',
	running: 'is at work',
	confirming: 'is finding out whether a step exists',
	undecided: 'waits for a decision whether a step exists',
} as const
