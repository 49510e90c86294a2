import { EMR } from '@aws-sdk/client-emr'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sources from '../../world/sources.json' with { type: 'json' }
import { codeOf } from '../lake.fixture.ts'
import { asPrincipal, assume } from '../session.fixture.ts'
import { startTrialWorld, type TrialWorld } from '../trial-world.ts'

let world: TrialWorld
beforeAll(async () => {
	world = await startTrialWorld()
})
afterAll(() => world.close())

/** What each call of a check is answered about the cluster of a source's record: code and, if denied, layer. */
async function answers(sourceId: string): Promise<Record<string, string>> {
	const source = sources.find((each) => each.sourceId === sourceId)
	if (!source) throw new Error(`no source ${sourceId}`)
	const { region, roleArn, externalIds, clusterId: ClusterId } = source
	const asked = { RoleArn: roleArn, ExternalId: externalIds[0] }
	const credentials = await assume(world, await asPrincipal(world), asked, region)
	const emr = new EMR({ endpoint: world.endpoint, region, maxAttempts: 1, credentials })
	const sent = {
		DescribeCluster: emr.describeCluster({ ClusterId }),
		DescribeStep: emr.describeStep({ ClusterId, StepId: 's-0RANDOM' }),
		AddJobFlowSteps: emr.addJobFlowSteps({ JobFlowId: ClusterId, Steps: [] }),
		CancelSteps: emr.cancelSteps({ ClusterId, StepIds: ['s-0RANDOM'] }),
		AddTags: emr.addTags({ ResourceId: ClusterId, Tags: [{ Key: 'vendor', Value: 'segment' }] }),
	}
	const told: Record<string, string> = {}
	for (const [action, each] of Object.entries(sent)) {
		const { code, message } = await codeOf(each)
		const layer = /identity-based policy|permissions boundary/.exec(message)?.[0] ?? 'no layer'
		told[action] = code === 'AccessDeniedException' ? `denied by ${layer}` : code
	}
	return told
}

const healthy = {
	DescribeCluster: 'ok',
	DescribeStep: 'InvalidRequestException',
	AddJobFlowSteps: 'ValidationException',
	CancelSteps: 'ok',
	AddTags: 'ok',
}
const all = (answer: string) => Object.fromEntries(Object.keys(healthy).map((action) => [action, answer]))
const identity = 'denied by identity-based policy'
const boundary = 'denied by permissions boundary'

describe('the calls of a check, customer by customer', () => {
	it.each<[sourceId: string, expected: Record<string, string>, why: string]>([
		['harbor-web', healthy, 'the shipped policy'],
		['willow-web', healthy, 'Lake Formation says nothing of clusters'],
		['cobalt-events', { ...healthy, AddTags: identity }, 'a policy of before AddTags'],
		[
			'aspen-web',
			{ ...healthy, CancelSteps: 'denied by no layer' },
			'a policy written by hand; old texts name no layer',
		],
		['lumen-streaming', { ...healthy, AddTags: 'InvalidRequestException' }, 'the cluster has ended'],
		['tundra-iot', all(identity), 'the tag has another case'],
		[
			'quarry-admin',
			{ ...healthy, AddJobFlowSteps: boundary, CancelSteps: boundary, AddTags: boundary },
			'a boundary without submits',
		],
	])('%s: %j (%s)', async (sourceId, expected) => {
		const id = sourceId.slice(0, sourceId.indexOf('-'))
		const before = await world.world(`/customers/${id}`)
		const told = await answers(sourceId)
		expect(told).toEqual(expected)
		expect(await world.world(`/customers/${id}`)).toEqual(before)
	})
})
