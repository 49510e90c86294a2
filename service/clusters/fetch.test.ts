import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { clusterStatus } from '../../lib/contract/cluster-status.ts'
import { ROLES } from '../../lib/contract/role.ts'
import type { AwsAnswer, CustomerAccess } from '../aws/ports.ts'
import { deadAudit, fromTerminal, openTrial, type Trial } from '../service.fixture.ts'
import { openJobs } from '../store/jobs.ts'
import type { Store } from '../store/store.ts'
import { openTestStore, testedDatabases } from '../store/test-store.ts'
import { anAccount, CLUSTER, ok, refused, storeStep, throttled, waiting } from './cluster.fixture.ts'
import { CLUSTERS_QUEUE, performFetch, workOnClusters } from './worker.ts'
import { openWorkshop } from './workshop.fixture.ts'

const stores = new Map<Store['kind'], Promise<Store>>()
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
	for (const close of closing.splice(0)) await close()
})
afterAll(async () => {
	for (const store of stores.values()) await (await store).close()
})

/** One database of a kind for all cases; each begins with no source and no cluster. */
async function workshop(kind: Store['kind'], account?: ReturnType<typeof anAccount>) {
	const store = stores.get(kind) ?? openTestStore(kind)
	stores.set(kind, store)
	return openWorkshop(await store, account)
}

