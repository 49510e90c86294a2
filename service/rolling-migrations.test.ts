import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freeBase } from '../standin/trial-ports.ts'
import { isReady } from './processes.fixture.ts'
import { failuresOf, type RunningService, startPair } from './rolling.fixture.ts'
import { startLoad } from './rolling-load.fixture.ts'
import { nextVersion } from './rolling-version.fixture.ts'
import { hasPostgres } from './store/test-store.ts'

if (!hasPostgres) console.log('skipped: versions side by side, because SLUICE_TEST_DATABASE_URL is not set')

const PATIENCE = { timeout: 60_000, interval: 100 }

describe.runIf(hasPostgres)('a next version that starts while this one serves', { timeout: 120_000 }, () => {
	let pair: Awaited<ReturnType<typeof startPair>>
	let load: Awaited<ReturnType<typeof startLoad>>
	const versions: ReturnType<typeof nextVersion>[] = []
	const running: RunningService[] = []
	beforeAll(async () => {
		pair = await startPair()
	}, 120_000)
	afterEach(async () => {
		for (const { child } of running) child.kill('SIGTERM')
		await Promise.all(running.splice(0).map(({ ended }) => ended))
		for (const { migration, remove } of versions.splice(0)) {
			await sql`delete from schema_migrations where name = ${migration}`.execute(pair.store.db)
			remove()
		}
	})
	afterAll(() => pair.close())

	async function start(text: string): Promise<RunningService & { migration: string }> {
		const version = nextVersion(text)
		versions.push(version)
		const service = pair.start(await freeBase(), version.main)
		running.push(service)
		return { ...service, migration: version.migration }
	}
	const ready = ({ port }: RunningService) => expect.poll(() => isReady(port), PATIENCE).toBe(true)
	const column = async (name: string) => {
		const { rows } = await sql`
			select 1 from information_schema.columns where table_name = 'sources' and column_name = ${name}`.execute(
			pair.store.db,
		)
		return rows.length
	}
	const applied = async (name: string) =>
		(await sql`select 1 from schema_migrations where name = ${name}`.execute(pair.store.db)).rows.length

	/** The old version's callers meanwhile: none of them notices. */
	async function whileServing(work: () => Promise<void>): Promise<void> {
		load = await startLoad(pair.balancer.port, 20)
		await work()
		await load.stop()
		expect(load.sent.length).toBeGreaterThan(60)
		expect(failuresOf(load.sent)).toEqual({})
		// Outcomes of the last requests may be on their way still.
		await expect.poll(() => pair.unaudited(load.sent), { timeout: 20_000 }).toEqual([])
	}

	it('migrates under its callers, and both go on', async () => {
		await whileServing(async () => {
			const next = await start('alter table sources add column next_a text; create index on sources (next_a);')
			await ready(next)
			expect(await applied(next.migration)).toBe(1)
			const after = await startLoad(next.port, 20)
			await after.stop()
			expect(failuresOf(after.sent)).toEqual({})
		})
		expect(await column('next_a')).toBe(1)
	})

	it('and whose migration fails ends with one line; the schema and this version are as before', async () => {
		await whileServing(async () => {
			const next = await start('alter table sources add column next_b text; insert into nowhere values (1);')
			expect(await next.ended).toBe(2)
			expect(next.said().trim().split('\n')).toEqual([
				expect.stringMatching(/^Migration \d{3}-next\.sql failed, nothing was changed: .*nowhere/),
			])
			expect(await applied(next.migration)).toBe(0)
		})
		expect(await column('next_b')).toBe(0)
		for (const port of pair.ports) expect(await isReady(port)).toBe(true)
	})

	it('twice at once migrates once: the second waits for the first', async () => {
		const text = 'alter table audit_outbox add column next_c text; select pg_sleep(2); create table next_c (n integer);'
		const [one, two] = [await start(text), await start(text)]
		const waiting = async () => {
			const { rows } = await sql`
				select 1 from pg_stat_activity where application_name = 'sluice migrations' and wait_event = 'advisory'`.execute(
				pair.store.db,
			)
			return rows.length
		}
		await expect.poll(waiting, PATIENCE).toBe(1)
		await Promise.all([ready(one), ready(two)])
		expect(await applied(one.migration)).toBe(1)
		expect([one.said(), two.said()]).toEqual(['', ''])
	})

	it('waits for a table that somebody reads without making the callers of this one wait behind it', async () => {
		const reader = new pg.Client({ connectionString: pair.databaseUrl })
		await reader.connect()
		await reader.query('begin; select count(*) from sources')
		try {
			await whileServing(async () => {
				const next = await start('alter table sources add column next_d text;')
				await expect.poll(() => pair.balancer.taking().length).toBe(2)
				await expect.poll(() => load.sent.length, PATIENCE).toBeGreaterThan(260)
				expect(await applied(next.migration)).toBe(0)
				await reader.query('commit')
				await ready(next)
			})
		} finally {
			await reader.end()
		}
		expect(await column('next_d')).toBe(1)
	})
})
