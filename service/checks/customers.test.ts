import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Finding, Profile } from '../../lib/contract/check-report.ts'
import { SERVICE_KEY, startTrialWorld, type TrialWorld } from '../../standin/customer/trial-world.ts'
import { createCustomerAccess } from '../aws/customer-role.ts'
import type { CustomerAccess } from '../aws/ports.ts'
import { memoryPorts, NEVER } from './account.fixture.ts'
import { conclude } from './conclude.ts'
import type { CheckOrder } from './order.ts'
import { runCheck } from './run.ts'

/** Through the real SDK against accounts that are decided by the real policies, with what Sluice believes of them. */

const PRINCIPALS = [
	'arn:aws:iam::595280932656:role/segment-datalakes-production-access',
	...['datalakes-aws-worker', 'datalakes-customer-service', 'customer-datalakes-prod-admin'].map(
		(name) => `arn:aws:iam::294048959147:role/${name}`,
	),
]

const source = z.object({
	sourceId: z.string(),
	workspaceId: z.string(),
	customer: z.string(),
	region: z.string(),
	roleArn: z.string(),
	externalIds: z.array(z.string()),
	catalogId: z.string(),
	bucket: z.string(),
	database: z.string(),
	clusterId: z.string(),
})
const sources = z
	.array(source)
	.parse(JSON.parse(readFileSync(new URL('../../standin/world/sources.json', import.meta.url), 'utf8')))

function orderOf(sourceId: string, profile: Profile): CheckOrder {
	const target = sources.find((each) => each.sourceId === sourceId)
	if (!target) throw new Error(`the world has no source ${sourceId}`)
	const siblings = sources.filter((each) => each.workspaceId === target.workspaceId && each !== target)
	const ids = siblings.flatMap((each) =>
		[each.sourceId, ...each.externalIds].map((externalId) => ({ externalId, sourceId: each.sourceId })),
	)
	return {
		checkId: `chk-${sourceId}`,
		profile,
		target,
		sessionName: 'sam@sluice.example-request1',
		otherIds: ids.filter(({ externalId }, index) => {
			const first = ids.findIndex((each) => each.externalId === externalId) === index
			return first && !target.externalIds.includes(externalId)
		}),
		siblingRoleArns: [...new Set(siblings.map(({ roleArn }) => roleArn))].filter((arn) => arn !== target.roleArn),
	}
}

let world: TrialWorld
let access: CustomerAccess
const environment = { ...process.env }

beforeAll(async () => {
	world = await startTrialWorld()
	Object.assign(process.env, {
		AWS_ENDPOINT_URL: world.endpoint,
		AWS_ACCESS_KEY_ID: SERVICE_KEY.accessKeyId,
		AWS_SECRET_ACCESS_KEY: SERVICE_KEY.secretAccessKey,
		AWS_REGION: 'us-west-2',
		AWS_EC2_METADATA_DISABLED: 'true',
	})
	access = createCustomerAccess({
		principals: PRINCIPALS,
		s3PathStyle: true,
		now: () => new Date(),
		log: { warn() {} },
		// All customers are checked at once here: a machine that is slow is not an account that is silent.
		callMs: 60_000,
	})
})
afterAll(async () => {
	await world.close()
	process.env = environment
})
beforeEach(async () => {
	await world.world('/reset', {})
})

async function check(sourceId: string, profile: Profile = 'sync', memory = memoryPorts(access)) {
	const order = orderOf(sourceId, profile)
	const broken: unknown[] = []
	const result = await runCheck(
		order,
		{ ...memory.ports, now: () => new Date() },
		{
			total: () => {},
			found: async () => {},
			broke: (_findingId, error) => broken.push(error),
		},
		NEVER,
	)
	expect(broken).toEqual([])
	const { otherIds, siblingRoleArns, target } = order
	const context = { principals: PRINCIPALS, otherIds, siblingRoleArns }
	return {
		...result,
		...conclude(result.findings, result.trust, target, profile, context),
		raw: result.findings,
		memory,
	}
}

