import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PROFILES } from '../../lib/contract/check-report.ts'
import type { AwsAnswer, AwsOperation } from '../aws/ports.ts'
import {
	type Answers,
	anAccount,
	anOrder,
	type Call,
	failure,
	memoryPorts,
	NOW,
	ok,
	refused,
	runOn,
	TARGET,
} from './account.fixture.ts'
import { probesOf } from './probes.ts'

const Bucket = z.literal(TARGET.bucket)
const ExpectedBucketOwner = z.literal(TARGET.catalogId)
const stageKey = z.string().regex(/^segment-stage\/\.sluice-probe-[0-9a-f-]{36}$/)
const dataKey = z.string().regex(/^segment-data\/\.sluice-probe-[0-9a-f-]{36}$/)
const nowhere = z.string().regex(/^sluice_probe_[0-9a-f]{12}$/)
const stepId = z.string().regex(/^s-[0-9A-F]{13}$/)
const cluster = z.literal(TARGET.clusterId)

const bucket = { Bucket, ExpectedBucketOwner }
const table = { CatalogId: z.literal(TARGET.catalogId), DatabaseName: z.literal(TARGET.database), TableName: nowhere }
const { TableName: _, ...database } = table
const values = z.tuple([z.literal('sluice')])
const partition = z.strictObject({ Values: values })

/**
 * The only inputs that may ever reach a customer's account, written by hand beside the table: what is not here is sent
 * by mistake. Why each is harmless stands beside it.
 */
const HARMLESS: Record<AwsOperation, z.ZodType> = {
	's3:HeadBucket': z.strictObject({ Bucket }),
	's3:ListObjectsV2': z.strictObject({
		...bucket,
		MaxKeys: z.literal(1),
		Prefix: z.enum(['segment-data/', `logs/${TARGET.clusterId}/`]),
		StartAfter: z.literal('segment-data/reports/day=2026-10-21').optional(),
	}),
	// A key that does not exist, or one byte of one that does.
	's3:GetObject': z.union([
		z.strictObject({ ...bucket, Key: dataKey }),
		z.strictObject({ ...bucket, Key: z.string(), Range: z.literal('bytes=0-0') }),
	]),
	// The condition fails for a key that does not exist, so not even a delete marker is written.
	's3:DeleteObject': z.strictObject({ ...bucket, Key: stageKey, IfMatch: z.literal('*') }),
	// No object, no version, no event; ended by the abort.
	's3:CreateMultipartUpload': z.strictObject({ ...bucket, Key: stageKey }),
	's3:AbortMultipartUpload': z.strictObject({ ...bucket, Key: stageKey, UploadId: z.string().min(1) }),
	's3:ListMultipartUploads': z.strictObject({ ...bucket, Prefix: stageKey }),
	'glue:GetTables': z.strictObject({
		...database,
		DatabaseName: z.enum([TARGET.database, 'default']),
		MaxResults: z.literal(1),
	}),
	'glue:GetTable': z.strictObject({ ...database, Name: nowhere }),
	'glue:GetTableVersion': z.strictObject({ ...table, VersionId: z.literal('1') }),
	'glue:GetTableVersions': z.strictObject({ ...table, MaxResults: z.literal(1) }),
	'glue:GetPartition': z.strictObject({ ...table, PartitionValues: values }),
	'glue:GetPartitions': z.strictObject({ ...table, MaxResults: z.literal(1) }),
	'glue:BatchGetPartition': z.strictObject({ ...table, PartitionsToGet: z.tuple([partition]) }),
	// All that changes a catalog names a table that does not exist.
	'glue:UpdateTable': z.strictObject({ ...database, TableInput: z.strictObject({ Name: nowhere }) }),
	'glue:DeleteTable': z.strictObject({ ...database, Name: nowhere }),
	'glue:BatchDeleteTable': z.strictObject({ ...database, TablesToDelete: z.tuple([nowhere]) }),
	'glue:DeleteTableVersion': z.strictObject({ ...table, VersionId: z.literal('1') }),
	'glue:BatchDeleteTableVersion': z.strictObject({ ...table, VersionIds: z.tuple([z.literal('1')]) }),
	'glue:CreatePartition': z.strictObject({ ...table, PartitionInput: partition }),
	'glue:BatchCreatePartition': z.strictObject({ ...table, PartitionInputList: z.tuple([partition]) }),
	'glue:UpdatePartition': z.strictObject({ ...table, PartitionValueList: values, PartitionInput: partition }),
	'glue:DeletePartition': z.strictObject({ ...table, PartitionValues: values }),
	'glue:BatchDeletePartition': z.strictObject({ ...table, PartitionsToDelete: z.tuple([partition]) }),
	// A table that is there already, or in a database that does not exist.
	'glue:CreateTable': z.union([
		z.strictObject({ ...database, TableInput: z.strictObject({ Name: z.literal('identify') }) }),
		z.strictObject({ ...database, DatabaseName: nowhere, TableInput: z.strictObject({ Name: nowhere }) }),
	]),
	// A database that was seen to exist: see below.
	'glue:CreateDatabase': z.strictObject({
		CatalogId: table.CatalogId,
		DatabaseInput: z.strictObject({ Name: z.enum([TARGET.database, 'default']) }),
	}),
	'emr:DescribeCluster': z.strictObject({ ClusterId: cluster }),
	'emr:DescribeStep': z.strictObject({ ClusterId: cluster, StepId: stepId }),
	'emr:AddJobFlowSteps': z.strictObject({ JobFlowId: cluster, Steps: z.tuple([]) }),
	'emr:CancelSteps': z.strictObject({ ClusterId: cluster, StepIds: z.tuple([stepId]) }),
	// The tag that is there already: see below.
	'emr:AddTags': z.strictObject({
		ResourceId: cluster,
		Tags: z.tuple([z.strictObject({ Key: z.literal('vendor'), Value: z.literal('segment') })]),
	}),
	'emr:ListSteps': z.strictObject({ ClusterId: cluster }),
	'emr:ListClusters': z.strictObject({}),
	'emr:ListInstanceGroups': z.strictObject({ ClusterId: cluster }),
}

