import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Audit } from '../audit/public.ts'
import type { CustomerAccess } from '../aws/ports.ts'
import { causeOf } from '../cause.ts'
import type { Jobs, Queue } from '../store/jobs.ts'
import type { Database } from '../store/schema.ts'
import { type Attempt, beginAttempt, failCheck } from './attempt.ts'
import { auditEntry } from './audit-entry.ts'
import { conclude } from './conclude.ts'
import { createSoundnessCache, createTrustTries, createUploadLedger } from './ledger.ts'
import { createSweep } from './leftovers.ts'
import type { CheckPorts, CheckReporter } from './ports.ts'
import { remedyOf } from './remedy.ts'
import { runCheck } from './run.ts'
import { storedOrder } from './stored-order.ts'

/** A check mostly waits, so a process works on many; of one account only on a few, so that one that hangs leaves room. */
export const CHECKS_QUEUE: Queue = { name: 'checks', givenUp: 'checks-given-up', atOnce: 16, atOncePerGroup: 4 }

/** How often uploads are looked for that ended checks could not end themselves. */
const SWEEP_MS = 10 * 60 * 1_000

export type WorkerPorts = {
	db: Kysely<Database>
	jobs: Jobs
	access: CustomerAccess
	audit: Audit
	now: () => Date
	log: Logger
}

const job = z.object({ checkId: z.string() })

/** Works on ordered checks until the queue is stopped. The answer stops the sweeping: call it before the database closes. */
export async function workOnChecks(ports: WorkerPorts): Promise<() => void> {
	const { db, jobs, now, log } = ports
	await jobs.work(
		CHECKS_QUEUE,
		async (data, stopped) => performCheck(job.parse(data).checkId, ports, stopped),
		async (data) =>
			failCheck(db, job.parse(data).checkId, 'Its worker was stopped or failed each time it was begun.', now),
	)
	const sweepOnce = createSweep(ports)
	const sweep = () => {
		sweepOnce().catch((error) => log.error({ cause: causeOf(error) }, 'uploads could not be swept'))
	}
	sweep()
	const timer = setInterval(sweep, SWEEP_MS)
	return () => clearInterval(timer)
}

/** One attempt at one check, recorded in the audit before the customer's account is touched. */
export async function performCheck(checkId: string, ports: WorkerPorts, stopped: AbortSignal): Promise<void> {
	const { db, audit, now, log } = ports
	const attempt = await beginAttempt(db, checkId, now)
	if (!attempt) return
	const { attempt: number, requester } = attempt.record
	const begun = now().getTime()
	const intent = await audit.intent(auditEntry(attempt.record, 'checks.perform'))
	const ended = (status: number, code: string) =>
		audit.outcome(intent, { status, code, latencyMs: now().getTime() - begun })
	try {
		await ended(200, await findAndConclude(attempt, ports, stopped))
	} catch (error) {
		const about = { checkId, attempt: number, requestId: requester.requestId }
		if (stopped.aborted) log.info(about, 'check is left to another worker')
		else log.error({ ...about, cause: causeOf(error) }, 'check broke off')
		await ended(500, stopped.aborted ? 'stopped' : 'internal')
		throw error
	}
}

async function findAndConclude(
	{ record, found, done }: Attempt,
	{ db, access, now, log }: WorkerPorts,
	stopped: AbortSignal,
) {
	const ports: CheckPorts = {
		access,
		now,
		soundness: createSoundnessCache(db, now),
		uploads: createUploadLedger(db, now),
		tries: createTrustTries(db),
	}
	const order = await storedOrder(db, record)
	const { otherIds, siblingRoleArns, target, profile } = order
	const context = { principals: access.principals, otherIds, siblingRoleArns, ticket: record.ticket }
	const report: CheckReporter = {
		total: () => {},
		found: (finding) => found({ ...finding, remediation: remedyOf(finding, target, context) }),
		broke: (findingId, error) => {
			log.error({ checkId: record.check_id, findingId, cause: causeOf(error) }, 'probe broke')
		},
	}
	const { findings, trust, externalId } = await runCheck(order, ports, report, stopped)
	const conclusion = conclude(findings, trust, target, profile, context)
	const { verdict, headline, ...told } = conclusion
	const stored = await done(verdict, headline, { ...told, trust, externalId })
	return stored ? verdict : 'overtaken'
}
