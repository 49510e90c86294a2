import { type Kysely, sql, type Transaction } from 'kysely'
import type { Assertion } from '../../lib/saml/verify.ts'
import { createBatch } from '../store/batch.ts'
import type { Database } from '../store/schema.ts'

/** Which person a Cognito identity stands for. `endedAt`: signed out since, until a new sign-in. */
export type Binding = { identityId: string; person: string; name: string | null; endedAt: Date | null }

export type BindResult = { done: 'bound' } | { done: 'refused'; why: 'used' | 'elsewhere' | 'too-old' }

/** Looks up bindings as they stand now, several requests in one statement: signing out counts from the next call on. */
export function createBindingLookup(db: Kysely<Database>): (identityId: string) => Promise<Binding | null> {
	return createBatch(async (identityIds: string[]) => {
		const { rows } = await sql<Binding>`
			select identity_id as "identityId", person, name, ended_at as "endedAt" from identity_bindings
			where identity_id = any(${[...new Set(identityIds)]}::text[]) and released_at is null`.execute(db)
		const found = new Map(rows.map((row) => [row.identityId, row]))
		return identityIds.map((identityId) => found.get(identityId) ?? null)
	})
}

/** An assertion id is forgotten only after every clock that is allowed to differ calls the assertion expired. */
const KEPT_BEYOND_EXPIRY_MS = 10 * 60_000

/**
 * Uses the assertion up and ties identity and person together, or renews that tie. One transaction: the unique keys of
 * the store decide between any number of copies and of servers. A refusal past the first step leaves the assertion used.
 */
export function bind(db: Kysely<Database>, now: Date, identityId: string, assertion: Assertion): Promise<BindResult> {
	return db.transaction().execute(async (transaction) => {
		if (!(await use(transaction, now, assertion))) return { done: 'refused', why: 'used' }
		// A row that is not there cannot be locked: this serialises whoever binds the same person or identity.
		for (const key of [assertion.email, identityId].sort()) {
			await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction)
		}
		// Ends and releases take the rows alone: locked, a row is read as they left it, and they wait for what is done here.
		const ties = await transaction
			.selectFrom('identity_bindings')
			.selectAll()
			.where((row) => row.or([row('identity_id', '=', identityId), row('person', '=', assertion.email)]))
			.forUpdate()
			.execute()
		const current = ties.filter((tie) => tie.released_at === null)
		if (current.some((tie) => tie.identity_id !== identityId || tie.person !== assertion.email)) {
			return { done: 'refused', why: 'elsewhere' }
		}
		const ends = ties.flatMap(({ ended_at, released_at }) => [ended_at, released_at].filter((end) => end !== null))
		if (ends.some((end) => assertion.issuedAt <= end.getTime())) return { done: 'refused', why: 'too-old' }

		const renewed = {
			name: assertion.displayName,
			bound_at: now,
			ended_at: null,
			last_assertion_id: assertion.assertionId,
		}
		const [tie] = current
		if (tie) {
			await transaction.updateTable('identity_bindings').set(renewed).where('binding_id', '=', tie.binding_id).execute()
		} else {
			await transaction
				.insertInto('identity_bindings')
				.values({ identity_id: identityId, person: assertion.email, released_at: null, ...renewed })
				.execute()
		}
		return { done: 'bound' }
	})
}

async function use(transaction: Transaction<Database>, now: Date, { assertionId, email, notOnOrAfter }: Assertion) {
	await transaction.deleteFrom('used_assertions').where('expires_at', '<', now).execute()
	const used = await transaction
		.insertInto('used_assertions')
		.values({ assertion_id: assertionId, person: email, expires_at: new Date(notOnOrAfter + KEPT_BEYOND_EXPIRY_MS) })
		.onConflict((conflict) => conflict.column('assertion_id').doNothing())
		.returning('assertion_id')
		.executeTakeFirst()
	return used !== undefined
}

/** Ends whatever session the person has in the console. Terminal credentials cannot be recalled: they run out. */
export async function endSessions(db: Kysely<Database>, now: Date, person: string): Promise<void> {
	await db
		.updateTable('identity_bindings')
		.set({ ended_at: now })
		.where('person', '=', person)
		.where('released_at', 'is', null)
		.execute()
}

/** Frees the person for another identity and the identity for another person. Answers how many ties there were. */
export async function releaseBinding(db: Kysely<Database>, now: Date, person: string): Promise<number> {
	const { numUpdatedRows } = await db
		.updateTable('identity_bindings')
		.set({ released_at: now })
		.where('person', '=', person)
		.where('released_at', 'is', null)
		.executeTakeFirstOrThrow()
	return Number(numUpdatedRows)
}
