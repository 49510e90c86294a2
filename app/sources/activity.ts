import type { Route } from 'next'
import type { VerdictTone } from '../../components/verdict-mark.tsx'
import type { CheckRow } from '../../lib/contract/check-report.ts'
import type { ClusterRow } from '../../lib/contract/cluster-status.ts'
import type { ReplayRow } from '../../lib/contract/replay-record.ts'
import { checkVerdictOf, profileName } from '../checks/parts.tsx'
import { clusterHeadlineOf, clusterVerdictOf } from '../clusters/parts.tsx'
import { paths } from '../paths.ts'
import { replayStatusOf } from '../replays/parts.tsx'

export type Deed = {
	key: string
	/** What kind of thing was done: "Check, Sync". */
	what: string
	tone: VerdictTone
	/** Name of its verdict or state. */
	name: string
	sentence: string
	href: Route
	person: string | null
	/** ISO; when it was asked for. */
	at: string
}

type Known = { checks: CheckRow[]; clusters: ClusterRow[]; replays: ReplayRow[] }

const AS_MANY = 8

/** What people last had done with a source, of all kinds, newest first. What nobody asked for is none of it. */
export function activityOf({ checks, clusters, replays }: Known, ticket: string | null): Deed[] {
	const deeds: Deed[] = [
		...checks.map((row) => ({
			key: row.checkId,
			what: `Check, ${profileName(row.profile)}`,
			...checkVerdictOf(row),
			sentence: row.headline ?? (row.status === 'running' ? 'Running' : 'Ended without a verdict'),
			href: paths.check(row.checkId, { ticket }),
			person: row.requestedBy,
			at: row.requestedAt,
		})),
		...clusters.flatMap((row) => {
			const at = row.requestedAt ?? row.fetchedAt
			const href = paths.cluster(row.clusterId, { source: row.sourceId, ticket })
			const deed = {
				key: row.clusterId,
				what: 'Cluster status',
				...clusterVerdictOf(row),
				href,
				person: row.requestedBy,
			}
			return at === null ? [] : [{ ...deed, sentence: clusterHeadlineOf(row), at }]
		}),
		...replays.map((row) => ({
			key: row.replayId,
			what: 'Replay',
			...replayStatusOf(row.status),
			sentence: row.headline,
			href: paths.replay(row.replayId, { ticket }),
			person: row.requestedBy,
			at: row.requestedAt,
		})),
	]
	return deeds.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at)).slice(0, AS_MANY)
}
