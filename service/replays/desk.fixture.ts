import { randomUUID } from 'node:crypto'
import type { Insertable } from 'kysely'
import type { Finding } from '../../lib/contract/check-report.ts'
import { problem } from '../../lib/contract/problem.ts'
import type { PlanDay, PlanPart } from '../../lib/contract/replay-plan.ts'
import type { Role } from '../../lib/contract/role.ts'
import { storeCheck } from '../checks/check.fixture.ts'
import { fromTerminal, type Headers, openTrial, validSettings } from '../service.fixture.ts'
import { findSource } from '../sources/public.ts'
import type { ReplayPlansTable } from '../store/replay-schema.ts'
import type { ChecksTable } from '../store/schema.ts'
import type { Store } from '../store/store.ts'
import { openTestStore } from '../store/test-store.ts'
import { settingsOf } from './settings.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
export const GIB = 2 ** 30

/** The day that comes `count` days after another. */
export const dayAfter = (day: string, count: number) =>
	new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10)

/** Successive days of equal size, all chosen, in parts of at most seven days. */
export function daysFrom(from: string, count: number, bytes = 1_000_000): { days: PlanDay[]; parts: PlanPart[] } {
	const days = Array.from({ length: count }, (_, index) => ({
		...{ day: dayAfter(from, index), objects: 24, bytes, loadedBy: null },
		...{ chosen: true, duplicates: 'possible' as const },
	}))
	const parts = Array.from({ length: Math.ceil(count / 7) }, (_, index) => {
		const held = days.slice(index * 7, index * 7 + 7)
		const last = held.at(-1)?.day ?? from
		const sizes = { days: held.length, objects: 24 * held.length, bytes: bytes * held.length }
		return { position: index + 1, from: held[0]?.day ?? from, to: last, ...sizes }
	})
	return { days, parts }
}

export type PlanWish = {
	sourceId: string
	from?: string
	count?: number
	bytes?: number
	/** Of the check that belongs to it. */
	check?: Partial<Insertable<ChecksTable>>
	findings?: Finding[]
	row?: Partial<Insertable<ReplayPlansTable>>
}

const report = (findings: Finding[]) => JSON.stringify({ findings, advice: [], trust: [], externalId: 'ws-1' })

/** Stores a finished plan of a stored source with its finished check; a test names what differs. */
export async function storePlan(db: Store['db'], wish: PlanWish, at = new Date()) {
	const { sourceId, from = '2026-03-01', count = 3, bytes, check = {}, findings = [], row = {} } = wish
	const source = await findSource(db, sourceId)
	if (!source) throw new Error(`${sourceId} is not stored`)
	const planId = `pln-${randomUUID()}`
	const checkId = `chk-${randomUUID()}`
	const good = {
		profile: 'replay-existing',
		verdict: 'ok',
		headline: 'All is allowed.',
		report: report(findings),
	} as const
	await storeCheck(db, { check_id: checkId, source_id: sourceId, ...good, ...check })
	const { days, parts } = daysFrom(from, count, bytes)
	const digest = `${randomUUID()}${randomUUID()}`.replaceAll('-', '')
	const requester = { requestId: 'request-1=', identityId: null, person: 'support@sluice.example' }
	const values: Insertable<ReplayPlansTable> = {
		selection: 'missing',
		status: 'done',
		...{ plan_id: planId, source_id: sourceId, source_version: source.version, customer: source.settings.customer },
		...{ settings: JSON.stringify(settingsOf(source)), from_day: from, to_day: dayAfter(from, count - 1) },
		...{ events: '[]', requested_by: 'support@sluice.example', requested_at: at },
		...{ requester: JSON.stringify(requester), ticket: null, check_id: checkId, total: count },
		...{ days: JSON.stringify(days), parts: JSON.stringify(parts), digest, failure: null, finished_at: at },
		...row,
	}
	await db.insertInto('replay_plans').values(values).execute()
	return { planId, digest, checkId }
}

/** Headers of a person, at a terminal unless said otherwise. */
export type Who = Role | Headers
const headersOf = (who: Who) => (typeof who === 'string' ? fromTerminal(who) : who)

