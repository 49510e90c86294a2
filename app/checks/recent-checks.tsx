'use client'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Route } from 'next'
import Link from 'next/link'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { useRowKeys } from '../../components/row-keys.ts'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { type CheckFilter, checksQuery } from '../../lib/query/checks.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { CheckLine } from './check-line.tsx'
import { profileName } from './words.ts'

type Props = { filter: CheckFilter; ticket: string | null; allHref: Route }

/** The checks that fit the form, newest first. */
export function RecentChecks({ filter, ticket, allHref }: Props) {
	const found = useInfiniteQuery({ ...checksQuery(filter), placeholderData: keepPreviousData })
	const rows = found.data?.pages.flatMap((page) => page.items) ?? []
	const filtered = filter.sourceId !== undefined || filter.profile !== undefined
	useRowKeys()
	return (
		<Card
			title="Recent checks"
			aside={
				filtered && (
					<p className="flex flex-wrap items-center gap-x-3 text-sm">
						<span className="wrap-anywhere text-muted">{filterWords(filter)}</span>
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
				<EmptyState title={filtered ? 'No check of this kind yet' : 'No check was run yet'}>
					The form runs the first one. It asks only what changes nothing in the customer’s account.
				</EmptyState>
			)}
			<ol className="divide-y divide-line">
				{rows.map((row) => (
					<CheckLine key={row.checkId} row={row} ticket={ticket} />
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

const filterWords = ({ sourceId, profile }: CheckFilter) =>
	[sourceId && `of ${sourceId}`, profile && profileName(profile)].filter(Boolean).join(', ')

const WIDTHS = ['w-80', 'w-64', 'w-96', 'w-72', 'w-56']

const RowsLoading = () => (
	<Loading what="checks" waitingFor="the gate">
		{WIDTHS.map((width) => (
			<div key={width} className="flex h-15 flex-col justify-center gap-3 border-line border-b px-4 last:border-b-0">
				<Bar className={`${width} max-w-full`} />
				<Bar className="w-40" />
			</div>
		))}
	</Loading>
)
