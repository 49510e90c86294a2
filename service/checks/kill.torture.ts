import type { ChildProcess } from 'node:child_process'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type Check, check, PROFILES, type Profile } from '../../lib/contract/check-report.ts'
import { hold, release } from '../../standin/trial-ports.ts'
import sources from '../../standin/world/sources.json' with { type: 'json' }
import { callService, isReady, kill, openProcesses, type Processes } from '../processes.fixture.ts'
import { openStore, type Store } from '../store/store.ts'
import { createPostgresDatabase, hasPostgres } from '../store/test-store.ts'

const KILLS = 20
const LATENCY_MS = 50
/** Ordered before each kill, so that most kills meet a check at work. */
const ORDERS = 2
const ASKED = fc.tuple(fc.constantFrom(...sources.map(({ sourceId }) => sourceId)), fc.constantFrom(...PROFILES))
/**
 * Some kills are blind and may meet a process that only starts. The others wait until so many findings of the check that
 * was just ordered are known or its upload is about to be opened, and meet the process that works on it, whatever the
 * speed of the machine.
 */
const ROUND = fc.record({
	asked: fc.array(ASKED, { minLength: ORDERS, maxLength: ORDERS }),
	blind: fc.nat(3).map((number) => number === 0),
	until: fc.oneof(fc.integer({ min: 0, max: 33 }), fc.constant<'upload'>('upload')),
	lead: fc.nat(3 * LATENCY_MS),
	second: fc.boolean(),
	rest: fc.integer({ min: 0, max: 6_000 }),
})
/** Until a key whose process died is given up: the service keeps it in progress for a day. */
const STUCK_MS = 20_000
const PATIENCE_MS = 300_000

type Process = { port: number; child: ChildProcess; from: number; killed: number | null }
type Order = { number: number; sourceId: string; profile: Profile; checkId: string | null }

if (!hasPostgres) console.log('skipped: kills on PostgreSQL, because SLUICE_TEST_DATABASE_URL is not set')

let around: Processes
let database: Awaited<ReturnType<typeof createPostgresDatabase>>
let store: Store
const ports: number[] = []
const running = new Map<number, Process>()
const ended: Process[] = []

beforeAll(async () => {
	if (!hasPostgres) return
	around = await openProcesses()
	database = await createPostgresDatabase()
	const second = await hold(0)
	const address = second.address()
	if (address === null || typeof address === 'string') throw new Error('the system gave no port')
	await release(second)
	ports.push(around.port, address.port)
	for (const port of ports) start(port)
	store = await openStore({ databaseUrl: database.url, dataDir: '' })
})
afterAll(async () => {
	if (!hasPostgres) return
	await around.close()
	await store.close()
	await database.drop()
})

const start = (port: number) =>
	running.set(port, {
		port,
		child: around.spawnService(port, { DATABASE_URL: database.url }),
		from: Date.now(),
		killed: null,
	})
const bothReady = () =>
	expect.poll(() => Promise.all(ports.map(isReady)), { timeout: PATIENCE_MS }).toEqual([true, true])

async function killAndRestart(port: number): Promise<void> {
	const process = running.get(port)
	if (!process) throw new Error(`no process on ${port}`)
	await kill(process.child)
	process.killed = Date.now()
	ended.push(process)
	start(port)
}

const accepted = z.object({ checkId: z.string() })

/**
 * Sends one order to both processes, again and again under one key, until one accepts it. Every acceptance names the
 * same check. Null: the process that had taken the key on was killed, and nobody may do its work a second time.
 */
async function order(body: object, key: string): Promise<string | null> {
	const ids = new Set<string>()
	let stuckSince: number | null = null
	while (ids.size === 0) {
		const answers = await Promise.allSettled(
			ports.map(async (port) => {
				const answer = await callService(port, 'POST', '/v1/checks', body, { 'Idempotency-Key': key })
				if (answer.status === 202) ids.add(accepted.parse(await answer.json()).checkId)
				return answer.status
			}),
		)
		const statuses = answers.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
		expect([202, 409, 503]).toEqual(expect.arrayContaining(statuses))
		stuckSince = statuses.length > 0 && statuses.every((status) => status === 409) ? (stuckSince ?? Date.now()) : null
		if (stuckSince !== null && Date.now() - stuckSince > STUCK_MS) return null
		await setTimeout(200)
	}
	expect([...ids]).toHaveLength(1)
	return [...ids][0] ?? null
}