describe.each(testedDatabases())('a fetch on %s', (kind) => {
	it('is stored and handed over at once, and its answer is read by link', async () => {
		const { order, jobs, work, pass, text } = await workshop(kind)
		expect(await order({ ticket: 'LAKE-9' })).toEqual({ sourceId: 'src-1', clusterId: CLUSTER, status: 'running' })
		expect(jobs()).toMatchObject([{ sourceId: 'src-1', clusterId: CLUSTER, clicked: true }])
		expect(JSON.parse(await text())).toMatchObject({ verdict: null, fetching: { restarts: 0 }, cluster: null })
		await work()
		pass(90)
		expect(JSON.parse(await text())).toMatchObject({
			verdict: 'ok',
			inSettings: true,
			ageMs: 90_000,
			fetching: null,
			cluster: { state: 'WAITING', ageMs: 90_000, vendorTag: { ok: true, found: null } },
			instances: { granted: false, needs: 'elasticmapreduce:ListInstanceGroups', groups: [] },
			requestedBy: 'support@sluice.example',
		})
	})

	it('joins one that is under way or was done just now, whoever asks', async () => {
		const { order, jobs, work, pass, account } = await workshop(kind)
		const answers = await Promise.all(Array.from({ length: 8 }, () => order({}, 'engineer')))
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['running']))
		expect(jobs()).toHaveLength(1)
		await work()
		pass(9)
		expect((await order()).status).toBe('fresh')
		expect(jobs()).toHaveLength(0)
		pass(2)
		expect((await order()).status).toBe('running')
		expect(jobs()).toHaveLength(1)
		expect(account.asked).toEqual(['emr:DescribeCluster', 'emr:ListInstanceGroups'])
	})

	it('does not join one that asks through settings of before', async () => {
		const { order, put, jobs, work, account } = await workshop(kind)
		await order()
		await put('src-1', { region: 'eu-west-1' }, 1)
		await order()
		expect(jobs()).toHaveLength(2)
		await work()
		expect(account.doors.map(({ region }) => region)).toEqual(['eu-west-1'])
	})

	it('is done once for two sources that name the same cluster through the same role', async () => {
		const { order, put, work, account, read } = await workshop(kind)
		await put('src-2')
		await put('src-3', { roleArn: 'arn:aws:iam::222233334444:role/AnotherRole' })
		for (const sourceId of ['src-1', 'src-2', 'src-3']) await order({ sourceId })
		await work()
		expect(account.asked.filter((operation) => operation === 'emr:DescribeCluster')).toHaveLength(2)
		for (const sourceId of ['src-1', 'src-2', 'src-3'])
			expect((await read('viewer', '', sourceId)).verdict, sourceId).toBe('ok')
	})

	it('that learns nothing leaves what was known, and says so', async () => {
		const { order, work, pass, read } = await workshop(kind)
		await order()
		await work()
		pass(60)
		await order()
		await work(anAccount({ 'emr:DescribeCluster': () => throttled }).access)
		expect(await read()).toMatchObject({
			verdict: 'unreachable',
			ageMs: 0,
			evidence: { action: 'elasticmapreduce:DescribeCluster', message: 'Rate exceeded' },
			cluster: { state: 'WAITING', ageMs: 60_000 },
		})
	})

	it('begun anew overtakes the attempt before, and one that another replaced stores nothing', async () => {
		const { order, ports, jobs, pass, read, trial, put } = await workshop(kind)
		const held = Promise.withResolvers<AwsAnswer>()
		const slow = anAccount({ 'emr:DescribeCluster': () => held.promise })
		await order()
		const [job] = jobs()
		if (!job) throw new Error('nothing was handed over')
		const first = performFetch(job, ports(slow.access))
		await expect.poll(() => slow.asked.length).toBe(1)
		await performFetch(job, ports(anAccount({ 'emr:DescribeCluster': () => waiting('RUNNING') }).access))
		held.resolve(waiting('STARTING'))
		await first
		expect((await read()).cluster?.state).toBe('RUNNING')

		trial.sent.splice(0)
		pass(20)
		await order()
		const [old] = jobs()
		await put('src-1', { database: 'another' }, 1)
		await order()
		if (old) await performFetch(old, ports(anAccount({ 'emr:DescribeCluster': () => waiting('STARTING') }).access))
		expect(await read()).toMatchObject({ cluster: { state: 'RUNNING' }, fetching: { restarts: 0 } })
	})

	it('touches no account while its intent cannot be recorded', async () => {
		const { order, ports, jobs, account } = await workshop(kind)
		await order()
		const [job] = jobs()
		if (job) await expect(performFetch(job, { ...ports(), audit: deadAudit })).rejects.toThrow()
		expect([account.doors, account.asked]).toEqual([[], []])
	})

	it('is audited under the request that asked for it', async () => {
		const { order, work, store, audit } = await workshop(kind)
		await order({ ticket: 'LAKE-7' })
		await work()
		await audit.settled()
		const rows = store.db
			.selectFrom('audit_rows')
			.selectAll()
			.where('ticket', '=', 'LAKE-7')
			.where('operation', '=', 'clusters.perform')
		const [intent, more] = await rows.execute()
		expect(more).toBeUndefined()
		expect(intent).toMatchObject({
			...{ phase: 'intent', target: 'src-1', ticket: 'LAKE-7', person: 'support@sluice.example' },
			parameters: { clusterId: CLUSTER, clicked: true, attempt: 1 },
		})
		const outcomes = store.db
			.selectFrom('audit_rows')
			.selectAll()
			.where('intent_id', '=', intent?.audit_id ?? '')
		expect(await outcomes.execute()).toMatchObject([{ phase: 'outcome', code: 'ok', status: 200 }])
	})

	it('tells of the steps that Sluice submitted, the failed one first, and asks no more of those that are over', async () => {
		const state = { second: 'RUNNING' }
		const stepIs = (State: string, FailureDetails?: object) =>
			ok({ Step: { Name: 'sluice-replay/1', Status: { State, FailureDetails } } })
		const account = anAccount({
			'emr:DescribeStep': () =>
				account.asked.length % 2 === 0 ? stepIs(state.second) : stepIs('FAILED', { Reason: 'Unknown Error' }),
		})
		const { order, work, read, pass, store } = await workshop(kind, account)
		await storeStep(store.db, { step_id: 's-FAILED', submitted_at: new Date('2026-11-20T09:00:00.000Z') })
		await storeStep(store.db, { step_id: 's-RUNS' })
		await storeStep(store.db, { step_id: 's-ELSEWHERE', region: 'eu-west-1' })
		await order()
		await work()
		const { steps } = await read()
		expect(steps.items.map(({ stepId }) => stepId)).not.toContain('s-ELSEWHERE')
		expect(steps.items.map(({ state: each }) => each)).toEqual(['FAILED', 'RUNNING'])
		expect(steps.items[0]?.failure).toMatchObject({ reason: 'Unknown Error', message: null })
		pass(20)
		account.asked.splice(0)
		await order()
		await work()
		expect(account.asked.filter((operation) => operation === 'emr:DescribeStep')).toHaveLength(1)
	})
})

