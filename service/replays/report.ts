import { z } from 'zod'
import type { StoredStep } from '../store/cluster-schema.ts'
import type { PartRecord } from '../store/replay-schema.ts'
import type { ReportFact } from './move.ts'
import { readObject } from './object.ts'
import { reportKey } from './report-key.ts'
import type { Hand } from './session.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

const report = z.object({
	status: z.string().optional(),
	row_count: z.number().min(0).nullish(),
	error: z.string().nullish(),
	error_code: z.string().nullish(),
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
		const { status, row_count = null, error = null, error_code = null } = read.data
		const failure = { action: 'report', code: error_code, message: error, logFile: null }
		return { is: 'told', rows: row_count, failure: status === 'failed' ? failure : null }
	}
	return { is: 'none' }
}
