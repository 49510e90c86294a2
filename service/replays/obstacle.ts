import type { Kysely } from 'kysely'
import type { Refusal } from '../handler.ts'
import type { PlanRecord } from '../store/replay-schema.ts'
import type { Database } from '../store/schema.ts'
import { type FoundPreflight, preflightOf } from './preflight.ts'
import { changedSettings } from './settings.ts'

const HOUR_MS = 60 * 60 * 1_000
const SUBMIT_WITHIN_MS = 24 * HOUR_MS
export const APPROVE_WITHIN_MS = 7 * 24 * HOUR_MS

/**
 * What keeps a plan from being submitted now, whoever asks; null: nothing does, except a digest or an acknowledgement that only
 * the caller can bring. Asked again inside the transaction that submits, under the lock of the source.
 */
export async function obstacleOf(db: Kysely<Database>, plan: PlanRecord, at: Date): Promise<Refusal | null> {
	const first =
		unfinished(plan) ?? (await submitted(db, plan)) ?? empty(plan) ?? (await outdated(db, plan, at, SUBMIT_WITHIN_MS))
	if (first) return first
	const taken = await takenDays(db, plan)
	return loadedMeanwhile(plan, taken) ?? unready(await preflightOf(db, plan.check_id)) ?? overlap(taken)
}

/** Whether a plan no longer describes what would happen: it is too old, or its source was changed. */
export async function outdated(
	db: Kysely<Database>,
	plan: PlanRecord,
	at: Date,
	withinMs: number,
): Promise<Refusal | null> {
	if (at.getTime() - plan.requested_at.getTime() > withinMs) {
		const hours = withinMs / HOUR_MS
		return refusal('plan-outdated', `The plan is older than ${hours > 24 ? `${hours / 24} days` : `${hours} hours`}.`)
	}
	const changed = await changedSettings(db, plan)
	return changed === null ? null : refusal('plan-outdated', changed)
}

/** What to do, unless the case says better: a page shows it before anybody submits. */
const FIXES = {
	'plan-not-ready': 'Wait until it is.',
	'plan-outdated': 'Plan it again.',
	'plan-submitted': 'Open that replay.',
	'preflight-blocked': 'Open the check: it says who must change what.',
	'replay-overlaps': 'Wait until that replay has ended, or cancel it.',
} as const

const refusal = (problem: keyof typeof FIXES, detail: string, fix: string = FIXES[problem]): Refusal => ({
	ok: false,
	problem,
	detail,
	fix,
})

function unfinished({ status, failure }: PlanRecord): Refusal | null {
	if (status === 'running') return refusal('plan-not-ready', 'The archive is still being listed.')
	if (status === 'failed') return refusal('plan-not-ready', failure ?? 'The plan failed.', 'Plan it again.')
	return null
}

async function submitted(db: Kysely<Database>, { plan_id }: PlanRecord): Promise<Refusal | null> {
	const replay = await db
		.selectFrom('replays')
		.select(['replay_id', 'requested_by'])
		.where('plan_id', '=', plan_id)
		.executeTakeFirst()
	return replay
		? refusal('plan-submitted', `${replay.requested_by} submitted this plan already: it is ${replay.replay_id}.`)
		: null
}

const chosenDays = ({ days }: PlanRecord) => (days ?? []).filter(({ chosen }) => chosen).map(({ day }) => day)

function empty(plan: PlanRecord): Refusal | null {
	if (chosenDays(plan).length > 0) return null
	return refusal(
		'plan-not-ready',
		'Every day of this range that has events was loaded by an earlier replay.',
		'Plan it with all days, or choose another range.',
	)
}

function unready({ status, verdict, headline, unjudged }: FoundPreflight): Refusal | null {
	if (status === 'running') return refusal('plan-not-ready', 'The check of the plan has not ended yet.')
	if (status === 'failed' || verdict === null)
		return refusal('plan-not-ready', 'The check of the plan reached no verdict.', 'Plan it again.')
	if (verdict === 'blocked') return refusal('preflight-blocked', headline ?? 'The check found what would stop it.')
	if (unjudged.length > 0)
		return refusal(
			'plan-not-ready',
			`The check could not judge ${[...new Set(unjudged)].join(', ')}, since calls failed.`,
			'Plan it again.',
		)
	return null
}

type TakenDay = { replay_id: string; day: string; requested_by: string; state: 'open' | 'loaded' | 'free' }

/** A day that another replay has loaded since would be loaded twice, which the plan does not say. */
function loadedMeanwhile(plan: PlanRecord, taken: readonly TakenDay[]): Refusal | null {
	const known = new Map((plan.days ?? []).map(({ day, loadedBy }) => [day, loadedBy]))
	const last = new Map(taken.filter(({ state }) => state === 'loaded').map((each) => [each.day, each]))
	const other = [...last.values()].find(({ day, replay_id }) => known.get(day) !== replay_id)
	if (!other) return null
	const { day, replay_id, requested_by } = other
	return refusal('plan-outdated', `Since it was planned, ${day} was loaded by ${replay_id} of ${requested_by}.`)
}

function overlap(taken: readonly TakenDay[]): Refusal | null {
	const held = taken.find(({ state }) => state === 'open')
	if (!held) return null
	const { day, replay_id, requested_by } = held
	return refusal('replay-overlaps', `${day} is held by ${replay_id}, which ${requested_by} asked for.`)
}

/**
 * Chosen days that replays of this source hold or have loaded, in the order of the calendar and of their loading. Asked for
 * in one look: a day that is held may be loaded in the next moment, and two looks would see neither.
 */
const takenDays = (db: Kysely<Database>, plan: PlanRecord): Promise<TakenDay[]> =>
	db
		.selectFrom('replay_days')
		.innerJoin('replays', 'replays.replay_id', 'replay_days.replay_id')
		.select(['replay_days.replay_id', 'day', 'requested_by', 'state'])
		.where('replay_days.source_id', '=', plan.source_id)
		.where('state', 'in', ['open', 'loaded'])
		.where('day', 'in', chosenDays(plan))
		.orderBy('day')
		.orderBy('settled_at')
		.execute()
