import type { Updateable } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { replay as replaySchema } from '../../lib/contract/replay-record.ts'
import { ROLES, type Role } from '../../lib/contract/role.ts'
import { aDescription } from '../clusters/cluster.fixture.ts'
import { validSettings } from '../service.fixture.ts'
import type { StoredStep } from '../store/cluster-schema.ts'
import type { ReplayPartsTable, ReplaysTable, StoredPartFailure } from '../store/replay-schema.ts'
import { type Desk, openDesk } from './desk.fixture.ts'

let desk: Desk
beforeAll(async () => {
	desk = await openDesk()
})
afterAll(() => desk.close())

const aStep = (state: string): StoredStep => ({
	name: 'sluice-replay/x',
	state,
	actionOnFailure: 'CONTINUE',
	timeline: { createdAt: null, startedAt: '2026-11-20T10:00:00.000Z', endedAt: null },
	failure: null,
})
type Wish = {
	status?: ReplaysTable['status']
	replay?: Updateable<ReplaysTable>
	first?: Updateable<ReplayPartsTable>
	step?: string
	failure?: Partial<StoredPartFailure>
	release?: string
}

/** A replay of three parts as the driver may have left it; its second part is the one at work. */
async function driven({ status = 'running', replay = {}, first = {}, step, failure, release }: Wish) {
	const sourceId = await desk.source()
	const made = await desk.replay({ sourceId, count: 21 })
	await desk.approve(made)
	const { replayId } = made
	const at = desk.clock.at
	const part = (position: number, set: Updateable<ReplayPartsTable>) =>
		desk.db
			.updateTable('replay_parts')
			.set({ submissions: 1, signed_at: at, ...set })
			.where('replay_id', '=', replayId)
			.where('position', '=', position)
			.execute()
	await part(1, { state: 'done', step_id: 's-1', rows: 1_200, ended_at: at })
	const whole = { action: 'elasticmapreduce:AddJobFlowSteps', code: null, message: null, logFile: null, ...failure }
	await part(2, {
		...{ state: 'submitted', step_id: 's-2' },
		...(step !== undefined && { step: JSON.stringify(aStep(step)) }),
		...(failure && { failure: JSON.stringify(whole) }),
		...first,
	})
	await desk.db
		.updateTable('replays')
		.set({ status, ...replay })
		.where('replay_id', '=', replayId)
		.execute()
	if (release !== undefined) await describeCluster(sourceId, release)
	const { body } = await desk.get(made)
	return { shown: replaySchema.parse(body), replayId }
}

async function describeCluster(sourceId: string, releaseLabel: string) {
	const { archive: _, ...settings } = validSettings
	await desk.db
		.insertInto('clusters')
		.values({
			...{ source_id: sourceId, cluster_id: validSettings.clusterId, customer: 'Northwind', fetch_id: 'f-1' },
			...{ settings: JSON.stringify(settings), requester: '{}', requested_at: desk.clock.at, ticket: null },
			...{ watched_until: desk.clock.at, description: JSON.stringify(aDescription({ releaseLabel })) },
			...{ described_at: desk.clock.at, looked_at: desk.clock.at, look: '{}' },
		})
		.execute()
}

const cancelled = { cancelled_by: 'sam@sluice.example', cancelled_at: new Date('2026-11-20T10:00:00.000Z') }
const ended = { ended_at: new Date('2026-11-20T10:00:00.000Z') }

