import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite, type PGliteOptions, types } from '@electric-sql/pglite'
import { Kysely, PGliteDialect } from 'kysely'
import { takeLock } from './lock.ts'
import { type Migration, migrate } from './migrate.ts'
import type { Database } from './schema.ts'

/** PGlite has no lock of its own and two owners corrupt the folder silently: ours is taken before anything is opened. */
export async function openPglite(dataDir: string, migrations: Migration[]) {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 })
	const lock = takeLock(join(dataDir, 'db.lock'))
	try {
		const pglite = await createPglite({ dataDir: join(dataDir, 'db') })
		await migratePglite(pglite, migrations)
		const db = kyselyOn(pglite)
		return {
			db,
			async close() {
				await db.destroy()
				await pglite.close().catch(ignoreClosed)
				lock.release()
			},
		}
	} catch (error) {
		lock.release()
		throw error
	}
}

/** Numbers as the pg driver is told to give them, so that a query answers the same on both databases. */
export const createPglite = (options: PGliteOptions): Promise<PGlite> =>
	PGlite.create({ ...options, parsers: { [types.INT8]: Number } })

export const kyselyOn = (pglite: PGlite) => new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) })

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

/** Kysely closes PGlite only after its first query; a store may be closed before. */
function ignoreClosed(error: unknown) {
	if (!(error instanceof Error && /closed/i.test(error.message))) throw error
}
