import type { Kysely } from 'kysely'
import type { Jobs } from '../store/jobs.ts'
import type { Database } from '../store/schema.ts'

/** How much of one source may be replayed within 30 days before a second person approves. */
export type ReplayLimits = { days: number; bytes: number }

/**
 * The step that replays: a jar with arguments in which `${token}`, `${from}` and the like stand for what each part fills in.
 * `honoursClaim`: before it works it puts its claim, and ends at once where one stands.
 */
export type JobTemplate = { jar: string; mainClass: string | null; args: readonly string[]; honoursClaim: boolean }

export type ReplaysPorts = {
	db: Kysely<Database>
	jobs: Pick<Jobs, 'send'>
	now: () => Date
	limits: ReplayLimits
	/** Whether the job of the settings takes a claim: decides how a lost answer is recovered from. */
	honoursClaim: boolean
}
