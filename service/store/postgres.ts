import { setTimeout as delay } from 'node:timers/promises'
import {
	Kysely,
	type PostgresCursor,
	PostgresDialect,
	type PostgresPool,
	type PostgresPoolClient,
	type PostgresQueryResult,
} from 'kysely'
import pg from 'pg'
import { type Migration, migrate } from './migrate.ts'
import type { Database } from './schema.ts'

/** The database can be reached but not used. One line: what is wrong and what is needed. */
export class DatabaseUnusable extends Error {
	override name = 'DatabaseUnusable'
}

/** Any number: everybody who migrates this database waits for the same one. */
const MIGRATION_LOCK = 7_235_418

/**
 * A migration that waits for a table makes everybody who comes after it wait, also those who only read: the callers of the
 * version that still serves. So it gives up well before their requests do, lets them through and tries again.
 */
const LOCK_TIMEOUT_MS = 300
const LOCK_PAUSE_MS = 1_000
const LOCK_TRIES = 30

/** Milliseconds. A statement ends on the server first; the client's own limit is for a server that went silent. */
const LIMITS = {
	max: 10,
	connectionTimeoutMillis: 5_000,
	idleTimeoutMillis: 30_000,
	statement_timeout: 5_000,
	idle_in_transaction_session_timeout: 10_000,
	query_timeout: 8_000,
}

export async function openPostgres(connectionString: string, migrations: Migration[]) {
	await migratePostgres(connectionString, migrations)
	const pool = new pg.Pool({ connectionString, application_name: 'sluice', keepAlive: true, types: numbers, ...LIMITS })
	// Without a listener, a connection that the server closes while idle would end the process. The pool replaces it.
	pool.on('error', () => {})
	const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: discardingSilent(pool) }) })
	return { db, jobs: { connectionString }, close: () => db.destroy() }
}

export async function migratePostgres(connectionString: string, migrations: Migration[]): Promise<string[]> {
	const client = new pg.Client({
		connectionString,
		application_name: 'sluice migrations',
		connectionTimeoutMillis: 10_000,
	})
	await client.connect()
	try {
		await refuseUnusable(client)
		for (let tries = 1; ; tries += 1) {
			try {
				return await migrateOnce(client, migrations)
			} catch (error) {
				if (tries === LOCK_TRIES || !isLockTimeout(error)) throw error
				await client.query('rollback')
				await delay(LOCK_PAUSE_MS)
			}
		}
	} finally {
		// Ending the session rolls back whatever did not reach its commit.
		await client.end()
	}
}

async function migrateOnce(client: pg.Client, migrations: Migration[]): Promise<string[]> {
	await client.query('begin')
	await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
	await client.query(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`)
	const applied = await migrate(
		{
			async run(text) {
				await client.query(text)
			},
			rows: async (text, values) => (await client.query(text, values)).rows,
		},
		migrations,
	)
	await client.query('commit')
	return applied
}

const isLockTimeout = (error: unknown) =>
	error instanceof Error && error.cause instanceof pg.DatabaseError && error.cause.code === '55P03'

async function refuseUnusable(client: pg.Client): Promise<void> {
	const { rows } = await client.query<{ version: number; encoding: string }>(
		`select current_setting('server_version_num')::integer as version, current_setting('server_encoding') as encoding`,
	)
	const { version = 0, encoding = '' } = rows[0] ?? {}
	if (version < 150_000) throw new DatabaseUnusable('The database is older than PostgreSQL 15. Use 15 or newer.')
	if (encoding !== 'UTF8') {
		throw new DatabaseUnusable(`The database stores text as ${encoding}. Create one with ENCODING 'UTF8' and use that.`)
	}
}

/** int8 as a number, as PGlite gives it: our counts and sequences stay far below 2^53. */
const numbers: pg.CustomTypesConfig = {
	getTypeParser: (oid, format) => (oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format)),
}

/**
 * A connection whose query got no answer in time still waits for it, and the pool would lend it out again.
 * Such a connection is closed on release, so that one dead route does not eat the pool.
 */
function discardingSilent(pool: pg.Pool): PostgresPool {
	return {
		options: pool.options,
		connect: async () => discardIfSilent(await pool.connect()),
		end: () => pool.end(),
	}
}

function discardIfSilent(client: pg.PoolClient): PostgresPoolClient {
	let silent = false
	function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>
	function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
	function query(text: string | object, values: readonly unknown[] = []): object {
		if (typeof text !== 'string') throw new TypeError('Sluice reads no cursors')
		return client.query(text, [...values]).catch((error: unknown) => {
			silent ||= error instanceof Error && error.message === 'Query read timeout'
			throw error
		})
	}
	return { query, release: (discard?: boolean) => client.release(discard === true || silent) }
}
