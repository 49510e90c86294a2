import { type Kysely, sql } from 'kysely'
import type { ReplayLimit } from '../../lib/contract/replay-plan.ts'
import type { Database } from '../store/schema.ts'
import type { ReplayLimits } from './ports.ts'

const ROLLING_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1_000

/** `exceptPlanId`: a plan whose own replay does not count, because it is the one that is judged. */
export type LimitSubject = { sourceId: string; days: number; bytes: number; exceptPlanId?: string }

/**
 * What was asked for of one source by everybody within 30 days, and whether this much more passes the limit. What was refused
 * does not count, nor what was cancelled before any of it was submitted. To decide by it, call it under the lock of the source.
 */
export async function limitOf(
	db: Kysely<Database>,
	{ sourceId, days, bytes, exceptPlanId = '' }: LimitSubject,
	limits: ReplayLimits,
	at: Date,
): Promise<ReplayLimit> {
	const { rows } = await sql<{ days: number; bytes: number }>`
		select coalesce(sum(days), 0)::float8 as days, coalesce(sum(bytes), 0)::float8 as bytes from replays
		where source_id = ${sourceId} and plan_id <> ${exceptPlanId} and status <> 'refused'
			and requested_at > ${new Date(at.getTime() - ROLLING_DAYS * DAY_MS)}
			and not (status = 'cancelled' and not exists (
				select from replay_parts where replay_parts.replay_id = replays.replay_id and submissions > 0))`.execute(db)
	const used = rows[0] ?? { days: 0, bytes: 0 }
	const because = passed({ days: used.days + days, bytes: used.bytes + bytes }, limits)
	return {
		days: limits.days,
		bytes: limits.bytes,
		usedDays: used.days,
		usedBytes: used.bytes,
		needsApproval: because !== null,
		because,
	}
}

function passed(all: ReplayLimits, limits: ReplayLimits): string | null {
	const over = [
		...(all.days > limits.days ? [`${all.days} days of at most ${limits.days}`] : []),
		...(all.bytes > limits.bytes ? [`${gibibytes(all.bytes)} of at most ${gibibytes(limits.bytes)}`] : []),
	]
	if (over.length === 0) return null
	return `With it, ${over.join(' and ')} of this source would be replayed within ${ROLLING_DAYS} days.`
}

const gibibytes = (bytes: number) =>
	`${(bytes / 2 ** 30).toLocaleString('en', { maximumFractionDigits: bytes < 2 ** 30 ? 6 : 1 })} GiB`
