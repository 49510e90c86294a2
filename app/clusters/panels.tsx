import clsx from 'clsx'
import { Lock } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { Mono } from '../../components/mono.tsx'
import { Age } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { ClusterStatus, ClusterStep, InstancePanel } from '../../lib/contract/cluster-status.ts'
import { span } from '../frame/span.ts'
import { paths } from '../paths.ts'
import { stepTone } from './words.ts'

type Panel = Pick<InstancePanel, 'granted' | 'needs' | 'note'>

/** Grey, with the permission that is missing, where the customer's policy keeps it shut; else its content. */
function PanelCard({ title, panel, children }: { title: string; panel: Panel; children: ReactNode }) {
	const { granted, needs, note } = panel
	return (
		<Card
			title={title}
			className={clsx(!granted && 'bg-sunken text-muted')}
			aside={!granted && <Badge>Not granted</Badge>}
		>
			{!granted && (
				<p className="flex items-start gap-2 px-4 py-3 text-sm">
					<Lock aria-hidden className="mt-0.75 size-3.5 shrink-0" />
					<span>
						The customer’s policy does not allow <code className="wrap-anywhere">{needs ?? 'this'}</code>. It only fills
						this panel: without it nothing is blocked.
					</span>
				</p>
			)}
			{granted && note && <p className="px-4 py-3 text-muted">{note}</p>}
			{granted && children}
		</Card>
	)
}

export const StepsCard = ({ steps }: { steps: ClusterStatus['steps'] }) => {
	const longest = Math.max(1, ...steps.items.map(lengthOf))
	return (
		<PanelCard title="Steps that Sluice submitted" panel={steps}>
			<ul className="divide-y divide-line">
				{steps.items.map((step) => (
					<StepLine key={step.stepId} step={step} longest={longest} />
				))}
			</ul>
		</PanelCard>
	)
}

const lengthOf = ({ timeline: { startedAt, endedAt } }: ClusterStep) =>
	startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : 0

function StepLine({ step, longest }: { step: ClusterStep; longest: number }) {
	const { stepId, name, state, failure, submittedAt, submittedBy, replayId } = step
	const length = lengthOf(step)
	return (
		<li className="flex gap-2.5 px-4 py-2">
			<span className="flex h-5 items-center">
				<VerdictMark tone={stepTone(state)} />
			</span>
			<div className="flex min-w-0 flex-1 flex-col gap-1">
				<p className="flex flex-wrap items-center gap-x-3">
					<span>{state ?? 'Not asked yet'}</span>
					{name && <span className="wrap-anywhere">{name}</span>}
					<Mono text={stepId} what="step id" />
				</p>
				{length > 0 && (
					<p className="flex items-center gap-2 text-muted text-sm">
						<span aria-hidden="true" className="h-1.5 w-40 max-w-1/2 rounded-sm bg-line">
							<span className="block h-full rounded-sm bg-edge" style={{ width: `${(100 * length) / longest}%` }} />
						</span>
						ran {span(length)}
					</p>
				)}
				{failure && (
					<div className="text-sm">
						<p>
							{failure.meaning} {failure.reason && <code>{failure.reason}</code>}
						</p>
						{failure.nextAction && <p>{failure.nextAction}</p>}
						{failure.message && <Mono text={failure.message} what="failure" />}
						{failure.logFile && <Mono text={failure.logFile} what="log path" />}
					</div>
				)}
				<p className="flex flex-wrap gap-x-3 text-muted text-sm">
					<span className="wrap-anywhere">{submittedBy}</span>
					<Age iso={submittedAt} />
					{replayId && (
						<Link href={paths.replay(replayId)} className="rounded-sm text-accent hover:underline">
							Its replay
						</Link>
					)}
				</p>
			</div>
		</li>
	)
}

export const InstancesCard = ({ instances }: { instances: InstancePanel }) => (
	<PanelCard title="Instances" panel={instances}>
		<ul className="divide-y divide-line">
			{instances.groups.map(({ groupId, name, type, market, instanceType, requested, running, state, message }) => (
				<li key={groupId} className="px-4 py-2">
					<p className="flex flex-wrap gap-x-3">
						<span className="font-medium">{type ?? name ?? groupId}</span>
						<span className="tabular-nums">
							{running ?? '?'} of {requested ?? '?'} running
						</span>
						<span className="text-muted">{[instanceType, market, state].filter(Boolean).join(' · ')}</span>
					</p>
					{message && <p className="wrap-anywhere text-sm">{message}</p>}
				</li>
			))}
		</ul>
	</PanelCard>
)
