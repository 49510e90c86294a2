'use client'
import { useQueryState } from 'nuqs'
import { Card } from '../../components/card.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { useSourceLookup } from '../checks/parts.tsx'
import { useCase } from '../frame/case.ts'
import { CaseTicket } from '../frame/case-ticket.tsx'
import { paths } from '../paths.ts'
import { replayFormParams } from '../search-params.ts'
import { PlanForm } from './plan-form.tsx'

/** The form on the left; on the right what will happen, before anything does. */
export function NewPlanPage() {
	const { ticket } = useCase()
	const [source] = useQueryState('source', replayFormParams.source)
	const lookup = useSourceLookup(source)
	const name = lookup.source?.customer ?? source
	return (
		<>
			<PageHead
				tab={name ? `Plan replay · ${name}` : 'Plan replay'}
				steps={[{ name: 'Replays', href: paths.replays({ source, ticket }) }, { name: 'Plan replay' }]}
				title={lookup.source ? `Plan a replay of ${lookup.source.customer}` : 'Plan a replay'}
			/>
			<div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<PlanForm lookup={lookup} />
				<div className="flex min-w-0 flex-col gap-4">
					<Card title="This case">
						<div className="px-4 py-3">
							<CaseTicket />
						</div>
					</Card>
					<Card title="What happens then">
						<ol className="flex list-decimal flex-col gap-2 py-3 pr-4 pl-8">
							{STEPS.map(({ name: step, about }) => (
								<li key={step}>
									<span className="font-medium">{step}</span> <span className="text-muted">{about}</span>
								</li>
							))}
						</ol>
					</Card>
				</div>
			</div>
		</>
	)
}

const STEPS = [
	{ name: 'The archive is listed', about: 'day by day, with our own reader role. It takes some seconds.' },
	{ name: 'The rights are checked', about: 'in the customer’s account: what a replay on their own cluster needs.' },
	{ name: 'You see the plan', about: 'with every day, the risk of duplicates, and how much of the limit it takes.' },
	{
		name: 'You submit it',
		about:
			'for a ticket. Within the limit of a source for 30 days it begins at once; beyond it another engineer or admin approves it first.',
	},
]
