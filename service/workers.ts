import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { REGIONS } from '../lib/contract/aws-name.ts'
import type { ServiceSettings } from '../lib/settings/service.ts'
import type { Audit } from './audit/public.ts'
import { startRelay } from './audit/relay.ts'
import { createSegment } from './audit/segment.ts'
import { createArchiveReader } from './aws/archive.ts'
import { createCustomerAccess } from './aws/customer-role.ts'
import { CHECKS_QUEUE, workOnChecks } from './checks/worker.ts'
import { watchClusters } from './clusters/watch.ts'
import { CLUSTERS_QUEUE, workOnClusters } from './clusters/worker.ts'
import { countAnswers, showCircuits } from './metrics/aws.ts'
import type { Registry } from './metrics/registry.ts'
import { tellWork } from './metrics/telling.ts'
import type { Work } from './metrics/work.ts'
import { REPLAY_PLANS_QUEUE, workOnPlans } from './replays/plan-worker.ts'
import { watchReplays } from './replays/watch.ts'
import { REPLAYS_QUEUE, workOnReplays } from './replays/worker.ts'
import type { Jobs } from './store/jobs.ts'
import type { Database } from './store/schema.ts'

/** Every queue of the service: whoever answers orders work here, whoever works takes it from here. */
export const QUEUES = [CHECKS_QUEUE, CLUSTERS_QUEUE, REPLAY_PLANS_QUEUE, REPLAYS_QUEUE]

export type WorkersPorts = {
	settings: Pick<ServiceSettings, 'aws' | 'replays' | 'segment'>
	db: Kysely<Database>
	jobs: Jobs
	audit: Audit
	metrics: Registry
	look: () => Promise<Work | null>
	/** Is handed each stop at once, so that a start that fails half-way leaves nothing running. Call them before the database closes. */
	onStop: (stop: () => void | Promise<void>) => void
	now: () => Date
	log: Logger
}

/**
 * Everything that this process does by itself, which is also all that it ever asks of AWS: the work of every queue, looking
 * for what is due, delivering track events. The line that tells of the work comes from here and nowhere else, so that
 * a log without it is one of a stage where nobody works.
 */
export async function startWorkers(ports: WorkersPorts): Promise<void> {
	const { settings, db, jobs, audit, metrics, look, onStop, now, log } = ports
	const { s3PathStyle } = settings.aws
	const { archiveRoleArn: roleArn, job } = settings.replays
	const answers = countAnswers(metrics, log)
	const access = createCustomerAccess({ ...settings.aws, now, log, answered: answers.answered })
	showCircuits(metrics, access.paused)
	void access.warm()
	const archive = answers.counting(createArchiveReader({ roleArn, regions: REGIONS, s3PathStyle, now }))
	const work = { db, jobs, access, audit, now, log }
	onStop(tellWork({ look, tally: answers.tally, paused: access.paused, log }))
	onStop(await workOnChecks(work))
	await workOnClusters(work)
	onStop(watchClusters(work))
	await workOnPlans({ ...work, archive })
	await workOnReplays({ ...work, job })
	onStop(watchReplays(work))
	if (settings.segment) onStop(startRelay({ db, send: createSegment(settings.segment), log }).stop)
	else log.info('track events are not delivered: SLUICE_SEGMENT_URL is not set')
}