describe('the headline of a replay', () => {
	it.each([
		['waiting', {}, { state: 'planned' }, '1 of 3 parts loaded; the next waits to be sent.'],
		['running', {}, {}, 'Loads part 2 of 3: 2026-03-08 to 2026-03-14.'],
		['confirming', {}, { state: 'confirming' }, 'The cluster’s answer for part 2 of 3 was lost'],
		[
			'confirming',
			{ held_at: new Date() },
			{ state: 'confirming' },
			'The database was restored: whether part 2 of 3 was sent since its copy was made is being found out.',
		],
		['undecided', {}, { state: 'undecided' }, 'an engineer or admin looks at the cluster and decides'],
		['cancelling', cancelled, {}, 'sam@sluice.example asked to cancel it: what runs is being stopped.'],
		[
			'cancelled',
			{ ...cancelled, ...ended },
			{ state: 'skipped' },
			'Cancelled by sam@sluice.example: 1 of 3 parts loaded.',
		],
		[
			'failed',
			{ ...ended, failure: '1 of 3 parts loaded; part 2 failed.' },
			{ state: 'failed' },
			'Failed: 1 of 3 parts loaded; part 2 failed.',
		],
	] as const)('%s says what it does and what is loaded', async (status, replay, first, words) => {
		const { shown } = await driven({ status, replay, first })
		expect(shown.headline).toContain(words)
		expect(shown.progress).toEqual({ done: 1, total: 3 })
	})

	it('done counts the rows, unless a part has no report', async () => {
		const { shown, replayId } = await driven({ status: 'done', replay: ended, first: { state: 'done', rows: 34 } })
		expect(shown.headline).toBe('Done: 2 of 3 parts loaded.')
		const last = { state: 'done', step_id: 's-3', rows: 1_000, submissions: 1, signed_at: desk.clock.at } as const
		await desk.db
			.updateTable('replay_parts')
			.set(last)
			.where('position', '=', 3)
			.where('replay_id', '=', replayId)
			.execute()
		expect((await desk.get({ replayId })).body.headline).toBe('Done: 3 of 3 parts loaded, 2,234 rows.')
	})
})

describe('what a cancellation would stop', () => {
	it.each([
		['a step that waits', { step: 'PENDING' }, 'The step of part 2 waits on the cluster: it is taken off'],
		['a step that nobody has looked at', {}, 'waits on the cluster'],
		['a step that runs, from EMR 5.28 on', { step: 'RUNNING', release: 'emr-5.28.0' }, 'runs and is interrupted'],
		['a step that runs on EMR 6', { step: 'RUNNING', release: 'emr-6.5.0' }, 'runs and is interrupted'],
		['a step that runs on EMR 7, whatever its minor', { step: 'RUNNING', release: 'emr-7.1.0' }, 'is interrupted'],
		[
			'a step that runs before',
			{ step: 'RUNNING', release: 'emr-5.27.1' },
			'goes on to its end: emr-5.27.1 stops no step',
		],
		['a step that runs on an unknown release', { step: 'RUNNING' }, 'The release of the cluster is not known'],
		[
			'a release in words nobody knows',
			{ step: 'RUNNING', release: 'custom' },
			'The release of the cluster is not known',
		],
		['a step that has ended', { step: 'COMPLETED' }, 'is at its end already'],
		['a call under way', { first: { state: 'submitting', step_id: null } }, 'is cancelled as soon as it is known'],
		[
			'a lost answer',
			{ first: { state: 'confirming', step_id: null } },
			'nothing is sent again, and it is cancelled if',
		],
		['what cannot be found out', { first: { state: 'undecided', step_id: null } }, 'somebody still has to say'],
		[
			'a part that may have been sent before the database was restored',
			{ replay: { held_at: new Date() }, first: { state: 'planned', step_id: null } },
			'A step of part 2 may exist that was not found: nothing is sent again, and somebody has to say.',
		],
	] satisfies [string, Wish, string][])('%s', async (_, wish, words) => {
		const { shown } = await driven(wish)
		expect(shown.cancellation.possible).toBe(true)
		expect(shown.cancellation.meaning).toContain(words)
		expect(shown.cancellation.meaning).toContain('1 later part is not begun. What is loaded stays: 1 of 3 parts.')
	})

	it('says of nothing at work that it ends at once', async () => {
		const { shown } = await driven({ status: 'waiting', first: { state: 'planned', step_id: null } })
		expect(shown.cancellation).toMatchObject({
			possible: true,
			meaning: expect.stringMatching(/it ends at once\. 2 later parts are not begun\. What is loaded/),
		})
	})

	it('names who asked, while what runs is being stopped, and offers nothing more', async () => {
		const { shown } = await driven({ status: 'cancelling', replay: cancelled, step: 'RUNNING', release: 'emr-5.20.0' })
		expect(shown.cancellation).toEqual({
			possible: false,
			meaning: expect.stringMatching(/^sam@sluice.example asked for it on 2026-11-20 10:00 UTC\. .*goes on to its end/),
			by: 'sam@sluice.example',
			at: '2026-11-20T10:00:00.000Z',
		})
	})
})

