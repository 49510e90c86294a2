import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { REGIONS } from '../../lib/contract/aws-name.ts'
import { SERVICE_KEY, startTrialWorld, type TrialWorld } from '../../standin/customer/trial-world.ts'
import { createCustomerAccess } from '../aws/customer-role.ts'
import type { CustomerAccess } from '../aws/ports.ts'
import { type LookOrder, lookAt } from './look.ts'
import { verdictOf } from './verdict.ts'

/** Through the real SDK against accounts that are decided by the real policies, with what Sluice believes of them. */

const source = z.object({
	sourceId: z.string(),
	workspaceId: z.string(),
	customer: z.string(),
	region: z.enum(REGIONS),
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
		principals: ['arn:aws:iam::595280932656:role/segment-datalakes-production-access'],
		s3PathStyle: true,
		now: () => new Date(),
		log: { warn() {} },
		throttlePauseMs: 1,
	})
})
afterAll(async () => {
	await world.close()
	process.env = environment
})
beforeEach(async () => {
	await world.world('/reset', {})
})

const tries = { recent: async () => [], add: async () => {} }

function sourceOf(sourceId: string) {
	const found = sources.find((each) => each.sourceId === sourceId)
	if (!found) throw new Error(`the world has no source ${sourceId}`)
	return found
}

async function look(sourceId: string, more: Partial<LookOrder> & { clusterId?: string } = {}) {
	const { customer, ...record } = sourceOf(sourceId)
	const { clusterId = record.clusterId, ...changes } = more
	const settings = { ...record, clusterId }
	const sessionName = 'sam@sluice.example-request1'
	const order = { sourceId, customer, settings, sessionName, stepIds: [], withInstances: true, ...changes }
	const found = await lookAt(order, { access, tries, now: () => new Date() })
	const facts = { look: found.look, region: settings.region, description: found.description, steps: [] }
	return { ...found, ...verdictOf(facts) }
}

const calls = z.array(z.object({ operation: z.string(), changed: z.array(z.string()), code: z.string().nullable() }))
const callsMade = async () => calls.parse((await world.world('/calls')).json)

const OK = 'certain ok'
const EXPECTED: Record<string, [verdict: string, why: string]> = {
	'harbor-web': [OK, 'all is well'],
	'harbor-ios': [OK, 'all is well'],
	'fjord-prod': [OK, 'an old set-up whose own id is trusted'],
	'cobalt-events': [OK, 'AddTags is for replays only'],
	'grove-android': [OK, 'an organisation policy against Glue says nothing of EMR'],
	'ember-ios': [OK, 'the second external id is trusted'],
	'ember-android': [OK, 'the second external id is trusted'],
	'delta-web': [OK, 'all is well'],
	'saffron-app': [OK, 'an organisation policy against Glue says nothing of EMR'],
	'quarry-admin': [OK, 'the boundary leaves DescribeCluster'],
	'meadow-web': [OK, 'a key of the bucket says nothing of EMR'],
	'willow-web': [OK, 'Lake Formation says nothing of EMR'],
	'cedar-app': [OK, 'a bucket policy says nothing of EMR'],
	'poppy-web': [OK, 'the role lets in too many, us too'],
	'onyx-logs': [OK, 'only the bucket is another’s'],
	'aspen-web': [OK, 'the policy written by hand allows reads'],
	'ember-web': ['certain role-refused', 'the trust policy lists ids of other sources'],
	'birch-server': ['certain role-refused', 'the trust policy names older principals'],
	'delta-crm': ['certain role-refused', 'the role ARN is mistyped'],
	'amber-checkout': ['certain wrong-region', 'lake and cluster are in another region'],
	'mica-web': ['certain wrong-region', 'the region is off'],
	'lumen-streaming': ['certain ended', 'the cluster was terminated'],
	'tundra-iot': ['likely missing-tag', 'the tag is in other letters, and the bucket holds logs of the cluster'],
}

