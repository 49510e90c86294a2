import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aFinding } from '../checks/check.fixture.ts'
import { fromTerminal } from '../service.fixture.ts'
import { openTestStore } from '../store/test-store.ts'
import { anArchive, filesOf } from './archive.fixture.ts'
import { openPlanning, type Planning } from './plans.fixture.ts'

const MARCH = [...filesOf('2026-03-01', 24, 1_000), ...filesOf('2026-03-03', 12, 500)]

describe('reading a plan', () => {
	let desk: Planning
	beforeAll(async () => {
		desk = await openPlanning(await openTestStore())
	})
	afterAll(() => desk.store.close())

	/** Ends the check of a plan, as its worker would. */
	async function judge(planId: string, verdict: 'ok' | 'blocked' | 'unclear', findings = [aFinding()]) {
		const { check_id } = await desk.record(planId)
		const report = JSON.stringify({ findings, advice: [], trust: [], externalId: 'ws-1' })
		const ended = {
			status: 'done',
			verdict,
			headline: 'As the check says.',
			report,
			finished_at: desk.clock.at,
		} as const
		await desk.store.db.updateTable('checks').set(ended).where('check_id', '=', check_id).execute()
	}
	const planned = async (body: object = {}) => {
		const planId = await desk.order({ sourceId: await desk.source(), ...body })
		await desk.work(planId, anArchive(MARCH).reader)
		return planId
	}

	it('it can be submitted once its check allows it', async () => {
		const planId = await planned()
		expect((await desk.read(planId)).submittable).toMatchObject({
			ok: false,
			because: expect.stringContaining('check'),
		})
		await judge(planId, 'ok')
		expect(await desk.read(planId)).toMatchObject({
			submittable: { ok: true, because: null, fix: null },
			preflight: { status: 'done', verdict: 'ok', headline: 'As the check says.' },
			limit: { days: 7, usedDays: 0, usedBytes: 0, needsApproval: false, because: null },
			recovery: 'claim',
		})
	})

	const submit = async (planId: string, body: object = {}) => {
		const { digest } = await desk.read(planId)
		const sent = { planId, digest, ticket: 'LAKE-9', ...body }
		const answer = await desk.trial.call('POST', '/v1/replays', fromTerminal('support'), sent)
		expect(answer.status).toBe(202)
		return ((await answer.json()) as { replayId: string }).replayId
	}

	it('one that was submitted names its replay, which does not count against it; others of the days name it too', async () => {
		const planId = await planned()
		const { source_id: sourceId } = await desk.record(planId)
		const other = await desk.order({ sourceId })
		await desk.work(other, anArchive(MARCH).reader)
		for (const each of [planId, other]) await judge(each, 'ok')
		const replayId = await submit(planId)
		const { submittable, limit, ...plan } = await desk.read(planId)
		expect(plan.replayId).toBe(replayId)
		expect(submittable).toMatchObject({ ok: false, because: expect.stringContaining(replayId) })
		expect(limit).toMatchObject({ usedDays: 0, needsApproval: false })
		expect(await desk.read(other)).toMatchObject({
			replayId: null,
			submittable: { ok: false, because: expect.stringContaining(`2026-03-01 is held by ${replayId}`) },
			limit: { usedDays: 2, usedBytes: 30_000, needsApproval: false },
		})
	})

	it('says that somebody else must approve it before anybody submits it', async () => {
		const planId = await desk.order({ sourceId: await desk.source(), from: '2026-02-01', to: '2026-02-08' })
		const days = Array.from({ length: 8 }, (_, index) => filesOf(`2026-02-0${index + 1}`, 1)).flat()
		await desk.work(planId, anArchive(days).reader)
		await judge(planId, 'ok')
		const { limit, submittable } = await desk.read(planId)
		expect(limit).toMatchObject({ needsApproval: true, because: expect.stringContaining('8 days of at most 7') })
		expect(submittable.ok).toBe(true)
	})

	it('shows what cannot be proven, which keeps nobody from submitting it', async () => {
		const planId = await planned()
		await judge(planId, 'unclear', [aFinding({ outcome: 'not-provable', headline: 'Nobody can tell.' })])
		const { preflight, submittable } = await desk.read(planId)
		expect(preflight.notProvable).toEqual([
			{ findingId: 'glue-get-table', action: 'glue:GetTable', headline: 'Nobody can tell.' },
		])
		expect(submittable.ok).toBe(true)
	})

	it('is out of date after a day', async () => {
		const planId = await planned()
		await judge(planId, 'ok')
		const { at } = desk.clock
		desk.clock.at = new Date(at.getTime() + 24 * 60 * 60 * 1_000 + 1)
		expect((await desk.read(planId)).submittable).toEqual({
			...{ ok: false, because: 'The plan is older than 24 hours.', fix: 'Plan it again.' },
		})
		desk.clock.at = at
	})

	it('every reason not to submit it comes with what to do', async () => {
		const blocked = await planned()
		await judge(blocked, 'blocked')
		const changed = await planned()
		await judge(changed, 'ok')
		await desk.put((await desk.record(changed)).source_id, 1, { bucket: 'another-lake' })
		for (const planId of [blocked, changed]) {
			const { submittable } = await desk.read(planId)
			expect(submittable).toEqual({ ok: false, because: expect.any(String), fix: expect.any(String) })
		}
		expect((await desk.read(changed)).submittable.because).toBe('The source was changed since it was planned: bucket.')
		expect((await desk.read(changed)).bucket).toBe('northwind-lake')
	})

	it('a viewer and an auditor see all of it but bucket and archive', async () => {
		const planId = await planned()
		for (const role of ['viewer', 'auditor', 'support', 'engineer', 'admin'] as const) {
			const text = await desk.text(planId, role)
			const sees = role !== 'viewer' && role !== 'auditor'
			for (const secret of ['northwind-lake', 'sluice-archive', 'northwind/', '222233334444', 'SegmentDataLakeRole'])
				expect([role, secret, text.includes(secret)]).toEqual([role, secret, sees && !/\d{12}|Role/.test(secret)])
			expect(JSON.parse(text)).toMatchObject({ planId, status: 'done', totals: { days: 2 } })
		}
	})

	it('one that nobody made is not found', async () => {
		expect(JSON.parse(await desk.text('pln-nobody'))).toMatchObject({ status: 404, code: 'not-found' })
	})
})
