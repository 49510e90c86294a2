import { afterEach, describe, expect, it } from 'vitest'
import { createAudit } from '../audit/public.ts'
import type { AwsAnswer, CustomerAccess } from '../aws/ports.ts'
import { deadAudit, openTrial, type Trial } from '../service.fixture.ts'
import { type Jobs, openJobs } from '../store/jobs.ts'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { NEVER } from './account.fixture.ts'
import { beginAttempt } from './attempt.ts'
import { aFinding, ORDERED, storeCheck } from './check.fixture.ts'
import { createUploadLedger } from './ledger.ts'
import { CHECKS_QUEUE, performCheck, type WorkerPorts, workOnChecks } from './worker.ts'

const now = () => new Date()
const HANGING_ROLE = 'arn:aws:iam::222233334444:role/hangs'
const silence: AwsAnswer<never> = {
	...{ kind: 'failed', cause: 'network', code: null, message: 'connect ECONNREFUSED' },
	...{ httpStatus: null, requestId: null, bucketRegion: null, date: null, durationMs: 1 },
}

/** An account that cannot be reached, and how often it was asked for its role. */
function unreachable() {
	const asked: string[] = []
	const access: CustomerAccess = {
		principals: ['arn:aws:iam::595280932656:role/segment-datalakes-production-access'],
		assume: async ({ sessionName }) => {
			asked.push(sessionName)
			return silence
		},
		call: async () => silence,
	}
	return { access, asked }
}

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
	for (const close of closing.splice(0).reverse()) await close()
})

async function workshop(kind: Store['kind'], overrides: Partial<WorkerPorts> = {}) {
	const store = await openTestStore(kind)
	const trial: Trial = await openTrial({}, store)
	const jobs: Jobs = await openJobs(store.jobs, [CHECKS_QUEUE], (error) => {
		throw error
	})
	closing.push(
		() => store.close(),
		() => jobs.stop(5),
	)
	const audit = createAudit(store.db, { writerId: `worker-${kind}`, now, deadlineMs: 30_000 })
	const ports: WorkerPorts = {
		db: store.db,
		jobs,
		access: unreachable().access,
		audit,
		now,
		log: trial.ports.log,
		...overrides,
	}
	const order = async (checkId: string, group = '222233334444') => {
		await storeCheck(store.db, { check_id: checkId, source_id: 'src-1', ...ORDERED, total: 34 })
		await store.db.transaction().execute((transaction) => jobs.send(transaction, CHECKS_QUEUE.name, group, { checkId }))
	}
	const record = (checkId: string) =>
		store.db.selectFrom('checks').selectAll().where('check_id', '=', checkId).executeTakeFirstOrThrow()
	return { db: store.db, jobs, ports, order, record }
}

describe.each(testedDatabases())('a worker on %s', (kind) => {
	it('picks up what was ordered, before and after it began to work', async () => {
		const { ports, order, record } = await workshop(kind)
		await order('chk-before')
		await workOnChecks(ports)
		await order('chk-after')
		for (const id of ['chk-before', 'chk-after']) {
			await expect.poll(async () => (await record(id)).status, { timeout: 20_000 }).toBe('done')
			expect(await record(id)).toMatchObject({ verdict: 'unclear', attempt: 1 })
		}
	}, 60_000)

	it('hears of an order that was rolled back never', async () => {
		const { db, jobs, ports, order, record } = await workshop(kind)
		const { access, asked } = unreachable()
		await workOnChecks({ ...ports, access })
		const lost = db.transaction().execute(async (transaction) => {
			await jobs.send(transaction, CHECKS_QUEUE.name, '222233334444', { checkId: 'chk-never' })
			throw new Error('rolled back')
		})
		await expect(lost).rejects.toThrow('rolled back')
		await order('chk-later')
		await expect.poll(async () => (await record('chk-later')).status, { timeout: 20_000 }).toBe('done')
		expect(new Set(asked).size).toBe(1)
	}, 60_000)

	it('is not filled by the checks of one account that hangs', async () => {
		const { access } = unreachable()
		let hanging = 0
		const released = Promise.withResolvers<typeof silence>()
		const hangs: CustomerAccess = {
			...access,
			assume: async (request) => {
				if (request.roleArn !== HANGING_ROLE) return silence
				hanging += 1
				return released.promise
			},
		}
		const { ports, db, order, record } = await workshop(kind, { access: hangs })
		for (let number = 0; number < CHECKS_QUEUE.atOnce + 4; number++) {
			await order(`chk-hangs-${number}`, 'hanging')
			const target = { ...(await record(`chk-hangs-${number}`)).target, roleArn: HANGING_ROLE }
			await db
				.updateTable('checks')
				.set({ target: JSON.stringify(target) })
				.where('check_id', '=', `chk-hangs-${number}`)
				.execute()
		}
		await workOnChecks(ports)
		await expect.poll(() => hanging, { timeout: 20_000 }).toBeGreaterThan(0)
		await order('chk-other', 'another')
		await expect.poll(async () => (await record('chk-other')).status, { timeout: 20_000 }).toBe('done')
		const begun = await db
			.selectFrom('checks')
			.select('check_id')
			.where('attempt', '>', 0)
			.where('check_id', 'like', 'chk-hangs%')
			.execute()
		expect(begun.length).toBeLessThanOrEqual(CHECKS_QUEUE.atOncePerGroup)
		released.resolve(silence)
	}, 60_000)

	it('gives a check up that fails each time, and says so', async () => {
		const broken: CustomerAccess = {
			...unreachable().access,
			get principals(): string[] {
				throw new Error('a bug')
			},
		}
		const { ports, order, record } = await workshop(kind, { access: broken })
		await workOnChecks(ports)
		await order('chk-broken')
		await expect.poll(async () => (await record('chk-broken')).status, { timeout: 40_000 }).toBe('failed')
		expect(await record('chk-broken')).toMatchObject({ attempt: 4, verdict: null, report: null })
		expect((await record('chk-broken')).failure).toMatch(/each time/)
	}, 60_000)
})

