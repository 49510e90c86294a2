'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Card } from '../../components/card.tsx'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { Age } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import { checksQuery } from '../../lib/query/checks.ts'
import { clustersQuery } from '../../lib/query/clusters.ts'
import { replaysQuery } from '../../lib/query/replays.ts'
import { useCase } from '../frame/case.ts'
import { activityOf } from './activity.ts'

/** What was lately done with this source: checks, looks at its clusters and replays together, each a link. */
export function ActivityCard({ sourceId }: { sourceId: string }) {
	const { ticket } = useCase()
	const checks = useInfiniteQuery(checksQuery({ sourceId }))
	const clusters = useInfiniteQuery(clustersQuery({ sourceId }))
	const replays = useInfiniteQuery(replaysQuery({ sourceId }))
	const lists = [checks, clusters, replays]
	const refused = lists.some(({ error }) => error)
	const loaded = lists.every(({ data }) => data)
	const deeds = activityOf(
		{
			checks: checks.data?.pages[0]?.items ?? [],
			clusters: clusters.data?.pages[0]?.items ?? [],
			replays: replays.data?.pages[0]?.items ?? [],
		},
		ticket,
	)
	return (
		<Card title="Activity">
			{refused && (
				<p className="px-4 py-2.5 text-muted">Incomplete: the tile above that was refused says why and by whom.</p>
			)}
			{!loaded && !refused && (
				<Loading what="the activity" waitingFor="the gate">
					<div className="flex h-9 items-center px-4">
						<Bar className="w-64 max-w-full" />
					</div>
				</Loading>
			)}
			{loaded && deeds.length === 0 && (
				<p className="px-4 py-2.5 text-muted">Nobody has checked, looked at or replayed anything of it yet.</p>
			)}
			{(loaded || refused) && (
				<ol className="divide-y divide-line">
					{deeds.map(({ key, what, tone, name, sentence, href, person, at }) => (
						<li key={key} className="flex gap-2.5 px-4 py-2">
							<span className="flex h-5 items-center">
								<VerdictMark tone={tone} label={name} />
							</span>
							<div className="min-w-0 flex-1">
								<Link href={href} className="wrap-anywhere rounded-sm hover:underline">
									{sentence}
								</Link>
								<p className="flex flex-wrap gap-x-3 text-muted text-sm">
									<span>{what}</span>
									{person && <span className="wrap-anywhere">{person}</span>}
									<Age iso={at} />
								</p>
							</div>
						</li>
					))}
				</ol>
			)}
		</Card>
	)
}
