import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../../lib/contract/check-report.ts'
import { aFinding, ORDERED, storeCheck } from '../checks/check.fixture.ts'
import type { Store } from '../store/store.ts'
import { openTestStore } from '../store/test-store.ts'
import { preflightOf } from './preflight.ts'
import { RECOVERY_MEANING, recoveryOf } from './recovery.ts'

let store: Store
beforeAll(async () => {
	store = await openTestStore()
})
afterAll(() => store.close())

let count = 0
/** A check that ended with these findings; a test names what differs. */
async function judged(findings: Partial<Finding>[], verdict: 'ok' | 'blocked' | 'unclear' = 'unclear', more = {}) {
	count += 1
	const check_id = `chk-${count}`
	const report = JSON.stringify({ findings: findings.map(aFinding), advice: [], trust: [], externalId: 'ws-1' })
	const check = { source_id: 'src-1', profile: 'replay-existing', verdict, headline: 'A sentence.', report } as const
	await storeCheck(store.db, { check_id, ...check, ...more })
	return check_id
}
const idsOf = async (checkId: string) => (await preflightOf(store.db, checkId)).notProvable.map((one) => one.findingId)

const unprovable = { findingId: 'emr-describe-cluster', outcome: 'not-provable', confidence: 'unsure' } as const

describe('what a plan says of its check', () => {
	it('while it runs: nothing yet', async () => {
		const checkId = await judged([], 'ok', ORDERED)
		const nothing = { status: 'running', verdict: null, headline: null, notProvable: [], unjudged: [] }
		expect(await preflightOf(store.db, checkId)).toEqual({ checkId, ...nothing })
	})

	it('when no worker could finish it: that it failed', async () => {
		const checkId = await judged([], 'ok', {
			...ORDERED,
			status: 'failed',
			failure: 'Given up.',
			finished_at: new Date(),
		})
		expect(await preflightOf(store.db, checkId)).toMatchObject({ status: 'failed', verdict: null, notProvable: [] })
	})

	it('done: its verdict, and the mandatory rights that no harmless call can prove', async () => {
		const checkId = await judged([unprovable, aFinding(), { ...unprovable, findingId: 'extra', mandatory: false }])
		expect(await preflightOf(store.db, checkId)).toEqual({
			...{ checkId, status: 'done', verdict: 'unclear', headline: 'A sentence.', unjudged: [] },
			notProvable: [
				{ findingId: 'emr-describe-cluster', action: 'glue:GetTable', headline: 'glue:GetTable is allowed.' },
			],
		})
	})

	it.each<[string, Partial<Finding>[], string[], string[]]>([
		['one that would change something', [{ findingId: 'a', outcome: 'unsafe-skipped' }], ['a'], []],
		['a call that failed on the way', [{ outcome: 'error', action: 's3:PutObject' }], [], ['s3:PutObject']],
		['a denial that is our own fault', [{ outcome: 'denied', action: 's3:PutObject' }], [], ['s3:PutObject']],
		[
			'one behind what cannot be proven',
			[unprovable, { findingId: 'b', outcome: 'blocked-by', blockedBy: unprovable.findingId }],
			[unprovable.findingId, 'b'],
			[],
		],
		[
			'one behind another behind a call that failed',
			[
				{ findingId: 'a', outcome: 'error', action: 'sts:AssumeRole' },
				{ findingId: 'b', outcome: 'blocked-by', blockedBy: 'a', action: 's3:ListBucket' },
				{ findingId: 'c', outcome: 'blocked-by', blockedBy: 'b', action: 's3:GetObject' },
			],
			[],
			['sts:AssumeRole', 's3:ListBucket', 's3:GetObject'],
		],
		[
			'one behind something that was not asked at all',
			[{ findingId: 'b', outcome: 'blocked-by', blockedBy: 'nothing', action: 's3:GetObject' }],
			[],
			['s3:GetObject'],
		],
	])('tells a gap that a person may accept from one that asking again closes: %s', async (_, findings, known, open) => {
		const checkId = await judged(findings)
		expect(await idsOf(checkId)).toEqual(known)
		expect((await preflightOf(store.db, checkId)).unjudged).toEqual(open)
	})
})

describe('how a lost answer is recovered from', () => {
	const listSteps = (outcome: Finding['outcome']) => [{ findingId: 'emr-list-steps', outcome, mandatory: false }]
	it.each([
		['the role may list steps', listSteps('allowed'), true, 'list'],
		['it may, and the job takes no claim', listSteps('allowed'), false, 'list'],
		['it may not', listSteps('denied'), true, 'claim'],
		['it may not, and the job takes no claim', listSteps('denied'), false, 'decide'],
		['nobody knows', listSteps('error'), true, 'claim'],
		['it was not reached', listSteps('blocked-by'), true, 'claim'],
		['it was not asked', [], true, 'claim'],
	] as const)('where %s', async (_, findings, honoursClaim, recovery) => {
		expect(await recoveryOf(store.db, await judged([...findings], 'ok'), honoursClaim)).toBe(recovery)
		expect(RECOVERY_MEANING[recovery]).toMatch(/^[A-Z].*\.$/)
	})

	it('is not known before the check has told', async () => {
		expect(await recoveryOf(store.db, await judged([], 'ok', ORDERED), true)).toBeNull()
	})
})
