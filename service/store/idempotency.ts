import { type Kysely, sql } from 'kysely'
import type { Database } from './schema.ts'

/** What the service does with a copy: answer it, refuse it, or do the work ('new': exactly one copy hears this). */
export type IdempotencyState =
	| { state: 'new' }
	| { state: 'stored'; status: number; body: string }
	| { state: 'different-body' }
	| { state: 'in-progress' }

export type Idempotency = {
	/** Claims the key for 24 h, or says what became of it. `bodyHash` is any digest of the exact request body. */
	begin(person: string, operation: string, key: string, bodyHash: string): Promise<IdempotencyState>
	/** Stores the answer of the copy that heard 'new'; `body` is the exact answer text. */
	finish(person: string, operation: string, key: string, answer: { status: number; body: string }): Promise<void>
	/** Frees the key of the copy that heard 'new' and had no effect, so that the same key may be tried again. */
	abandon(person: string, operation: string, key: string): Promise<void>
}

type Stored = { claimed: boolean; body_hash: string; status: number | null; body: string | null }

const KEPT_MS = 24 * 60 * 60 * 1000

/**
 * Keys are per person and operation. A key whose process died before `finish` stays in progress for its 24 h: whether
 * the work was done is unknown, and doing it twice is what the key forbids.
 */
export function createIdempotency(db: Kysely<Database>, now: () => Date): Idempotency {
	return {
		async begin(person, operation, key, bodyHash) {
			for (;;) {
				const at = now()
				const { rows } = await sql<Stored>`
					with claimed as (
						insert into idempotency_keys (person, operation, key, body_hash, expires_at)
						values (${person}, ${operation}, ${key}, ${bodyHash}, ${new Date(at.getTime() + KEPT_MS)})
						on conflict (person, operation, key) do update
							set body_hash = excluded.body_hash, expires_at = excluded.expires_at, status = null, body = null
							where idempotency_keys.expires_at <= ${at}
						returning body_hash
					)
					select true as claimed, body_hash, null::integer as status, null as body from claimed
					union all
					select false, body_hash, status, body from idempotency_keys
					where person = ${person} and operation = ${operation} and key = ${key}
						and not exists (select from claimed)`.execute(db)
				const [stored] = rows
				// Claimed by another copy since this statement began, or abandoned: ask again.
				if (!stored) continue
				if (stored.claimed) return { state: 'new' }
				if (stored.body_hash !== bodyHash) return { state: 'different-body' }
				if (stored.status === null || stored.body === null) return { state: 'in-progress' }
				return { state: 'stored', status: stored.status, body: stored.body }
			}
		},

		async finish(person, operation, key, { status, body }) {
			// Carries the tidying along, a few rows at a time: no timer, and no work while nobody calls.
			const { rows } = await sql`
				with expired as (
					select person, operation, key from idempotency_keys
					where expires_at <= ${now()} order by expires_at limit 20 for update skip locked
				), tidied as (
					delete from idempotency_keys using expired
					where (idempotency_keys.person, idempotency_keys.operation, idempotency_keys.key)
						= (expired.person, expired.operation, expired.key)
				)
				update idempotency_keys set status = ${status}, body = ${body}
				where person = ${person} and operation = ${operation} and key = ${key}
					and status is null and expires_at > ${now()}
				returning 1`.execute(db)
			if (rows.length !== 1) throw new Error('only the copy that was told it is new, and once, may finish a key')
		},

		async abandon(person, operation, key) {
			await db
				.deleteFrom('idempotency_keys')
				.where('person', '=', person)
				.where('operation', '=', operation)
				.where('key', '=', key)
				.where('status', 'is', null)
				.execute()
		},
	}
}
