import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Audit, createAudit } from '../audit/public.ts'
import { deadAudit } from '../service.fixture.ts'
import type { Store } from '../store/store.ts'
import { openTestStore } from '../store/test-store.ts'
import { anAccount, NOW, refused } from './account.fixture.ts'
import { storeCheck } from './check.fixture.ts'
import { createUploadLedger } from './ledger.ts'
import { createSweep } from './leftovers.ts'

const MINUTE_MS = 60_000
const HOURS = 60
const KEY = 'segment-stage/.sluice-probe-1'

let store: Store
let audit: Audit
const clock = { now: NOW }
const now = () => clock.now
beforeEach(async () => {
	clock.now = NOW
	store = await openTestStore('pglite')
	audit = createAudit(store.db, { writerId: 'sweeper', now, deadlineMs: 30_000 })
	await storeCheck(store.db, { check_id: 'chk-1', source_id: 'src-1', ticket: 'LAKE-7' })
	await createUploadLedger(store.db, now).opening({
		...{ checkId: 'chk-1', key: KEY, roleArn: 'arn:aws:iam::222233334444:role/x', region: 'us-west-2' },
		...{ externalId: 'ws-harbor', sessionName: 'sam-1', catalogId: '222233334444', bucket: 'northwind-lake' },
		openedAt: NOW.toISOString(),
	})
})
afterEach(() => store.close())

/** How often the account was entered by the time of each of these sweeps. */
async function entered(account: ReturnType<typeof anAccount>, sweep: () => Promise<void>, minutes: number[]) {
	const counts: number[] = []
	for (const minute of minutes) {
		clock.now = new Date(NOW.getTime() + minute * MINUTE_MS)
		await sweep()
		counts.push(account.asked.length)
	}
	return counts
}

it('ends what a check left open, under an audit row in the name of who ordered the check', async () => {
	const account = anAccount()
	account.openUploads.set(KEY, 'upload-1')
	await createSweep({ db: store.db, access: account.access, audit, now })()
	expect(account.openUploads.size).toBe(0)
	const rows = await store.db.selectFrom('audit_rows').selectAll().orderBy('writer_sequence').execute()
	expect(rows).toMatchObject([
		{ phase: 'intent', operation: 'checks.sweep', person: 'support@sluice.example', target: 'src-1', ticket: 'LAKE-7' },
		{ phase: 'outcome', intent_id: rows[0]?.audit_id, code: 'ended' },
	])
})

it('does not enter an account while that cannot be recorded', async () => {
	const account = anAccount()
	await expect(createSweep({ db: store.db, access: account.access, audit: deadAudit, now })()).rejects.toThrow()
	expect(account.asked).toEqual([])
})

it('asks for what cannot be ended often in its first hour, then daily', async () => {
	const account = anAccount({}, { accepts: () => refused('AccessDenied', 'no', 403) })
	const sweep = createSweep({ db: store.db, access: account.access, audit, now })
	const minutes = [0, 10, 50, 60, 70, 24 * HOURS + 40, 24 * HOURS + 50, 24 * HOURS + 60]
	expect(await entered(account, sweep, minutes)).toEqual([1, 2, 3, 3, 3, 3, 4, 4])
})

it('asks at once after a start, however long ago the upload was opened', async () => {
	const account = anAccount({}, { accepts: () => refused('AccessDenied', 'no', 403) })
	const sweep = createSweep({ db: store.db, access: account.access, audit, now })
	expect(await entered(account, sweep, [5 * HOURS, 6 * HOURS])).toEqual([1, 1])
})
