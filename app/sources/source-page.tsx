'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Mono } from '../../components/mono.tsx'
import { PageHead } from '../../components/page-head.tsx'
import type { Source } from '../../lib/contract/sources.ts'
import { sourceQuery } from '../../lib/query/sources.ts'
import { AccessPathCard, PermissionsCard } from '../checks/parts.tsx'
import { ClusterCard } from '../clusters/parts.tsx'
import { useCase } from '../frame/case.ts'
import { useMe } from '../frame/me.ts'
import { isNothingThere } from '../frame/nothing-there.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { ReplaysCard } from '../replays/parts.tsx'
import { ActivityCard } from './activity-card.tsx'
import { CaseCard } from './case-card.tsx'
import { HistoryCard } from './history-card.tsx'
import { NoSuchSource } from './no-sources.tsx'
import { SettingsCard } from './settings-card.tsx'
import { SourceLoading } from './source-loading.tsx'

/** The page a ticket starts from: what is so on the left, what to do on the right. */
export function SourcePage({ sourceId }: { sourceId: string }) {
	const { ticket } = useCase()
	const { data: source, error, refetch, dataUpdatedAt } = useQuery(sourceQuery(sourceId, ticket ?? undefined))
	const role = useMe()?.role ?? null
	const missing = isNothingThere(error, 'sourceId')
	return (
		<>
			<PageHead
				tab={source ? `${source.customer} · ${sourceId}` : missing ? 'No source with this id' : sourceId}
				steps={[{ name: 'Sources', href: paths.sources({ ticket }) }, { name: sourceId }]}
				title={source?.customer ?? sourceId}
				facts={source && <Facts source={source} />}
			/>
			{error && !missing && (
				<div className="pb-4">
					<RefusedNotice error={error} onRetry={() => void refetch()} dataFrom={dataUpdatedAt} />
				</div>
			)}
			{missing ? (
				<div className="rounded border border-line bg-surface">
					<NoSuchSource ticket={ticket} />
				</div>
			) : source ? (
				<Columns aside={<CaseCard sourceId={sourceId} />}>
					<PermissionsCard sourceId={sourceId} />
					<AccessPathCard sourceId={sourceId} version={source.version} />
					<ClusterCard sourceId={sourceId} clusterId={source.clusterId} />
					<ReplaysCard sourceId={sourceId} />
					<ActivityCard sourceId={sourceId} />
					<SettingsCard source={source} role={role} />
					<HistoryCard sourceId={sourceId} role={role} />
				</Columns>
			) : (
				!error && <SourceLoading />
			)}
		</>
	)
}

const Facts = ({ source }: { source: Source }) => (
	<p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
		<Mono text={source.sourceId} what="source id" />
		<span className="flex items-center gap-1.5">
			in <code className="text-sm">{source.region}</code>
		</span>
	</p>
)

const Columns = ({ children, aside }: { children: ReactNode; aside: ReactNode }) => (
	<div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
		<div className="flex min-w-0 flex-col gap-4">{children}</div>
		{aside}
	</div>
)