/** What is not as it should be, and not just because of something else: `id outcome layer explicit`. */
const troubles = (findings: readonly Finding[]) =>
	findings
		.filter(({ outcome, mandatory }) => mandatory && outcome !== 'allowed' && outcome !== 'blocked-by')
		.map(({ findingId, outcome, layer, explicit }) => `${findingId} ${outcome} ${layer} ${explicit}`)

const denied = (ids: string, layer: string | null, explicit: boolean | null) =>
	ids.split(' ').map((id) => `${id} denied ${layer} ${explicit}`)

const GLUE_WRITES =
	'glue-create-database glue-create-table glue-update-table glue-delete-table glue-batch-delete-table glue-delete-table-version glue-batch-delete-table-version glue-create-partition glue-batch-create-partition glue-update-partition glue-delete-partition glue-batch-delete-partition'
const GLUE_CALLS = `glue-get-tables glue-get-table glue-get-table-version glue-get-table-versions glue-get-partition glue-get-partitions glue-batch-get-partition ${GLUE_WRITES.replace('glue-create-database glue-create-table ', '')}`
const EMR = 'emr-describe-cluster emr-describe-step emr-add-job-flow-steps'
const ALTER =
	'glue-create-table glue-update-table glue-delete-table-version glue-batch-delete-table-version glue-create-partition glue-batch-create-partition glue-update-partition glue-delete-partition glue-batch-delete-partition'

const HEALTHY = [
	'harbor-web',
	'harbor-ios',
	'fjord-prod',
	'cobalt-events',
	'ember-ios',
	'ember-android',
	'delta-web',
	'poppy-web',
]

const TROUBLED: [sourceId: string, why: string, troubles: string[]][] = [
	['grove-android', 'an SCP denies one action', denied('glue-batch-create-partition', 'scp', true)],
	['ember-web', 'the trust policy lists ids of other sources', denied('trust-assume-role', 'trust', null)],
	['birch-server', 'the trust policy names older principals', denied('trust-assume-role', 'trust', null)],
	['delta-crm', 'the role ARN is mistyped', denied('trust-assume-role', 'trust', null)],
	[
		'amber-checkout',
		'the lake lies in another region',
		[
			's3-bucket-region wrong-setting null null',
			...denied(GLUE_CALLS, 'identity', false),
			...denied(EMR, 'identity', false),
		],
	],
	['lumen-streaming', 'the cluster has ended', ['emr-cluster-state wrong-setting null null']],
	['tundra-iot', 'the tag is in other letters', denied(EMR, 'identity', false)],
	['saffron-app', 'an SCP allows no writes to Glue', denied(GLUE_WRITES, 'scp', false)],
	[
		'quarry-admin',
		'a boundary leaves actions out',
		denied('s3-delete-object emr-add-job-flow-steps', 'boundary', false),
	],
	['meadow-web', 'the key policy does not grant the role', denied('kms-generate-data-key kms-decrypt', 'kms', false)],
	['willow-web', 'Lake Formation grants nothing', denied(ALTER, 'lakeformation', false)],
	['cedar-app', 'the bucket policy denies deletes', denied('s3-delete-object', 'resource', true)],
	[
		'onyx-logs',
		'the bucket belongs to another account',
		[
			's3-bucket-owner not-provable null null',
			...denied('s3-list-bucket s3-delete-object s3-abort-multipart-upload s3-put-object', null, null),
		],
	],
	['aspen-web', 'the policy is hand-written', denied('glue-batch-delete-partition', 'identity', false)],
	['mica-web', 'the region is off', ['trust-assume-role wrong-setting null null']],
]