const orders: Order[] = []
async function orderOne([sourceId, profile]: [string, Profile]): Promise<string | null> {
	const taken: Order = { number: orders.length, sourceId, profile, checkId: null }
	orders.push(taken)
	const body = { sourceId, profile, ticket: `LAKE-${taken.number}` }
	taken.checkId = await order(body, `kill-order-${taken.number}`)
	return taken.checkId
}

/** The port of the process that has come so far with a check; null when it ended before. */
async function workerOf(checkId: string | null, until: number | 'upload'): Promise<number | null> {
	for (;;) {
		const { rows } = await sql<{ status: string; found: number; uploads: number; port: number | null }>`
			select status, (select count(*)::int from check_findings as found
				where found.check_id = checks.check_id and found.attempt = checks.attempt) as found,
				(select count(*)::int from check_uploads as upload
				where upload.check_id = checks.check_id and upload.ended_at is null) as uploads,
				(select split_part(writer_id, ':', 2)::int from audit_rows
				where operation = 'checks.perform' and parameters->>'checkId' = check_id order by at desc limit 1) as port
			from checks where check_id = ${checkId}`.execute(store.db)
		const [row] = rows
		if (row?.status !== 'running') return null
		const there = until === 'upload' ? row.uploads > 0 : row.found >= until
		if (there && row.port !== null) return row.port
		await setTimeout(10)
	}
}

async function reportOf(port: number, checkId: string): Promise<Check> {
	const answer = await callService(port, 'GET', `/v1/checks/${checkId}`)
	expect(answer.status).toBe(200)
	return check.parse(await answer.json())
}

const atWork = async () =>
	(await store.db.selectFrom('checks').select('check_id').where('status', '=', 'running').execute()).length

const listed = z.array(z.object({ id: z.string() }))
async function accounts(): Promise<[string, unknown][]> {
	const ids = listed.parse(await around.world('customers'))
	return Promise.all(ids.map(async ({ id }) => [id, await around.world(`customers/${id}`)] as [string, unknown]))
}
const made = z.array(z.object({ changed: z.array(z.string()) }))
const lake = z.object({ buckets: z.array(z.object({ uploads: z.array(z.unknown()) })) })
const openUploads = async () =>
	(await accounts()).flatMap(([id, state]) =>
		lake.parse(state).buckets.flatMap(({ uploads }) => uploads.map((upload) => [id, upload])),
	)

const outcomes = ({ verdict, findings }: Check) => ({
	verdict,
	found: Object.fromEntries(findings.map(({ findingId, outcome, layer }) => [findingId, `${outcome} ${layer}`])),
})
const recordsOf = (checkId: string) =>
	store.db
		.selectFrom('audit_rows as intent')
		.leftJoin('audit_rows as outcome', 'outcome.intent_id', 'intent.audit_id')
		.select([
			'intent.writer_id',
			'intent.at',
			'outcome.status',
			sql<number>`(intent.parameters->>'attempt')::int`.as('attempt'),
		])
		.where('intent.operation', '=', 'checks.perform')
		.where(sql`intent.parameters->>'checkId'`, '=', checkId)
		.orderBy('attempt')
		.execute()
const wasKilled = (writerId: string, at: Date) =>
	ended.some(({ port, from, killed }) => {
		const [host, own] = writerId.split(':')
		return host === hostname() && own === String(port) && from <= at.getTime() && at.getTime() <= (killed ?? 0)
	})

