'use client'
import { type ReactNode, useState } from 'react'
import type { ReplayPlan } from '../../lib/contract/replay-plan.ts'
import { ArchiveCard } from './archive-card.tsx'
import { DaysCard } from './days-card.tsx'
import { DuplicatesCard } from './duplicates-card.tsx'
import { LimitCard } from './limit-card.tsx'
import { MannerCard } from './manner-card.tsx'
import { PlanHead } from './plan-head.tsx'
import { PlanPartsCard } from './plan-parts-card.tsx'
import { PreflightCard } from './preflight-card.tsx'
import { SubmitCard } from './submit-card.tsx'

/** What is so on the left, what to do on the right. `refused` is why the next look at it failed, if it did. */
export function Plan({ plan, refused }: { plan: ReplayPlan; refused: ReactNode }) {
	const [known, setKnown] = useState<readonly string[]>([])
	const done = plan.status === 'done'
	return (
		<>
			<PlanHead plan={plan} />
			<div className="flex flex-col gap-4">
				{refused}
				<div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
					<div className="flex min-w-0 flex-col gap-4 lg:order-2">
						<SubmitCard plan={plan} known={known} onKnown={setKnown} />
						<PreflightCard preflight={plan.preflight} />
						{done && <LimitCard plan={plan} />}
					</div>
					<div className="flex min-w-0 flex-col gap-4">
						<ArchiveCard plan={plan} />
						{done && (
							<>
								<DuplicatesCard days={plan.days} />
								<DaysCard plan={plan} />
								<PlanPartsCard parts={plan.parts} />
								<MannerCard plan={plan} />
							</>
						)}
					</div>
				</div>
			</div>
		</>
	)
}
