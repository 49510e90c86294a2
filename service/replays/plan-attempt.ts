import type { Kysely } from 'kysely'
import type { PlanDay, PlanPart } from '../../lib/contract/replay-plan.ts'
import type { PlanRecord } from '../store/replay-schema.ts'
import type { Database } from '../store/schema.ts'

/** One worker's go at a plan. Once another worker has begun it anew, or it has ended, nothing is written any more. */
export type PlanAttempt = {
	record: PlanRecord
	/** How many days of the archive are listed so far. */
	listed(count: number): Promise<void>
	/** False: the plan had been taken over or had ended, and nothing was stored. So does `failed`. */
	done(found: { days: PlanDay[]; parts: PlanPart[]; digest: string }): Promise<boolean>
	failed(failure: string): Promise<boolean>
}

/** Begins a plan, or begins it anew from its first day. Null: it has ended already. */
export async function beginPlan(db: Kysely<Database>, planId: string, now: () => Date): Promise<PlanAttempt | null> {
	const record = await db
		.updateTable('replay_plans')
		.set(({ eb }) => ({ attempt: eb('attempt', '+', 1), listed: 0 }))
		.where('plan_id', '=', planId)
		.where('status', '=', 'running')
		.returningAll()
		.executeTakeFirst()
	if (!record) return null
	const own = () =>
		db
			.updateTable('replay_plans')
			.where('plan_id', '=', planId)
			.where('attempt', '=', record.attempt)
			.where('status', '=', 'running')
			.returning('plan_id')
	return {
		record,
		async listed(count) {
			// Days are listed at once, and their writes may overtake each other.
			await own()
				.set(({ fn, val, ref }) => ({ listed: fn<number>('greatest', [ref('listed'), val(count)]) }))
				.execute()
		},
		async done({ days, parts, digest }) {
			const ended = { status: 'done', finished_at: now(), listed: days.length, digest } as const
			const stored = await own()
				.set({ ...ended, days: JSON.stringify(days), parts: JSON.stringify(parts) })
				.execute()
			return stored.length > 0
		},
		async failed(failure) {
			const stored = await own().set({ status: 'failed', failure, finished_at: now() }).execute()
			return stored.length > 0
		},
	}
}

/** Ends a plan that no worker could finish. */
export async function failPlan(db: Kysely<Database>, planId: string, failure: string, now: () => Date): Promise<void> {
	await db
		.updateTable('replay_plans')
		.set({ status: 'failed', failure, finished_at: now() })
		.where('plan_id', '=', planId)
		.where('status', '=', 'running')
		.execute()
}
