import { type Kysely, sql } from 'kysely'
import type { Database } from '../store/schema.ts'

/** Only this many of a person's newest calls are looked at. */
const LOOKED_AT = 500

/**
 * What `person` asked to open last: the targets of their `sources.get` calls before `before`, newest first, each once.
 * Targets that never existed are among them. Rows never change, so the same `before` gives the same answer later.
 */
export async function lastTargets(
	db: Kysely<Database>,
	person: string,
	before: Date,
): Promise<{ target: string; openedAt: Date }[]> {
	const { rows } = await sql<{ target: string; openedAt: Date }>`
		select target, max(at) as "openedAt" from (
			select target, at from audit_rows
			where phase = 'intent' and operation = 'sources.get' and person = ${person} and at < ${before}
			order by at desc limit ${sql.lit(LOOKED_AT)}
		) as newest
		where target is not null
		group by target order by max(at) desc, target`.execute(db)
	return rows
}
