import { randomBytes } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { ReplayStatus } from '../../lib/contract/replay-record.ts'
import type { replays } from '../../lib/contract/replays.ts'
import type { Handler, Refusal } from '../handler.ts'
import { requesterOf } from '../requester.ts'
import type { PlanRecord } from '../store/replay-schema.ts'
import type { Database } from '../store/schema.ts'
import { unknownPlan } from './get-plan.ts'
import { addHistory } from './history.ts'
import { limitOf } from './limit.ts'
import { obstacleOf } from './obstacle.ts'
import { partsOf } from './parts-of.ts'
import type { ReplaysPorts } from './ports.ts'
import { type FoundPreflight, preflightOf } from './preflight.ts'
import { recoveryOf } from './recovery.ts'
import { stateOf } from './stored.ts'

/**
 * Makes a replay of a plan: everything is judged and stored in one transaction, one at a time for each source, so that two
 * people together cannot pass the limit or take the same day. Nothing of the customer is touched here.
 */
export const submitReplay: Handler<typeof replays.submit, ReplaysPorts> = async (input, caller, ports) =>
	ports.db.transaction().execute(async (transaction) => {
		const { planId, digest, acknowledged, ticket } = input
		const requester = requesterOf(caller)
		const plan = await transaction
			.selectFrom('replay_plans')
			.selectAll()
			.where('plan_id', '=', planId)
			.executeTakeFirst()
		if (!plan) return unknownPlan(planId)
		await sql`select pg_advisory_xact_lock(hashtext(${plan.source_id}))`.execute(transaction)
		const at = ports.now()
		const refusal = (await obstacleOf(transaction, plan, at)) ?? differs(plan, digest)
		if (refusal) return refusal
		const { notProvable } = await preflightOf(transaction, plan.check_id)
		const unread = notProvable.filter(({ findingId }) => !acknowledged.includes(findingId))
		if (unread.length > 0) return unacknowledged(unread)

		const known = notProvable.map(({ findingId }) => findingId)
		const { person } = requester
		const order = { ticket, requester: JSON.stringify(requester), acknowledged: JSON.stringify(known), at }
		const { replay_id, status, over_limit } = await storeReplay(transaction, plan, order, person, ports)
		const begun = over_limit === null ? 'Submitted' : 'Submitted for approval'
		const text = [`${begun} under ${ticket}${knowing(notProvable)}.`, over_limit].filter(Boolean).join(' ')
		await addHistory(transaction, replay_id, { at, person, text })
		return { ok: true, value: stateOf({ replay_id, source_id: plan.source_id }, status) }
	})

type Order = { ticket: string; requester: string; acknowledged: string; at: Date }

async function storeReplay(
	transaction: Transaction<Database>,
	plan: PlanRecord,
	{ at, ...order }: Order,
	person: string,
	{ limits, honoursClaim }: Pick<ReplaysPorts, 'limits' | 'honoursClaim'>,
) {
	const replayId = `rpl-${randomBytes(10).toString('hex')}`
	const { plan_id, source_id, customer, digest, check_id } = plan
	const recovery = await recoveryOf(transaction, check_id, honoursClaim)
	if (digest === null || plan.days === null || plan.parts === null || recovery === null) {
		throw new Error(`plan ${plan_id} has no obstacle and is not done`)
	}
	const { parts, days } = partsOf({ days: plan.days, parts: plan.parts }, { replayId, sourceId: source_id, at })
	const bytes = plan.parts.reduce((sum, part) => sum + part.bytes, 0)
	const limit = await limitOf(transaction, { sourceId: source_id, days: days.length, bytes }, limits, at)
	const over_limit = limit.because
	const waits = over_limit !== null
	const status: ReplayStatus = waits ? 'awaiting-approval' : 'waiting'
	const about = { replay_id: replayId, plan_id, source_id, customer, digest, recovery, bytes, days: days.length }
	const moment = { requested_by: person, requested_at: at, due_at: waits ? null : at }
	await transaction
		.insertInto('replays')
		.values({ ...about, ...moment, ...order, status, over_limit })
		.execute()
	await transaction.insertInto('replay_parts').values(parts).execute()
	await transaction.insertInto('replay_days').values(days).execute()
	return { replay_id: replayId, status, over_limit }
}

function differs(plan: PlanRecord, digest: string): Refusal | null {
	if (digest === plan.digest) return null
	return {
		ok: false,
		problem: 'digest-differs',
		detail: 'The plan of this id has another digest than the one you submit.',
	}
}

const actionsOf = (findings: FoundPreflight['notProvable']) =>
	[...new Set(findings.map(({ action }) => action))].join(', ')

const knowing = (acknowledged: FoundPreflight['notProvable']) =>
	acknowledged.length === 0 ? '' : `, knowing that ${actionsOf(acknowledged)} cannot be proven`

function unacknowledged(unread: FoundPreflight['notProvable']): Refusal {
	return {
		ok: false,
		problem: 'acknowledgement-missing',
		detail: `No harmless call can prove ${actionsOf(unread)}: say that you know.`,
		errors: unread.map(({ findingId, headline }) => ({
			field: 'acknowledged',
			message: `must hold ${findingId}: ${headline}`,
		})),
	}
}
