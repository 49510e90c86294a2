import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { sql } from 'kysely'
import { vi } from 'vitest'
import { freeBase } from '../standin/trial-ports.ts'
import { kill, openProcesses } from './processes.fixture.ts'
import { startBalancer } from './rolling-balancer.fixture.ts'
import type { Sent } from './rolling-load.fixture.ts'
import { openStore } from './store/store.ts'
import { createPostgresDatabase } from './store/test-store.ts'

export type RunningService = { port: number; child: ChildProcess; said(): string; ended: Promise<number | null> }

/** So long a service says that it is not ready before it closes; the balancer needs two looks, half a second apart. */
const DRAIN_SECONDS = '3'
const PATIENCE_MS = 120_000

/** Two service processes on one PostgreSQL behind a load balancer, and more of them when a test starts them. */
export async function startPair() {
	const around = await openProcesses()
	const database = await createPostgresDatabase()
	const children = new Set<ChildProcess>()
	const ports = [around.port, await freeBase()] as const
	const store = await openStore({ databaseUrl: database.url, dataDir: '' })
	const balancer = await startBalancer(ports)

	function start(port: number, main = join(import.meta.dirname, 'main.ts')): RunningService {
		const env = around.environmentOf(port, { DATABASE_URL: database.url, SLUICE_DRAIN_SECONDS: DRAIN_SECONDS })
		const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'pipe'] })
		children.add(child)
		let said = ''
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			said += text
		})
		return { port, child, said: () => said, ended: once(child, 'close').then(() => child.exitCode) }
	}

	const both = ports.map((port) => start(port))
	const takes = (port: number, wanted: boolean) =>
		vi.waitUntil(() => balancer.taking().includes(port) === wanted, { timeout: PATIENCE_MS, interval: 50 })
	async function close(): Promise<void> {
		await balancer.close()
		await Promise.all([...children].map(kill))
		await around.close()
		await store.close()
		await database.drop()
	}

	try {
		for (const port of ports) await takes(port, true)
	} catch (error) {
		await close()
		throw error
	}

	return {
		ports,
		balancer,
		store,
		databaseUrl: database.url,
		start,
		/** As a deployment does: the signal, the drain, a new process once the old one is gone. Answers the exit code. */
		async restart(index: number): Promise<number | null> {
			const old = both[index]
			if (!old) throw new Error(`no service ${index}`)
			old.child.kill('SIGTERM')
			const code = await old.ended
			await takes(old.port, false)
			both[index] = start(old.port)
			await takes(old.port, true)
			return code
		},
		close,
		/** Requests without exactly one intent that has exactly one outcome. */
		async unaudited(sent: Sent[]): Promise<Sent[]> {
			const { rows } = await sql<{ id: string; intents: number; outcomes: number }>`
				select intent.request_id as id, count(distinct intent.audit_id)::int as intents, count(outcome.audit_id)::int as outcomes
				from audit_rows intent left join audit_rows outcome on outcome.intent_id = intent.audit_id
				where intent.phase = 'intent' and intent.operation not like '%.perform' group by 1`.execute(store.db)
			const whole = new Set(rows.filter(({ intents, outcomes }) => intents === 1 && outcomes === 1).map(({ id }) => id))
			return sent.filter(({ requestId }) => !whole.has(requestId))
		},
	}
}

/** How often each answer was a failure's: status, and the first words of what came. */
export function failuresOf(sent: Sent[]): Record<string, number> {
	const kinds = failedOf(sent).map(
		({ status, body }) => `${status} ${/"code":"[^"]*"/.exec(body)?.[0] ?? body.slice(0, 60)}`,
	)
	return Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((each) => each === kind).length]))
}

export const failedOf = (sent: Sent[]) => sent.filter(({ status }) => status !== 200 && status !== 202)

/** One line: how many, how fast, how long the slowest of 50, 99 and all of 100 took. */
export function figuresOf(sent: Sent[], rate: { seconds: number; perSecond: number }): string {
	const sorted = sent.map(({ ms }) => ms).sort((a, b) => a - b)
	const at = (share: number) => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(0)
	return (
		`${sent.length} requests in ${rate.seconds.toFixed(0)} s (${rate.perSecond.toFixed(0)} per second), ` +
		`${failedOf(sent).length} failed; p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms`
	)
}
