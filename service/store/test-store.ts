import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import type { Kysely } from 'kysely'
import pg from 'pg'
import { MIGRATIONS_FOLDER, type Migration, readMigrations } from './migrate.ts'
import { jobsOn, kyselyOn, migratePglite } from './pglite.ts'
import { migratePostgres, openPostgres } from './postgres.ts'
import type { Database } from './schema.ts'
import { openStore, type Store } from './store.ts'

const testUrl = process.env.SLUICE_TEST_DATABASE_URL ?? ''
export const hasPostgres = testUrl !== ''

/** The databases that a suite of the store runs on. Says so when the real one is left out. */
export function testedDatabases(): Store['kind'][] {
	if (hasPostgres) return ['pglite', 'postgres']
	process.stdout.write('skipped: the same on real PostgreSQL, because SLUICE_TEST_DATABASE_URL is not set\n')
	return ['pglite']
}

/** An empty, migrated database of its own, gone after `close`. Real PostgreSQL when SLUICE_TEST_DATABASE_URL is set. */
export const openTestStore = (kind: Store['kind'] = hasPostgres ? 'postgres' : 'pglite'): Promise<Store> =>
	kind === 'postgres' ? openTestPostgres() : openTestPglite()

/** A database without any table, for what happens before or while it is migrated. */
export type TestDatabase = {
	db: Kysely<Database>
	migrate(migrations: Migration[]): Promise<string[]>
	drop(): Promise<void>
}

export async function emptyDatabase(kind: Store['kind']): Promise<TestDatabase> {
	if (kind === 'pglite') {
		const pglite = await loadedTemplate()
		await pglite.exec('drop schema public cascade; create schema public')
		const db = kyselyOn(pglite)
		return { db, migrate: (migrations) => migratePglite(pglite, migrations), drop: () => pglite.close() }
	}
	const { url, drop } = await createPostgresDatabase()
	const { db, close } = await openPostgres(url, [])
	return {
		db,
		migrate: (migrations) => migratePostgres(url, migrations),
		async drop() {
			await close()
			await drop()
		},
	}
}

async function openTestPglite(): Promise<Store> {
	const pglite = await loadedTemplate()
	return { kind: 'pglite', db: kyselyOn(pglite), jobs: jobsOn(pglite), close: () => pglite.close() }
}

const loadedTemplate = async () => PGlite.create({ loadDataDir: new Blob([await template()]) })

/** Making a database takes seconds, loading a copy does not: one is made and kept for each set of migrations. */
async function template(): Promise<Buffer<ArrayBuffer>> {
	const migrations = readMigrations(MIGRATIONS_FOLDER)
	const versions = createHash('sha256').update(migrations.map(({ checksum }) => checksum).join())
	const folder = join(import.meta.dirname, '../../node_modules/.cache/sluice')
	const file = join(folder, `pglite-${versions.digest('hex').slice(0, 16)}.tar`)
	if (!existsSync(file)) {
		const made = await PGlite.create()
		await migratePglite(made, migrations)
		const dump = await made.dumpDataDir('none')
		await made.close()
		mkdirSync(folder, { recursive: true })
		// Several test workers may make it at once: each writes its own file, the last name given wins.
		const partial = `${file}.${randomUUID()}`
		writeFileSync(partial, Buffer.from(await dump.arrayBuffer()))
		renameSync(partial, file)
	}
	return readFileSync(file)
}

async function openTestPostgres(): Promise<Store> {
	const { url, drop } = await createPostgresDatabase()
	const store = await openStore({ databaseUrl: url, dataDir: '' })
	return {
		...store,
		async close() {
			await store.close()
			await drop()
		},
	}
}

/** A database of its own on the server that SLUICE_TEST_DATABASE_URL names; a copy where `template` says of which nobody uses. */
export async function createPostgresDatabase(template = 'template0'): Promise<{ url: string; drop(): Promise<void> }> {
	const name = `sluice_test_${randomUUID().replaceAll('-', '')}`
	await onServer(`create database ${name} encoding 'UTF8' template ${template}`)
	const url = new URL(testUrl)
	url.pathname = `/${name}`
	return { url: url.href, drop: () => onServer(`drop database ${name} with (force)`) }
}

async function onServer(statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: testUrl })
	await client.connect()
	try {
		await client.query(statement)
	} finally {
		await client.end()
	}
}
