'use client'
import type { ReactNode } from 'react'
import { Notice } from '../../components/notice.tsx'
import type { ClusterStatus } from '../../lib/contract/cluster-status.ts'
import { DescriptionCard } from './description-card.tsx'
import { EvidenceCard } from './evidence-card.tsx'
import { InstancesCard, StepsCard } from './panels.tsx'
import { StatusHead } from './status-head.tsx'
import { TagCard } from './tag-card.tsx'
import { TimelineCard } from './timeline-card.tsx'
import { TodoCard } from './todo-card.tsx'

type Props = { status: ClusterStatus; refused: ReactNode; followed: boolean; onFollow: (followed: boolean) => void }

/** What is so on the left, what to do on the right. `refused` is why the next look at it failed, if it did. */
export function Status({ status, refused, followed, onFollow }: Props) {
	const { cluster, instances, steps, fetching, failure, inSettings, evidence } = status
	return (
		<>
			<StatusHead status={status} followed={followed} onFollow={onFollow} />
			<div className="flex flex-col gap-4">
				{refused}
				{failure && (
					<Notice tone="bad" title="The last fetch did not end" fix="Fetch again. What is below is older." urgent>
						{failure}
					</Notice>
				)}
				{fetching && fetching.restarts > 0 && (
					<Notice tone="calm" title="The fetch began anew">
						The worker that ran it was stopped, so another one took over.
					</Notice>
				)}
				{!inSettings && (
					<p className="text-muted text-sm">The settings of this source name another cluster than this one.</p>
				)}
				<div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
					<div className="flex min-w-0 flex-col gap-4 lg:order-2">
						<TodoCard status={status} />
						{cluster && <TagCard cluster={cluster} />}
					</div>
					<div className="flex min-w-0 flex-col gap-4">
						{evidence && <EvidenceCard evidence={evidence} />}
						{cluster && <DescriptionCard cluster={cluster} />}
						{cluster && <TimelineCard timeline={cluster.timeline} />}
						<StepsCard steps={steps} />
						{instances && <InstancesCard instances={instances} />}
					</div>
				</div>
			</div>
		</>
	)
}
