import { z } from 'zod'
import { growing, VERDICTS } from './check-report.ts'
import { pathId } from './list.ts'
import { restricted } from './redaction.ts'
import { operators } from './role.ts'
import { archive } from './sources.ts'

/** A day in UTC, `YYYY-MM-DD`: the archive is laid out by the day on which an event was received. */
export const day = z.iso.date('must be a day such as 2026-03-31')

/**
 * `missing` leaves out the days that an earlier replay has loaded, with at least the same events; `all` replays every day of the
 * range again.
 */
export const SELECTIONS = ['missing', 'all'] as const
export type Selection = (typeof SELECTIONS)[number]

/**
 * How a submission is found again whose answer was lost. `list`: the role may list steps, which proves what never ran;
 * `claim`: it may not, but the job takes a claim before it works, so a second copy ends at once; `decide`: neither, so a
 * person decides.
 */
export const RECOVERIES = ['list', 'claim', 'decide'] as const
export type Recovery = (typeof RECOVERIES)[number]

const time = z.iso.datetime()
const count = z.int().min(0)

/** One day of the range as the archive shows it, and whether it is replayed. */
export const planDay = z.object({
	day,
	objects: count,
	/** Compressed, as they lie in the archive. */
	bytes: count,
	/** The earlier replay that loaded this day last; null: none of ours did. */
	loadedBy: pathId.nullable(),
	chosen: z.boolean(),
	/**
	 * Of events that the lake already holds: `dropped` while the lake still drops them by message id, which it does for
	 * 7 days; `possible` after that; `certain` where an earlier replay has loaded the day.
	 */
	duplicates: growing(['dropped', 'possible', 'certain']),
})
export type PlanDay = z.infer<typeof planDay>

/** What one step of the cluster replays: successive chosen days. */
export const planPart = z.object({
	position: z.int().min(1),
	from: day,
	to: day,
	days: count,
	objects: count,
	bytes: count,
})
export type PlanPart = z.infer<typeof planPart>

/** The permission check that belongs to a plan. */
export const preflight = z.object({
	checkId: pathId,
	status: z.enum(['running', 'done', 'failed']),
	verdict: z.enum(VERDICTS).nullable(),
	headline: z.string().nullable(),
	/** Rights that no harmless call can prove: whoever submits says that they know. */
	notProvable: z.array(z.object({ findingId: pathId, action: z.string(), headline: z.string() })),
})
export type Preflight = z.infer<typeof preflight>

/** How much may be replayed of one source within 30 days before a second person approves; `used` by all together. */
export const replayLimit = z.object({
	days: count,
	bytes: count,
	usedDays: count,
	usedBytes: count,
	/** Whether this plan would pass it; `because` is a sentence. */
	needsApproval: z.boolean(),
	because: z.string().nullable(),
})
export type ReplayLimit = z.infer<typeof replayLimit>

/** A plan. It never changes once `status` is no longer `running`; what depends on the moment is said to. */
export const replayPlan = z.object({
	planId: pathId,
	sourceId: pathId,
	customer: z.string(),
	region: z.string(),
	clusterId: z.string(),
	database: z.string(),
	bucket: restricted(z.string(), operators),
	archive: restricted(archive, operators),
	/** Of the stored source; a later version voids the plan if it changes where the replay would go. */
	sourceVersion: z.int().min(1),
	status: z.enum(['running', 'done', 'failed']),
	/** Days of the archive listed so far. */
	progress: z.object({ done: count, total: count }),
	from: day,
	to: day,
	select: z.enum(SELECTIONS),
	/** Names of events; empty: all. */
	events: z.array(z.string()),
	requestedBy: z.string(),
	requestedAt: time,
	finishedAt: time.nullable(),
	ticket: z.string().nullable(),
	/** Why no plan could be made, in one sentence; null unless `status` is `failed`. */
	failure: z.string().nullable(),
	/** SHA-256 in hex of everything that would be done: what is approved is this and nothing else. Null until it is done. */
	digest: z
		.string()
		.regex(/^[0-9a-f]{64}$/)
		.nullable(),
	days: z.array(planDay),
	/** Of the chosen days. A partition is one hour of one day. */
	totals: z.object({ days: count, partitions: count, objects: count, bytes: count }),
	parts: z.array(planPart),
	preflight,
	/** Null until the preflight has told. */
	recovery: growing(RECOVERIES).nullable(),
	recoveryMeaning: z.string().nullable(),
	/** As of now. */
	limit: replayLimit,
	/** As of now: whether it can be submitted, and if not, why and what to do. */
	submittable: z.object({ ok: z.boolean(), because: z.string().nullable(), fix: z.string().nullable() }),
	/** The replay that was made of it: a plan is submitted once. */
	replayId: pathId.nullable(),
})
export type ReplayPlan = z.infer<typeof replayPlan>