describe.each(testedDatabases())('workers on %s', (kind) => {
	it('pick up what was asked for, and give up what fails each time', async () => {
		const { store, put, ports, trial } = await workshop(kind)
		await put('src-2', { clusterId: 'j-0BR0KENBR0KEN' })
		const jobs = await openJobs(store.jobs, [CLUSTERS_QUEUE], (error) => {
			throw error
		})
		closing.push(() => jobs.stop(5))
		const live: Trial = await openTrial({ jobs, now: trial.ports.now }, store)
		const { access } = anAccount()
		const broken: CustomerAccess = {
			...access,
			assume: async (request) => {
				const named = request.belt.some(({ Resource }) => Resource.some((each) => each.includes('BR0KEN')))
				if (named) throw new Error('a bug')
				return access.assume(request)
			},
		}
		await workOnClusters({ ...ports(broken), jobs })
		const order = (sourceId: string) => live.call('POST', '/v1/clusters', fromTerminal('support'), { sourceId })
		const read = async (sourceId: string, clusterId: string) => {
			const path = `/v1/clusters/${clusterId}?sourceId=${sourceId}`
			return clusterStatus.parse(await (await live.call('GET', path, fromTerminal('support'))).json())
		}
		await order('src-1')
		await order('src-2')
		await expect.poll(async () => (await read('src-1', CLUSTER)).verdict, { timeout: 20_000 }).toBe('ok')
		const given = async () => (await read('src-2', 'j-0BR0KENBR0KEN')).failure
		await expect.poll(given, { timeout: 40_000 }).toMatch(/each time/)
		expect(await read('src-2', 'j-0BR0KENBR0KEN')).toMatchObject({ fetching: null, verdict: null })
	}, 90_000)
})

describe('what each role sees', () => {
	const SECRETS = ['northwind-lake', '222233334444', 'subnet-0abc', 'SegmentEMRServiceRole', 'aws said', 'cost-centre']
	const CATALOGUE = ['"nextAction"', '"meaning"', '"hypotheses"', '"addressee"']

	async function stored() {
		const Cluster = {
			Name: 'lake',
			Status: {
				State: 'TERMINATED_WITH_ERRORS',
				StateChangeReason: { Code: 'BOOTSTRAP_FAILURE', Message: 'aws said' },
				ErrorDetails: [{ ErrorCode: 'E1', ErrorMessage: 'aws said', ErrorData: [{ arn: '222233334444' }] }],
			},
			Tags: [{ Key: 'cost-centre', Value: '7' }],
			LogUri: 's3://northwind-lake/logs/',
			ServiceRole: 'arn:aws:iam::222233334444:role/SegmentEMRServiceRole',
			Ec2InstanceAttributes: { Ec2SubnetId: 'subnet-0abc' },
		}
		const account = anAccount({ 'emr:DescribeCluster': () => ok({ Cluster }) })
		const shop = await workshop('pglite', account)
		await shop.order()
		await shop.work()
		return shop
	}

	it.each(ROLES.map((role) => ({ role })))('$role: connection details, the catalogue, or neither', async ({ role }) => {
		const { text } = await stored()
		const seen = await text(role)
		const operator = role !== 'viewer' && role !== 'auditor'
		expect(SECRETS.filter((secret) => seen.includes(secret))).toEqual(operator ? SECRETS : [])
		expect(CATALOGUE.filter((name) => seen.includes(name))).toEqual(role === 'auditor' ? [] : CATALOGUE)
		expect(seen).toContain('BOOTSTRAP_FAILURE')
	})

	it('a refusal’s text is for operators', async () => {
		const denial = refused('AccessDeniedException', 'arn:aws:iam::222233334444:role/x is not authorized')
		const { order, work, text } = await workshop('pglite', anAccount({ 'emr:DescribeCluster': () => denial }))
		await order()
		await work()
		expect(await text('viewer')).not.toContain('222233334444')
		expect(await text('engineer')).toContain('222233334444')
	})
})

