import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Audit } from '../audit/public.ts'
import type { CustomerAccess } from '../aws/ports.ts'
import { sessionNameOf } from '../aws/session-name.ts'
import { causeOf } from '../cause.ts'
import { createTrustTries } from '../checks/public.ts'
import type { ClusterRecord, StoredStep } from '../store/cluster-schema.ts'
import type { Jobs, Queue } from '../store/jobs.ts'
import type { Database } from '../store/schema.ts'
import { type Attempt, beginAttempt, failFetch } from './attempt.ts'
import { STEP_IS_OVER } from './catalogue.ts'
import { type Found, lookAt } from './look.ts'
import { neighbourLook } from './neighbour.ts'
import { nextPace } from './pace.ts'
import { recordedSteps, stepsToAsk } from './steps.ts'
import { verdictOf } from './verdict.ts'

/** Fetches of one account follow each other, so that its few calls to EMR are not used up at once. */
export const CLUSTERS_QUEUE: Queue = { name: 'clusters', givenUp: 'clusters-given-up', atOnce: 8, atOncePerGroup: 1 }

export type WorkerPorts = {
	db: Kysely<Database>
	jobs: Jobs
	access: CustomerAccess
	audit: Audit
	now: () => Date
	log: Logger
}

/** `clicked`: a person asked; false: asked again because somebody looks. */
const job = z.object({ sourceId: z.string(), clusterId: z.string(), fetchId: z.string(), clicked: z.boolean() })
export type FetchJob = z.output<typeof job>

/** Works on ordered fetches until the queue is stopped. */
export async function workOnClusters(ports: WorkerPorts): Promise<void> {
	await ports.jobs.work(
		CLUSTERS_QUEUE,
		async (data) => performFetch(job.parse(data), ports),
		async (data) =>
			failFetch(ports.db, job.parse(data), 'Its worker was stopped or failed each time it was begun. Fetch again.'),
	)
}

/** One attempt at one fetch, recorded in the audit before the customer's account is touched. */
export async function performFetch(order: FetchJob, ports: WorkerPorts): Promise<void> {
	const { db, audit, now, log } = ports
	const attempt = await beginAttempt(db, order, now)
	if (!attempt) return
	const begun = now().getTime()
	const intent = await audit.intent(auditEntry(attempt.record, order))
	const ended = (status: number, code: string) =>
		audit.outcome(intent, { status, code, latencyMs: now().getTime() - begun })
	try {
		await ended(200, await lookAndStore(attempt, order, ports))
	} catch (error) {
		const { sourceId, clusterId } = order
		const { requestId } = attempt.record.requester
		log.error({ sourceId, clusterId, requestId, cause: causeOf(error) }, 'fetch of a cluster broke off')
		await ended(500, 'internal')
		throw error
	}
}

async function lookAndStore({ record, done }: Attempt, { clicked }: FetchJob, { db, access, now }: WorkerPorts) {
	const { settings, requester, source_id, customer } = record
	const recorded = await recordedSteps(db, record)
	const refusedBefore = record.description?.instances.is === 'denied'
	const order = {
		sourceId: source_id,
		customer,
		settings,
		sessionName: sessionNameOf(requester.person, requester.requestId),
		stepIds: stepsToAsk(recorded),
		withInstances: clicked || !refusedBefore,
	}
	const found =
		(await neighbourLook(db, record, now())) ?? (await lookAt(order, { access, tries: createTrustTries(db), now }))
	const steps = recorded.flatMap(({ step_id, description }) => found.steps.get(step_id) ?? description ?? [])
	const facts = { look: found.look, region: settings.region, description: found.description, steps }
	const { verdict } = verdictOf(facts)
	const seen = {
		verdict,
		description: found.description,
		stepsAtWork: steps.some(isAtWork),
		changed: isNew(found, record),
	}
	const before = { everyMs: record.every_ms, looksAlike: record.looks_alike }
	const stored = await done(found, nextPace(seen, before, Math.random))
	return stored ? verdict : 'overtaken'
}

const isAtWork = ({ state }: StoredStep) => !STEP_IS_OVER.has(state)

const isNew = ({ description, steps }: Found, before: ClusterRecord) =>
	steps.size > 0 || description?.state !== before.description?.state

const auditEntry = ({ source_id, cluster_id, ticket, attempt, requester }: ClusterRecord, { clicked }: FetchJob) => ({
	...requester,
	gateRequestId: null,
	operation: 'clusters.perform',
	target: source_id,
	ticket,
	parameters: { clusterId: cluster_id, clicked, attempt },
})
