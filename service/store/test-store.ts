import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { MIGRATIONS_FOLDER, readMigrations } from './migrate.ts'
import { createPglite, kyselyOn, migratePglite } from './pglite.ts'
import { asStore, openStore, type Store } from './store.ts'

const testUrl = process.env.SLUICE_TEST_DATABASE_URL ?? ''

/** The databases that a suite of the store runs on. Says so when the real one is left out. */
export function testedDatabases(): Store['kind'][] {
	if (testUrl !== '') return ['pglite', 'postgres']
	process.stdout.write('skipped: the same on real PostgreSQL, because SLUICE_TEST_DATABASE_URL is not set\n')
	return ['pglite']
}

/** An empty, migrated database of its own, gone after `close`. Real PostgreSQL when SLUICE_TEST_DATABASE_URL is set. */
export const openTestStore = (kind: Store['kind'] = testUrl === '' ? 'pglite' : 'postgres'): Promise<Store> =>
	kind === 'postgres' ? openTestPostgres() : openTestPglite()

async function openTestPglite(): Promise<Store> {
	const pglite = await createPglite({ loadDataDir: new Blob([await template()]) })
	const db = kyselyOn(pglite)
	return asStore('pglite', { db, close: () => db.destroy() })
}

/** Making a database takes seconds, loading a copy does not: one is made and kept for each set of migrations. */
async function template(): Promise<Buffer<ArrayBuffer>> {
	const migrations = readMigrations(MIGRATIONS_FOLDER)
	const versions = createHash('sha256')
		.update(migrations.map(({ checksum }) => checksum).join())
		.digest('hex')
	const folder = join(import.meta.dirname, '../../node_modules/.cache/sluice')
	const file = join(folder, `pglite-${versions.slice(0, 16)}.tar`)
	if (!existsSync(file)) {
		const made: PGlite = await createPglite({})
		await migratePglite(made, migrations)
		const dump = await made.dumpDataDir('none')
		await made.close()
		mkdirSync(folder, { recursive: true })
		const partial = `${file}.${randomUUID()}`
		writeFileSync(partial, Buffer.from(await dump.arrayBuffer()))
		renameSync(partial, file)
	}
	return readFileSync(file)
}

async function openTestPostgres(): Promise<Store> {
	const name = `sluice_test_${randomUUID().replaceAll('-', '')}`
	await onServer(`create database ${name} encoding 'UTF8' template template0`)
	const url = new URL(testUrl)
	url.pathname = `/${name}`
	const store = await openStore({ databaseUrl: url.href, dataDir: '' })
	return {
		...store,
		async close() {
			await store.close()
			await onServer(`drop database ${name} with (force)`)
		},
	}
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