describe('an unknown word of EMR', () => {
	it('passes as itself, in a status and in the recents', async () => {
		const account = anAccount({
			'emr:DescribeCluster': () => waiting('HIBERNATING'),
			'emr:ListInstanceGroups': () => ok({ InstanceGroups: [{ Id: 'ig-1', Status: { State: 'NAPPING' } }] }),
		})
		const { order, work, read, trial } = await workshop('pglite', account)
		await order()
		await work()
		expect(await read()).toMatchObject({
			verdict: 'attention',
			cluster: { state: 'HIBERNATING', stateMeaning: 'A state that Sluice does not know.' },
			instances: { granted: true, groups: [{ state: 'NAPPING' }] },
		})
		const list = await trial.call('GET', '/v1/clusters', fromTerminal('viewer'))
		expect(await list.json()).toMatchObject({ items: [{ state: 'HIBERNATING' }] })
	})

	it('without any state is no description', async () => {
		const account = anAccount({ 'emr:DescribeCluster': () => ok({ Cluster: {} }) })
		const { order, work, read } = await workshop('pglite', account)
		await order()
		await work()
		expect(await read()).toMatchObject({ verdict: 'unreachable', cluster: null })
	})
})

describe('reading', () => {
	it('opens a link to a cluster that nobody looked at, and says whether the settings name it', async () => {
		const { read } = await workshop('pglite')
		expect(await read('auditor')).toMatchObject({ verdict: null, inSettings: true, fetching: null, cluster: null })
		expect(await read('viewer', '', 'src-1', 'j-0THER0THER0')).toMatchObject({ verdict: null, inSettings: false })
	})

	it('lists the steps that Sluice submitted to a cluster that nobody looked at', async () => {
		const { read, store } = await workshop('pglite')
		await storeStep(store.db, { step_id: 's-OURS' })
		expect(await read()).toMatchObject({ verdict: null, steps: { items: [{ stepId: 's-OURS', state: null }] } })
	})

	it('of a source that is not known names it, and what to do', async () => {
		const { trial } = await workshop('pglite')
		for (const [method, path, body] of [
			['GET', `/v1/clusters/${CLUSTER}?sourceId=unknown-src`, undefined],
			['POST', '/v1/clusters', { sourceId: 'unknown-src' }],
		] as const) {
			const answer = await trial.call(method, path, fromTerminal('support'), body)
			expect(answer.status).toBe(404)
			expect(await answer.json()).toMatchObject({ code: 'not-found', detail: expect.stringContaining('unknown-src') })
		}
	})

	it.each(['j-lowercase1', 'j-1', 'cluster', 'j-2AXXXXXXGAPLF%2F..'])('refuses %s as a cluster id', async (id) => {
		const { trial } = await workshop('pglite')
		const answer = await trial.call('GET', `/v1/clusters/${id}?sourceId=src-1`, fromTerminal('support'))
		expect(answer.status).toBe(400)
	})

	it('lists the latest request first, page by page, of all sources or of one', async () => {
		const { order, put, pass, trial } = await workshop('pglite')
		await put('src-2')
		for (const [sourceId, clusterId] of [
			['src-1', CLUSTER],
			['src-2', CLUSTER],
			['src-1', 'j-0THER0THER0'],
		]) {
			pass(1)
			await order({ sourceId, clusterId })
		}
		const seen: string[] = []
		let cursor: string | null = ''
		while (cursor !== null) {
			const path: string = `/v1/clusters?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`
			const page = (await (await trial.call('GET', path, fromTerminal('viewer'))).json()) as {
				items: { sourceId: string; clusterId: string }[]
				nextCursor: string | null
			}
			seen.push(...page.items.map((item) => `${item.sourceId} ${item.clusterId}`))
			cursor = page.nextCursor
		}
		expect(seen).toEqual([`src-1 j-0THER0THER0`, `src-2 ${CLUSTER}`, `src-1 ${CLUSTER}`])
		const one = await trial.call('GET', '/v1/clusters?sourceId=src-2', fromTerminal('viewer'))
		expect(await one.json()).toMatchObject({ items: [{ sourceId: 'src-2' }], nextCursor: null })
	})
})
