import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import pino from 'pino'
import { z } from 'zod'
import job from '../../standin/world/replay-job.json' with { type: 'json' }
import { createAudit } from '../audit/public.ts'
import { createCustomerAccess } from '../aws/customer-role.ts'
import { openStore } from '../store/store.ts'
import { type Point, withFaults } from './faults.fixture.ts'
import { PACE } from './pace.ts'
import { performReplay } from './worker.ts'

/**
 * A process of its own that moves one replay on against the stand-in, with the world's clock wound on to each time at which it
 * is due. At its points it kills itself as SIGKILL does. At the end it says what each await was.
 */
const { DATABASE_URL, DATA_DIR = '', WORLD = '', REPLAY = '', POINTS = '[]' } = process.env
const points = JSON.parse(POINTS) as Point[]

const world = z.object({ clock: z.object({ offsetSeconds: z.number() }) })
let offsetSeconds = 0
async function readClock(): Promise<void> {
	const answer = await fetch(`${WORLD}/_world`)
	offsetSeconds = world.parse(await answer.json()).clock.offsetSeconds
}
async function wind(ms: number): Promise<void> {
	const headers = { 'content-type': 'application/json' }
	const body = JSON.stringify({ advanceSeconds: ms / 1_000 })
	await fetch(`${WORLD}/_world/clock`, { method: 'POST', headers, body })
	await readClock()
}
const now = () => new Date()

// The world's clock is this machine's: the SDK signs by it, and AWS refuses who is far off.
const Machine = Date
globalThis.Date = class extends Machine {
	constructor(...given: [] | [number]) {
		super(...((given.length === 0 ? [Date.now()] : given) as [number]))
	}
	static override now = () => Machine.now() + offsetSeconds * 1_000
} as DateConstructor

await readClock()
const store = await openStore({ databaseUrl: DATABASE_URL ?? null, dataDir: DATA_DIR })
const log = pino({ level: 'silent' })
const principals = ['arn:aws:iam::595280932656:role/segment-datalakes-production-access']
const worker = withFaults(
	{
		db: store.db,
		jobs: { send: async () => {}, work: async () => {}, stop: async () => {} },
		access: createCustomerAccess({ principals, s3PathStyle: true, now, log }),
		audit: createAudit(store.db, { writerId: randomUUID(), now, deadlineMs: 30_000 }),
		now,
		log,
		job: { ...job, mainClass: null },
		// EMR's budget is one of real seconds.
		pace: { ...PACE, usualMs: 240_000, fastMs: 15_000, newMs: 45_000 },
	},
	points,
	() => {},
	() => process.kill(process.pid, 'SIGKILL'),
)

for (;;) {
	const { status, due_at, ended_at } = await store.db
		.selectFrom('replays')
		.select(['status', 'due_at', 'ended_at'])
		.where('replay_id', '=', REPLAY)
		.executeTakeFirstOrThrow()
	if (ended_at !== null || status === 'undecided') break
	// Null: a worker died, and its job is taken up again.
	await wind(due_at === null ? 12_000 : Math.max(0, due_at.getTime() - now().getTime()))
	await store.db.updateTable('replays').set({ due_at: null }).where('replay_id', '=', REPLAY).execute()
	await performReplay(REPLAY, worker.ports).catch(() => setTimeout(50))
}
process.stdout.write(JSON.stringify(worker.kinds))
await store.close()
process.exit(0)
