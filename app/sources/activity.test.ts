import { expect, it } from 'vitest'
import type { CheckRow } from '../../lib/contract/check-report.ts'
import type { ClusterRow } from '../../lib/contract/cluster-status.ts'
import type { ReplayRow } from '../../lib/contract/replay-record.ts'
import { activityOf } from './activity.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 3, 14, minute)).toISOString()

const check = (minute: number, over: Partial<CheckRow> = {}): CheckRow => ({
	checkId: `check-${minute}`,
	sourceId: 'harbor-web',
	customer: 'Harbor',
	saved: true,
	profile: 'sync',
	status: 'done',
	progress: { done: 1, total: 1 },
	verdict: 'blocked',
	headline: 'Blocked: a policy denies it.',
	requestedBy: 'support@sluice.example',
	requestedAt: at(minute),
	finishedAt: at(minute),
	...over,
})
const cluster = (requestedAt: string | null): ClusterRow => ({
	clusterId: 'j-2HARB0RWEB01',
	sourceId: 'harbor-web',
	customer: 'Harbor',
	region: 'us-west-2',
	verdict: 'ok',
	headline: 'It takes work.',
	state: 'WAITING',
	fetchedAt: requestedAt,
	ageMs: 1,
	fetching: null,
	requestedBy: 'viewer@sluice.example',
	requestedAt,
})
const replay = (minute: number): ReplayRow => ({
	replayId: `replay-${minute}`,
	planId: 'plan-1',
	sourceId: 'harbor-web',
	customer: 'Harbor',
	region: 'us-west-2',
	clusterId: 'j-2HARB0RWEB01',
	status: 'done',
	headline: 'All is loaded.',
	from: '2026-11-01',
	to: '2026-11-02',
	days: 2,
	bytes: 1,
	progress: { done: 1, total: 1 },
	requestedBy: 'engineer@sluice.example',
	requestedAt: at(minute),
	endedAt: null,
	ticket: 'LAKE-1',
})

it('puts checks, looks at clusters and replays into one order, newest first, each a link with who and when', () => {
	const deeds = activityOf({ checks: [check(3), check(1)], clusters: [cluster(at(2))], replays: [replay(4)] }, 'LAKE-9')
	expect(
		deeds.map(({ what, name, sentence, href, person, at: when }) => [what, name, sentence, href, person, when]),
	).toEqual([
		['Replay', 'Done', 'All is loaded.', '/replays/replay-4?ticket=LAKE-9', 'engineer@sluice.example', at(4)],
		[
			'Check, Sync',
			'Blocked',
			'Blocked: a policy denies it.',
			'/checks/check-3?ticket=LAKE-9',
			'support@sluice.example',
			at(3),
		],
		[
			'Cluster status',
			'OK',
			'It takes work.',
			'/clusters/j-2HARB0RWEB01?source=harbor-web&ticket=LAKE-9',
			'viewer@sluice.example',
			at(2),
		],
		[
			'Check, Sync',
			'Blocked',
			'Blocked: a policy denies it.',
			'/checks/check-1?ticket=LAKE-9',
			'support@sluice.example',
			at(1),
		],
	])
})

it('leaves out a cluster that nobody asked about, and what is older than the last eight', () => {
	const minutes = Array.from({ length: 12 }, (_, minute) => minute)
	const deeds = activityOf(
		{ checks: minutes.map((minute) => check(minute)), clusters: [cluster(null)], replays: [] },
		null,
	)
	expect(deeds.map(({ key }) => key)).toEqual(
		minutes
			.slice(4)
			.reverse()
			.map((minute) => `check-${minute}`),
	)
})
