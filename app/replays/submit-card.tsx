'use client'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonClass } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import type { ReplayPlan } from '../../lib/contract/replay-plan.ts'
import { useCase } from '../frame/case.ts'
import { useMe } from '../frame/me.ts'
import { notDoneBy } from '../frame/not-shown-to.ts'
import { paths } from '../paths.ts'
import { Knowledge } from './knowledge.tsx'
import { verdictOf } from './plan-verdict.ts'

const SubmitDialog = dynamic(() => import('./submit-dialog.tsx'), { ssr: false })

type Props = {
	plan: ReplayPlan
	/** Findings that the reader said to know of. */
	known: readonly string[]
	onKnown: (known: readonly string[]) => void
}

/** What to do with the plan: wait, plan anew, submit it, or go on to its replay. */
export function SubmitCard({ plan, known, onKnown }: Props) {
	const { ticket } = useCase()
	const me = useMe()
	const [asking, setAsking] = useState(false)
	const { preflight, submittable, limit, replayId, sourceId, from, to, select, events } = plan
	const { next } = verdictOf(plan)
	const maySubmit = me?.operations.includes('replays.submit') ?? false
	const open = preflight.notProvable.filter(({ findingId }) => !known.includes(findingId))
	return (
		<Card title="What to do">
			<div className="flex flex-col items-start gap-3 px-4 py-3">
				{next === 'wait' && (
					<p>
						Wait until the archive is listed and the rights are checked: some seconds. You may close this page, the
						planning goes on.
					</p>
				)}
				{next === 'open-replay' && replayId !== null && (
					<Link href={paths.replay(replayId, { ticket })} className={buttonClass('primary')}>
						Open the replay
					</Link>
				)}
				{next === 'plan-again' && (
					<>
						<p>{submittable.fix ?? 'Plan it again once the cause is gone.'}</p>
						{preflight.verdict === 'blocked' && (
							<Link href={paths.check(preflight.checkId, { ticket })} className={buttonClass('primary')}>
								Open the check
							</Link>
						)}
						<Link
							href={paths.replayNew({ source: sourceId, from, to, select, events: events.join('\n'), ticket })}
							className={buttonClass()}
						>
							Plan again
						</Link>
					</>
				)}
				{next === 'submit' && me && !maySubmit && (
					<p>{notDoneBy(me.role, 'open every plan', 'submit one, since that touches the customer’s account')}</p>
				)}
				{next === 'submit' && maySubmit && (
					<>
						{preflight.notProvable.length > 0 && <Knowledge preflight={preflight} known={known} onKnown={onKnown} />}
						<p className="text-muted">
							{limit.needsApproval
								? 'Once submitted it waits for another engineer or admin. Nothing begins before they approve.'
								: 'It is within the limit, so it begins once it is submitted.'}
						</p>
						<Button kind="primary" disabled={open.length > 0} onClick={() => setAsking(true)}>
							{limit.needsApproval ? 'Submit for approval' : 'Submit replay'}
						</Button>
						{open.length > 0 && <p className="text-muted text-sm">First tick what cannot be proven.</p>}
						{asking && <SubmitDialog plan={plan} acknowledged={known} onClose={() => setAsking(false)} />}
					</>
				)}
			</div>
		</Card>
	)
}