describe('an attempt', () => {
	it('begun anew forgets what the one before found, and overtakes it for good', async () => {
		const { db, record } = await workshop('pglite')
		await storeCheck(db, { check_id: 'chk-1', source_id: 'src-1', ...ORDERED })
		const first = await beginAttempt(db, 'chk-1', now)
		await first?.found(aFinding())
		const second = await beginAttempt(db, 'chk-1', now)
		await second?.found(aFinding({ findingId: 'glue-get-tables' }))
		const report = { findings: [], advice: [], trust: [], externalId: null }
		expect(await first?.done('ok', 'Everything is allowed.', report)).toBe(false)
		expect((await record('chk-1')).status).toBe('running')
		await first?.found(aFinding({ findingId: 'glue-get-partition' }))
		expect(await db.selectFrom('check_findings').select(['attempt', 'finding_id']).execute()).toEqual([
			{ attempt: 1, finding_id: aFinding().findingId },
			{ attempt: 2, finding_id: 'glue-get-tables' },
		])
		expect(await second?.done('unclear', 'Nothing was learned.', report)).toBe(true)
		expect(await record('chk-1')).toMatchObject({ verdict: 'unclear', attempt: 2 })
		await first?.found(aFinding({ findingId: 'glue-get-database' }))
		await second?.found(aFinding({ findingId: 'glue-get-database' }))
		expect(await db.selectFrom('check_findings').selectAll().execute()).toEqual([])
	})

	it('is not begun for a check that has ended', async () => {
		const { db } = await workshop('pglite')
		await storeCheck(db, { check_id: 'chk-1', source_id: 'src-1' })
		expect(await beginAttempt(db, 'chk-1', now)).toBeNull()
	})

	it('touches no account while its intent cannot be recorded', async () => {
		const { access, asked } = unreachable()
		const { db, ports } = await workshop('pglite', { access, audit: deadAudit })
		await storeCheck(db, { check_id: 'chk-1', source_id: 'src-1', ...ORDERED })
		await expect(performCheck('chk-1', ports, NEVER)).rejects.toThrow()
		expect(asked).toEqual([])
	})

	it('stores what AWS answers, also texts that PostgreSQL refuses', async () => {
		const { access } = unreachable()
		const message = 'User: a\0b\ud800 is not authorized to perform: sts:AssumeRole'
		const refused: AwsAnswer<never> = { ...silence, kind: 'refused', code: 'AccessDenied', message, httpStatus: 403 }
		const { db, ports, record } = await workshop('pglite', { access: { ...access, assume: async () => refused } })
		await storeCheck(db, { check_id: 'chk-1', source_id: 'src-1', ...ORDERED })
		await performCheck('chk-1', ports, NEVER)
		const { status, report } = await record('chk-1')
		expect(status).toBe('done')
		expect(report?.findings[0]?.evidence.message).toBe(
			'User: a\ufffdb\ufffd is not authorized to perform: sts:AssumeRole',
		)
	})

	it('is audited under the request that ordered it', async () => {
		const { db, ports } = await workshop('pglite')
		await storeCheck(db, { check_id: 'chk-1', source_id: 'src-1', ...ORDERED, ticket: 'LAKE-7' })
		await performCheck('chk-1', ports, NEVER)
		await ports.audit.settled()
		const rows = await db.selectFrom('audit_rows').selectAll().where('operation', '=', 'checks.perform').execute()
		expect(rows).toMatchObject([
			{
				phase: 'intent',
				request_id: 'request-1=',
				person: 'support@sluice.example',
				target: 'src-1',
				ticket: 'LAKE-7',
			},
		])
		const outcomes = await db
			.selectFrom('audit_rows')
			.selectAll()
			.where('intent_id', '=', rows[0]?.audit_id ?? '')
			.execute()
		expect(outcomes).toMatchObject([{ phase: 'outcome', code: 'unclear' }])
	})
})

it('uploads of a check that runs are its own worker’s; those of an ended one are anybody’s to end', async () => {
	const { db } = await workshop('pglite')
	const ledger = createUploadLedger(db, now)
	await storeCheck(db, { check_id: 'chk-runs', source_id: 'src-1', ...ORDERED })
	await storeCheck(db, { check_id: 'chk-ended', source_id: 'src-1', ...ORDERED })
	const place = {
		...{ roleArn: 'arn:aws:iam::222233334444:role/x', region: 'us-west-2', externalId: 'ws-1', sessionName: 'sam-1' },
		...{ catalogId: '222233334444', bucket: 'northwind-lake', openedAt: now().toISOString() },
	}
	await ledger.opening({ ...place, checkId: 'chk-runs', key: 'a' })
	await ledger.opening({ ...place, checkId: 'chk-ended', key: 'b' })
	await ledger.opening({ ...place, checkId: 'chk-ended', key: 'c' })
	await ledger.ended('chk-ended', 'c')
	const attempt = await beginAttempt(db, 'chk-ended', now)
	await attempt?.done('ok', 'Everything is allowed.', { findings: [], advice: [], trust: [], externalId: null })
	expect(await ledger.open('chk-runs')).toMatchObject([{ ...place, checkId: 'chk-runs', key: 'a' }])
	expect(await ledger.open()).toMatchObject([{ ...place, checkId: 'chk-ended', key: 'b' }])
})
