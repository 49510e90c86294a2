'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import Link from 'next/link'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useRowKeys } from '../../components/row-keys.ts'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { Age } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { ClusterRow } from '../../lib/contract/cluster-status.ts'
import { clustersQuery } from '../../lib/query/clusters.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { headlineOf, verdictOf } from './words.ts'

type Props = { sourceId: string | undefined; ticket: string | null; allHref: Route }

/** The clusters that were looked at, the latest first, each with its verdict and the age of that. */
export function RecentClusters({ sourceId, ticket, allHref }: Props) {
	const found = useInfiniteQuery({ ...clustersQuery({ sourceId }), placeholderData: keepPreviousData })
	const rows = found.data?.pages.flatMap((page) => page.items) ?? []
	useRowKeys()
	return (
		<Card
			title="Recent clusters"
			aside={
				sourceId && (
					<p className="flex flex-wrap items-center gap-x-3 text-sm">
						<span className="wrap-anywhere text-muted">of {sourceId}</span>
						<Link href={allHref} className="inline-flex min-h-6 items-center rounded-sm text-accent hover:underline">
							Show all
						</Link>
					</p>
				)
			}
		>
			{found.error && (
				<div className="p-4">
					<RefusedNotice error={found.error} onRetry={() => void found.refetch()} dataFrom={found.dataUpdatedAt} />
				</div>
			)}
			{found.isPending && <RowsLoading />}
			{found.data && rows.length === 0 && (
				<EmptyState title={sourceId ? 'No cluster of this source was looked at yet' : 'No cluster was looked at yet'}>
					The form opens one. The customer’s account is asked only when you press Fetch status there.
				</EmptyState>
			)}
			<ol className="divide-y divide-line">
				{rows.map((row) => (
					<Line key={`${row.sourceId} ${row.clusterId}`} row={row} ticket={ticket} />
				))}
			</ol>
			{found.hasNextPage && (
				<div className="border-line border-t px-4 py-2.5">
					<Button size="small" onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
						Load more
					</Button>
				</div>
			)}
		</Card>
	)
}

function Line({ row, ticket }: { row: ClusterRow; ticket: string | null }) {
	const { tone, name } = verdictOf(row)
	return (
		<li data-row className="relative flex gap-2.5 px-4 py-2 transition-colors focus-within:bg-hover hover:bg-hover">
			<span className="flex h-5 items-center">
				<VerdictMark tone={tone} label={name} />
			</span>
			<div className="min-w-0 flex-1">
				<Link
					href={paths.cluster(row.clusterId, { source: row.sourceId, ticket })}
					className="wrap-anywhere after:absolute after:inset-0"
				>
					{headlineOf(row)}
				</Link>
				<p className="flex flex-wrap items-center gap-x-3 text-muted text-sm">
					<span>{row.customer}</span>
					<code className="wrap-anywhere">{row.clusterId}</code>
					<code className="wrap-anywhere">{row.sourceId}</code>
					{row.state && <span>{row.state}</span>}
					{row.fetchedAt && <Age iso={row.fetchedAt} />}
				</p>
			</div>
		</li>
	)
}

const WIDTHS = ['w-80', 'w-64', 'w-96', 'w-72']

const RowsLoading = () => (
	<Loading what="clusters" waitingFor="the gate">
		{WIDTHS.map((width) => (
			<div key={width} className="flex h-15 flex-col justify-center gap-3 border-line border-b px-4 last:border-b-0">
				<Bar className={`${width} max-w-full`} />
				<Bar className="w-40" />
			</div>
		))}
	</Loading>
)
