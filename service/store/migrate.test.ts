import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MIGRATIONS_FOLDER, MigrationRefused, readMigrations } from './migrate.ts'
import { emptyDatabase, type TestDatabase, testedDatabases } from './test-store.ts'

let folder: string
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'sluice-migrations-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** A folder of migrations, read; each call a folder of its own. */
function written(files: Record<string, string>) {
	const own = mkdtempSync(join(folder, 'set-'))
	mkdirSync(own, { recursive: true })
	for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text)
	return readMigrations(own)
}

const first = { '001-one.sql': 'create table one (n integer); insert into one values (1);' }
const second = { '002-two.sql': 'create table two (n integer);' }

describe('reading a folder', () => {
	it('refuses a file that is not named NNN-name.sql, since its place in the order is unknown', () => {
		expect(() => written({ '1-one.sql': '' })).toThrow(/1-one\.sql is not named like a migration/)
	})
	it('refuses two files with one number', () => {
		expect(() => written({ '001-a.sql': '', '001-b.sql': '' })).toThrow(/have the number of 001-a\.sql/)
	})
	it('takes line ends of any system for the same text', () => {
		expect(written({ '001-a.sql': 'select 1;\r\n' })).toEqual(written({ '001-a.sql': 'select 1;\n' }))
	})
	it('reads ours', () => {
		expect(readMigrations(MIGRATIONS_FOLDER).length).toBeGreaterThan(0)
	})
})

describe.each(testedDatabases())('migrating %s', (kind) => {
	let database: TestDatabase
	beforeAll(async () => {
		database = await emptyDatabase(kind)
	})
	afterAll(() => database.drop())

	const tables = async () => {
		const { rows } = await sql<{ name: string }>`
			select table_name as name from information_schema.tables
			where table_schema = 'public' order by table_name`.execute(database.db)
		return rows.map(({ name }) => name)
	}

	it('applies what is missing, in order, and once', async () => {
		expect(await database.migrate(written({ ...second, ...first }))).toEqual(['001-one.sql', '002-two.sql'])
		expect(await database.migrate(written({ ...first, ...second }))).toEqual([])
		expect(await tables()).toEqual(['one', 'schema_migrations', 'two'])
	})

	it('leaves nothing of a failing migration, nor of those that were to go with it', async () => {
		const failing = written({
			...first,
			...second,
			'003-good.sql': 'create table good (n integer);',
			'004-bad.sql': 'create table bad (n integer); insert into one values (2); insert into nowhere values (1);',
		})
		const failed = database.migrate(failing)
		await expect(failed).rejects.toThrow(MigrationRefused)
		await expect(failed).rejects.toThrow(/^Migration 004-bad\.sql failed, nothing was changed: .*nowhere/)
		expect(await tables()).toEqual(['one', 'schema_migrations', 'two'])
		expect((await sql`select n from one`.execute(database.db)).rows).toEqual([{ n: 1 }])
		expect(await database.migrate(written({ ...first, ...second, '003-good.sql': 'select 1;' }))).toEqual([
			'003-good.sql',
		])
	})

	it.each([
		[
			'a changed migration',
			{ ...first, '002-two.sql': 'create table two (n bigint);', '003-good.sql': 'select 1;' },
			/002-two\.sql was changed/,
		],
		[
			'a database from a newer program',
			{ ...first, ...second },
			/has migration 003-good\.sql, which this program does not know/,
		],
	])('refuses %s and changes nothing', async (_what, files, reason) => {
		await expect(
			database.migrate(written({ ...files, '009-late.sql': 'create table late (n integer);' })),
		).rejects.toThrow(reason)
		expect(await tables()).not.toContain('late')
	})

	it('refuses a migration that was put before one applied already', async () => {
		const other = await emptyDatabase(kind)
		await other.migrate(written(second))
		await expect(other.migrate(written({ ...first, ...second }))).rejects.toThrow(/001-one\.sql stands before/)
		await other.drop()
	})

	it('applies once when several processes start at the same time', async () => {
		const other = await emptyDatabase(kind)
		const applied = await Promise.all(Array.from({ length: 4 }, () => other.migrate(written(first))))
		expect(applied.flat()).toEqual(['001-one.sql'])
		await other.drop()
	})
})
