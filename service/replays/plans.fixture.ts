import { randomUUID } from 'node:crypto'
import { problem } from '../../lib/contract/problem.ts'
import { replayPlan } from '../../lib/contract/replay-plan.ts'
import type { Role } from '../../lib/contract/role.ts'
import { createAudit } from '../audit/public.ts'
import type { ArchiveReader } from '../aws/ports.ts'
import { fromTerminal, openTrial, validSettings } from '../service.fixture.ts'
import type { Store } from '../store/store.ts'
import { anArchive } from './archive.fixture.ts'
import { type PlanWorkerPorts, performPlan, REPLAY_PLANS_QUEUE } from './plan-worker.ts'

const NEVER = new AbortController().signal

/** The service over a store of its own, at ten in the morning of 31 March 2026; its worker plans when a test says so. */
export async function openPlanning(store: Store) {
	const clock = { at: new Date('2026-03-31T10:00:00.000Z') }
	const now = () => new Date(clock.at)
	const trial = await openTrial({ now }, store)
	const audit = createAudit(store.db, { writerId: `planner-${randomUUID()}`, now, deadlineMs: 30_000 })
	const portsWith = (archive: ArchiveReader): PlanWorkerPorts => ({
		...{ db: store.db, archive, audit, now, log: trial.ports.log },
		jobs: { ...trial.ports.jobs, work: async () => {}, stop: async () => {} },
	})
	return {
		...{ trial, store, clock, audit, portsWith },
		/** A source of its own for a test, and how to change it. */
		async source(): Promise<string> {
			const sourceId = `src-${randomUUID().slice(0, 8)}`
			await this.put(sourceId, 0)
			return sourceId
		},
		put: (sourceId: string, baseVersion: number, changed: object = {}) =>
			trial.call('PUT', `/v1/sources/${sourceId}`, fromTerminal('admin'), {
				settings: { ...validSettings, ...changed },
				baseVersion,
				ticket: 'LAKE-1',
			}),
		/** What a click sends: the answer as it comes. */
		post: (body: object, role: Role = 'support') =>
			trial.call('POST', '/v1/replay-plans', fromTerminal(role), { from: '2026-03-01', to: '2026-03-03', ...body }),
		/** The id of a plan that was ordered. */
		async order(body: object, role: Role = 'support'): Promise<string> {
			const answer = await this.post(body, role)
			if (answer.status !== 202) throw new Error(`ordering a plan answered ${answer.status}: ${await answer.text()}`)
			return ((await answer.json()) as { planId: string }).planId
		},
		async refusal(answer: Response) {
			const { status, code, errors } = problem.parse(await answer.json())
			return [status, code, ...errors.map(({ field }) => field)]
		},
		/** One attempt of a worker. */
		work: (planId: string, archive = anArchive([]).reader, stopped = NEVER) =>
			performPlan(planId, portsWith(archive), stopped),
		text: async (planId: string, role: Role = 'support') =>
			(await trial.call('GET', `/v1/replay-plans/${planId}`, fromTerminal(role))).text(),
		async read(planId: string, role: Role = 'support') {
			return replayPlan.parse(JSON.parse(await this.text(planId, role)))
		},
		record: (planId: string) =>
			store.db.selectFrom('replay_plans').selectAll().where('plan_id', '=', planId).executeTakeFirstOrThrow(),
		/** Jobs that were handed over for workers of plans. */
		handed: () => trial.sent.filter(({ queue }) => queue === REPLAY_PLANS_QUEUE.name),
	}
}
export type Planning = Awaited<ReturnType<typeof openPlanning>>
