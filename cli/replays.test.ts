import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type ReplayPlan, replayPlan } from '../lib/contract/replay-plan.ts'
import { type Replay, replay } from '../lib/contract/replay-record.ts'
import sources from '../standin/world/sources.json' with { type: 'json' }
import { type Ended, type Env, type Stack, sluice, startStack } from './stack.fixture.ts'

/** Each test starts processes, which take their time on a busy machine. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

/** Replays from a terminal: every verb as a process, up to the step on the customer's cluster. Each test has its own source. */

const TICKET = ['--ticket', 'LAKE-4001']

let stack: Stack
let support: Env
let engineer: Env
let admin: Env
let viewer: Env
beforeAll(async () => {
	stack = await startStack()
	;[support, engineer, admin, viewer] = await Promise.all([
		stack.as('support'),
		stack.as('engineer'),
		stack.as('admin'),
		stack.as('viewer'),
	])
	const file = new URL('../standin/world/sources.json', import.meta.url).pathname
	expect(await sluice(['sources', 'import', file, '--ticket', 'LAKE-1', '--yes'], admin)).toMatchObject({ code: 0 })
})
afterEach(() => stack.world('aws', { faults: [], order: { AddJobFlowSteps: 'authorize-first' } }))
afterAll(() => stack.close())

/** So many days before today, in UTC. One day in twenty of an archive is empty, which one moves: ranges have room for that. */
const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10)
const range = (from: number, to: number) => ['--from', day(from), '--to', day(to)]
const clusterOf = (sourceId: string) => sources.find((one) => one.sourceId === sourceId)?.clusterId ?? ''

async function planned(sourceId: string, days: string[], by = support): Promise<ReplayPlan> {
	const { stdout } = await sluice(['replay', 'plan', '-s', sourceId, ...days, ...TICKET, '--json'], by)
	return replayPlan.parse(JSON.parse(stdout))
}

const submission = ({ planId, digest }: ReplayPlan) => ['submit', planId, '--digest', digest ?? '', ...TICKET]
const order = (verb: string[], by: Env) => sluice(['replay', ...verb, '--yes', '--json'], by)
const idOf = ({ stdout }: Ended) => replay.pick({ replayId: true }).parse(JSON.parse(stdout)).replayId

/** Plans, submits and answers the replay's id. */
async function submitted(sourceId: string, days: string[], by = support): Promise<string> {
	const done = await order(submission(await planned(sourceId, days, by)), by)
	expect(done).toMatchObject({ code: 0 })
	return idOf(done)
}

async function shown(replayId: string, by = viewer): Promise<{ code: number | null; now: Replay }> {
	const { code, stdout } = await sluice(['replay', 'show', replayId, '--json'], by)
	return { code, now: replay.parse(JSON.parse(stdout)) }
}

/** Its exit code and itself once its status is `status`. */
async function ended(replayId: string, status: string) {
	const look = async () => (await shown(replayId)).now.status
	await expect.poll(look, { timeout: 90_000, interval: 1_000 }).toBe(status)
	return shown(replayId)
}

