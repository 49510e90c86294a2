import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { fromPglite } from 'pg-boss'
import type { JobStore } from './jobs.ts'
import { takeLock } from './lock.ts'
import { type Migration, migrate } from './migrate.ts'
import type { Database } from './schema.ts'

/** PGlite has no lock of its own and two owners corrupt the folder silently: ours is taken before anything is opened. */
export async function openPglite(dataDir: string, migrations: Migration[]) {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 })
	const lock = takeLock(join(dataDir, 'db.lock'))
	try {
		const pglite = await PGlite.create(join(dataDir, 'db'))
		await migratePglite(pglite, migrations)
		return {
			db: kyselyOn(pglite),
			jobs: jobsOn(pglite),
			async close() {
				await pglite.close()
				lock.release()
			},
		}
	} catch (error) {
		lock.release()
		throw error
	}
}

export const kyselyOn = (pglite: PGlite) => new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) })

export const jobsOn = (pglite: PGlite): JobStore => ({ db: fromPglite(pglite), backend: 'pglite' })

export const migratePglite = (pglite: PGlite, migrations: Migration[]): Promise<string[]> =>
	pglite.transaction((transaction) =>
		migrate(
			{
				async run(text) {
					await transaction.exec(text)
				},
				rows: async (text, values) => (await transaction.query(text, values)).rows,
			},
			migrations,
		),
	)
