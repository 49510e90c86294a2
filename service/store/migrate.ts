import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One database session inside one transaction. `run` takes several statements, `rows` one with parameters. */
export type MigrationSession = {
	run(text: string): Promise<void>
	rows(text: string, values: unknown[]): Promise<unknown[]>
}

export type Migration = { version: number; name: string; text: string; checksum: string }

/** The database cannot be brought to this program's shape. One line: which migration, why, what to do. */
export class MigrationRefused extends Error {
	override name = 'MigrationRefused'
}

export const MIGRATIONS_FOLDER = join(import.meta.dirname, 'migrations')

/** The migrations of a folder, `NNN-name.sql`, by number. Any other file name and any number twice are mistakes. */
export function readMigrations(folder: string): Migration[] {
	const migrations = readdirSync(folder)
		.sort()
		.map((name) => {
			const number = /^(\d{3})-[a-z0-9-]+\.sql$/.exec(name)?.[1]
			if (number === undefined) throw new MigrationRefused(`${name} is not named like a migration: NNN-name.sql`)
			const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
			return { version: Number(number), name, text, checksum: createHash('sha256').update(text).digest('hex') }
		})
	const twice = migrations.find(({ version }, index) => migrations[index + 1]?.version === version)
	if (twice) throw new MigrationRefused(`Two migrations have the number of ${twice.name}. Give the newer one the next.`)
	return migrations
}

/**
 * Applies what is missing, in order. Everything happens in the caller's transaction, so that a failure leaves nothing
 * behind; the caller holds a lock that keeps other processes out. Answers the names applied.
 */
export async function migrate(session: MigrationSession, migrations: Migration[]): Promise<string[]> {
	await session.run(`create table if not exists schema_migrations (
		version integer primary key,
		name text not null,
		checksum text not null,
		applied_at timestamptz not null default now()
	)`)
	const applied = new Map<number, { name: string; checksum: string }>()
	for (const row of await session.rows('select version, name, checksum from schema_migrations order by version', [])) {
		const { version, name, checksum } = row as { version: number; name: string; checksum: string }
		applied.set(version, { name, checksum })
	}
	refuseForeignHistory(applied, migrations)
	const missing = migrations.filter(({ version }) => !applied.has(version))
	for (const migration of missing) await apply(session, migration)
	return missing.map(({ name }) => name)
}

function refuseForeignHistory(applied: Map<number, { name: string; checksum: string }>, migrations: Migration[]) {
	const known = new Map(migrations.map((migration) => [migration.version, migration]))
	const newest = Math.max(0, ...applied.keys())
	for (const [version, { name, checksum }] of applied) {
		const ours = known.get(version)
		if (!ours) {
			throw new MigrationRefused(
				`The database has migration ${name}, which this program does not know. Start the newer Sluice that applied it, or restore a backup from before.`,
			)
		}
		if (ours.checksum !== checksum) {
			throw new MigrationRefused(
				`Migration ${ours.name} was changed after it was applied. Restore its text and put the change into a new migration.`,
			)
		}
	}
	const late = migrations.find(({ version }) => version < newest && !applied.has(version))
	if (late) {
		throw new MigrationRefused(
			`Migration ${late.name} stands before one that was applied already. Give it the next number.`,
		)
	}
}

async function apply(session: MigrationSession, migration: Migration): Promise<void> {
	try {
		await session.run(migration.text)
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error)
		throw new MigrationRefused(`Migration ${migration.name} failed, nothing was changed: ${why}`, { cause: error })
	}
	await session.rows('insert into schema_migrations (version, name, checksum) values ($1, $2, $3)', [
		migration.version,
		migration.name,
		migration.checksum,
	])
}
