import { z } from 'zod'
import type { AwsAnswer, AwsFailure } from '../aws/ports.ts'
import type { PartRecord, StoredPartFailure } from '../store/replay-schema.ts'
import { adopted } from './adoption.ts'
import type { Attempt } from './attempt.ts'
import type { Move } from './move.ts'
import { MAY_WAIT } from './move-recovery.ts'
import type { Pace } from './pace.ts'
import type { JobTemplate } from './ports.ts'
import type { Hand } from './session.ts'
import { stepOf } from './step.ts'

const ACTION = 'elasticmapreduce:AddJobFlowSteps'
/** EMR takes 256 steps at once and says so in words only (Amazon EMR management guide, "Submit work to a cluster"). */
const FULL = /maximum number of active steps/i

const answer = z.object({ StepIds: z.array(z.string().min(1)).length(1) })

/**
 * Submits a part: stored as being submitted before the call is made, and signed with exactly the stored time, so that a
 * worker that was held up cannot submit later. Answers in how many milliseconds to look again; null: at once.
 */
export async function submit(
	attempt: Attempt,
	part: PartRecord,
	hand: Hand,
	{ job, now, pace }: { job: JobTemplate; now: () => Date; pace: Pace },
): Promise<number | null> {
	const { position, token, submissions } = part
	const session = await hand.open('submit', { position, token })
	if (session.kind === 'failed') {
		await attempt.change({ history: notSent(part, session) })
		return pace.slowMs
	}
	if (session.kind === 'refused') {
		await refuse(attempt, part, 'planned', failureOf('sts:AssumeRole', session))
		return null
	}
	// A signature knows no milliseconds.
	const signedAt = new Date(Math.floor(now().getTime() / 1_000) * 1_000)
	await attempt.change({
		begins: true,
		status: { to: 'running' },
		part: {
			position,
			from: 'planned',
			set: { state: 'submitting', signed_at: signedAt, submissions: submissions + 1 },
		},
	})
	const input = { JobFlowId: hand.settings.clusterId, Steps: [stepOf(job, attempt.plan, part)] }
	const told = await hand.call(session.value, 'emr:AddJobFlowSteps', input, { signedAt })
	return settle(attempt, part, told, hand, pace)
}

/** What AWS answered, stored. Only a refusal of AWS's own shows that there is no step. */
async function settle(attempt: Attempt, part: PartRecord, told: AwsAnswer, hand: Hand, pace: Pace) {
	const read = told.kind === 'ok' ? answer.safeParse(told.value) : null
	const [stepId] = read?.data?.StepIds ?? []
	if (stepId !== undefined) {
		hand.told('submit', { status: 200, code: 'submitted' })
		await adopted(attempt, part, 'submitting', stepId, `Part ${part.position} was submitted as step ${stepId}.`)
		return null
	}
	if (told.kind === 'refused' && !FULL.test(told.message)) {
		hand.told('submit', { status: told.httpStatus ?? 400, code: told.code })
		await refuse(attempt, part, 'submitting', failureOf(ACTION, told))
		return null
	}
	if (wasNotTaken(told)) {
		hand.told('submit', { status: told.httpStatus ?? 503, code: told.kind === 'failed' ? told.cause : 'no-room' })
		await takeBack(attempt, part, told.kind === 'failed' ? notSent(part, told) : FULL_HISTORY)
		return pace.slowMs
	}
	hand.told('submit', { status: 504, code: 'answer-lost' })
	await confirm(attempt, part)
	return null
}

const NOT_SENT: Record<AwsFailure['cause'], string> = {
	timeout: 'the account gave no answer in time',
	network: 'the account could not be reached',
	throttled: 'AWS takes no more calls for the account just now',
	server: 'AWS failed to answer',
	'circuit-open': 'the account gave no answers lately',
	ours: 'AWS did not take Sluice’s own credentials or clock',
}

const notSent = ({ position }: PartRecord, { cause }: AwsFailure) =>
	`Part ${position} was not sent, since ${NOT_SENT[cause]}: it is tried again each minute.`

const FULL_HISTORY = 'The cluster has as many steps as EMR takes at once: it is tried again each minute.'

/** Throttled, refused for our own signature or clock, or never sent: the request cannot have had an effect. */
function wasNotTaken(told: AwsAnswer): boolean {
	if (told.kind !== 'failed') return told.kind === 'refused'
	if (told.cause === 'throttled' || told.cause === 'circuit-open') return true
	return told.cause === 'ours' && told.httpStatus !== null
}

/**
 * Whether somebody sent it has to be found out from now on. It counts as sent at the last moment at which that may have been,
 * and unproven, so that it is looked for since the replay began.
 */
export const lookFirst = (
	attempt: Attempt,
	{ part: { position, submissions }, until }: Extract<Move, { do: 'look-first' }>,
): Promise<void> =>
	attempt.change({
		status: { to: 'confirming' },
		part: {
			position,
			from: 'planned',
			set: { state: 'confirming', submissions: submissions + 1, signed_at: until, unproven: true },
		},
		history: `It is being found out whether part ${position} was sent since the copy of the database was made.`,
	})

/** Whether there is a step has to be found out from now on. */
export const confirm = (attempt: Attempt, { position }: PartRecord): Promise<void> =>
	attempt.change({
		status: { to: 'confirming' },
		part: { position, from: 'submitting', set: { state: 'confirming' } },
		history: `The answer to the submission of part ${position} was lost: it is being found out whether there is a step.`,
	})

/** Back to where it was before it was sent: a call that was not taken counts for nothing. */
const takeBack = (attempt: Attempt, { position, submissions, signed_at }: PartRecord, history: string): Promise<void> =>
	attempt.change({
		status: { to: 'waiting' },
		part: { position, from: 'submitting', set: { state: 'planned', submissions, signed_at } },
		history,
	})

/** It is sent anew with the same token: nothing ran, or a second step does no harm. */
export const sendAgain = (
	attempt: Attempt,
	{ part: { position }, proved, because }: Extract<Move, { do: 'send-again' }>,
): Promise<void> =>
	attempt.change({
		status: { to: 'waiting' },
		part: { position, from: 'confirming', set: { state: 'planned', unproven: !proved } },
		history: because,
	})

async function refuse(
	attempt: Attempt,
	{ position, unproven }: PartRecord,
	from: 'planned' | 'submitting',
	failure: StoredPartFailure,
): Promise<void> {
	const text = `AWS refused part ${position}: ${failure.code}.`
	if (unproven) {
		await attempt.change({
			status: { to: 'undecided', whatever: true },
			part: { position, from, set: { state: 'undecided' } },
			history: `${text} ${MAY_WAIT}`,
		})
		return
	}
	await attempt.change({
		part: { position, from, set: { state: 'failed', failure: JSON.stringify(failure) } },
		history: text,
	})
}

const failureOf = (action: string, { code, message }: { code: string; message: string }): StoredPartFailure => ({
	action,
	code,
	message,
	logFile: null,
})