describe('replay plan', () => {
	it('waits for the archive and the check, then says what it would do, how much, and what to type next', async () => {
		const { code, stdout, stderr } = await sluice(
			['replay', 'plan', '-s', 'harbor-web', ...range(9, 3), ...TICKET],
			support,
		)
		expect(code).toBe(0)
		expect(stdout).toMatch(/^OK: the customer's role holds every right[^\n]*\n/)
		expect(stdout).toMatch(
			/totals days +\d\n[\s\S]*totals bytes +[\d,]+\n[\s\S]*limit days +7\n[\s\S]*digest +[0-9a-f]{64}\n/,
		)
		expect(stdout).toMatch(/\nparts\nposition +from +to +days +objects +bytes\n1 +20/)
		const [, planId = '', digest] = /plan id +(\S+)[\s\S]*digest +(\S+)/.exec(stdout) ?? []
		expect(stderr).toMatch(/^Started: /)
		expect(stderr).toContain(`Next: sluice replay submit ${planId} --digest ${digest} --ticket LAKE-4001\n`)
		expect(stderr).toMatch(new RegExp(`Console: ${stack.urls.console}/replays/plans/${planId}\\?ticket=LAKE-4001\\n$`))

		const opened = await sluice(['replay', 'show-plan', planId, '--json'], viewer)
		const { link, ...plan } = JSON.parse(opened.stdout) as { link: string }
		expect([opened.code, link]).toEqual([0, `${stack.urls.console}/replays/plans/${planId}`])
		expect(replayPlan.parse(plan)).toMatchObject({ planId, digest, from: day(9), to: day(3) })
		expect(opened.stdout).not.toContain('harbor-outfitters-lake')
		const rows = (await sluice(['replay', 'show-plan', planId, '--csv'], viewer)).stdout.trim().split('\n')
		expect(rows[0]).toMatch(/^day,objects,bytes,/)
		expect(rows).toHaveLength(8)
	})

	it('over the limit says that another person approves it', async () => {
		const { code, stdout } = await sluice(['replay', 'plan', '-s', 'fjord-prod', ...range(180, 2)], support)
		expect([code, stdout]).toEqual([0, expect.stringMatching(/limit because +.*days of at most 7/)])
	})

	it('that its check blocks ends with 1, says who has to change what, and offers nothing to type', async () => {
		const { code, stdout, stderr } = await sluice(['replay', 'plan', '-s', 'quarry-admin', ...range(9, 3)], support)
		expect([code, stdout]).toEqual([1, expect.stringMatching(/^Blocked: .*AddJobFlowSteps.*account admin/)])
		expect(stderr).not.toContain('Next:')
	})

	it('of an archive that does not answer ends with 3 and says why', async () => {
		await stack.world('aws', { faults: [{ account: '111122223333', service: 's3', status: 500 }] })
		const { code, stdout } = await sluice(['replay', 'plan', '-s', 'willow-web', ...range(4, 3)], support)
		expect([code, stdout]).toEqual([3, expect.stringMatching(/failure +The archive could not be listed/)])
	})

	it.each<[string, string[], string]>([
		['begins after it ends', range(3, 9), 'from'],
		['ends today', range(3, 0), 'to'],
		['is longer than a year', range(400, 3), 'days'],
	])('of a range that %s is refused with the field and a link to the form', async (_, days, word) => {
		const { code, stderr } = await sluice(['replay', 'plan', '-s', 'harbor-ios', ...days], support)
		expect([code, stderr]).toEqual([1, expect.stringContaining('The service refused: ')])
		expect(stderr).toContain(word)
		expect(stderr).toContain(`${stack.urls.console}/replays/new?source=harbor-ios&from=`)
	})

	it('is not for a viewer: the gate says so, once', async () => {
		const before = stack.passages().length
		const { code, stderr } = await sluice(['replay', 'plan', '-s', 'harbor-ios', ...range(4, 3)], viewer)
		expect([code, stack.passages(before)]).toEqual([1, ['POST /prod/v1/replay-plans 403']])
		expect(stderr).toContain('The gate refused')
	})
})

describe('replay submit', () => {
	it('asks nobody in a script: without --yes nothing is sent', async () => {
		const plan = await planned('harbor-ios', range(9, 3))
		const before = stack.passages().length
		const { code, stderr } = await sluice(['replay', ...submission(plan)], support)
		expect([code, stack.passages(before)]).toEqual([2, []])
		expect(stderr).toContain('Add --yes')
	})

	it('loads the days by one step that is followed to its end, and no day twice', async () => {
		const plan = await planned('harbor-ios', range(5, 2))
		await stack.world(`clusters/${plan.clusterId}`, { nextSteps: plan.parts.map(() => ({ runsSeconds: 0 })) })
		const { code, stdout, stderr } = await sluice(['replay', ...submission(plan), '--yes'], support)
		expect([code, stdout]).toEqual([0, expect.stringMatching(/status +waiting/)])
		const [, replayId = ''] = /replay id +(\S+)/.exec(stdout) ?? []
		expect(stderr).toBe(
			`Next: sluice replay show ${replayId} --ticket LAKE-4001\nConsole: ${stack.urls.console}/replays/${replayId}?ticket=LAKE-4001\n`,
		)
		const done = await ended(replayId, 'done')
		const all = plan.parts.length
		expect(done).toMatchObject({ code: 0, now: { progress: { done: all, total: all } } })
		expect(done.now.parts.map(({ submissions }) => submissions)).toEqual(plan.parts.map(() => 1))
		expect(done.now.parts[0]?.rows).toBeGreaterThan(0)
		const parts = await sluice(['replay', 'show', replayId, '--csv'], viewer)
		expect(parts.stdout).toMatch(/^position,from,to,.*\n1,/)

		const again = await sluice(['replay', ...submission(plan), '--yes'], engineer)
		expect([again.code, again.stderr]).toEqual([1, expect.stringContaining(replayId)])
		const missing = await planned('harbor-ios', range(9, 2))
		const loaded = missing.days.filter(({ loadedBy }) => loadedBy === replayId)
		expect(loaded.map((one) => one.day)).toEqual(plan.days.filter(({ chosen }) => chosen).map((one) => one.day))
		expect(loaded.filter(({ chosen }) => chosen)).toEqual([])
		expect(missing.totals.days).toBeGreaterThan(0)
	})

	it('is refused with another digest, for days that another replay holds, and of a plan that is blocked', async () => {
		const [plan, same] = [await planned('ember-ios', range(12, 6)), await planned('ember-ios', range(9, 3))]
		const other = await sluice(
			['replay', ...submission({ ...plan, digest: 'a'.repeat(64) }), '--yes', '--json'],
			support,
		)
		expect([other.code, JSON.parse(other.stdout)]).toMatchObject([1, { refusal: { by: 'service' } }])
		await stack.world(`clusters/${plan.clusterId}`, { nextSteps: [{ runsSeconds: null }] })
		expect(await order(submission(plan), support)).toMatchObject({ code: 0 })
		const overlapping = await sluice(['replay', ...submission(same), '--yes'], support)
		expect([overlapping.code, overlapping.stderr]).toEqual([1, expect.stringMatching(/ is held by rpl-/)])
		expect(overlapping.stderr).toContain(`${stack.urls.console}/replays/plans/${same.planId}`)

		const blocked = await planned('onyx-logs', range(9, 3))
		const refused = await sluice(['replay', ...submission(blocked), '--yes'], support)
		expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('Blocked: ')])
	})

	it('of rights that nobody can prove needs each of them acknowledged, and the plan says how', async () => {
		await stack.world('aws', { order: { AddJobFlowSteps: 'validate-first' } })
		const { code, stdout, stderr } = await sluice(
			['replay', 'plan', '-s', 'delta-web', ...range(9, 3), ...TICKET],
			support,
		)
		expect([code, stdout]).toEqual([0, expect.stringMatching(/preflight not provable\nfinding id +action/)])
		const next = /^Next: sluice (replay submit .*)$/m.exec(stderr)?.[1]?.split(' ') ?? []
		const at = next.indexOf('--acknowledged')
		expect(next[at + 1]).toMatch(/^emr-/)
		const without = await sluice([...next.slice(0, at), ...TICKET, '--yes'], support)
		expect([without.code, without.stderr]).toEqual([1, expect.stringContaining(next[at + 1] ?? '-')])
		expect(await sluice([...next, '--yes', '--json'], support)).toMatchObject({ code: 0 })
	})
})

