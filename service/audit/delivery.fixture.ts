import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openStore, type Store } from '../store/store.ts'
import { createPostgresDatabase } from '../store/test-store.ts'
import type { OutboxState } from './outbox-state.ts'
import type { Pace } from './relay.ts'
import { recordRequests } from './rows.fixture.ts'
import { startTrialSegment } from './segment.fixture.ts'

/** At the true pace, with leases that run out and pauses that double, a proof takes minutes. */
const PATIENCE = { timeout: 180_000, interval: 5 }

/** How a relaying process is, after its garbage was collected. Bytes. */
export type Health = { state: OutboxState; heapUsed: number; rss: number }

/** A database in a place that processes can share one after the other, Segment's stand-in, and what is to be delivered. */
export async function openTrial(kind: Store['kind'], requests: number, poison = 0) {
	const folder = mkdtempSync(join(tmpdir(), 'sluice-delivery-'))
	const postgres = kind === 'postgres' ? await createPostgresDatabase() : null
	const place = { databaseUrl: postgres?.url ?? null, dataDir: folder }
	const store = await openStore(place)
	const expected = await recordRequests(store.db, requests)
	if (poison > 0) await recordRequests(store.db, poison, { operation: 'poison.row' })
	if (poison > 0) await recordRequests(store.db, 1, { target: 'x'.repeat(40_000) })
	await store.close()
	const segment = await startTrialSegment()
	const children: ChildProcess[] = []
	return {
		expected,
		segment,
		/** Only the embedded database needs to be closed by everybody else for it. */
		startRelay(pace?: Pace) {
			const argument = JSON.stringify({ store: place, segment: segment.settings, pace })
			const program = join(import.meta.dirname, 'relay-process.fixture.ts')
			const child = fork(program, [argument], { execArgv: ['--expose-gc'] })
			children.push(child)
			return child
		},
		async close() {
			for (const child of children) await kill(child)
			segment.close()
			await postgres?.drop()
			rmSync(folder, { recursive: true, force: true })
		},
	}
}

export async function kill(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return
	const gone = once(child, 'exit')
	child.kill('SIGKILL')
	await gone
}

export async function healthOf(child: ChildProcess): Promise<Health> {
	const answer = once(child, 'message')
	child.send('how are you')
	const [health] = await answer
	return health as Health
}

/**
 * Delivers `requests` while three of ten calls fail and the process is killed twice on the way: every event arrives, poison
 * and what is too large is set aside, and a kill repeats no more than what was under way. Answers by how much the memory of the
 * last process grew while it delivered its third.
 */
export async function proveDelivery(kind: Store['kind'], requests: number, seed: number, pace?: Pace): Promise<number> {
	const poison = 5
	const trial = await openTrial(kind, requests, poison)
	const received = () => trial.segment.received.show()
	try {
		trial.segment.turn({ failRate: 0.3, seed, latencyMs: 20, refusedEvents: ['poison.row'] })
		for (const share of [1 / 3, 2 / 3]) {
			const child = trial.startRelay(pace)
			await expect.poll(() => received().messages, PATIENCE).toBeGreaterThan(requests * share)
			await kill(child)
			expect(received().messages, 'the kill came too late to prove anything').toBeLessThan(requests)
		}
		const child = trial.startRelay(pace)
		const before = await healthOf(child)
		await expect.poll(() => received().messages, PATIENCE).toBe(requests)
		const state = async () => (await healthOf(child)).state
		await expect.poll(async () => (await state()).setAside, PATIENCE).toBe(poison + 1)
		await expect.poll(async () => (await state()).waiting, PATIENCE).toBe(0)
		const after = await healthOf(child)
		const { reasons, open } = after.state
		expect([open, reasons]).toMatchObject([
			0,
			[
				{ reason: 'status 400', count: poison },
				{ reason: expect.stringContaining('too large'), count: 1 },
			],
		])

		const { ids, failed } = received()
		expect(Object.keys(ids).sort()).toEqual(trial.expected)
		const arrivals = Object.values(ids).reduce((sum, count) => sum + count)
		expect(arrivals - requests).toBeLessThanOrEqual(2 * 16)
		expect(failed).toBeGreaterThan(requests * 0.3)

		const ended = once(child, 'exit')
		child.kill('SIGTERM')
		expect(await ended).toEqual([0, null])
		return after.heapUsed / before.heapUsed
	} finally {
		await trial.close()
	}
}