it.runIf(hasPostgres)(
	`${KILLS * ORDERS} checks of two processes through ${KILLS} kills: each ends, nothing is left behind, no answer is lost`,
	async () => {
		await bothReady()
		for (const { sourceId, ...settings } of sources) {
			const put = { settings, baseVersion: 0, ticket: 'LAKE-1' }
			expect((await callService(around.port, 'PUT', `/v1/sources/${sourceId}`, put)).status).toBe(200)
		}
		const before = await accounts()
		await around.world('aws', { faults: [{ latencyMs: LATENCY_MS }] })

		let metUploads = 0
		const under: Promise<unknown>[] = []
		for (const { asked, blind, until, lead, second, rest } of fc.sample(ROUND, KILLS)) {
			const ordered = asked.map(orderOne)
			under.push(...ordered)
			const drawn = ports[second ? 1 : 0] ?? 0
			const victim = blind ? drawn : ((await workerOf(await Promise.race(ordered), until)) ?? drawn)
			await setTimeout(lead)
			const begun = await atWork()
			await killAndRestart(victim)
			metUploads += (await openUploads()).length > 0 ? 1 : 0
			console.log(`  kill ${ended.length} of ${KILLS}, while ${begun} of ${orders.length} ordered checks were at work`)
			await setTimeout(rest)
		}
		await Promise.all(under)
		await bothReady()

		await expect.poll(atWork, { timeout: PATIENCE_MS, interval: 500 }).toBe(0)
		const givenUp = await store.db.selectFrom('checks').select('check_id').where('status', '=', 'failed').execute()
		const nothingOpen = () => expect.poll(openUploads, { timeout: PATIENCE_MS, interval: 500 }).toEqual([])
		// For a check that was given up nobody sweeps but the next process that starts, or any within ten minutes.
		if (givenUp.length === 0) await nothingOpen()
		for (const port of ports) await killAndRestart(port)
		await bothReady()
		await nothingOpen()
		expect(await accounts()).toEqual(before)
		const calls = made.parse(await around.world('calls'))
		const changes = new Set(calls.flatMap(({ changed }) => changed.map((each) => each.split(/[+-]/)[0])))
		expect([...changes]).toEqual(['upload '])

		const done = orders.filter((each) => each.checkId !== null)
		expect(done.length).toBeGreaterThanOrEqual(30)
		const stored = await store.db.selectFrom('checks').selectAll().execute()
		for (const { number, checkId } of orders) {
			const ofOrder = stored.filter(({ ticket }) => ticket === `LAKE-${number}`)
			if (checkId === null) expect(ofOrder.length).toBeLessThanOrEqual(1)
			else expect(ofOrder.map(({ check_id }) => check_id)).toEqual([checkId])
		}

		let restarts = 0
		const questionOf = (asked: { source_id: string; profile: Profile }) => `${asked.source_id} ${asked.profile}`
		const questions = new Map(stored.map((each) => [questionOf(each), each]))
		const calm = new Map<string, string | null>()
		await Promise.all(
			[...questions].map(async ([question, { source_id, profile }]) => {
				calm.set(question, await order({ sourceId: source_id, profile }, `calm-${source_id}-${profile}`))
			}),
		)
		await expect.poll(atWork, { timeout: PATIENCE_MS, interval: 500 }).toBe(0)
		for (const { check_id, source_id, profile, attempt } of stored) {
			const [report, same] = await Promise.all(ports.map((port) => reportOf(port, check_id)))
			expect(same).toEqual(report)
			if (!report) throw new Error('no report')
			restarts += report.restarts
			const records = await recordsOf(check_id)
			const attempts = records.map((row) => row.attempt)
			expect(new Set(attempts).size).toBe(attempts.length)
			expect(Math.max(...attempts, 0)).toBeLessThanOrEqual(attempt)
			for (const { status, writer_id, at } of records) if (status === null) expect(wasKilled(writer_id, at)).toBe(true)
			if (report.status === 'failed') {
				expect(report.failure).toMatch(/\w/)
				continue
			}
			expect(attempts).toContain(attempt)
			expect(new Set(report.findings.map(({ findingId }) => findingId)).size).toBe(report.progress.total)
			const question = `${source_id} ${profile}`
			const reference = await reportOf(around.port, calm.get(question) ?? '')
			expect(outcomes(report), question).toEqual(outcomes(reference))
		}
		console.log(
			`  ${stored.length} checks, ${restarts} begun anew, ${givenUp.length} given up with a cause; ${ended.length} kills, ` +
				`an upload stood open after ${metUploads} of them, ` +
				`${orders.length - done.length} keys kept by a killed process`,
		)
		expect(ended.length).toBeGreaterThanOrEqual(15)
		expect(metUploads).toBeGreaterThan(0)
		expect(restarts).toBeGreaterThanOrEqual(KILLS / 2)
	},
)
