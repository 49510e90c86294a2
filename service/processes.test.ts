import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { check } from '../lib/contract/check-report.ts'
import { freeBase } from '../standin/trial-ports.ts'
import sources from '../standin/world/sources.json' with { type: 'json' }
import { startTrialSegment } from './audit/segment.fixture.ts'
import { callService, isReady, kill, openProcesses, type Processes } from './processes.fixture.ts'
import { openStore, type Store } from './store/store.ts'
import { createPostgresDatabase, hasPostgres } from './store/test-store.ts'

if (!hasPostgres) console.log('skipped: http and worker as processes, because SLUICE_TEST_DATABASE_URL is not set')

const PATIENCE = { timeout: 60_000, interval: 100 }
/** Longer than any pause of a worker, a watch or the relay. */
const IGNORED_SECONDS = 5

type Running = { port: number; child: ChildProcess; said(): string; ended: Promise<unknown[]> }

describe.runIf(hasPostgres)('processes of one PostgreSQL', { timeout: 240_000 }, () => {
	let around: Processes
	let database: Awaited<ReturnType<typeof createPostgresDatabase>>
	let segment: Awaited<ReturnType<typeof startTrialSegment>>
	let store: Store
	beforeAll(async () => {
		around = await openProcesses()
		segment = await startTrialSegment()
		database = await createPostgresDatabase()
		store = await openStore({ databaseUrl: database.url, dataDir: '' })
	})
	afterEach(async () => {
		await around.killAll()
		await around.world('aws', { faults: [] })
		segment.reset()
	})
	afterAll(async () => {
		await around.close()
		segment.close()
		await store.close()
		await database.drop()
	})

	async function start(kind: 'http' | 'worker'): Promise<Running> {
		const port = await freeBase()
		const { url, writeKey } = segment.settings
		const settings = { SLUICE_PROCESS: kind, DATABASE_URL: database.url }
		const events = { SLUICE_SEGMENT_URL: url, SLUICE_SEGMENT_WRITE_KEY: writeKey }
		const child = around.spawnService(port, { ...settings, ...events }, ['ignore', 'pipe', 'inherit'])
		let said = ''
		child.stdout?.setEncoding('utf8').on('data', (text: string) => {
			said += text
		})
		const ended = once(child, 'exit')
		await expect.poll(() => isReady(port), PATIENCE).toBe(true)
		return { port, child, said: () => said, ended }
	}

	const get = (path: string, port: number) => fetch(`http://127.0.0.1:${port}${path}`)
	async function call({ port }: Running, method: string, path: string, body?: unknown): Promise<unknown> {
		const answer = await callService(port, method, path, body)
		expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
		return answer.json()
	}

	/** A check of a source, which is stored before if it is not known yet. */
	async function order(http: Running, sourceId: string): Promise<string> {
		const { sourceId: _, ...settings } = sources.find((each) => each.sourceId === sourceId) ?? { sourceId: '' }
		await call(http, 'PUT', `/v1/sources/${sourceId}`, { settings, baseVersion: 0, ticket: 'LAKE-1' })
		const ordered = await call(http, 'POST', '/v1/checks', { sourceId, profile: 'sync' })
		return (ordered as { checkId: string }).checkId
	}
	const reportOf = async (http: Running, checkId: string) =>
		check.parse(await call(http, 'GET', `/v1/checks/${checkId}`))
	const status = (http: Running, checkId: string) => async () => (await reportOf(http, checkId)).status

	/** By the clock of the database, so that whoever would have done something had the time. */
	async function passed(seconds: number): Promise<void> {
		const { rows } = await sql<{ at: Date }>`select now() as at`.execute(store.db)
		const isPast = async () => {
			const asked = sql<{ past: boolean }>`
				select now() > ${rows[0]?.at}::timestamptz + ${seconds} * interval '1 second' as past`
			return (await asked.execute(store.db)).rows[0]?.past
		}
		await expect.poll(isPast, PATIENCE).toBe(true)
	}
	const jobOf = async (checkId: string) =>
		(
			await sql`select state, started_on as started from pgboss.job where data->>'checkId' = ${checkId}`.execute(
				store.db,
			)
		).rows
	/** How often the event of each request must have arrived. */
	async function requests(): Promise<Record<string, number>> {
		const rows = await store.db.selectFrom('audit_rows').select('audit_id').where('phase', '<>', 'outcome').execute()
		return Object.fromEntries(rows.map(({ audit_id }) => [audit_id, 1]))
	}

	it('answer without working: what they order waits, and nothing is delivered, until a worker comes', async () => {
		const [one, two] = [await start('http'), await start('http')]
		const checkId = await order(one, 'harbor-web')
		await passed(IGNORED_SECONDS)
		expect(await jobOf(checkId)).toEqual([{ state: 'created', started: null }])
		const waiting = await reportOf(two, checkId)
		expect(waiting).toMatchObject({
			status: 'running',
			verdict: null,
			restarts: 0,
			progress: { done: 0 },
			findings: [],
		})
		expect(await (await get('/metrics', two.port)).text()).toContain('\nsluice_queue_waiting{queue="checks"} 1\n')
		expect(await around.world('calls')).toEqual([])
		expect(segment.received.show()).toMatchObject({ messages: 0, failed: 0, refused: 0 })

		const worker = await start('worker')
		await expect.poll(status(one, checkId), PATIENCE).toBe('done')
		expect(await reportOf(two, checkId)).toMatchObject({ verdict: 'ok', restarts: 0 })
		await expect.poll(async () => segment.received.show().ids, PATIENCE).toEqual(await requests())

		// Without it events wait again, whoever else runs.
		worker.child.kill('SIGTERM')
		expect(await worker.ended).toEqual([0, null])
		const delivered = await requests()
		expect((await callService(one.port, 'GET', '/v1/sources')).status).toBe(200)
		await passed(IGNORED_SECONDS)
		expect(segment.received.show().ids).toEqual(delivered)
		await start('worker')
		await expect.poll(() => segment.received.show().messages, PATIENCE).toBe(Object.keys(delivered).length + 1)
		expect(segment.received.show().ids).toEqual(await requests())

		for (const http of [one, two]) http.child.kill('SIGTERM')
		expect(await Promise.all([one.ended, two.ended])).toEqual([
			[0, null],
			[0, null],
		])
	})

	it('work without answering: a worker shows its health, and is the one that tells of the work each minute', async () => {
		const [http, worker] = [await start('http'), await start('worker')]
		const told = () => worker.said().match(/^.*"msg":"work".*$/m)?.[0] ?? null
		for (const path of ['/healthz', '/readyz']) expect((await get(path, worker.port)).status).toBe(200)
		expect(await (await get('/metrics', worker.port)).text()).toContain('\nsluice_aws_circuits_open{service="emr"} 0\n')
		expect(await (await get('/metrics', http.port)).text()).not.toContain('sluice_aws_')
		const before = await requests()
		for (const [method, path, body] of [
			['GET', '/v1/sources', undefined],
			['GET', '/v1/me', undefined],
			['POST', '/v1/checks', { sourceId: 'harbor-web', profile: 'sync' }],
		] as const) {
			expect((await callService(http.port, method, path, body)).ok, path).toBe(true)
			const refused = await callService(worker.port, method, path, body)
			expect([path, refused.status, await refused.json()]).toMatchObject([path, 404, { code: 'not-found' }])
		}
		expect(Object.keys(await requests()).length - Object.keys(before).length).toBeGreaterThanOrEqual(3)
		await expect.poll(worker.said).toContain('"msg":"request to a worker"')

		await expect.poll(told, { timeout: 90_000 }).not.toBeNull()
		expect(JSON.parse(told() ?? '')).toMatchObject({ databaseUp: 1, outboxSetAside: 0 })
		expect(http.said()).not.toContain('"msg":"work"')
	})

	it('stop in order: what a stopped or killed worker was at is taken up by another', async () => {
		const [http, first, second] = [await start('http'), await start('worker'), await start('worker')]
		await around.world('aws', { faults: [{ account: 'fjord', latencyMs: 5_000 }] })
		const checkId = await order(http, 'fjord-prod')
		await expect.poll(async () => (await reportOf(http, checkId)).progress.done, PATIENCE).toBeGreaterThan(0)
		const claimed = await sql<{ port: string }>`
			select split_part(writer_id, ':', 2) as port from audit_rows where operation = 'checks.perform'
			and parameters->>'checkId' = ${checkId}`.execute(store.db)
		const [at, other] = claimed.rows[0]?.port === String(first.port) ? [first, second] : [second, first]
		at.child.kill('SIGTERM')
		expect(await at.ended).toEqual([0, null])
		await expect.poll(async () => (await reportOf(http, checkId)).restarts, PATIENCE).toBe(1)
		await kill(other.child)
		expect((await reportOf(http, checkId)).status).toBe('running')

		await around.world('aws', { faults: [] })
		await start('worker')
		await expect.poll(status(http, checkId), PATIENCE).toBe('done')
		expect(await reportOf(http, checkId)).toMatchObject({ verdict: 'ok', restarts: 2 })
	})
})