describe('a sync check of every customer of the world', () => {
	it('knows all of them', () => {
		expect([...HEALTHY, ...TROUBLED.map(([id]) => id)].sort()).toEqual(sources.map(({ sourceId }) => sourceId).sort())
	})

	it.each(HEALTHY)('finds %s healthy: every right of the shipped policy is there', async (sourceId) => {
		const { raw, verdict } = await check(sourceId)
		expect(troubles(raw)).toEqual([])
		expect(raw.filter(({ mandatory, outcome }) => mandatory && outcome === 'blocked-by')).toEqual([])
		expect(verdict).toBe('ok')
	})

	it.each(TROUBLED)('finds %s blocked, for what is so: %s', async (sourceId, _why, expected) => {
		const { raw, verdict } = await check(sourceId)
		expect(troubles(raw).sort()).toEqual([...expected].sort())
		expect(verdict).toBe('blocked')
	})

	it('says which ways in the trust policies accept', async () => {
		const accepted = async (sourceId: string) => (await check(sourceId)).trust.filter((each) => each.accepted)
		expect((await accepted('ember-web')).map(({ externalId, of }) => [externalId, of])).toEqual([
			['ember-ios', 'other-source'],
			['ember-android', 'other-source'],
		])
		expect(new Set((await accepted('birch-server')).map(({ principalArn }) => principalArn))).toEqual(
			new Set(PRINCIPALS.slice(1)),
		)
		expect((await accepted('delta-crm')).map(({ roleArn }) => roleArn)).toEqual([
			sources.find(({ sourceId }) => sourceId === 'delta-web')?.roleArn,
		])
	})

	it('is loud about a role that lets strangers in, and blocks nothing for it', async () => {
		const { raw, verdict } = await check('poppy-web')
		expect(raw.find(({ findingId }) => findingId === 'trust-external-id-enforced')).toMatchObject({
			outcome: 'wrong-setting',
			layer: 'trust',
			mandatory: false,
		})
		expect(verdict).toBe('ok')
	})

	it('tells an untagged cluster by its logs', async () => {
		const { raw } = await check('tundra-iot')
		expect(raw.find(({ findingId }) => findingId === 's3-logs-exist')?.outcome).toBe('allowed')
	})
})

describe('a check for a dedicated replay', () => {
	it('finds the right that older templates lack', async () => {
		const { raw } = await check('cobalt-events', 'replay-dedicated')
		expect(troubles(raw).filter((each) => each.includes('denied'))).toEqual(['emr-add-tags denied identity false'])
	})

	it('finds it where the template is new', async () => {
		const { raw } = await check('harbor-web', 'replay-dedicated')
		expect(raw.find(({ findingId }) => findingId === 'emr-add-tags')?.outcome).toBe('allowed')
	})
})

describe('an API that validates before it authorizes', () => {
	it.each(['AddJobFlowSteps', 'DescribeStep'])('%s is never green by its objection', async (action) => {
		await world.world('/aws', { order: { [action]: 'validate-first' } })
		const { raw } = await check('harbor-web')
		const id = action === 'DescribeStep' ? 'emr-describe-step' : 'emr-add-job-flow-steps'
		expect(raw.find(({ findingId }) => findingId === id)).toMatchObject({ outcome: 'not-provable' })
	})
})

const customers = z.array(z.object({ id: z.string() }))
const calls = z.array(z.object({ service: z.string(), operation: z.string(), changed: z.array(z.string()) }))

describe('the customers’ accounts', () => {
	it('are as they were after all have been checked, and no call but of one upload changed anything', async () => {
		const pictures = async () => {
			const ids = customers.parse((await world.world('/customers')).json)
			return Promise.all(ids.map(async ({ id }) => (await world.world(`/customers/${id}`)).json))
		}
		const before = await pictures()
		const memory = memoryPorts(access)
		await Promise.all(sources.map(({ sourceId }) => check(sourceId, 'sync', memory)))
		for (const profile of ['replay-existing', 'replay-dedicated', 'debug'] as const)
			await Promise.all(
				['fjord-prod', 'tundra-iot', 'quarry-admin'].map((sourceId) => check(sourceId, profile, memory)),
			)
		expect(await pictures()).toEqual(before)
		expect(memory.kept.uploads.size).toBe(0)

		const log = calls.parse((await world.world('/calls')).json)
		const changes = log.flatMap(({ changed }) => changed)
		expect(changes.length).toBeGreaterThan(0)
		for (const change of changes) expect(change).toMatch(/^upload [+-]segment-stage\/\.sluice-probe-[0-9a-f-]{36}/)
		expect(changes.filter((change) => change.startsWith('upload +'))).toHaveLength(changes.length / 2)
	})
})
