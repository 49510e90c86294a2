import { execFileSync } from 'node:child_process'
import type { Stack } from '../e2e/stack.ts'
import { startStack } from '../e2e/stack.ts'
import { type Call, callerOf } from './caller.ts'
import { freshDatabase } from './database.ts'
import { median, type Row } from './row.ts'

/** Healthy lakes of accounts that share no EMR budget: rounds go from one to the next. */
const SOURCES = ['harbor-web', 'fjord-prod', 'cobalt-events', 'ember-ios', 'delta-web']
const ROUNDS = 3
const STARTS = 3
const LATENCY_MS = 80
const HANGING = { account: 'grove', sourceId: 'grove-android' }

type Plan = Record<string, { criticalPath: string[]; callsPerService: Record<string, number> }>

/**
 * A full sync check with 80 ms put before every AWS call: milliseconds from the order to the stored verdict, against the
 * longest chain of calls of the probe graph. `stack` runs on real PostgreSQL and has not run a check before.
 */
export async function checkRows(stack: Stack, server: string, port: number): Promise<Row[]> {
	const plan = JSON.parse(
		execFileSync(process.execPath, ['service/main.ts', 'probe-plan'], { encoding: 'utf8' }),
	) as Plan
	const sync = plan.sync
	if (!sync) throw new Error('The probe plan holds no profile sync.')
	const critical = sync.criticalPath.length * LATENCY_MS
	const reference = `${critical} ms: ${sync.criticalPath.length} calls of ${LATENCY_MS} ms`
	const warm = await warmRows(stack, critical, reference, sync.callsPerService.emr ?? 0)
	const first = await firstChecks(server, port)
	const afterStart = {
		measure: 'sync check, first after start',
		ours: ms(first),
		reference,
		ratio: first / critical,
		goal: { atMost: 2.5 },
	}
	return [...warm, afterStart]
}

async function warmRows(stack: Stack, critical: number, reference: string, emrCalls: number): Promise<Row[]> {
	const call = await callerOf(stack, 'support')
	await stack.world('aws', { faults: [{ latencyMs: LATENCY_MS }] })
	for (const sourceId of SOURCES) await check(call, sourceId)
	const before = (await callsSince(stack, 0)).at(-1)?.number ?? 0
	const alone: number[] = []
	for (let round = 0; round < ROUNDS; round++) for (const sourceId of SOURCES) alone.push(await check(call, sourceId))
	const calls = await callsSince(stack, before)
	const perCheck = calls.filter(({ service }) => service === 'elasticmapreduce').length / alone.length
	const [quiet, beside] = await besideHanging(stack, call)
	await stack.world('reset')
	const own = median(alone)
	return [
		{ measure: 'sync check, warm', ours: ms(own), reference, ratio: own / critical, goal: { atMost: 1.35 } },
		{
			measure: 'sync check while another customer hangs for 30 s',
			ours: ms(beside),
			reference: `${ms(quiet)} with nobody hanging`,
			ratio: beside / quiet,
			goal: { atMost: 1.2 },
		},
		{
			measure: 'EMR calls for one sync check',
			ours: perCheck.toFixed(1),
			reference: `${emrCalls} in the probe graph`,
			ratio: perCheck / emrCalls,
			goal: { atMost: 1 },
		},
	]
}

/** Alternates rounds with and without checks of a customer whose account answers nothing. */
async function besideHanging(stack: Stack, call: Call): Promise<[number, number]> {
	const quiet: number[] = []
	const beside: number[] = []
	for (let round = 0; round < ROUNDS; round++) {
		for (const sourceId of SOURCES) quiet.push(await check(call, sourceId))
		await stack.world('aws', { faults: [{ latencyMs: LATENCY_MS }, { account: HANGING.account, hang: true }] })
		const hanging = Array.from({ length: 4 }, () => check(call, HANGING.sourceId))
		for (const sourceId of SOURCES) beside.push(await check(call, sourceId))
		await stack.world('aws', { faults: [{ latencyMs: LATENCY_MS }] })
		await Promise.all(hanging)
	}
	return [median(quiet), median(beside)]
}

/** The first check that a freshly started service runs: nothing is warm, no control session is known. */
async function firstChecks(server: string, port: number): Promise<number> {
	const took: number[] = []
	for (let start = 0; start < STARTS; start++) {
		const stack = await startStack(port, { DATABASE_URL: await freshDatabase(server) })
		try {
			await stack.world('aws', { faults: [{ latencyMs: LATENCY_MS }] })
			took.push(await check(await callerOf(stack, 'support'), 'harbor-web'))
		} finally {
			await stack.stop()
		}
	}
	return median(took)
}

/** Orders a check and answers the milliseconds from the order to its stored end, as the service recorded them. */
async function check(call: Call, sourceId: string): Promise<number> {
	const { checkId } = await call('checks.run', { sourceId, profile: 'sync' })
	for (;;) {
		const report = await call('checks.get', { checkId })
		if (report.finishedAt) return Date.parse(report.finishedAt) - Date.parse(report.requestedAt)
		await new Promise((next) => setTimeout(next, 100))
	}
}

type CallRecord = { number: number; service: string }

/** What the customers' accounts were asked after call number `since`. */
async function callsSince(stack: Stack, since: number): Promise<CallRecord[]> {
	const answer = await fetch(`${stack.urls.world}/_world/calls?since=${since}`)
	return (await answer.json()) as CallRecord[]
}

const ms = (milliseconds: number) => `${milliseconds.toFixed(0)} ms`
