'use client'
import { useQuery } from '@tanstack/react-query'
import { PageHead } from '../../components/page-head.tsx'
import { Bar, Loading } from '../../components/skeleton.tsx'
import { planQuery } from '../../lib/query/replays.ts'
import { useCase } from '../frame/case.ts'
import { isNothingThere } from '../frame/nothing-there.ts'
import { RefusedNotice } from '../frame/refused-notice.tsx'
import { paths } from '../paths.ts'
import { NothingHere } from './nothing-here.tsx'
import { Plan } from './plan.tsx'

/** One plan, being listed or done. A link shows it to everybody and submits nothing. */
export function PlanPage({ planId }: { planId: string }) {
	const { ticket } = useCase()
	const { data: plan, error, refetch, dataUpdatedAt } = useQuery(planQuery(planId, ticket ?? undefined))
	const missing = isNothingThere(error, 'planId') && !plan
	const refused = error && !missing && (
		<div className="flex flex-col gap-2">
			<RefusedNotice error={error} onRetry={() => void refetch()} dataFrom={dataUpdatedAt} />
			{plan?.status === 'running' && (
				<p className="text-muted text-sm">The planning itself goes on, whether this page can see it or not.</p>
			)}
		</div>
	)
	if (plan) return <Plan plan={plan} refused={refused} />
	return (
		<>
			<PageHead
				tab={missing ? 'No plan with this id' : 'Plan'}
				steps={[{ name: 'Replays', href: paths.replays({ ticket }) }, { name: planId }]}
				title={missing ? 'No plan with this id' : 'Plan of a replay'}
			/>
			{refused}
			{missing && <NothingHere what="plan" ticket={ticket} />}
			{!error && (
				<Loading what="the plan" waitingFor="the gate">
					<Bar className="h-60 w-full" />
				</Loading>
			)}
		</>
	)
}
