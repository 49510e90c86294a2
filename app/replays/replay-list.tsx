'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Button, buttonClass } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useRowKeys } from '../../components/row-keys.ts'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { type ReplayFilter, replaysQuery } from '../../lib/query/replays.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { ReplayLine } from './replay-line.tsx'

type Props = { filter: ReplayFilter; mayPlan: boolean; ticket: string | null }

/** The replays that fit the filter, newest first; live while one of them has not ended. It never shows those of another filter. */
export function ReplayList({ filter, mayPlan, ticket }: Props) {
	const found = useInfiniteQuery(replaysQuery(filter))
	const rows = found.data?.pages.flatMap((page) => page.items) ?? []
	const filtered = filter.sourceId !== undefined || filter.status !== undefined
	useRowKeys()
	return (
		<>
			{found.error && (
				<div className="p-4">
					<RefusedNotice error={found.error} onRetry={() => void found.refetch()} dataFrom={found.dataUpdatedAt} />
				</div>
			)}
			{found.isPending && <RowsLoading />}
			{found.data && rows.length === 0 && <Nothing filter={filter} mayPlan={mayPlan} ticket={ticket} />}
			<ol aria-label={filtered ? 'Replays that fit the filter' : 'Replays'} className="divide-y divide-line">
				{rows.map((row) => (
					<ReplayLine key={row.replayId} row={row} ticket={ticket} />
				))}
			</ol>
			{found.hasNextPage && (
				<div className="border-line border-t px-4 py-2.5">
					<Button size="small" onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
						Load more
					</Button>
				</div>
			)}
		</>
	)
}

function Nothing({ filter: { sourceId, status }, mayPlan, ticket }: Props) {
	const all = (
		<Link href={paths.replays({ ticket })} className={buttonClass()}>
			Show all replays
		</Link>
	)
	const plan = (
		<Link href={paths.replayNew({ source: sourceId, ticket })} className={buttonClass()}>
			Plan a replay
		</Link>
	)
	if (status !== undefined) {
		return (
			<EmptyState title="No replay of this kind" action={all}>
				Nothing that fits both the source and the state. Without the filter there may be more.
			</EmptyState>
		)
	}
	return (
		<EmptyState
			title={sourceId === undefined ? 'Nothing was replayed yet' : 'Nothing of this source was replayed yet'}
			action={mayPlan ? plan : sourceId !== undefined && all}
		>
			A replay loads archived days into the customer’s lake again. Planning one changes nothing.
		</EmptyState>
	)
}

const WIDTHS = ['w-80', 'w-64', 'w-96', 'w-72']

const RowsLoading = () => (
	<Loading what="replays" waitingFor="the gate">
		{WIDTHS.map((width) => (
			<div key={width} className="flex h-15 flex-col justify-center gap-3 border-line border-b px-4 last:border-b-0">
				<Bar className={`${width} max-w-full`} />
				<Bar className="w-40" />
			</div>
		))}
	</Loading>
)
