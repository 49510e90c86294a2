import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CustomerAccess } from '../aws/ports.ts'
import { type Call, disturbed, first, THROTTLED } from './disturbed.fixture.ts'
import { openDriver } from './driver.fixture.ts'
import type { FakeEmr } from './emr.fixture.ts'

const MINUTE = 60_000
let driver: Awaited<ReturnType<typeof openDriver>>
beforeAll(async () => {
	driver = await openDriver()
})
afterAll(() => driver.close())

const lines = (history: { text: string }[]) => history.map(({ text }) => text).join('\n')
const added = (fake: FakeEmr) => fake.calls.filter((name) => name === 'emr:AddJobFlowSteps').length

describe('a replay', () => {
	it('is submitted, followed and done, part after part, with what its cluster’s page lists', async () => {
		const fake = driver.account()
		const replay = await driver.waiting('list', { from: '2026-01-01', count: 7 })
		const seen: (string | undefined)[] = []
		const statuses = await driver.run(replay, driver.ports(fake), () => {
			seen.push(fake.steps[0]?.state)
			return false
		})
		expect(statuses).toEqual(['running', 'done'])
		const { record, parts, days, history } = await driver.stored(replay)
		expect(record).toMatchObject({ failure: null, ended_at: expect.any(Date), due_at: null })
		expect(parts).toMatchObject([{ state: 'done', submissions: 1, rows: 1_000, step: { state: 'COMPLETED' } }])
		expect(days).toEqual(['loaded'])
		expect(lines(history)).toMatch(/Part 1 was submitted as step s-\w+\.\nPart 1 is loaded: 1,000 rows\.\nAll parts/)
		const listed = await driver.db
			.selectFrom('cluster_steps')
			.selectAll()
			.where('replay_id', '=', replay.replayId)
			.execute()
		expect(listed).toMatchObject([{ step_id: fake.steps[0]?.id, description: { state: 'COMPLETED' } }])
		expect(added(fake)).toBe(1)
	})

	it('signs its submission with the very time that it stored before, and may do nothing else in that session', async () => {
		const fake = driver.account()
		const replay = await driver.waiting()
		let signed: Date | undefined
		const ports = driver.ports(fake)
		const call: Call = async (session, name, input, options) => {
			if (name === 'emr:AddJobFlowSteps') {
				signed = options?.signedAt
				const { parts } = await driver.stored(replay)
				expect(parts).toMatchObject([{ state: 'submitting', submissions: 1, signed_at: signed, step_id: null }])
			}
			return ports.access.call(session, name, input, options)
		}
		await driver.run(replay, { ...ports, access: { ...ports.access, call } })
		expect(signed?.getMilliseconds()).toBe(0)
		const belts = fake.doors.map(({ belt }) => belt.flatMap(({ Action }) => Action).join())
		expect(new Set(belts)).toEqual(
			new Set([
				'elasticmapreduce:AddJobFlowSteps',
				'elasticmapreduce:DescribeStep',
				's3:ListBucket,s3:GetObject,kms:Decrypt',
			]),
		)
	})

	it('has each touch of the customer’s account in the audit before', async () => {
		const fake = driver.account()
		const replay = await driver.waiting()
		const ports = driver.ports(fake)
		const assume: CustomerAccess['assume'] = async (request) => {
			const rows = await driver.db.selectFrom('audit_rows').selectAll().where('phase', '=', 'intent').execute()
			const [Action = ''] = request.belt.flatMap((each) => each.Action)
			const purpose = Action.endsWith('AddJobFlowSteps')
				? 'submit'
				: Action.endsWith('DescribeStep')
					? 'follow'
					: 'files'
			expect(rows.map(({ parameters }) => parameters)).toContainEqual(
				expect.objectContaining({ replayId: replay.replayId, purpose }),
			)
			return ports.access.assume(request)
		}
		await driver.run(replay, { ...ports, access: { ...ports.access, assume } })
		const rows = await driver.db.selectFrom('audit_rows').selectAll().orderBy('writer_sequence').execute()
		const mine = rows.filter(({ parameters }) => JSON.stringify(parameters)?.includes(replay.replayId))
		const outcomes = rows.filter(({ intent_id }) => mine.some(({ audit_id }) => audit_id === intent_id))
		expect(outcomes).toHaveLength(mine.length)
		expect(mine[0]).toMatchObject({ operation: 'replays.perform', person: 'support@sluice.example', ticket: 'LAKE-7' })
		expect(outcomes.map(({ code }) => code)).toContain('submitted')
	})
})

