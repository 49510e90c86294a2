import type { Recovery } from '../../lib/contract/replay-plan.ts'
import type { Store } from '../store/store.ts'
import { openDriver } from './driver.fixture.ts'
import type { FakeEmr } from './emr.fixture.ts'
import { Crash, type Point, withFaults } from './faults.fixture.ts'
import { PACE } from './pace.ts'
import { performReplay, type WorkerPorts } from './worker.ts'

/** How long a killed worker's job lies before another worker has it. */
const TAKEN_UP_MS = 12_000
/** Nobody waits for it here, so that a quarter of an hour takes a few looks. */
const UNHURRIED = { ...PACE, fastMs: 15_000, usualMs: 240_000, slowMs: 300_000 }

export type Told = {
	status: string
	/** Parts whose work was done more than once. */
	duplicates: number
	/** Parts whose work was never done, or of which Sluice does not know that it was. */
	lost: number
	/** Steps that do not end. */
	left: number
	/** What each await was, of the worker that began it. */
	kinds: ('db' | 'aws')[]
}

export type Case = { recovery: Recovery; points: readonly Point[]; parts?: 1 | 2 }

export const isSound = ({ status, duplicates, lost, left }: Told) => status === 'done' && duplicates + lost + left === 0

/** Runs replays through troubles, each from its submission to its end, and counts what the customer's account shows. */
export async function openCrashes(kind?: Store['kind']) {
	const driver = await openDriver(kind)
	const sourceId = await driver.source()
	const templates = {
		1: await driver.replay({ sourceId, from: '2026-01-01', count: 1 }),
		2: await driver.replay({ sourceId, from: '2026-02-01', count: 7 }),
	}
	// Two parts of fewer days than it takes to need an approval.
	await driver.db
		.updateTable('replay_parts')
		.set({ to_day: '2026-02-04', days: 4 })
		.where('replay_id', '=', templates[2].replayId)
		.execute()
	await driver.db
		.insertInto('replay_parts')
		.values({
			...{ replay_id: templates[2].replayId, position: 2, from_day: '2026-02-05', to_day: '2026-02-07' },
			...{ days: 3, objects: 1, bytes: 1, token: 'second' },
		})
		.execute()
	await driver.db
		.updateTable('replay_days')
		.set({ position: 2 })
		.where('replay_id', '=', templates[2].replayId)
		.where('day', '>=', '2026-02-05')
		.execute()
	await driver.db.updateTable('replay_days').set({ state: 'free' }).execute()

	/** What was sent and is on its way, by the time at which it arrives. */
	type Coming = { at: number; effect: () => void }

	async function run({ recovery, points, parts = 1 }: Case): Promise<Told> {
		const fake = driver.account()
		// Only mode `claim` may lean on the job: elsewhere a second step would do the work again.
		fake.honoursClaim = recovery === 'claim'
		fake.grantsList = recovery === 'list'
		fake.runMs = 8_000
		const replay = await driver.again(templates[parts], recovery)
		const coming: Coming[] = []
		const late = (effect: () => void, lateMs: number) =>
			void coming.push({ at: driver.clock.at.getTime() + lateMs, effect })
		const base = { ...driver.ports(fake), pace: UNHURRIED }
		const faulty = withFaults(base, points, late)
		let ports: WorkerPorts = faulty.ports
		let later: ReturnType<typeof withFaults> | null = null
		let shift = 0
		for (let attempts = 0; attempts < 400; attempts++) {
			const { status, due_at, ended_at } = await driver.standing(replay)
			if (status === 'undecided') await settle(replay, fake, coming)
			else if (ended_at !== null) break
			const inMs = due_at === null ? TAKEN_UP_MS : due_at.getTime() - driver.clock.at.getTime()
			driver.later(Math.max(0, inMs))
			arrive(coming)
			try {
				await claimDue(replay.replayId)
				await performReplay(replay.replayId, ports)
			} catch (error) {
				if (error instanceof Crash) {
					// The restarted worker meets the troubles that are still to come.
					shift += (later ?? faulty).kinds.length
					const rest = points.map((point) => ({ ...point, at: point.at - shift })).filter(({ at }) => at >= 0)
					later = withFaults(base, rest, late)
					ports = later.ports
					driver.later(TAKEN_UP_MS)
				} else driver.later(1_000)
			}
		}
		// Whatever is still on its way arrives, and what waits on the cluster runs.
		for (const each of coming) driver.clock.at = new Date(Math.max(each.at, driver.clock.at.getTime()))
		arrive(coming)
		for (let step = 0; step < 20; step++) {
			driver.later(60_000)
			fake.live()
		}
		return tell(replay, fake, faulty.kinds)
	}

	/** As the watch does it when a replay is due; a job that is taken up again has no such time. */
	async function claimDue(replayId: string): Promise<void> {
		await driver.db.updateTable('replays').set({ due_at: null }).where('replay_id', '=', replayId).execute()
	}

	function arrive(coming: Coming[]): void {
		const due = coming.filter(({ at }) => at <= driver.clock.at.getTime())
		coming.splice(0, coming.length, ...coming.filter((each) => !due.includes(each)))
		for (const { effect } of due) effect()
	}

	/** A person looks at the cluster, once nothing can be on its way any more, and says what is there. */
	async function settle(replay: { replayId: string }, fake: FakeEmr, coming: Coming[]): Promise<void> {
		arrive(coming)
		const { parts } = await driver.stored(replay)
		const part = parts.find(({ state }) => state === 'undecided')
		if (!part) throw new Error('an undecided replay has an undecided part')
		const step = fake.steps.find(({ token }) => token === part.token)
		const answer = await driver.settle(replay, { position: part.position, ...(step && { stepId: step.id }) })
		if (answer.status !== 202) throw new Error(answer.text)
	}

	async function tell(replay: { replayId: string }, fake: FakeEmr, kinds: ('db' | 'aws')[]): Promise<Told> {
		const { record, parts } = await driver.stored(replay)
		return {
			status: record.status,
			duplicates: parts.filter(({ token }) => fake.loads(token) > 1).length,
			lost: parts.filter(({ token, state }) => fake.loads(token) === 0 || state !== 'done').length,
			left: fake.steps.filter(({ endedAt }) => endedAt === null).length,
			kinds,
		}
	}

	return { run, close: () => driver.close() }
}
