import { z } from 'zod'
import { growing } from './check-report.ts'
import { STEP_STATES } from './cluster-status.ts'
import { pathId } from './list.ts'
import { restricted } from './redaction.ts'
import { day, planPart, preflight, RECOVERIES, SELECTIONS } from './replay-plan.ts'
import { operators } from './role.ts'

/**
 * `awaiting-approval` another person must approve it; `refused` they did not; `waiting` it is about to begin; `running` one
 * of its parts is at work; `confirming` an answer of the cluster was lost and it is being found out whether the step
 * exists; `undecided` that cannot be found out, so a person decides; `cancelling` what runs is being stopped; `cancelled`,
 * `failed` and `done` are ends.
 */
export const REPLAY_STATUSES = [
	'awaiting-approval',
	'refused',
	'waiting',
	'running',
	'confirming',
	'undecided',
	'cancelling',
	'cancelled',
	'failed',
	'done',
] as const
export type ReplayStatus = (typeof REPLAY_STATUSES)[number]

/**
 * `planned` not submitted yet; `submitting` the call is under way; `confirming` and `undecided` as of the replay; `submitted`
 * the cluster has the step; `done`, `failed` and `cancelled` as the step ended; `skipped` never submitted, because the
 * replay ended before.
 */
export const PART_STATES = [
	'planned',
	'submitting',
	'confirming',
	'undecided',
	'submitted',
	'done',
	'failed',
	'cancelled',
	'skipped',
] as const
export type PartState = (typeof PART_STATES)[number]

const time = z.iso.datetime()
const count = z.int().min(0)

export const replayPart = z.object({
	...planPart.shape,
	state: growing(PART_STATES),
	/** Its step is named `sluice-replay/TOKEN` on the cluster. */
	token: restricted(z.string(), operators),
	/**
	 * How often the step was sent to the cluster; more than once only where it was shown that the one before never ran, or
	 * where the job takes a claim, so that a second copy ends at once. Counts a part that is looked for after a restore of
	 * the database, since it may have been sent.
	 */
	submissions: count,
	submittedAt: time.nullable(),
	/** While it is being confirmed: nothing is sent again before this moment. */
	confirmedAt: time.nullable(),
	stepId: z.string().nullable(),
	stepState: growing(STEP_STATES).nullable(),
	startedAt: time.nullable(),
	endedAt: time.nullable(),
	/** Rows that the job's own report says it loaded; null until there is one. */
	rows: count.nullable(),
	failure: z
		.object({
			/** What the cluster or AWS said, in plain words, and what to do. */
			meaning: z.string(),
			nextAction: z.string(),
			message: restricted(z.string().nullable(), operators),
			logFile: restricted(z.string().nullable(), operators),
		})
		.nullable(),
})
export type ReplayPart = z.infer<typeof replayPart>

const head = {
	replayId: pathId,
	planId: pathId,
	sourceId: pathId,
	customer: z.string(),
	region: z.string(),
	clusterId: z.string(),
	status: growing(REPLAY_STATUSES),
	/** One sentence without ARNs. */
	headline: z.string(),
	from: day,
	to: day,
	/** Days that are replayed. */
	days: count,
	bytes: count,
	/** Parts that are loaded, of all. */
	progress: z.object({ done: count, total: count }),
	requestedBy: z.string(),
	requestedAt: time,
	endedAt: time.nullable(),
	ticket: z.string(),
}

/** One row of a list of replays. */
export const replayRow = z.object(head)
export type ReplayRow = z.infer<typeof replayRow>

export const replay = z.object({
	...head,
	digest: z.string(),
	select: z.enum(SELECTIONS),
	events: z.array(z.string()),
	partitions: count,
	objects: count,
	preflight,
	/** Not provable rights that whoever submitted it said to know of. */
	acknowledged: z.array(pathId),
	recovery: growing(RECOVERIES),
	recoveryMeaning: z.string(),
	approval: z.object({
		needed: z.boolean(),
		/** Which limit it passes; null when none. */
		because: z.string().nullable(),
		decision: z.enum(['approved', 'refused']).nullable(),
		by: z.string().nullable(),
		at: time.nullable(),
		reason: z.string().nullable(),
	}),
	/** Why it ended without having loaded everything; null otherwise. */
	failure: z.string().nullable(),
	/** What a cancellation would really stop now; `possible: false` when there is nothing to stop. */
	cancellation: z.object({
		possible: z.boolean(),
		meaning: z.string(),
		by: z.string().nullable(),
		at: time.nullable(),
	}),
	parts: z.array(replayPart),
	/** What happened, oldest first. `person` null: by itself. */
	history: z.array(z.object({ at: time, person: z.string().nullable(), text: z.string() })),
})
export type Replay = z.infer<typeof replay>