describe('a submission that AWS refuses', () => {
	it('is never recorded as done: refused calls leave no step, no loaded day and no done part', async () => {
		for (const refusal of [
			(fake: FakeEmr) => Object.assign(fake, { ended: true }),
			(fake: FakeEmr) => Object.assign(fake, { closed: true }),
		]) {
			const fake = driver.account()
			refusal(fake)
			const replay = await driver.waiting()
			expect(await driver.run(replay, driver.ports(fake))).toEqual(['failed'])
			const { record, parts, days } = await driver.stored(replay)
			expect(parts).toMatchObject([{ state: 'failed', step_id: null, rows: null }])
			expect(days).toEqual(['free'])
			expect(record.failure).toBe('0 of 1 part loaded; part 1 failed.')
			expect(fake.steps).toEqual([])
		}
	})

	it('says why: the cluster has ended', async () => {
		const fake = Object.assign(driver.account(), { ended: true })
		const replay = await driver.waiting()
		await driver.run(replay, driver.ports(fake))
		const { parts } = await driver.stored(replay)
		expect(parts[0]?.failure).toMatchObject({ action: 'elasticmapreduce:AddJobFlowSteps', code: 'ValidationException' })
		expect((await driver.get(replay)).text).toContain('The cluster takes no more steps.')
	})

	it('says why: the role no longer lets us in, and nothing was sent', async () => {
		const fake = Object.assign(driver.account(), { closed: true })
		const replay = await driver.waiting()
		await driver.run(replay, driver.ports(fake))
		expect((await driver.stored(replay)).parts).toMatchObject([
			{ submissions: 0, failure: { action: 'sts:AssumeRole' } },
		])
		expect(fake.calls).toEqual([])
	})

	it('for throttling is tried again later, without looking for a step', async () => {
		const fake = driver.account()
		const replay = await driver.waiting()
		const ports = disturbed(
			driver.ports(fake),
			'emr:AddJobFlowSteps',
			first(1, async () => THROTTLED),
		)
		await driver.attempt(replay, ports)
		expect((await driver.stored(replay)).parts).toMatchObject([{ state: 'planned', submissions: 0, signed_at: null }])
		expect(await driver.run(replay, ports)).toEqual(['running', 'done'])
		expect(fake.calls).not.toContain('s3:ListObjectsV2')
		expect(fake.loads(fake.tokens()[0] ?? '')).toBe(1)
	})

	it('for 256 active steps is tried again each minute', async () => {
		const fake = Object.assign(driver.account(), { active: 256 })
		const replay = await driver.waiting()
		await driver.attempt(replay, driver.ports(fake))
		const { record, parts, history } = await driver.stored(replay)
		expect(parts).toMatchObject([{ state: 'planned' }])
		expect((record.due_at?.getTime() ?? 0) - driver.clock.at.getTime()).toBe(MINUTE)
		expect(lines(history)).toContain('as many steps as EMR takes at once')
		fake.active = 0
		expect(await driver.run(replay, driver.ports(fake))).toEqual(['running', 'done'])
	})

	it('for the signature’s age, because the worker slept, is no step and no loss', async () => {
		const fake = driver.account()
		const replay = await driver.waiting()
		const ports = disturbed(
			driver.ports(fake),
			'emr:AddJobFlowSteps',
			first(1, async (send) => {
				driver.later(20 * MINUTE)
				return send()
			}),
		)
		await driver.attempt(replay, ports)
		expect(fake.steps).toEqual([])
		expect(await driver.run(replay, ports)).toEqual(['running', 'done'])
		expect(fake.steps).toHaveLength(1)
	})
})

describe('a source that was changed meanwhile', () => {
	it('ends the replay before anything is sent', async () => {
		const fake = driver.account()
		const replay = await driver.waiting()
		await driver.putSource(replay.sourceId, 1, { bucket: 'another-lake' })
		expect(await driver.run(replay, driver.ports(fake))).toEqual(['failed'])
		const { record, days } = await driver.stored(replay)
		expect(record.failure).toBe('0 of 1 part loaded. The source was changed since it was planned: bucket.')
		expect(days).toEqual(['free'])
		expect(fake.doors).toEqual([])
	})
})
