import { afterAll, beforeAll, expect, it } from 'vitest'
import { clusterStatus } from '../../lib/contract/cluster-status.ts'
import sources from '../../standin/world/sources.json' with { type: 'json' }
import { kill, openProcesses, type Processes } from '../processes.fixture.ts'

let processes: Processes
beforeAll(async () => {
	processes = await openProcesses()
})
afterAll(() => processes.close())

it('a service killed in the middle of a fetch begins it anew, says so, and asks the account again', async () => {
	const { startService, call, world } = processes
	const [harbor] = sources
	if (!harbor) throw new Error('the world has no sources')
	const { sourceId, ...settings } = harbor
	const path = `/v1/clusters/${settings.clusterId}?sourceId=${sourceId}`
	const read = async () => clusterStatus.parse(await call('GET', path))
	const described = async () =>
		(await world<{ operation: string }[]>('calls?account=harbor')).filter(
			({ operation }) => operation === 'DescribeCluster',
		).length
	const first = await startService()
	await call('PUT', `/v1/sources/${sourceId}`, { settings, baseVersion: 0, ticket: 'LAKE-1' })
	await world('aws', { faults: [{ service: 'elasticmapreduce', action: 'ListInstanceGroups', hang: true }] })
	await call('POST', '/v1/clusters', { sourceId })
	await expect.poll(described, { timeout: 30_000 }).toBe(1)
	await kill(first)

	await world('aws', { faults: [] })
	await startService()
	expect(await read()).toMatchObject({ verdict: null, fetching: {} })
	await expect.poll(async () => (await read()).verdict, { timeout: 60_000 }).toBe('ok')
	expect(await read()).toMatchObject({ fetching: null, cluster: { state: 'WAITING' } })
	expect(await described()).toBe(2)
}, 180_000)