describe('replay approve and refuse', () => {
	it('begin or end what passes the limit: another person only, over console and terminal alike', async () => {
		const plan = await planned('cobalt-events', range(40, 10), engineer)
		const asked = await sluice(['replay', ...submission(plan), '--yes'], engineer)
		const [, replayId = ''] = /replay id +(\S+)/.exec(asked.stdout) ?? []
		const approval = ['approve', replayId, '--digest', plan.digest ?? '', ...TICKET]
		expect([asked.code, asked.stdout]).toEqual([0, expect.stringMatching(/status +awaiting-approval/)])
		expect(asked.stderr).toContain(`Next, for another person: sluice replay ${approval.join(' ')}\n`)

		const own = await sluice(['replay', ...approval, '--yes'], engineer)
		expect([own.code, own.stderr]).toEqual([1, expect.stringContaining('Nobody decides on a request of their own')])
		const gated = await sluice(['replay', ...approval, '--yes'], support)
		expect([gated.code, gated.stderr]).toEqual([1, expect.stringContaining('The gate refused')])
		const wrong = await order(['approve', replayId, '--digest', 'b'.repeat(64), ...TICKET], admin)
		expect(wrong).toMatchObject({ code: 1 })
		expect(await shown(replayId)).toMatchObject({ code: 0, now: { status: 'awaiting-approval' } })

		const done = await sluice(['replay', ...approval, '--yes'], admin)
		expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/status +waiting/)])
		expect((await shown(replayId)).now.approval).toMatchObject({
			decision: 'approved',
			by: 'admin@sluice.example',
		})
		expect(await order(approval, admin)).toMatchObject({ code: 1 })
		expect(await order(['cancel', replayId, ...TICKET], engineer)).toMatchObject({ code: 0 })
	})

	it('a refusal needs its reason, and whoever asked reads it', async () => {
		const replayId = await submitted('aspen-web', range(40, 10))
		expect(await order(['refuse', replayId], engineer)).toMatchObject({ code: 2 })
		const refused = await order(['refuse', replayId, '--because', 'Ask the customer first.'], engineer)
		expect([refused.code, JSON.parse(refused.stdout)]).toMatchObject([
			0,
			{ status: 'refused', link: `${stack.urls.console}/replays/${replayId}` },
		])
		const { code, stdout } = await sluice(['replay', 'show', replayId], support)
		expect([code, stdout]).toEqual([1, expect.stringMatching(/approval reason +Ask the customer first\./)])
	})
})

