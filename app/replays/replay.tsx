'use client'
import type { ReactNode } from 'react'
import type { Replay as Record } from '../../lib/contract/replay-record.ts'
import { useMe } from '../frame/me.ts'
import { ApprovalCard } from './approval-card.tsx'
import { HistoryCard } from './history-card.tsx'
import { NextCard } from './next-card.tsx'
import { PartsCard } from './parts-card.tsx'
import { PreflightCard } from './preflight-card.tsx'
import { ReplayHead } from './replay-head.tsx'
import { ReplayProgress } from './replay-progress.tsx'
import { SettleCard } from './settle-card.tsx'
import { WhatCard } from './what-card.tsx'

/** What is so on the left, what to do on the right. `refused` is why the next look at it failed, if it did. */
export function Replay({ replay, refused }: { replay: Record; refused: ReactNode }) {
	const me = useMe()
	const { preflight, acknowledged, parts, status, requestedBy } = replay
	const mayDecide = me?.operations.includes('replays.approve') && me.person !== requestedBy
	const unsure = parts.find(({ state }) => state === 'confirming' || state === 'undecided')
	return (
		<>
			<ReplayHead replay={replay} />
			<div className="flex flex-col gap-4">
				{refused}
				<ReplayProgress replay={replay} />
				<div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
					<div className="flex min-w-0 flex-col gap-4 lg:order-2">
						{status === 'awaiting-approval' && mayDecide ? (
							<ApprovalCard replay={replay} />
						) : (
							<NextCard replay={replay} me={me} />
						)}
						{unsure && (
							<SettleCard key={`${unsure.position} ${unsure.submissions}`} replay={replay} part={unsure} me={me} />
						)}
						<WhatCard replay={replay} />
						<PreflightCard preflight={preflight} acknowledged={acknowledged} />
					</div>
					<div className="flex min-w-0 flex-col gap-4">
						<PartsCard replay={replay} />
						<HistoryCard history={replay.history} />
					</div>
				</div>
			</div>
		</>
	)
}
