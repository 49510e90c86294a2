import type { Insertable } from 'kysely'
import type { PlanDay, PlanPart } from '../../lib/contract/replay-plan.ts'
import type { ReplayDaysTable, ReplayPartsTable } from '../store/replay-schema.ts'
import { createToken } from './token.ts'

type About = { replayId: string; sourceId: string; at: Date }

/** The rows of a replay that a plan becomes: a part for each step, and each chosen day with the part that replays it. */
export function partsOf(
	plan: { days: readonly PlanDay[]; parts: readonly PlanPart[] },
	{ replayId, sourceId, at }: About,
): { parts: Insertable<ReplayPartsTable>[]; days: Insertable<ReplayDaysTable>[] } {
	const chosen = plan.days.filter((each) => each.chosen)
	const parts = plan.parts.map((part) => ({
		replay_id: replayId,
		position: part.position,
		from_day: part.from,
		to_day: part.to,
		days: part.days,
		objects: part.objects,
		bytes: part.bytes,
		token: createToken(at),
	}))
	const days = chosen.map(({ day }) => {
		const part = plan.parts.find(({ from, to }) => from <= day && day <= to)
		if (!part) throw new Error(`no part of the plan replays ${day}`)
		return { replay_id: replayId, source_id: sourceId, day, position: part.position }
	})
	return { parts, days }
}
