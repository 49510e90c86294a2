import { Card } from '../../components/card.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import type { Replay } from '../../lib/contract/replay-record.ts'
import { hasEnded } from '../../lib/query/replays.ts'
import { PlanLink } from './plan-link.tsx'
import { WhatRows } from './what-rows.tsx'
import { recoveryName } from './words.ts'

/** What was submitted, and what makes sure that it happens once. */
export function WhatCard({ replay }: { replay: Replay }) {
	const { planId, recovery, recoveryMeaning, approval } = replay
	return (
		<Card title="What is replayed" aside={<PlanLink planId={planId} />}>
			<dl className="flex flex-col gap-1 px-4 py-2.5">
				<WhatRows replay={replay} />
				<DetailRow name="Approval">{approvalWords(approval)}</DetailRow>
				{!hasEnded(replay) && (
					<DetailRow name="A lost answer">
						{recoveryName(recovery)}. {recoveryMeaning}
					</DetailRow>
				)}
			</dl>
		</Card>
	)
}

function approvalWords({ needed, because, decision, by, reason }: Replay['approval']): string {
	if (decision !== null) {
		return [`${decision === 'approved' ? 'Approved' : 'Refused'} by ${by ?? 'somebody'}.`, reason]
			.filter(Boolean)
			.join(' ')
	}
	if (!needed) return 'Not needed: within the limit.'
	return ['Needed, and not given yet.', because].filter(Boolean).join(' ')
}