describe('why a part did not load', () => {
	const denial = 'User: arn:aws:sts::1:assumed-role/x is not authorized to perform: elasticmapreduce:AddJobFlowSteps'
	const first = { state: 'failed', step_id: null } as const
	it.each([
		[
			'the role does not let us in',
			{ first, failure: { action: 'sts:AssumeRole', code: 'AccessDenied' } },
			/no longer lets us in/,
			/permission check/,
		],
		[
			'the right is missing',
			{ first, failure: { code: 'AccessDeniedException', message: denial } },
			/may not do what a replay needs/,
			/permission check/,
		],
		[
			'the cluster is gone',
			{
				first,
				failure: {
					code: 'ValidationException',
					message: 'A job flow that is shutting down, terminated, or finished may not be modified.',
				},
			},
			/takes no more steps/,
			/Fetch the cluster/,
		],
		[
			'EMR did not understand',
			{ first, failure: { code: 'ValidationException', message: 'Args too long' } },
			/did not accept/,
			/engineer/,
		],
		[
			'it ran out of memory',
			{ step: 'FAILED', failure: { message: 'Container killed: exit code 137' } },
			/more memory/,
			/smaller parts/,
		],
		['EMR says nothing', { step: 'FAILED', failure: { code: 'Unknown Error' } }, /does not say why/, /log/],
		['the customer cancelled it', { step: 'CANCELLED', failure: {} }, /Somebody else cancelled/, /Ask the customer/],
		['the cluster ended', { step: 'INTERRUPTED', failure: {} }, /cluster ended/, /Fetch the cluster/],
		[
			'the job reports it',
			{ step: 'COMPLETED', failure: { action: 'report', message: 'Schema mismatch' } },
			/job reports that it failed.*type of a column/,
			/engineer/,
		],
	] as [string, Wish, RegExp, RegExp][])('%s', async (_, wish, meaning, next) => {
		const { shown } = await driven({ ...wish, first: { state: 'failed', ...wish.first } })
		expect(shown.parts[1]?.failure).toMatchObject({
			meaning: expect.stringMatching(meaning),
			nextAction: expect.stringMatching(next),
		})
	})

	it('a step that we cancelled is no failure', async () => {
		const first = { state: 'cancelled' } as const
		const { shown } = await driven({ status: 'cancelling', replay: cancelled, step: 'CANCELLED', failure: {}, first })
		expect(shown.parts[1]).toMatchObject({ state: 'cancelled', stepState: 'CANCELLED', failure: null })
	})
})

it('says until when nothing is sent again: a quarter of an hour and a minute after the signature', async () => {
	const signed_at = new Date('2026-11-20T10:00:00.000Z')
	const { shown } = await driven({ status: 'confirming', first: { state: 'confirming', step_id: null, signed_at } })
	expect(shown.parts[1]).toMatchObject({
		submittedAt: signed_at.toISOString(),
		confirmedAt: '2026-11-20T10:16:00.000Z',
	})
	expect(shown.parts[0]?.confirmedAt).toBeNull()
})

it.each(ROLES)('shows %s the words of AWS only if it works on cases', async (role) => {
	const detail = 'arn:aws:iam::222233334444:role/SegmentDataLakeRole'
	const failure = { code: 'AccessDenied', message: `${detail} is denied`, logFile: 's3://northwind-lake/logs/x' }
	const { replayId } = await driven({ first: { state: 'failed', step_id: null }, failure })
	const { text } = await desk.get({ replayId }, role)
	const mayKnow = (['support', 'engineer', 'admin'] as Role[]).includes(role)
	for (const secret of ['arn:aws', 'northwind-lake']) expect(text.includes(secret)).toBe(mayKnow)
	expect(text).toContain('permission check')
	for (const hidden of ['sluice-archive', 'northwind/', 'externalIds', 'catalogId']) expect(text).not.toContain(hidden)
})
