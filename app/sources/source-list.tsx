'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useQueryStates } from 'nuqs'
import { Button, buttonClass } from '../../components/button.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { useRowKeys } from '../../components/row-keys.ts'
import { useSettled } from '../../components/settled.ts'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { sourcesQuery } from '../../lib/query/sources.ts'
import { useMe } from '../frame/me.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { sourceSearchParams } from '../search-params.ts'
import { NoMatch, NoneRegistered } from './no-sources.tsx'
import { SourceRows } from './source-rows.tsx'

const SETTLES_MS = 150

/** The list is the answer to its address: ?q= searches, nothing lists what you opened and then everything. */
export function SourceList() {
	const [{ q, ticket }] = useQueryStates(sourceSearchParams)
	const asked = useSettled(q.trim(), SETTLES_MS)
	const found = useInfiniteQuery({ ...sourcesQuery(asked), placeholderData: keepPreviousData })
	const mayAdd = useMe()?.operations.includes('sources.put') ?? false
	const rows = found.data?.pages.flatMap((page) => page.items) ?? []
	const searching = found.isPlaceholderData || asked !== q.trim()
	useRowKeys({ asked: q.trim(), settled: !searching && !found.isPending })
	return (
		<>
			<PageHead
				tab={asked ? `${asked} · Sources` : 'Sources'}
				steps={[{ name: 'Sources' }]}
				title="Sources"
				actions={
					mayAdd && (
						<Link href={paths.sourceNew({ ticket })} className={buttonClass()}>
							Register a source
						</Link>
					)
				}
			/>
			<div className="flex flex-col gap-3">
				{found.error && (
					<RefusedNotice error={found.error} onRetry={() => void found.refetch()} dataFrom={found.dataUpdatedAt} />
				)}
				{(found.data || found.isPending) && (
					<div className="rounded border border-line bg-surface">
						{found.isPending ? (
							<RowsLoading />
						) : rows.length > 0 ? (
							<SourceRows rows={rows} searched={asked !== ''} ticket={ticket} />
						) : asked ? (
							<NoMatch q={asked} ticket={ticket} />
						) : (
							<NoneRegistered mayAdd={mayAdd} ticket={ticket} />
						)}
					</div>
				)}
				<div className="flex min-h-8 items-center justify-between gap-4">
					<p role="status" className="text-muted text-sm">
						{searching ? 'Searching…' : rows.length > 0 && countOf(rows.length, found.hasNextPage)}
					</p>
					{found.hasNextPage && (
						<Button onClick={() => void found.fetchNextPage()} disabled={found.isFetchingNextPage}>
							{found.isFetchingNextPage ? 'Loading…' : 'Load more'}
						</Button>
					)}
				</div>
			</div>
		</>
	)
}

const countOf = (count: number, more: boolean) =>
	more ? `First ${count} sources` : `${count} ${count === 1 ? 'source' : 'sources'}`

const WIDTHS = ['w-40', 'w-28', 'w-48', 'w-36', 'w-44', 'w-32']

const RowsLoading = () => (
	<Loading what="sources" waitingFor="the gate">
		{WIDTHS.map((width) => (
			<div key={width} className="flex h-9 items-center gap-8 border-line border-b px-4 last:border-b-0">
				<Bar className={width} />
				<Bar className="w-24" />
			</div>
		))}
	</Loading>
)
