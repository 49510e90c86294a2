'use client'
import type { ReactNode } from 'react'
import { Bar } from '../../components/skeleton.tsx'
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
	const { preflight, acknowledged, parts, history, status, requestedBy } = replay
	// Beside a long list what happened would be out of sight below it.
	const long = parts.length > 8
	const mayDecide = me?.operations.includes('replays.approve') && me.person !== requestedBy
	const deciding = status === 'awaiting-approval' && mayDecide
	// Until it is known who looks, neither answer may flash.
	const unknown = status === 'awaiting-approval' && me === null
	const unsure = parts.find(({ state }) => state === 'confirming' || state === 'undecided')
	// Whoever decides on a step reads it in the card that decides.
	const settles = status === 'undecided' && unsure !== undefined && me?.operations.includes('replays.settle')
	return (
		<>
			<ReplayHead replay={replay} />
			<div className="flex flex-col gap-4">
				{refused}
				<ReplayProgress replay={replay} />
				<div className={COLUMNS}>
					<div className="flex min-w-0 flex-col gap-4 lg:col-start-2 lg:row-start-1">
						{deciding && <ApprovalCard replay={replay} />}
						{unknown && <Bar className="h-24 w-full" />}
						{!deciding && !unknown && !settles && <NextCard replay={replay} me={me} />}
						{unsure && (
							<SettleCard key={`${unsure.position} ${unsure.submissions}`} replay={replay} part={unsure} me={me} />
						)}
					</div>
					<div className="flex min-w-0 flex-col gap-4 lg:col-start-1 lg:row-span-2 lg:row-start-1">
						<PartsCard replay={replay} />
						{!long && <HistoryCard history={history} />}
					</div>
					<div className="flex min-w-0 flex-col gap-4 lg:col-start-2 lg:row-start-2">
						{!deciding && <WhatCard replay={replay} />}
						<PreflightCard preflight={preflight} known={{ by: requestedBy, findingIds: acknowledged }} />
						{long && <HistoryCard history={history} />}
					</div>
				</div>
			</div>
		</>
	)
}

/** In a narrow window the parts come right after what is to be done; in a wide one they stand beside everything else. */
const COLUMNS =
	'grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] lg:grid-rows-[auto_1fr]'
