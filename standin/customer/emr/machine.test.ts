import { describe, expect, it } from 'vitest'
import { loadAccount } from '../../world/account.ts'
import { createClock } from '../../world/clock.ts'
import { ownAccounts } from '../own.ts'
import { loadCustomers } from '../world.ts'
import { machineOf } from './machine.ts'
import { sourceOf } from './replay.fixture.ts'

const clock = createClock()
const world = loadCustomers(clock, ownAccounts(loadAccount(), clock.now()))
const ARCHIVE = 'sluice-archive-us-west-2'

function machineFor(sourceId: string) {
	const { catalogId, clusterId } = sourceOf(sourceId)
	const account = world.account(catalogId)
	const cluster = account?.clusters.get(clusterId)
	if (!account || !cluster) throw new Error(`${sourceId} has no cluster`)
	return machineOf(account, cluster, world, clock.now())
}
const archived = (sourceId: string): string => {
	const { prefix } = sourceOf(sourceId).archive
	return [...(world.bucket(ARCHIVE)?.objects.keys() ?? [])].find((key) => key.startsWith(prefix)) ?? ''
}

describe('what runs on a customer’s cluster', () => {
	it.each<[string, string, string, string]>([
		['an archived object of another customer', 'GET', ARCHIVE, archived('fjord-prod')],
		['a list of another customer’s archive', 'GET', ARCHIVE, '?list-type=2&prefix=segment-logs/fjord-prod/'],
		['a list of the whole archive', 'GET', ARCHIVE, '?list-type=2'],
		['a write to its own archive', 'PUT', ARCHIVE, 'segment-logs/harbor-web/x'],
		['a delete from its own archive', 'DELETE', ARCHIVE, archived('harbor-web')],
		['the lake of another customer', 'GET', 'fjord-datalake-prod', '?list-type=2&prefix=segment-data/'],
	])('is refused %s', (_what, method, bucket, path) => {
		expect(() => machineFor('harbor-web').s3(method, bucket, path)).toThrow(/An error occurred \(AccessDenied\)/)
	})

	it.each(['harbor-web', 'harbor-ios', 'fjord-prod'])('reads the archive of %s', (sourceId) => {
		expect(machineFor(sourceId).s3('GET', ARCHIVE, archived(sourceId)).status).toBe(200)
	})

	it('is nobody once its role is gone', () => {
		const account = world.account(sourceOf('aspen-web').catalogId)
		account?.roles.clear()
		expect(() => machineFor('aspen-web')).toThrow(/Unable to locate credentials/)
	})
})
