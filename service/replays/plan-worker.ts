import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Audit, AuditEntry } from '../audit/public.ts'
import type { ArchiveReader } from '../aws/ports.ts'
import { causeOf } from '../cause.ts'
import type { Jobs, Queue } from '../store/jobs.ts'
import type { PlanRecord } from '../store/replay-schema.ts'
import type { Database } from '../store/schema.ts'
import { listDays } from './archive-days.ts'
import { dayOf, daysBetween } from './calendar.ts'
import { chooseDays, partsOfPlan } from './choose.ts'
import { digestOf } from './digest.ts'
import { beginPlan, failPlan, type PlanAttempt } from './plan-attempt.ts'
import { emptyArchive, failureOfArchive } from './words-of-archive.ts'

/** A plan mostly waits for S3; of one source only two at once, so that one that hangs leaves room. */
export const REPLAY_PLANS_QUEUE: Queue = {
	name: 'replay-plans',
	givenUp: 'replay-plans-given-up',
	atOnce: 4,
	atOncePerGroup: 2,
}

export type PlanWorkerPorts = {
	db: Kysely<Database>
	jobs: Jobs
	archive: ArchiveReader
	audit: Audit
	now: () => Date
	log: Logger
}

const job = z.object({ planId: z.string() })

/** Works on ordered plans until the queue is stopped. */
export async function workOnPlans(ports: PlanWorkerPorts): Promise<void> {
	const { db, jobs, now } = ports
	await jobs.work(
		REPLAY_PLANS_QUEUE,
		async (data, stopped) => performPlan(job.parse(data).planId, ports, stopped),
		async (data) =>
			failPlan(
				db,
				job.parse(data).planId,
				'Its worker was stopped or failed each time it was begun. Plan it again.',
				now,
			),
	)
}

/** One attempt at one plan, recorded in the audit before the archive is read. */
export async function performPlan(planId: string, ports: PlanWorkerPorts, stopped: AbortSignal): Promise<void> {
	const { db, audit, now, log } = ports
	const attempt = await beginPlan(db, planId, now)
	if (!attempt) return
	const begun = now().getTime()
	const intent = await audit.intent(auditEntry(attempt.record))
	const ended = (status: number, code: string) =>
		audit.outcome(intent, { status, code, latencyMs: now().getTime() - begun })
	try {
		await ended(200, await listAndChoose(attempt, ports, stopped))
	} catch (error) {
		const about = { planId, attempt: attempt.record.attempt, requestId: attempt.record.requester.requestId }
		if (stopped.aborted) log.info(about, 'plan is left to another worker')
		else log.error({ ...about, cause: causeOf(error) }, 'plan broke off')
		await ended(500, stopped.aborted ? 'stopped' : 'internal')
		throw error
	}
}

async function listAndChoose(
	{ record, listed, done, failed }: PlanAttempt,
	{ db, archive, now, log }: PlanWorkerPorts,
	stopped: AbortSignal,
): Promise<'done' | 'failed' | 'overtaken'> {
	const { plan_id, settings, from_day, to_day, selection } = record
	const listing = await listDays(archive, settings.archive, daysBetween(from_day, to_day), listed, stopped)
	if (!listing.ok) {
		log.warn({ planId: plan_id, answer: listing.answer }, 'archive could not be listed')
		return (await failed(failureOfArchive(listing.answer))) ? 'failed' : 'overtaken'
	}
	if (listing.days.every(({ objects }) => objects === 0))
		return (await failed(emptyArchive(from_day, to_day))) ? 'failed' : 'overtaken'
	const { loadedBy, whole } = await earlierLoads(db, record)
	const days = chooseDays(listing.days, loadedBy, selection, dayOf(now()), whole)
	const parts = partsOfPlan(days)
	const digest = digestOf({ ...record, days, parts })
	return (await done({ days, parts, digest })) ? 'done' : 'overtaken'
}

/** Which replay loaded a day of this source last, by day; and the days of which one loaded all that is wanted now. */
async function earlierLoads(db: Kysely<Database>, wanted: Pick<PlanRecord, 'source_id' | 'events'>) {
	const loads = await db
		.selectFrom('replay_days')
		.innerJoin('replays', 'replays.replay_id', 'replay_days.replay_id')
		.innerJoin('replay_plans', 'replay_plans.plan_id', 'replays.plan_id')
		.select(['day', 'replay_days.replay_id', 'events'])
		.where('replay_days.source_id', '=', wanted.source_id)
		.where('state', '=', 'loaded')
		.orderBy('settled_at')
		.execute()
	return {
		loadedBy: new Map(loads.map(({ day, replay_id }) => [day, replay_id])),
		whole: new Set(loads.filter(({ events }) => holdsAll(events, wanted.events)).map(({ day }) => day)),
	}
}

/** No events are all of them. */
const holdsAll = (loaded: readonly string[], wanted: readonly string[]): boolean =>
	loaded.length === 0 || (wanted.length > 0 && wanted.every((name) => loaded.includes(name)))

const auditEntry = ({ requester, source_id, ticket, plan_id, from_day, to_day, attempt }: PlanRecord): AuditEntry => ({
	...requester,
	gateRequestId: null,
	operation: 'replays.list-archive',
	target: source_id,
	ticket,
	parameters: { planId: plan_id, from: from_day, to: to_day, attempt },
})
