import { z } from 'zod'
import { storableText } from '../audit/public.ts'
import type { StoredStep } from '../store/cluster-schema.ts'
import type { PartRecord } from '../store/replay-schema.ts'
import type { ReportFact } from './move.ts'
import { readObject } from './object.ts'
import { reportKey } from './report-key.ts'
import type { Hand } from './session.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

const MOST_TEXT = 2_000

/** Written in the customer's account: what is not as it should be counts as not told, and takes nothing else with it. */
const text = z
	.string()
	.transform((value) => storableText(value.slice(0, MOST_TEXT)))
	.nullable()
	.catch(null)
const report = z.object({
	status: text,
	row_count: z.int().min(0).nullable().catch(null),
	error: text,
	error_code: text,
})

/** What the job itself says of a step that completed. The job ends before its step does: at midnight on the day before. */
export async function readReport(
	hand: Hand,
	part: PartRecord,
	sourceId: string,
	step: StoredStep,
): Promise<ReportFact> {
	const ended = new Date(step.timeline.endedAt ?? Date.parse(step.timeline.startedAt ?? step.timeline.createdAt ?? ''))
	if (Number.isNaN(ended.getTime())) return { is: 'none' }
	for (const day of [ended, new Date(ended.getTime() - DAY_MS)]) {
		const key = reportKey(day.toISOString().slice(0, 10), sourceId, part.token)
		const object = await readObject(hand, part, key)
		if (object.is === 'unknown') return object
		if (object.is !== 'told') continue
		const read = report.safeParse(object.value)
		if (!read.success) return { is: 'none' }
		const { status, row_count: rows, error: message, error_code: code } = read.data
		const failure = { action: 'report', code, message, logFile: null }
		return { is: 'told', rows, failure: status === 'failed' ? failure : null }
	}
	return { is: 'none' }
}