describe('replay show, cancel, settle and list', () => {
	it('a replay whose step fails ends with 1 and says what the cluster said', async () => {
		const sourceId = 'willow-web'
		const failure = { reason: 'Unknown Error', message: 'java.lang.OutOfMemoryError: Java heap space' }
		await stack.world(`clusters/${clusterOf(sourceId)}`, { nextSteps: [{ runsSeconds: 0, failure }] })
		const replayId = await submitted(sourceId, range(9, 3))
		const { code, now } = await ended(replayId, 'failed')
		expect([code, now.failure]).toEqual([1, expect.stringMatching(/0 of \d/)])
		const { stdout } = await sluice(['replay', 'show', replayId], support)
		expect(stdout).toMatch(/\n1 .* failed .* FAILED .*memory/i)
	})

	it('a cancelled one ends with 1; support cancels only what support asked for', async () => {
		const sourceId = 'poppy-web'
		await stack.world(`clusters/${clusterOf(sourceId)}`, { nextSteps: [{ runsSeconds: null }] })
		const replayId = await submitted(sourceId, range(9, 3), engineer)
		const foreign = await sluice(['replay', 'cancel', replayId, ...TICKET, '--yes'], support)
		expect([foreign.code, foreign.stderr]).toEqual([1, expect.stringContaining('The service refused')])
		const own = await order(['cancel', replayId, ...TICKET], engineer)
		expect([own.code, JSON.parse(own.stdout)]).toMatchObject([0, { replayId }])
		const { code, now } = await ended(replayId, 'cancelled')
		expect([code, now.cancellation.by]).toEqual([1, 'engineer@sluice.example'])
		expect(await order(['cancel', replayId, ...TICKET], engineer)).toMatchObject({ code: 1 })
	})

	it('settle is refused where nothing is undecided', async () => {
		const replayId = await submitted('ember-android', range(40, 10))
		const settled = await sluice(['replay', 'settle', replayId, '--position', '1', ...TICKET, '--yes'], engineer)
		expect([settled.code, settled.stderr]).toEqual([1, expect.stringContaining('The service refused')])
		const typed = await order(['settle', replayId, '--position', '1', '--step', 'S-1', ...TICKET], engineer)
		expect(typed).toMatchObject({ code: 2 })
	})

	it('list finds by source and status; an id of no replay is refused', async () => {
		const { code, stdout } = await sluice(
			['replay', 'list', '-s', 'ember-android', '--status', 'awaiting-approval'],
			viewer,
		)
		expect(code).toBe(0)
		expect(stdout).toMatch(/^replay id .*\nrpl-\S+ +ember-android +.*awaiting-approval.*\n$/)
		const none = await sluice(['replay', 'show', 'rpl-none'], viewer)
		expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('The service refused')])
	})
})
