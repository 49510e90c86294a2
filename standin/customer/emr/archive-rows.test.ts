import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { loadAccount } from '../../world/account.ts'
import { createClock } from '../../world/clock.ts'
import { objectVersion } from '../lake.ts'
import { ownAccounts } from '../own.ts'
import { loadCustomers } from '../world.ts'
import { readRows } from './archive-rows.ts'
import { machineOf } from './machine.ts'
import { sourceOf } from './replay.fixture.ts'

const BUCKET = 'sluice-archive-us-west-2'
const PREFIX = 'segment-logs/harbor-web/'
const DAY = '2020-02-29'
const MIDNIGHT = Date.parse(DAY)

/** How many events the job finds on one day of an archive that holds an event in each of these files. */
function found(...names: string[]): number {
	const clock = createClock()
	const world = loadCustomers(clock, ownAccounts(loadAccount(), clock.now()))
	const bucket = world.bucket(BUCKET)
	const { catalogId, clusterId } = sourceOf('harbor-web')
	const account = world.account(catalogId)
	const cluster = account?.clusters.get(clusterId)
	if (!bucket || !account || !cluster) throw new Error('harbor has no archive, or no cluster')
	const body = gzipSync(`${JSON.stringify({ type: 'page', receivedAt: `${DAY}T10:00:00.000Z` })}\n`)
	for (const name of names) {
		const key = `${PREFIX}${name}`
		bucket.objects.set(key, [objectVersion(bucket, key, body, MIDNIGHT, 'application/gzip')])
	}
	const rows = readRows(machineOf(account, cluster, world, clock.now()), {
		...{ token: 'T', source: 'harbor-web', from: DAY, to: DAY, events: null, bucket: 'b', database: 'd' },
		archive: { bucket: BUCKET, prefix: PREFIX },
	})
	return rows.reduce((sum, { count }) => sum + count, 0)
}

describe('the files of a day', () => {
	it.each<[why: string, names: string[], events: number]>([
		['a folder in milliseconds', [`${MIDNIGHT}/a.gz`], 1],
		['a folder in seconds', [`${MIDNIGHT / 1_000}/a.gz`], 1],
		['both, each file once', [`${MIDNIGHT}/a.gz`, `${MIDNIGHT / 1_000}/a.gz`, `${MIDNIGHT / 1_000}/b.gz`], 3],
		['none', [], 0],
		['the next day', [`${MIDNIGHT + 86_400_000}/a.gz`, `${MIDNIGHT / 1_000 + 86_400}/a.gz`], 0],
		['a folder that only begins so', [`${MIDNIGHT}1/a.gz`, `${MIDNIGHT / 1_000}1/a.gz`, `${MIDNIGHT + 1}/a.gz`], 0],
		['a folder below', [`${MIDNIGHT}/x/a.gz`], 0],
		['what is no archive', [`${MIDNIGHT}/a.json`, `${MIDNIGHT}/.gz/`, `${MIDNIGHT / 1_000}.gz`], 0],
	])('%s: %j', (_, names, events) => {
		expect(found(...names)).toBe(events)
	})
})