/** Ways in which AWS may answer anything; null: as a healthy account does. */
const ANSWERS: (AwsAnswer | null)[] = [
	null,
	ok({}),
	ok('nonsense'),
	ok({ TableList: [], Contents: [] }),
	ok({ Cluster: { Status: { State: 'TERMINATED' }, Tags: [{ Key: 'Vendor', Value: 'Segment' }] } }),
	refused('AccessDenied', 'Access Denied', 403),
	refused('AccessDeniedException', 'Insufficient Lake Formation permission(s): Required Alter on x'),
	refused('AccessDenied', 'User: u is not authorized to perform: kms:Decrypt on resource: k', 403),
	refused('EntityNotFoundException', 'not found'),
	refused('AlreadyExistsException', 'exists'),
	refused('InvalidRequestException', "Cluster id 'j-X' is not valid."),
	refused('ValidationException', 'Steps must not be empty.'),
	refused('NoSuchKey', 'missing', 404),
	refused('PermanentRedirect', '', 301),
	refused('KMS.DisabledException', 'disabled'),
	failure('throttled'),
	failure('timeout'),
	failure('server'),
	failure('ours'),
]
const OPERATIONS = Object.keys(HARMLESS) as AwsOperation[]

/** Each operation answers in one of these ways, independently. */
const worlds = fc
	.array(fc.nat(ANSWERS.length - 1), { minLength: OPERATIONS.length, maxLength: OPERATIONS.length })
	.map((picks): Answers => {
		const pairs = OPERATIONS.map((operation, index) => [operation, ANSWERS[picks[index] ?? 0] ?? null] as const)
		// S3 does not say that it ended an upload and keep it.
		const told = pairs.filter(([operation, answer]) => answer?.kind !== 'ok' || operation !== 's3:AbortMultipartUpload')
		return Object.fromEntries(told.flatMap(([operation, answer]) => (answer ? [[operation, () => answer]] : [])))
	})

const isTagged = (answer: AwsAnswer | undefined) =>
	JSON.stringify(answer ?? {}).includes('{"Key":"vendor","Value":"segment"}')

describe('whatever a customer’s account answers', () => {
	it('only harmless calls are sent, each probe has one finding, and no upload is forgotten', async () => {
		await fc.assert(
			fc.asyncProperty(worlds, fc.constantFrom(...PROFILES), async (answers, profile) => {
				const account = anAccount(answers)
				const seen: { call: Call; answer: AwsAnswer }[] = []
				const access = {
					...account.access,
					call: async (...given: Parameters<typeof account.access.call>) => {
						const answer = await account.access.call(...given)
						const call = account.calls.findLast(({ operation, input }) => operation === given[1] && input === given[2])
						if (call) seen.push({ call, answer })
						return answer
					},
				}
				const memory = memoryPorts(access)
				const { findings, reported, broken } = await runOn({ ...account, access }, anOrder({ profile }), memory)

				for (const { operation, input } of account.calls) HARMLESS[operation].parse(input)
				expect(findings.map(({ findingId }) => findingId)).toEqual(probesOf(profile).map(({ id }) => id))
				expect(reported).toHaveLength(findings.length)
				expect(broken).toEqual([])

				for (const { call } of seen.filter(({ call }) => call.operation === 'glue:CreateDatabase')) {
					const { Name } = z.object({ DatabaseInput: z.object({ Name: z.string() }) }).parse(call.input).DatabaseInput
					const known = seen.some(
						(each) =>
							each.call.operation === 'glue:GetTables' &&
							each.call.input.DatabaseName === Name &&
							each.answer.kind === 'ok',
					)
					expect(known).toBe(true)
				}
				if (account.calls.some(({ operation }) => operation === 'emr:AddTags'))
					expect(isTagged(seen.find(({ call }) => call.operation === 'emr:DescribeCluster')?.answer)).toBe(true)
				for (const key of account.openUploads.keys()) expect(memory.kept.uploads.has(key)).toBe(true)

				const byId = new Map(findings.map((each) => [each.findingId, each]))
				for (const { outcome, blockedBy, evidence } of findings) {
					if (outcome === 'blocked-by') expect(byId.get(blockedBy ?? '')?.outcome).not.toBe('allowed')
					if (outcome === 'blocked-by') expect(byId.has(blockedBy ?? '')).toBe(true)
					if (evidence.at !== null) expect(evidence.at).toBe(NOW.toISOString())
				}
			}),
			{ numRuns: 400 },
		)
	})

	it('the list of harmless calls is not wider than what a healthy account is sent', async () => {
		const sent = new Set<AwsOperation>(['s3:ListMultipartUploads'])
		for (const profile of PROFILES) {
			const account = anAccount()
			await runOn(account, anOrder({ profile }))
			for (const { operation } of account.calls) sent.add(operation)
		}
		expect(OPERATIONS.filter((operation) => !sent.has(operation))).toEqual([])
	})
})
