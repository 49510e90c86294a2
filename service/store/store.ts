import type { Kysely } from 'kysely'
import type { StoreSettings } from '../../lib/settings/service.ts'
import type { JobStore } from './jobs.ts'
import { MIGRATIONS_FOLDER, readMigrations } from './migrate.ts'
import { openPglite } from './pglite.ts'
import { openPostgres } from './postgres.ts'
import type { Database } from './schema.ts'

export type Store = {
	kind: 'postgres' | 'pglite'
	db: Kysely<Database>
	jobs: JobStore
	close(): Promise<void>
}

/**
 * Opens the database and brings it to the newest schema: Postgres when `databaseUrl` is set, otherwise PGlite in
 * `dataDir`/db, owned by this process alone. Throws LockHeld, MigrationRefused or DatabaseUnusable, each one clear line.
 */
export async function openStore(settings: StoreSettings): Promise<Store> {
	const migrations = readMigrations(MIGRATIONS_FOLDER)
	const { databaseUrl, dataDir } = settings
	if (databaseUrl !== null) return { kind: 'postgres', ...(await openPostgres(databaseUrl, migrations)) }
	return { kind: 'pglite', ...(await openPglite(dataDir, migrations)) }
}