/** The service over a store of its own, with a clock that a test sets, and one function for each thing a person does. */
export async function openDesk(kind?: Store['kind']) {
	const store = await openTestStore(kind)
	const clock = { at: new Date() }
	const trial = await openTrial({ now: () => new Date(clock.at) }, store)
	const post = async (path: string, who: Who, body: object) => {
		const response = await trial.call('POST', path, headersOf(who), { ticket: 'LAKE-7', ...body })
		return answerOf(response)
	}
	const desk = {
		trial,
		clock,
		db: store.db,
		later(ms: number): void {
			clock.at = new Date(clock.at.getTime() + ms)
		},
		/** A source of its own for a test. */
		async source(changes: object = {}): Promise<string> {
			const sourceId = `src-${randomUUID().slice(0, 8)}`
			await desk.putSource(sourceId, 0, changes)
			return sourceId
		},
		putSource: (sourceId: string, baseVersion: number, changes: object = {}) =>
			trial.call('PUT', `/v1/sources/${sourceId}`, fromTerminal('admin'), {
				settings: { ...validSettings, ...changes },
				baseVersion,
				ticket: 'LAKE-1',
			}),
		plan: (wish: PlanWish) => storePlan(store.db, wish, new Date(clock.at)),
		submit: (plan: { planId: string; digest: string }, who: Who = 'support', body: object = {}) =>
			post('/v1/replays', who, { planId: plan.planId, digest: plan.digest, ...body }),
		/** A replay that was submitted and has the status that its size gives it. */
		async replay(wish: PlanWish, who: Who = 'support') {
			const plan = await desk.plan(wish)
			const { body } = await desk.submit(plan, who)
			return { ...plan, replayId: String(body.replayId) }
		},
		approve: (replay: { replayId: string; digest: string }, who: Who = 'engineer', body: object = {}) =>
			post(`/v1/replay-decisions/${replay.replayId}/approval`, who, { digest: replay.digest, ...body }),
		refuse: (replay: { replayId: string }, who: Who = 'engineer') =>
			post(`/v1/replay-decisions/${replay.replayId}/refusal`, who, { because: 'too much at once' }),
		settle: (replay: { replayId: string }, body: object, who: Who = 'engineer') =>
			post(`/v1/replay-decisions/${replay.replayId}/settlement`, who, body),
		cancel: (replay: { replayId: string }, who: Who = 'support') =>
			post(`/v1/replays/${replay.replayId}/cancellation`, who, {}),
		async get(replay: { replayId: string }, who: Who = 'support') {
			return answerOf(await trial.call('GET', `/v1/replays/${replay.replayId}`, headersOf(who)))
		},
		/** A decision without the way through the service, for races with a worker. */
		asPerson: (role: Role) => ({
			caller: {
				...{ person: `${role}@sluice.example`, name: null, role, roleArn: 'arn:aws:iam::111122223333:role/x' },
				...{ via: 'cli' as const, identityId: null, requestId: 'request-1=', sourceIp: '203.0.113.7' },
			},
			ports: { ...trial.ports, limits: trial.ports.settings.replays.limits, honoursClaim: true },
		}),
		/** What is stored of a replay, and of its days and parts only their states. */
		async stored({ replayId }: { replayId: string }) {
			const of = { replay_id: replayId }
			const { db } = store
			const record = await db
				.selectFrom('replays')
				.selectAll()
				.where(({ and }) => and(of))
				.executeTakeFirstOrThrow()
			const parts = await db
				.selectFrom('replay_parts')
				.selectAll()
				.where(({ and }) => and(of))
				.orderBy('position')
				.execute()
			const days = await db
				.selectFrom('replay_days')
				.select('state')
				.where(({ and }) => and(of))
				.execute()
			const lines = await db
				.selectFrom('replay_history')
				.selectAll()
				.where(({ and }) => and(of))
				.orderBy('position')
				.execute()
			return { record, parts, days: [...new Set(days.map(({ state }) => state))], history: lines }
		},
		async close() {
			await trial.close()
			await store.close()
		},
	}
	return desk
}
export type Desk = Awaited<ReturnType<typeof openDesk>>
export type Answered = {
	status: number
	code: string | null
	detail: string
	body: Record<string, unknown>
	text: string
}

async function answerOf(response: Response): Promise<Answered> {
	const text = await response.text()
	const body = JSON.parse(text) as Record<string, unknown>
	if (response.ok) return { status: response.status, code: null, detail: '', body, text }
	const { code, detail } = problem.parse(body)
	return { status: response.status, code, detail, body, text }
}
