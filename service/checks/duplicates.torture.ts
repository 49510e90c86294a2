import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { sql } from 'kysely'
import pino from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createAudit } from '../audit/public.ts'
import type { CustomerAccess } from '../aws/ports.ts'
import { type Jobs, openJobs } from '../store/jobs.ts'
import { jsonb } from '../store/jsonb.ts'
import type { Store } from '../store/store.ts'
import { hasPostgres, openTestStore } from '../store/test-store.ts'
import { anAccount, TARGET } from './account.fixture.ts'
import { ORDERED, storeCheck } from './check.fixture.ts'
import { countProbes } from './run.ts'
import { CHECKS_QUEUE, performCheck, type WorkerPorts, workOnChecks } from './worker.ts'

const RACES = 300
const DELIVERED = 60
const COPIES = 3
const now = () => new Date()
const log = pino({ level: 'silent' })

let store: Store
beforeAll(async () => {
	store = await openTestStore()
})
afterAll(() => store.close())

let last = 0
async function orderOne(): Promise<string> {
	const checkId = `chk-${last++}`
	const { workspaceId, region, roleArn, externalIds, catalogId, bucket, database, clusterId } = TARGET
	const target = { workspaceId, region, roleArn, externalIds, catalogId, bucket, database, clusterId }
	const ordered = { source_id: TARGET.sourceId, ...ORDERED, target: jsonb(target), total: countProbes('sync') }
	await storeCheck(store.db, { check_id: checkId, ...ordered })
	return checkId
}

/** One account as a worker sees it: every answer bears the worker's name and comes after some turns of the others. */
function seenBy(name: string, account: CustomerAccess, turns: Iterator<number>): CustomerAccess {
	const late = async <T extends object>(answer: Promise<T>): Promise<T> => {
		for (let turn = turns.next().value ?? 0; turn > 0; turn--) await setImmediate()
		return { ...(await answer), requestId: name }
	}
	return {
		principals: account.principals,
		assume: (request) => late(account.assume(request)),
		call: (session, operation, input) => late(account.call(session, operation, input)),
	}
}

function portsOf(name: string, jobs: Jobs, account: CustomerAccess, turns: Iterator<number>): WorkerPorts {
	const audit = createAudit(store.db, { writerId: name, now, deadlineMs: 30_000 })
	return { db: store.db, jobs, access: seenBy(name, account, turns), audit, now, log }
}

/** One report, of one worker alone and of the attempt that began last; the others know that they were overtaken. */
async function provesOneReport(checkId: string): Promise<number> {
	const { db } = store
	const record = await db.selectFrom('checks').selectAll().where('check_id', '=', checkId).executeTakeFirstOrThrow()
	expect(record).toMatchObject({ status: 'done', verdict: 'ok' })
	const findings = record.report?.findings ?? []
	expect(new Set(findings.map(({ findingId }) => findingId)).size).toBe(countProbes('sync'))
	const authors = new Set(findings.flatMap(({ evidence }) => evidence.awsRequestId ?? []))
	expect([...authors]).toHaveLength(1)

	const intents = await db
		.selectFrom('audit_rows')
		.select(['audit_id', 'writer_id', sql<number>`(parameters->>'attempt')::int`.as('attempt')])
		.where('operation', '=', 'checks.perform')
		.where(sql`parameters->>'checkId'`, '=', checkId)
		.orderBy('attempt')
		.execute()
	expect(intents.map(({ attempt }) => attempt)).toEqual(Array.from({ length: record.attempt }, (_, n) => n + 1))
	expect(intents.at(-1)?.writer_id).toBe([...authors][0])
	const ids = intents.map(({ audit_id }) => audit_id)
	const outcomes = await db.selectFrom('audit_rows').selectAll().where('intent_id', 'in', ids).execute()
	expect(outcomes.map(({ intent_id }) => intent_id).toSorted()).toEqual(ids.toSorted())
	expect(outcomes.map(({ code }) => code).toSorted()).toEqual(['ok', ...ids.slice(1).map(() => 'overtaken')])

	const left = await db.selectFrom('check_findings').select('attempt').where('check_id', '=', checkId).execute()
	expect(left).toEqual([])
	return record.attempt
}

const noJobs: Jobs = {
	send: () => Promise.reject(new Error('nothing is sent here')),
	work: async () => {},
	stop: async () => {},
}

it(`${RACES} checks that up to four workers begin together have one report each`, async () => {
	let races = 0
	let overtaken = 0
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.infiniteStream(fc.nat(6)), { minLength: 2, maxLength: 4, size: 'max' }),
			async (workers) => {
				const checkId = await orderOne()
				const { access, openUploads } = anAccount()
				const race = races++
				const never = new AbortController().signal
				const perform = (turns: Iterator<number>, number: number) =>
					performCheck(checkId, portsOf(`worker-${race}-${number}`, noJobs, access, turns), never)
				await Promise.all(workers.map(perform))
				overtaken += (await provesOneReport(checkId)) - 1
				expect([...openUploads.keys()]).toEqual([])
			},
		),
		{ numRuns: RACES, endOnFailure: true },
	)
	console.log(`  ${overtaken} workers were overtaken`)
	expect(overtaken).toBeGreaterThan(RACES / 2)
})

it.runIf(hasPostgres)(`${DELIVERED} checks delivered ${COPIES} times to two queues have one report each`, async () => {
	const queues = [CHECKS_QUEUE]
	const fail = (error: Error) => {
		throw error
	}
	const one = await openJobs(store.jobs, queues, fail)
	const both = [one, await openJobs(store.jobs, queues, fail)]
	const { access, openUploads } = anAccount()
	const [turns] = fc.sample(fc.infiniteStream(fc.nat(20)), 1)
	if (!turns) throw new Error('no numbers')
	const stops = await Promise.all(
		both.map((jobs, number) => workOnChecks(portsOf(`queue-${number}`, jobs, access, turns))),
	)
	const ordered: string[] = []
	for (let n = 0; n < DELIVERED; n++) {
		const checkId = await orderOne()
		ordered.push(checkId)
		for (let copy = 0; copy < COPIES; copy++) {
			await store.db
				.transaction()
				.execute((transaction) => one.send(transaction, CHECKS_QUEUE.name, `group-${n}`, { checkId }))
		}
	}
	const running = async () =>
		(await store.db.selectFrom('checks').select('check_id').where('status', '=', 'running').execute()).length
	await expect.poll(running, { timeout: 240_000 }).toBe(0)
	for (const stop of stops) stop()
	await Promise.all(both.map((jobs) => jobs.stop(30)))
	let attempts = 0
	for (const checkId of ordered) attempts += await provesOneReport(checkId)
	console.log(`  ${attempts} attempts at ${DELIVERED} checks`)
	expect(attempts).toBeGreaterThan(DELIVERED)
	expect([...openUploads.keys()]).toEqual([])
})
