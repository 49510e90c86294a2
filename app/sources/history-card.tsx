'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { Time } from '../../components/time.tsx'
import type { Role } from '../../lib/contract/role.ts'
import { sourceVersionsQuery } from '../../lib/query/sources.ts'
import { notShownTo } from '../frame/not-shown-to.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { ChangeList } from './change-list.tsx'
import { settingName } from './setting.ts'

/** How the settings came to be what they are: who, when, for which ticket, and each value before and after. */
export function HistoryCard({ sourceId, role }: { sourceId: string; role: Role | null }) {
	const history = useInfiniteQuery(sourceVersionsQuery(sourceId))
	const versions = history.data?.pages.flatMap((page) => page.items) ?? []
	return (
		<Card title="History of changes">
			{history.error && (
				<div className="p-4">
					<RefusedNotice
						error={history.error}
						onRetry={() => void history.refetch()}
						dataFrom={history.dataUpdatedAt}
					/>
				</div>
			)}
			{history.isPending && (
				<Loading what="the history" waitingFor="the gate">
					<div className="flex h-16 items-center px-4">
						<Bar className="w-64" />
					</div>
				</Loading>
			)}
			<ol className="divide-y divide-line">
				{versions.map(({ version, updatedAt, updatedBy, reason, changes }) => (
					<li key={version} className="px-4 py-2.5">
						<p className="flex flex-wrap items-baseline gap-x-3">
							<span className="font-medium">Version {version}</span>
							<Time iso={updatedAt} />
							<span className="wrap-anywhere text-muted text-sm">
								{updatedBy}
								{reason && `, for ${reason}`}
							</span>
						</p>
						<details className="group">
							<summary className="flex min-h-6 list-none items-center gap-1 rounded-sm text-muted text-sm hover:text-ink">
								<ChevronRight aria-hidden className="size-3.5 shrink-0 group-open:rotate-90" />
								{version === 1 ? 'Registered' : `Changed: ${changes.map(({ field }) => settingName(field)).join(', ')}`}
							</summary>
							<div className="py-2 pl-4.5">
								<ChangeList changes={changes} kept={notShownTo(role)} />
							</div>
						</details>
					</li>
				))}
			</ol>
			{history.hasNextPage && (
				<div className="border-line border-t px-4 py-2.5">
					<Button size="small" onClick={() => void history.fetchNextPage()} disabled={history.isFetchingNextPage}>
						Load more
					</Button>
				</div>
			)}
		</Card>
	)
}
