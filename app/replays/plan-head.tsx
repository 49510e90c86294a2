'use client'
import Link from 'next/link'
import { useState } from 'react'
import { buttonClass } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Time } from '../../components/time.tsx'
import type { ReplayPlan } from '../../lib/contract/replay-plan.ts'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'
import { verdictOf } from './plan-verdict.ts'
import { VerdictTitle } from './verdict-title.tsx'
import { range } from './words.ts'

/** What may be done with the plan, as a sentence; whose days, and who asked for it. */
export function PlanHead({ plan }: { plan: ReplayPlan }) {
	const { ticket } = useCase()
	const { planId, sourceId, customer, from, to, select, events, requestedBy, requestedAt } = plan
	const { tone, name, sentence, next } = verdictOf(plan)
	// Who saw it being planned keeps the room that the verdict may need.
	const [live] = useState(next === 'wait')
	const link = new URL(paths.replayPlan(planId, { ticket }), location.origin).href
	const form = paths.replayNew({ source: sourceId, from, to, select, events: events.join('\n'), ticket })
	return (
		<PageHead
			tab={`${name} · ${customer}`}
			steps={[{ name: 'Replays', href: paths.replays({ source: sourceId, ticket }) }, { name: `Plan ${planId}` }]}
			title={<VerdictTitle tone={tone} sentence={sentence} roomy={live} />}
			facts={
				<>
					<p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
						<span className="text-ink">{customer}</span>
						<Link
							href={paths.source(sourceId, { ticket })}
							className="inline-flex min-h-6 items-center rounded-sm text-accent hover:underline"
						>
							<code className="wrap-anywhere text-sm">{sourceId}</code>
						</Link>
						<span className="whitespace-nowrap tabular-nums">{range(plan)} UTC</span>
						<span className="flex flex-wrap gap-x-1.5">
							planned by <span className="wrap-anywhere">{requestedBy}</span> <Time iso={requestedAt} />
						</span>
						{plan.ticket && <code className="text-sm">{plan.ticket}</code>}
					</p>
					<div className="mt-1 flex flex-wrap gap-2">
						<CopyButton text={link} what="link" wide />
						<Link href={form} className={buttonClass()}>
							Change and plan again
						</Link>
					</div>
					<p role="status" className="sr-only">
						{sentence}
					</p>
				</>
			}
		/>
	)
}
