import { randomUUID } from 'node:crypto'
import { clusterStatus } from '../../lib/contract/cluster-status.ts'
import type { Role } from '../../lib/contract/role.ts'
import { createAudit } from '../audit/public.ts'
import type { CustomerAccess } from '../aws/ports.ts'
import { fromTerminal, openTrial, type Trial, validSettings } from '../service.fixture.ts'
import type { Store } from '../store/store.ts'
import { anAccount, CLUSTER } from './cluster.fixture.ts'
import { CLUSTERS_QUEUE, type FetchJob, performFetch, type WorkerPorts } from './worker.ts'

/** The service over a database and a clock of its own; jobs that it hands over wait in `trial.sent` until `work` does them. */
export async function openWorkshop(store: Store, account = anAccount()) {
	const clock = { now: new Date('2026-11-20T10:00:00.000Z') }
	const now = () => clock.now
	for (const table of ['clusters', 'cluster_steps', 'source_versions', 'sources'] as const)
		await store.db.deleteFrom(table).execute()
	const trial: Trial = await openTrial({ now }, store)
	const put = async (sourceId: string, settings: object = {}, baseVersion = 0) => {
		const body = { settings: { ...validSettings, ...settings }, baseVersion, ticket: 'LAKE-1' }
		await trial.call('PUT', `/v1/sources/${sourceId}`, fromTerminal('admin'), body)
	}
	await put('src-1')
	const audit = createAudit(store.db, { writerId: `worker-${randomUUID()}`, now, deadlineMs: 30_000 })
	const ports = (access: CustomerAccess = account.access): WorkerPorts => ({
		db: store.db,
		jobs: { ...trial.ports.jobs, work: async () => {}, stop: async () => {} },
		access,
		audit,
		now,
		log: trial.ports.log,
	})
	const jobs = () => trial.sent.filter(({ queue }) => queue === CLUSTERS_QUEUE.name).map(({ data }) => data as FetchJob)
	const order = async (body: object = {}, role: Role = 'support') => {
		const sent = { sourceId: 'src-1', ...body }
		const answer = await trial.call('POST', '/v1/clusters', fromTerminal(role), sent)
		return (await answer.json()) as { status: string; clusterId: string }
	}
	const text = async (role: Role = 'support', query = '', sourceId = 'src-1', clusterId = CLUSTER) => {
		const path = `/v1/clusters/${clusterId}?sourceId=${sourceId}${query}`
		return (await trial.call('GET', path, fromTerminal(role))).text()
	}
	return {
		...{ trial, account, store, ports, jobs, put, order, audit },
		pass: (seconds: number) => {
			clock.now = new Date(clock.now.getTime() + seconds * 1_000)
		},
		/** Does what was handed over so far. */
		async work(access?: CustomerAccess) {
			const handed = jobs()
			trial.sent.splice(0)
			for (const each of handed) await performFetch(each, ports(access))
		},
		text,
		read: async (...which: Parameters<typeof text>) => clusterStatus.parse(JSON.parse(await text(...which))),
	}
}
