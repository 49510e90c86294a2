import { auditEntry } from './audit-entry.ts'
import { createUploadLedger } from './ledger.ts'
import type { CheckPorts, RecordedUpload } from './ports.ts'
import { sweepUploads } from './sweep.ts'
import type { WorkerPorts } from './worker.ts'

type Ports = Pick<WorkerPorts, 'db' | 'access' | 'audit' | 'now'>

/** Most is ended within the hour; from then on only a change at the customer's helps. */
const OFTEN_MS = 60 * 60 * 1_000
const DAY_MS = 24 * OFTEN_MS

/**
 * Ends uploads of checks that no longer run, each under an audit row of its own. What cannot be ended is asked for again
 * each time in its first hour, then daily: each look is a session in the customer's CloudTrail.
 */
export function createSweep(ports: Ports): () => Promise<void> {
	const { db, now } = ports
	const uploads = createUploadLedger(db, now)
	let asked = new Map<string, number>()
	return async () => {
		const at = now().getTime()
		const open = await uploads.open()
		const isDue = ({ key, openedAt }: RecordedUpload) =>
			at - Date.parse(openedAt) < OFTEN_MS || at - (asked.get(key) ?? Number.NEGATIVE_INFINITY) >= DAY_MS
		const due = open.filter(isDue)
		asked = new Map(open.map((upload) => [upload.key, isDue(upload) ? at : (asked.get(upload.key) ?? at)]))
		await Promise.all(due.map((upload) => sweepOne(upload, uploads, ports)))
	}
}

async function sweepOne(upload: RecordedUpload, uploads: CheckPorts['uploads'], { db, access, audit, now }: Ports) {
	const { checkId } = upload
	const record = await db.selectFrom('checks').selectAll().where('check_id', '=', checkId).executeTakeFirstOrThrow()
	const begun = now().getTime()
	const intent = await audit.intent(auditEntry(record, 'checks.sweep'))
	const { left } = await sweepUploads([upload], { access, uploads, now })
	const code = left === 0 ? 'ended' : 'left'
	await audit.outcome(intent, { status: 200, code, latencyMs: now().getTime() - begun })
}
