import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { LockHeld } from './lock.ts'
import { openStore, type Store } from './store.ts'
import { openTestStore, testedDatabases } from './test-store.ts'

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

function dataFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-store-'))
	cleanUps.push(() => rmSync(folder, { recursive: true }))
	return folder
}

/** Opens the store of a folder and writes one row after another, saying each number only after its commit. */
const WRITER = `
import { openStore } from ${JSON.stringify(join(import.meta.dirname, 'store.ts'))}
const { db } = await openStore({ databaseUrl: null, dataDir: process.argv[1] })
for (let n = 1; ; n++) {
	await db.insertInto('used_assertions').values({ assertion_id: String(n), person: 'p', expires_at: new Date() }).execute()
	console.log(n)
}
`
function writer(dataDir: string) {
	const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, dataDir], {
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	cleanUps.push(() => killed(child))
	const said: string[] = []
	createInterface({ input: child.stdout }).on('line', (line) => said.push(line))
	return { child, said }
}

async function killed(child: ChildProcess) {
	if (child.exitCode !== null || child.signalCode !== null) return
	const gone = once(child, 'exit')
	child.kill('SIGKILL')
	await gone
}

// Making a database from nothing takes seconds on a busy machine.
describe('the embedded database', { timeout: 90_000 }, () => {
	it('is refused to a second process while the first runs, and loses no committed row when that one is killed', async () => {
		const dataDir = dataFolder()
		const { child, said } = writer(dataDir)
		await expect.poll(() => said.length, { timeout: 60_000 }).toBeGreaterThan(20)
		const second = openStore({ databaseUrl: null, dataDir })
		await expect(second).rejects.toThrow(LockHeld)
		await expect(second).rejects.toThrow(`process ${child.pid}`)
		await killed(child)

		const store = await openStore({ databaseUrl: null, dataDir })
		const { rows } = await sql<{ n: number }>`select count(*) as n from used_assertions`.execute(store.db)
		expect(rows[0]?.n).toBeGreaterThanOrEqual(Number(said.at(-1)))
		await store.close()
		expect(existsSync(join(dataDir, 'db.lock'))).toBe(false)
	})

	it('keeps what was written over a close and an open, and can be closed without having been used', async () => {
		const settings = { databaseUrl: null, dataDir: join(dataFolder(), 'made', 'on', 'the', 'way') }
		const store = await openStore(settings)
		const row = { assertion_id: 'a', person: 'p', expires_at: new Date('2024-05-01T10:00:00.123Z') }
		await store.db.insertInto('used_assertions').values(row).execute()
		await store.close()
		await (await openStore(settings)).close()
		const again = await openStore(settings)
		expect(await again.db.selectFrom('used_assertions').selectAll().execute()).toEqual([row])
		await again.close()
	})
})

describe.each(testedDatabases())('a store on %s', (kind) => {
	it('answers while it is open and rejects afterwards', async () => {
		const store: Store = await openTestStore(kind)
		expect(store.kind).toBe(kind)
		const ask = () => sql`select 1`.execute(store.db)
		await ask()
		await store.close()
		await expect(ask()).rejects.toThrow()
	})

	it('gives numbers, times and JSON as values, not as text', async () => {
		const store = await openTestStore(kind)
		const { rows } = await sql`select 9007199254740991::bigint as big, count(*) as n, '{"a":[1]}'::jsonb as json,
			'2024-05-01T10:00:00.123Z'::timestamptz as at from used_assertions`.execute(store.db)
		const at = new Date('2024-05-01T10:00:00.123Z')
		expect(rows).toEqual([{ big: Number.MAX_SAFE_INTEGER, n: 0, json: { a: [1] }, at }])
		await store.close()
	})

	it('keeps a transaction apart from what others do meanwhile', async () => {
		const store = await openTestStore(kind)
		const row = (assertion_id: string) => ({ assertion_id, person: 'p', expires_at: new Date() })
		const failing = store.db.transaction().execute(async (transaction) => {
			await transaction.insertInto('used_assertions').values(row('undone')).execute()
			throw new Error('changed its mind')
		})
		const other = store.db.insertInto('used_assertions').values(row('kept')).execute()
		await expect(failing).rejects.toThrow('changed its mind')
		await other
		const left = await store.db.selectFrom('used_assertions').select('assertion_id').execute()
		expect(left).toEqual([{ assertion_id: 'kept' }])
		await store.close()
	})
})
