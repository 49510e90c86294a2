import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { keepDescription, recordStep } from '../clusters/public.ts'
import type { PartRecord, ReplayRecord } from '../store/replay-schema.ts'
import type { Database } from '../store/schema.ts'
import { adopted } from './adoption.ts'
import type { Attempt } from './attempt.ts'
import { readClaim } from './claim.ts'
import { endPart, endReplay } from './ending.ts'
import { describeStep } from './follow.ts'
import { type Facts, type Move, nextMove, type Question, type StepFact } from './move.ts'
import type { Pace } from './pace.ts'
import type { JobTemplate } from './ports.ts'
import { listSteps, searchLogs } from './recover.ts'
import { readReport } from './report.ts'
import type { Hand } from './session.ts'
import { changedSettings } from './settings.ts'
import { stopSteps } from './stop.ts'
import { confirm, lookFirst, sendAgain, submit } from './submission.ts'

export type MovingPorts = { db: Kysely<Database>; now: () => Date; log: Logger; job: JobTemplate; pace: Pace }

/** Does one thing after the other. Answers in how many milliseconds to look again; null: nothing is to be done by itself. */
export async function moveOn(attempt: Attempt, hand: Hand, ports: MovingPorts): Promise<number | null> {
	const anew = async () => nothingKnown(ports, await changedSettings(ports.db, attempt.plan))
	let facts = await anew()
	for (;;) {
		const { replay, parts } = await attempt.load()
		const move = nextMove(replay, parts, facts, ports.now(), ports.pace)
		if (move.do === 'wait') return move.ms
		if (move.do === 'rest') return null
		if (move.do === 'ask') {
			facts = { ...facts, ...(await answerTo(move.about, move.part, replay, facts, attempt, hand, ports)) }
		} else if (move.do === 'stop') {
			await stop(move, attempt, hand)
			facts = { ...facts, stopped: true }
		} else {
			const inMs = await carryOut(move, attempt, hand, ports)
			if (inMs !== null || move.do === 'end') return inMs
			facts = { ...(await anew()), othersStopped: move.do === 'adopt' && move.others.length > 0 }
		}
	}
}

const nothingKnown = ({ job }: MovingPorts, changed: string | null): Facts => ({
	changed,
	honoursClaim: job.honoursClaim,
	claim: null,
	list: null,
	logs: null,
	step: null,
	report: null,
	stopped: false,
	othersStopped: false,
})

async function answerTo(
	about: Question,
	part: PartRecord,
	replay: ReplayRecord,
	{ step }: Facts,
	attempt: Attempt,
	hand: Hand,
	{ db }: MovingPorts,
): Promise<Partial<Facts>> {
	switch (about) {
		case 'claim':
			return { claim: await readClaim(hand, part) }
		case 'list':
			return { list: await listSteps(hand, part, replay) }
		case 'logs':
			return { logs: await searchLogs(hand, replay, part, db) }
		case 'step':
			return { step: await look(part, attempt, hand) }
		case 'report':
			if (step?.is !== 'told') throw new Error('a report is asked for once its step is known')
			return { report: await readReport(hand, part, replay.source_id, step.step) }
	}
}

/** Asks for the step of a part and keeps what EMR tells, also for the page of its cluster. */
async function look(part: PartRecord, attempt: Attempt, hand: Hand): Promise<StepFact> {
	const { position, step_id: stepId, signed_at, described_at } = part
	if (stepId === null) throw new Error(`part ${position} has no step to ask for`)
	const told = await describeStep(hand, part, stepId, 'follow')
	if (told.is !== 'told') return told
	const { record, plan } = attempt
	const place = { ...plan.settings, stepId }
	await attempt.change({
		part: { position, from: 'submitted', set: { step: JSON.stringify(told.step) } },
		async and(transaction, at) {
			const { source_id, replay_id, requested_by } = record
			const submitted = { sourceId: source_id, replayId: replay_id, by: requested_by, at: signed_at ?? at }
			// A step that a person named is not listed yet.
			if (described_at === null) await recordStep(transaction, place, submitted)
			await keepDescription(transaction, place, told.step, at)
			await transaction
				.updateTable('replay_parts')
				.set({ described_at: at })
				.where('replay_id', '=', replay_id)
				.where('position', '=', position)
				.execute()
		},
	})
	return { ...told, before: described_at }
}

async function stop({ part, stepId }: Extract<Move, { do: 'stop' }>, attempt: Attempt, hand: Hand): Promise<void> {
	const refused = (await stopSteps(hand, part, [stepId])).get(stepId)
	const said = refused === undefined ? 'was asked to stop' : `does not stop: ${refused}`
	await attempt.change({ history: `Step ${stepId} of part ${part.position} ${said}.` })
}

type Done = Exclude<Move, { do: 'wait' | 'rest' | 'ask' | 'stop' }>

async function carryOut(move: Done, attempt: Attempt, hand: Hand, ports: MovingPorts): Promise<number | null> {
	switch (move.do) {
		case 'submit':
			return submit(attempt, move.part, hand, ports)
		case 'look-first':
			await lookFirst(attempt, move)
			return null
		case 'confirm':
			await confirm(attempt, move.part)
			return null
		case 'adopt':
			await adopt(move, attempt, hand, ports)
			return null
		case 'send-again':
			await sendAgain(attempt, move)
			return null
		case 'undecide':
			await undecide(move, attempt)
			return null
		case 'end-part':
			await endPart(move, attempt)
			return null
		case 'end':
			await endReplay(move, attempt)
			return null
	}
}

async function adopt(
	{ part, stepId, others }: Extract<Move, { do: 'adopt' }>,
	attempt: Attempt,
	hand: Hand,
	{ log }: MovingPorts,
): Promise<void> {
	const { position, state, token } = part
	if (state !== 'confirming' && state !== 'submitted') throw new Error(`a part that is ${state} adopts nothing`)
	let history = `Step ${stepId} is the one of part ${position}: it is followed.`
	if (others.length > 0) {
		const { replay_id } = attempt.record
		const about = { replayId: replay_id, position, token, stepId, others }
		log.error(about, 'two steps carry one token: the later is cancelled')
		const refused = await stopSteps(hand, part, others)
		// One that runs on an old release does not stop, and is said once.
		if (stepId === part.step_id && others.every((id) => refused.has(id))) return
		const stopped = others.map((id) => (refused.has(id) ? `${id}, which does not stop: ${refused.get(id)}` : id))
		history = `Part ${position} has more than one step: ${stepId} is followed, and asked to stop is ${stopped.join('; ')}.`
	}
	await adopted(attempt, part, state, stepId, history)
}

async function undecide({ part, because }: Extract<Move, { do: 'undecide' }>, attempt: Attempt): Promise<void> {
	const { position, state } = part
	await attempt.change({
		status: { to: 'undecided', whatever: true },
		part: { position, from: state, set: { state: 'undecided', step_id: null, step: null, described_at: null } },
		history: `What became of the step of part ${position} cannot be found out. ${because}`,
	})
}
