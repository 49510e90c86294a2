import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Check, check, type Finding } from '../lib/contract/check-report.ts'
import { type ClusterStatus, clusterStatus } from '../lib/contract/cluster-status.ts'
import type { ReplayPlan } from '../lib/contract/replay-plan.ts'
import type { Client } from '../lib/gateway/client.ts'
import sources from '../standin/world/sources.json' with { type: 'json' }
import { answerOf, consoleOf } from './page.fixture.ts'
import { type Env, type Stack, sluice, startStack } from './stack.fixture.ts'

/** Each test starts processes, which take their time on a busy machine. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 180_000 })

/** What a customer's trouble is does not depend on who asks from where: a browser's identity or a terminal's role. */

let stack: Stack
let support: Env
let page: Client
beforeAll(async () => {
	stack = await startStack()
	const [admin, own] = await Promise.all([stack.as('admin'), stack.as('support')])
	support = own
	const file = new URL('../standin/world/sources.json', import.meta.url).pathname
	expect(await sluice(['sources', 'import', file, '--ticket', 'LAKE-1', '--yes'], admin)).toMatchObject({ code: 0 })
	page = await consoleOf(stack, 'support')
})
afterAll(() => stack.close())

async function checkedOnPage(sourceId: string): Promise<Check> {
	const { checkId } = answerOf(await page.call('checks.run', { sourceId, profile: 'sync' }))
	const report = async () => answerOf(await page.call('checks.get', { checkId }))
	await expect.poll(async () => (await report()).status, { timeout: 60_000 }).toBe('done')
	return report()
}

/** How old an answer is differs from look to look. */
const withoutAges = (list: object): unknown =>
	JSON.parse(JSON.stringify(list, (name, value: unknown) => (name === 'ageMs' ? undefined : value)))

const ageless = ({ ageMs: _, live: __, cluster, ...status }: ClusterStatus) => ({
	...status,
	cluster: cluster && { ...cluster, ageMs: 0 },
})

/** So many days before today, in UTC. */
const day = (before: number) => new Date(Date.now() - before * 86_400_000).toISOString().slice(0, 10)

const EXITS = { ok: 0, blocked: 1, unclear: 3 }

/** Everything but moments and request ids, which differ between any two runs. */
const gist = ({ verdict, headline, findings, advice }: Check) => ({
	verdict,
	headline,
	findings: findings.map(
		({ findingId, outcome, layer, explicit, confidence, headline, breaks, remediation }: Finding) => ({
			...{ findingId, outcome, layer, explicit, confidence, headline, breaks, remediation },
		}),
	),
	advice: advice?.map(({ message, ...rest }) => ({ ...rest, message: message?.replaceAll(MOMENT, '') })),
})
const MOMENT = /, AWS request id `[^`]+`, [\d-]+ [\d:]+ UTC/g

describe('console and terminal', () => {
	it('are one person in two roles of IAM', async () => {
		const me = answerOf(await page.call('sessions.me', {}))
		const { stdout } = await sluice(['whoami', '--json'], support)
		expect(me).toMatchObject({ person: 'support@sluice.example', role: 'support', via: 'console' })
		expect(JSON.parse(stdout)).toMatchObject({ person: me.person, role: me.role, via: 'cli' })
	})

	it.each(sources.map(({ sourceId }) => [sourceId]))('give the same answer for %s', async (sourceId) => {
		const { code, stdout } = await sluice(['check', 'run', '-s', sourceId, '--profile', 'sync', '--json'], support)
		const { link, ...report } = JSON.parse(stdout) as { link: string } & Check
		expect(link).toBe(`${stack.urls.console}/checks/${report.checkId}`)
		expect(code).toBe(EXITS[report.verdict ?? 'unclear'])
		expect(answerOf(await page.call('checks.get', { checkId: report.checkId }))).toEqual(report)
		expect(gist(check.parse(report))).toEqual(gist(await checkedOnPage(sourceId)))
	})

	it.each(sources.map(({ sourceId, clusterId }) => [sourceId, clusterId]))(
		'see the cluster of %s alike',
		async (sourceId, clusterId) => {
			const { stdout } = await sluice(['emr', 'check', '-s', sourceId, '--json'], support)
			const { link, ...status } = JSON.parse(stdout) as { link: string } & ClusterStatus
			expect(link).toBe(`${stack.urls.console}/clusters/${clusterId}?source=${sourceId}`)
			const onPage = answerOf(await page.call('clusters.get', { clusterId, sourceId }))
			expect(ageless(onPage)).toEqual(ageless(clusterStatus.parse(status)))
		},
	)

	it('show one plan alike, and nobody approves at one of them what they asked for at the other', async () => {
		const engineer = await stack.as('engineer')
		const range = ['--from', day(40), '--to', day(10), '--ticket', 'LAKE-3']
		const planned = await sluice(['replay', 'plan', '-s', 'cobalt-events', ...range, '--json'], engineer)
		const { link: _, ...plan } = JSON.parse(planned.stdout) as { link: string } & ReplayPlan
		const [colleague, same] = await Promise.all([consoleOf(stack, 'admin'), consoleOf(stack, 'engineer')])
		expect(answerOf(await same.call('replays.getPlan', { planId: plan.planId }))).toEqual(plan)

		const digest = plan.digest ?? ''
		const order = ['replay', 'submit', plan.planId, '--digest', digest, '--ticket', 'LAKE-3', '--yes', '--json']
		const { replayId } = JSON.parse((await sluice(order, engineer)).stdout) as { replayId: string }
		const approval = { replayId, digest, ticket: 'LAKE-3' }
		expect(await same.call('replays.approve', approval)).toMatchObject({
			ok: false,
			refusal: { problem: { code: 'own-request' } },
		})
		expect(answerOf(await colleague.call('replays.approve', approval))).toMatchObject({ status: 'waiting' })
	})

	it('hold the same lists', async () => {
		for (const [args, operation] of [
			[['check', 'list'], 'checks.list'],
			[['sources', 'search'], 'sources.list'],
			[['emr', 'list'], 'clusters.list'],
			[['replay', 'list'], 'replays.list'],
		] as const) {
			for (;;) {
				const listed = async () => withoutAges(answerOf(await page.call(operation, { limit: 200 })))
				const before = await listed()
				const { stdout } = await sluice([...args, '--limit', '200', '--json'], support)
				const { link: _, ...list } = JSON.parse(stdout) as { link: string }
				// What moved on between two looks at the same door says nothing about the other.
				if (!isDeepStrictEqual(before, await listed())) continue
				expect(withoutAges(list)).toEqual(before)
				break
			}
		}
	})

	it('let an admin release the sign-in of one of them, who stays who they are at the other', async () => {
		const order = ['sessions', 'release', '--person', 'support@sluice.example', '--ticket', 'LAKE-2', '--yes', '--json']
		const { code, stdout } = await sluice(order, await stack.as('admin'))
		expect([code, JSON.parse(stdout)]).toMatchObject([0, { person: 'support@sluice.example', released: 1 }])
		expect(await page.call('sessions.me', {})).toMatchObject({
			ok: false,
			refusal: { problem: { code: 'identity-not-bound' } },
		})
		expect(await sluice(['whoami'], support)).toMatchObject({ code: 0 })
	})
})