describe('the status of every customer of the world', () => {
	it('knows all of them', () => {
		expect(Object.keys(EXPECTED).sort()).toEqual(sources.map(({ sourceId }) => sourceId).sort())
	})

	it.each(Object.entries(EXPECTED).map(([id, [verdict, why]]) => [id, verdict, why] as const))(
		'%s: %s, since %s',
		async (sourceId, expected) => {
			const { confidence, verdict, headline, next } = await look(sourceId)
			expect(`${confidence} ${verdict}`).toBe(expected)
			expect(headline).not.toMatch(/arn:|\d{12}/)
			if (verdict !== 'ok') expect(next).not.toBeNull()
		},
	)

	it('changes nothing in any account', async () => {
		const ids = z.array(z.object({ id: z.string() })).parse((await world.world('/customers')).json)
		const pictures = () => Promise.all(ids.map(async ({ id }) => (await world.world(`/customers/${id}`)).json))
		const before = await pictures()
		await Promise.all(sources.map(({ sourceId }) => look(sourceId)))
		expect(await pictures()).toEqual(before)
		expect((await callsMade()).flatMap(({ changed }) => changed)).toEqual([])
	})
})

describe('a healthy account', () => {
	it('tells what DescribeCluster holds, and greys the panel that the shipped policy does not grant', async () => {
		const { description } = await look('harbor-web')
		expect(description).toMatchObject({
			state: 'WAITING',
			releaseLabel: 'emr-6.5.0',
			tags: [{ key: 'vendor', value: 'segment' }],
			logUri: 's3://harbor-outfitters-lake/logs/',
			collectionType: 'INSTANCE_GROUP',
			instances: { is: 'denied' },
		})
		expect(description?.timeline.createdAt).toMatch(/^\d{4}-.*Z$/)
		expect(description?.timeline.endedAt).toBeNull()
	})

	it('is asked with no more than is needed: no listing that is known to be refused, nothing of S3', async () => {
		await look('harbor-web', { withInstances: false })
		const made = calls.parse((await world.world('/calls?account=harbor')).json)
		expect(made.map(({ operation }) => operation)).toEqual(['AssumeRole', 'DescribeCluster'])
	})

	it('tells of steps by the ids that Sluice kept', async () => {
		const lake = z.object({ clusters: z.array(z.object({ steps: z.array(z.object({ id: z.string() })) })) })
		const [cluster] = lake.parse((await world.world('/customers/harbor')).json).clusters
		const stepId = cluster?.steps[0]?.id ?? ''
		const { steps, look: told } = await look('harbor-web', { stepIds: [stepId, 's-0NEVERSEEN00'] })
		expect([...steps.keys()]).toEqual([stepId])
		expect(steps.get(stepId)).toMatchObject({ state: 'COMPLETED', actionOnFailure: 'CONTINUE', failure: null })
		expect(told.stepsDenied).toBe(false)
	})
})

describe('a cluster of another id than the settings’', () => {
	it('that is none is most likely not there: nothing of it lies in the bucket', async () => {
		const { verdict, confidence, evidence } = await look('harbor-web', { clusterId: 'j-0NOSUCHCLUST' })
		expect([verdict, confidence]).toEqual(['not-found', 'likely'])
		expect(evidence).toMatchObject({ kind: 'refused', code: 'AccessDeniedException' })
	})

	it('is certainly not there where EMR looks it up before it looks at rights', async () => {
		await world.world('/aws', { order: { DescribeCluster: 'validate-first' } })
		const { verdict, confidence } = await look('harbor-web', { clusterId: 'j-0NOSUCHCLUST' })
		expect([verdict, confidence]).toEqual(['not-found', 'certain'])
	})
})

describe('an account that does not answer', () => {
	it.each([
		['throttled', { service: 'elasticmapreduce', throttle: true }, 'throttled'],
		['out of order', { service: 'elasticmapreduce', status: 500 }, 'server'],
		['throttled at its door', { service: 'sts', account: 'harbor', throttle: true }, 'throttled'],
	])('%s is no state of the cluster', async (_why, fault, cause) => {
		await world.world('/aws', { faults: [fault] })
		const { verdict, description, evidence } = await look('harbor-web')
		expect([verdict, description]).toEqual(['unreachable', null])
		expect(evidence).toMatchObject({ kind: 'failed', cause })
	})
})
