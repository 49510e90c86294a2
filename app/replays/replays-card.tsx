'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { buttonClass } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { replaysQuery } from '../../lib/query/replays.ts'
import { useCase } from '../frame/case.ts'
import { useMe } from '../frame/me.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { ReplayLine } from './replay-line.tsx'

const AS_MANY = 3

/** The last replays of a source, and the way to plan one with the source filled in. */
export function ReplaysCard({ sourceId }: { sourceId: string }) {
	const { ticket } = useCase()
	const mayPlan = useMe()?.operations.includes('replays.plan') ?? false
	const found = useInfiniteQuery(replaysQuery({ sourceId }))
	const rows = found.data?.pages[0]?.items
	return (
		<Card
			title="Replays"
			aside={
				mayPlan && (
					<Link href={paths.replayNew({ source: sourceId, ticket })} className={buttonClass()}>
						Plan replay
					</Link>
				)
			}
		>
			{found.error && (
				<div className="p-4">
					<RefusedNotice error={found.error} onRetry={() => void found.refetch()} dataFrom={found.dataUpdatedAt} />
				</div>
			)}
			{found.isPending && (
				<Loading what="the last replays" waitingFor="the gate">
					<div className="flex h-9 items-center px-4">
						<Bar className="w-64 max-w-full" />
					</div>
				</Loading>
			)}
			{rows?.length === 0 && <p className="px-4 py-2.5 text-muted">Nothing of this source was replayed yet.</p>}
			{rows && rows.length > 0 && (
				<>
					<ol className="divide-y divide-line">
						{rows.slice(0, AS_MANY).map((row) => (
							<ReplayLine key={row.replayId} row={row} ticket={ticket} ofOne />
						))}
					</ol>
					<p className="border-line border-t px-4 py-2">
						<Link
							href={paths.replays({ source: sourceId, ticket })}
							className="inline-flex min-h-6 items-center rounded-sm text-accent text-sm hover:underline"
						>
							All replays
						</Link>
					</p>
				</>
			)}
		</Card>
	)
}
