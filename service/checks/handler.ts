import type { Kysely } from 'kysely'
import type { checks } from '../../lib/contract/checks.ts'
import type { Handlers } from '../handler.ts'
import type { Jobs } from '../store/jobs.ts'
import type { Database } from '../store/schema.ts'
import { getCheck } from './get.ts'
import { listChecks } from './list.ts'
import { orderCheck } from './order-check.ts'

export type ChecksPorts = { db: Kysely<Database>; jobs: Pick<Jobs, 'send'>; now: () => Date }

/** Answers hold connection details; the router takes them out for roles that may not see them. */
export const checksHandlers: Handlers<typeof checks, ChecksPorts> = {
	run: orderCheck,
	get: getCheck,
	list: listChecks,
}
