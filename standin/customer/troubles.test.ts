import {
	AddJobFlowStepsCommand,
	AddTagsCommand,
	CancelStepsCommand,
	DescribeClusterCommand,
	EMRClient,
} from '@aws-sdk/client-emr'
import {
	BatchCreatePartitionCommand,
	BatchDeletePartitionCommand,
	CreateTableCommand,
	GetTablesCommand,
	GlueClient,
	UpdateTableCommand,
} from '@aws-sdk/client-glue'
import {
	CreateMultipartUploadCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	ListObjectsV2Command,
	S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import sources from '../world/sources.json' with { type: 'json' }
import { sessionIn } from './session.fixture.ts'
import { startTrialWorld, type TrialWorld } from './trial-world.ts'

let trial: TrialWorld
beforeAll(async () => {
	trial = await startTrialWorld()
})
afterAll(() => trial.close())
afterEach(() => trial.world('/reset', {}))

type Source = (typeof sources)[number]
type Clients = { s3: S3Client; glue: GlueClient; emr: EMRClient; source: Source }
type Ask = (clients: Clients) => Promise<unknown>

/** Calls as the probes make them: none changes anything. T is a table that is not there. */
const T = 'sluice_probe_none'
const ask = {
	list: ({ s3, source }) =>
		s3.send(new ListObjectsV2Command({ Bucket: source.bucket, Prefix: 'segment-data/', MaxKeys: 1 })),
	head: ({ s3, source }) => s3.send(new HeadBucketCommand({ Bucket: source.bucket })),
	remove: ({ s3, source }) =>
		s3.send(new DeleteObjectCommand({ Bucket: source.bucket, Key: 'segment-data/none', IfMatch: '*' })),
	create: ({ s3, source }) =>
		s3.send(new CreateMultipartUploadCommand({ Bucket: source.bucket, Key: 'segment-stage/probe' })),
	read: async ({ s3, source }) => {
		const { Contents } = await s3.send(
			new ListObjectsV2Command({ Bucket: source.bucket, Prefix: 'segment-data/', MaxKeys: 1 }),
		)
		return s3.send(new GetObjectCommand({ Bucket: source.bucket, Key: Contents?.[0]?.Key, Range: 'bytes=0-0' }))
	},
	tables: ({ glue, source }) => glue.send(new GetTablesCommand({ DatabaseName: source.database, MaxResults: 1 })),
	addPartition: ({ glue, source }) =>
		glue.send(new BatchCreatePartitionCommand({ DatabaseName: source.database, TableName: T, PartitionInputList: [] })),
	dropPartition: ({ glue, source }) =>
		glue.send(new BatchDeletePartitionCommand({ DatabaseName: source.database, TableName: T, PartitionsToDelete: [] })),
	createTable: ({ glue, source }) =>
		glue.send(new CreateTableCommand({ DatabaseName: source.database, TableInput: { Name: 'identify' } })),
	updateTable: ({ glue, source }) =>
		glue.send(new UpdateTableCommand({ DatabaseName: source.database, TableInput: { Name: T } })),
	cluster: async ({ emr, source }) => {
		const { Cluster } = await emr.send(new DescribeClusterCommand({ ClusterId: source.clusterId }))
		throw new Error(`state ${Cluster?.Status?.State}`)
	},
	submit: ({ emr, source }) => emr.send(new AddJobFlowStepsCommand({ JobFlowId: source.clusterId, Steps: [] })),
	cancel: ({ emr, source }) =>
		emr.send(new CancelStepsCommand({ ClusterId: source.clusterId, StepIds: ['s-0000000000000'] })),
	tag: ({ emr, source }) =>
		emr.send(new AddTagsCommand({ ResourceId: source.clusterId, Tags: [{ Key: 'vendor', Value: 'segment' }] })),
} satisfies Record<string, Ask>

/** `ok`, or code and message. */
async function outcome(sourceId: string, each: Ask): Promise<string> {
	const source = sources.find((one) => one.sourceId === sourceId)
	if (!source) throw new Error(`no source ${sourceId}`)
	const own = source.externalIds.find((id) => id === sourceId && id.startsWith('ember')) ?? source.externalIds[0]
	const credentials = await sessionIn(trial, source.roleArn, own)
	const options = { endpoint: trial.endpoint, region: source.region, maxAttempts: 1, credentials }
	const s3 = new S3Client({ ...options, forcePathStyle: true })
	return each({ s3, glue: new GlueClient(options), emr: new EMRClient(options), source }).then(
		() => 'ok',
		(error: unknown) => `${Object(error).name}: ${Object(error).message}`,
	)
}

const noTable = /^EntityNotFoundException/
const ok = /^ok$/

describe('what is wrong shows in the call that it breaks, and the fix lifts it', () => {
	it.each<[sourceId: string, name: keyof typeof ask, before: RegExp, fix: string, after: RegExp]>([
		[
			'grove-android',
			'addPartition',
			/^AccessDenied.*with an explicit deny in a service control policy$/,
			'lift-scp',
			noTable,
		],
		['cobalt-events', 'tag', /^AccessDenied.*AddTags.*no identity-based policy allows/, 'attach-policy', ok],
		[
			'tundra-iot',
			'cluster',
			/^AccessDenied.*DescribeCluster.*no identity-based policy allows/,
			'tag-cluster',
			/state WAITING/,
		],
		[
			'saffron-app',
			'createTable',
			/^AccessDenied.*because no service control policy allows the glue:CreateTable action$/,
			'allow-glue',
			/^AlreadyExists/,
		],
		[
			'quarry-admin',
			'remove',
			/^AccessDenied.*because no permissions boundary allows the s3:DeleteObject action: arn:/,
			'widen-boundary',
			/NoSuchKey|PreconditionFailed/,
		],
		[
			'quarry-admin',
			'submit',
			/^AccessDenied.*because no permissions boundary allows/,
			'widen-boundary',
			/^(?!AccessDenied)/,
		],
		[
			'meadow-web',
			'create',
			/^AccessDenied.*kms:GenerateDataKey.*because no resource-based policy allows/,
			'grant-key',
			ok,
		],
		['meadow-web', 'read', /^AccessDenied.*kms:Decrypt.*because no resource-based policy allows/, 'grant-key', ok],
		[
			'willow-web',
			'createTable',
			/^AccessDenied.*Insufficient Lake Formation permission/,
			'grant-lake',
			/^AlreadyExists/,
		],
		['willow-web', 'updateTable', /^AccessDenied.*Insufficient Lake Formation permission/, 'grant-lake', noTable],
		[
			'cedar-app',
			'remove',
			/^AccessDenied.*with an explicit deny in a resource-based policy/,
			'lift-bucket-policy',
			/NoSuchKey|PreconditionFailed/,
		],
		[
			'aspen-web',
			'dropPartition',
			/^AccessDenied.*BatchDeletePartition.*no identity-based policy allows/,
			'attach-policy',
			/^(?!AccessDenied)/,
		],
		[
			'aspen-web',
			'cancel',
			/^AccessDenied.*elasticmapreduce:CancelSteps on resource: \S+$/,
			'attach-policy',
			/^(?!AccessDenied)/,
		],
		['amber-checkout', 'tables', /^AccessDenied.*no identity-based policy allows/, 'move-lake', ok],
		['amber-checkout', 'head', /^(?!ok)/, 'move-lake', ok],
	])('%s: %s', async (sourceId, name, before, fix, after) => {
		expect(await outcome(sourceId, ask[name])).toMatch(before)
		expect((await trial.world(`/customers/${sourceId.split('-')[0]}`, { fix })).status).toBe(200)
		expect(await outcome(sourceId, ask[name])).toMatch(after)
	})

	it.each<[string, keyof typeof ask, RegExp]>([
		['onyx-logs', 'list', /^AccessDenied: Access Denied$/],
		['lumen-streaming', 'cluster', /state TERMINATED/],
	])('%s: %s, which only other settings lift', async (sourceId, name, told) => {
		expect(await outcome(sourceId, ask[name])).toMatch(told)
	})
})

describe('what is not wrong does not show', () => {
	const may: Partial<Record<keyof typeof ask, RegExp>> = {
		list: ok,
		remove: /NoSuchKey|PreconditionFailed/,
		create: ok,
		read: ok,
		tables: ok,
		addPartition: noTable,
		createTable: /^AlreadyExists/,
		updateTable: noTable,
		cluster: /state WAITING/,
		cancel: /^(?!AccessDenied)/,
	}
	const healthy = ['harbor-web', 'harbor-ios', 'fjord-prod', 'cobalt-events', 'ember-ios', 'delta-web', 'poppy-web']
	it.each(healthy)('%s may do what a sync does', async (sourceId) => {
		for (const [name, each] of Object.entries(ask)) {
			const told = may[name as keyof typeof ask]
			if (told) expect(await outcome(sourceId, each), name).toMatch(told)
		}
	})

	it('each in trouble may list tables, but amber', async () => {
		for (const sourceId of [
			'grove-android',
			'saffron-app',
			'quarry-admin',
			'meadow-web',
			'cedar-app',
			'aspen-web',
			'willow-web',
			'onyx-logs',
		]) {
			expect([sourceId, await outcome(sourceId, ask.tables)]).toEqual([sourceId, 'ok'])
		}
	})
})
