import { afterEach, describe, expect, it } from 'vitest'
import { trialAccess } from './customer.fixture.ts'
import type { AwsOperation } from './ports.ts'
import { json, type RawAnswer } from './raw-aws.fixture.ts'

let trial: Awaited<ReturnType<typeof trialAccess>>
afterEach(() => trial.aws.stop())

async function ask(operation: AwsOperation, input: Record<string, unknown>, answer: RawAnswer) {
	trial = await trialAccess(answer)
	return trial.access.call(await trial.open({ region: 'eu-west-1' }), operation, input)
}
const request = () => trial.aws.requests.at(-1)

describe('Glue and EMR', () => {
	it.each<{ operation: AwsOperation; input: Record<string, unknown> }>([
		{
			operation: 'glue:GetTables',
			input: { DatabaseName: 'd', MaxResults: 1 },
		},
		{
			operation: 'glue:GetTable',
			input: { DatabaseName: 'd', Name: 't' },
		},
		{
			operation: 'glue:GetTableVersion',
			input: { DatabaseName: 'd', TableName: 't' },
		},
		{
			operation: 'glue:GetTableVersions',
			input: { DatabaseName: 'd', TableName: 't' },
		},
		{
			operation: 'glue:GetPartition',
			input: { DatabaseName: 'd', TableName: 't', PartitionValues: ['v'] },
		},
		{
			operation: 'glue:GetPartitions',
			input: { DatabaseName: 'd', TableName: 't' },
		},
		{
			operation: 'glue:BatchGetPartition',
			input: { DatabaseName: 'd', TableName: 't', PartitionsToGet: [{ Values: ['v'] }] },
		},
		{
			operation: 'glue:CreateDatabase',
			input: { DatabaseInput: { Name: 'd' } },
		},
		{
			operation: 'glue:CreateTable',
			input: { DatabaseName: 'd', TableInput: { Name: 't' } },
		},
		{
			operation: 'glue:UpdateTable',
			input: { DatabaseName: 'd', TableInput: { Name: 't' } },
		},
		{
			operation: 'glue:DeleteTable',
			input: { DatabaseName: 'd', Name: 't' },
		},
		{
			operation: 'glue:BatchDeleteTable',
			input: { DatabaseName: 'd', TablesToDelete: ['t'] },
		},
		{
			operation: 'glue:DeleteTableVersion',
			input: { DatabaseName: 'd', TableName: 't', VersionId: '1' },
		},
		{
			operation: 'glue:BatchDeleteTableVersion',
			input: { DatabaseName: 'd', TableName: 't', VersionIds: ['1'] },
		},
		{
			operation: 'glue:CreatePartition',
			input: { DatabaseName: 'd', TableName: 't', PartitionInput: { Values: ['v'] } },
		},
		{
			operation: 'glue:BatchCreatePartition',
			input: { DatabaseName: 'd', TableName: 't', PartitionInputList: [{ Values: ['v'] }] },
		},
		{
			operation: 'glue:UpdatePartition',
			input: { DatabaseName: 'd', TableName: 't', PartitionValueList: ['v'], PartitionInput: { Values: ['v'] } },
		},
		{
			operation: 'glue:DeletePartition',
			input: { DatabaseName: 'd', TableName: 't', PartitionValues: ['v'] },
		},
		{
			operation: 'glue:BatchDeletePartition',
			input: { DatabaseName: 'd', TableName: 't', PartitionsToDelete: [{ Values: ['v'] }] },
		},
		{
			operation: 'emr:DescribeCluster',
			input: { ClusterId: 'j-1' },
		},
		{
			operation: 'emr:DescribeStep',
			input: { ClusterId: 'j-1', StepId: 's-1' },
		},
		{
			operation: 'emr:AddJobFlowSteps',
			input: { JobFlowId: 'j-1', Steps: [] },
		},
		{
			operation: 'emr:CancelSteps',
			input: { ClusterId: 'j-1', StepIds: ['s-1'] },
		},
		{
			operation: 'emr:AddTags',
			input: { ResourceId: 'j-1', Tags: [{ Key: 'vendor', Value: 'segment' }] },
		},
		{
			operation: 'emr:ListSteps',
			input: { ClusterId: 'j-1' },
		},
		{
			operation: 'emr:ListClusters',
			input: { ClusterStates: ['RUNNING'] },
		},
		{
			operation: 'emr:ListInstanceGroups',
			input: { ClusterId: 'j-1' },
		},
	])('$operation sends its input as it is', async ({ operation, input }) => {
		const answer = await ask(operation, input, () => json(200, {}))
		expect(answer).toMatchObject({ kind: 'ok', httpStatus: 200, requestId: 'json-1', value: {} })
		const [service, name] = operation.split(':')
		expect(request()?.headers['x-amz-target']).toBe(`${service === 'emr' ? 'ElasticMapReduce' : 'AWSGlue'}.${name}`)
		expect(request()).toMatchObject({ region: 'eu-west-1', key: 'SegmentDataLakeRole' })
		expect(JSON.parse(request()?.body ?? '')).toEqual(input)
	})

	it('the value is what AWS said, without the SDK’s own notes', async () => {
		const answer = await ask('emr:DescribeCluster', { ClusterId: 'j-1' }, () =>
			json(200, {
				Cluster: { Id: 'j-1', Status: { State: 'NEVER_HEARD_OF', Timeline: { ReadyDateTime: 1_700_000_000 } } },
			}),
		)
		expect(answer).toMatchObject({
			kind: 'ok',
			value: {
				Cluster: { Status: { State: 'NEVER_HEARD_OF', Timeline: { ReadyDateTime: new Date(1_700_000_000_000) } } },
			},
		})
		expect(answer).not.toHaveProperty('value.$metadata')
	})
})
