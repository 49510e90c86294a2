import { Glue } from '@aws-sdk/client-glue'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import sources from '../../world/sources.json' with { type: 'json' }
import { codeOf } from '../lake.fixture.ts'
import { asPrincipal, assume, OLD_PRINCIPAL, PRINCIPAL } from '../session.fixture.ts'
import { startTrialWorld, type TrialWorld } from '../trial-world.ts'
import { probesOf } from './probes.fixture.ts'

let world: TrialWorld
beforeAll(async () => {
	world = await startTrialWorld()
})
afterAll(() => world.close())

/** The catalog of a source as its record says, over the roles and the external id that the customer trusts. */
async function enter(sourceId: string, principal = PRINCIPAL) {
	const source = sources.find((each) => each.sourceId === sourceId)
	if (!source) throw new Error(`no source ${sourceId}`)
	const { region, roleArn, externalIds, database } = source
	const asked = { RoleArn: roleArn, ExternalId: externalIds[0] }
	const credentials = await assume(world, await asPrincipal(world, principal), asked, region)
	return { glue: new Glue({ endpoint: world.endpoint, region, maxAttempts: 1, credentials }), database }
}

/** The denied actions, each with the layer that its text names. */
async function denials(sourceId: string, principal?: string): Promise<Record<string, string>> {
	const { glue, database } = await enter(sourceId, principal)
	const told: Record<string, string> = {}
	for (const [action, probe, expected] of probesOf(database)) {
		const { code, message } = await codeOf(probe(glue))
		const layer = /Lake Formation|identity-based policy|service control policy|permissions boundary/.exec(message)?.[0]
		if (code === 'AccessDeniedException') {
			told[action] = `${message.includes('explicit') ? 'explicit ' : ''}${layer ?? 'no layer'}`
		} else expect({ action, code }).toEqual({ action, code: expected })
	}
	return told
}

const LF = 'Lake Formation'
const SCP = 'service control policy'
const partitionWrites = [
	'CreatePartition',
	'BatchCreatePartition',
	'UpdatePartition',
	'DeletePartition',
	'BatchDeletePartition',
]
const alters = ['UpdateTable', 'DeleteTableVersion', 'BatchDeleteTableVersion', ...partitionWrites]
const writes = ['CreateDatabase', 'CreateTable', 'DeleteTable', 'BatchDeleteTable', ...alters]
const all = (actions: string[], layer: string) => Object.fromEntries(actions.map((action) => [action, layer]))

describe('the 19 actions, customer by customer', () => {
	it.each<[sourceId: string, denied: Record<string, string>, principal?: string]>([
		['harbor-web', {}],
		['harbor-ios', {}],
		['fjord-prod', {}],
		['fjord-prod', {}, OLD_PRINCIPAL],
		['cobalt-events', {}],
		['poppy-web', {}],
		['lumen-streaming', {}],
		['meadow-web', {}],
		['cedar-app', {}],
		['grove-android', { BatchCreatePartition: `explicit ${SCP}` }],
		['saffron-app', all(writes, SCP)],
		['aspen-web', { BatchDeletePartition: 'identity-based policy' }],
		['willow-web', all(['CreateTable', ...alters], LF)],
	])('%s: %j', async (sourceId, denied, principal) => {
		const id = sourceId.slice(0, sourceId.indexOf('-'))
		const before = await world.world(`/customers/${id}`)
		expect(await denials(sourceId, principal)).toEqual(denied)
		expect(await world.world(`/customers/${id}`)).toEqual(before)
	})

	it('willow-web, once the grants are given: nothing denied', async () => {
		await world.world('/customers/willow', { fix: 'grant-lake' })
		expect(await denials('willow-web')).toEqual({})
	})
})
