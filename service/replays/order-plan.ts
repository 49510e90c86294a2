import { randomBytes } from 'node:crypto'
import type { replays } from '../../lib/contract/replays.ts'
import { orderCheckOf, savedSettings } from '../checks/public.ts'
import type { FieldError, Handler } from '../handler.ts'
import { requesterOf } from '../requester.ts'
import { findSource, unknownSource } from '../sources/public.ts'
import { addDays, countDays, dayOf } from './calendar.ts'
import { REPLAY_PLANS_QUEUE } from './plan-worker.ts'
import type { ReplaysPorts } from './ports.ts'
import { settingsOf } from './settings.ts'

/** Leap years included. */
const MOST_DAYS = 366

/**
 * Stores what shall be planned, with the check that belongs to it, and hands both to workers: all of it or nothing. Nothing of
 * the archive or the customer is touched here.
 */
export const orderPlan: Handler<typeof replays.plan, ReplaysPorts> = async (input, caller, { db, jobs, now }) => {
	const { sourceId, from, to, select, events, ticket = null } = input
	const source = await findSource(db, sourceId)
	if (!source) return unknownSource(sourceId)
	const at = now()
	const errors = errorsOfRange(from, to, dayOf(at))
	if (errors.length > 0)
		return { ok: false, problem: 'invalid-range', detail: `${from} to ${to} cannot be replayed.`, errors }

	const planId = `pln-${randomBytes(10).toString('hex')}`
	const requester = requesterOf(caller)
	const { customer } = source.settings
	await db.transaction().execute(async (transaction) => {
		const target = savedSettings(source.settings)
		const preflight = { sourceId, customer, sourceVersion: source.version, target, requester, ticket, at }
		const checkId = await orderCheckOf(transaction, jobs, { ...preflight, profile: 'replay-existing' })
		await transaction
			.insertInto('replay_plans')
			.values({
				plan_id: planId,
				source_id: sourceId,
				source_version: source.version,
				customer,
				settings: JSON.stringify(settingsOf(source)),
				from_day: from,
				to_day: to,
				selection: select,
				events: JSON.stringify([...new Set(events)].sort()),
				requested_by: requester.person,
				requested_at: at,
				requester: JSON.stringify(requester),
				ticket,
				check_id: checkId,
				total: countDays(from, to),
			})
			.execute()
		await jobs.send(transaction, REPLAY_PLANS_QUEUE.name, sourceId, { planId })
	})
	return { ok: true, value: { planId, sourceId, status: 'running' } }
}

/** A day can be replayed whole once it has ended. */
function errorsOfRange(from: string, to: string, today: string): FieldError[] {
	const yesterday = addDays(today, -1)
	const days = countDays(from, to)
	return [
		...(from > yesterday ? [{ field: 'from', message: `must be ${yesterday} or earlier: that day is over` }] : []),
		...(to > yesterday ? [{ field: 'to', message: `must be ${yesterday} or earlier: that day is over` }] : []),
		...(days < 1 ? [{ field: 'to', message: `must not be before ${from}` }] : []),
		...(days > MOST_DAYS
			? [
					{
						field: 'to',
						message: `must be ${addDays(from, MOST_DAYS - 1)} or earlier: at most ${MOST_DAYS} days at once`,
					},
				]
			: []),
	]
}
