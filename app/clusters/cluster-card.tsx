'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { buttonClass } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { Age } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import { clustersQuery } from '../../lib/query/clusters.ts'
import { useCase } from '../frame/case.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { headlineOf, verdictOf } from './words.ts'

/** What was last learned of the cluster that a source's settings name, and the way to its page. */
export function ClusterCard({ sourceId, clusterId }: { sourceId: string; clusterId: string }) {
	const { ticket } = useCase()
	const found = useInfiniteQuery(clustersQuery({ sourceId }))
	const row = found.data?.pages[0]?.items.find((one) => one.clusterId === clusterId)
	const href = paths.cluster(clusterId, { source: sourceId, ticket })
	const { tone, name } = verdictOf(row ?? { verdict: null, fetching: null })
	return (
		<Card
			title="Cluster"
			aside={
				<span className="flex items-center gap-3">
					{row?.fetchedAt && <Age iso={row.fetchedAt} />}
					<Link href={href} className={buttonClass()}>
						Cluster status
					</Link>
				</span>
			}
		>
			<div className="flex flex-col gap-2 px-4 py-2.5">
				{found.error && <RefusedNotice error={found.error} onRetry={() => void found.refetch()} />}
				{found.isPending && (
					<Loading what="the cluster" waitingFor="the gate">
						<Bar className="w-64 max-w-full" />
					</Loading>
				)}
				{found.data && (
					<p className="flex gap-2">
						<span className="flex h-5 items-center">
							<VerdictMark tone={tone} label={name} />
						</span>
						<Link href={href} className="wrap-anywhere rounded-sm hover:underline">
							{headlineOf(row ?? { headline: null, fetching: null })}
						</Link>
					</p>
				)}
			</div>
		</Card>
	)
}
