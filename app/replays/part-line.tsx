'use client'
import Link from 'next/link'
import { useNow } from '../../components/clock.tsx'
import { Mono } from '../../components/mono.tsx'
import { counted } from '../../components/size.ts'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { Replay, ReplayPart } from '../../lib/contract/replay-record.ts'
import { useCase } from '../frame/case.ts'
import { span } from '../frame/span.ts'
import { paths } from '../paths.ts'
import { PartFailure } from './part-failure.tsx'
import { PartUnsure } from './part-unsure.tsx'
import { amount, partStateOf, range } from './words.ts'

type Props = { part: ReplayPart; replay: Replay }

/** Stands out among those that wait and those that are over. */
const AT_WORK: ReadonlySet<string> = new Set(['submitting', 'confirming', 'undecided', 'submitted'])

/** One part: its days, its step and what became of it. Two lines from the start, so that the list stands still. */
export function PartLine({ part, replay }: Props) {
	const { ticket } = useCase()
	const { position, state, stepId, stepState, rows, submissions, failure } = part
	const { tone, name } = partStateOf(state)
	return (
		<li className="flex gap-2.5 px-4 py-1.5">
			<span className="flex h-5 items-center">
				<VerdictMark tone={tone} />
			</span>
			<div className="min-w-0 flex-1">
				<p className="flex flex-wrap justify-between gap-x-4">
					<span className="flex flex-wrap gap-x-3 tabular-nums">
						<span className="font-medium">Part {position}</span>
						<span className="whitespace-nowrap">{range(part)}</span>
					</span>
					<span className={AT_WORK.has(state) ? 'font-medium' : 'text-muted'}>
						{name}
						{state === 'submitted' && `: ${stepState ?? 'not looked at yet'}`}
					</span>
				</p>
				<p className="flex min-h-6 flex-wrap items-center gap-x-3 text-muted text-sm tabular-nums">
					<span>{amount(part)}</span>
					{stepId && (
						<Mono text={stepId} what="step id">
							<Link
								href={paths.cluster(replay.clusterId, { source: replay.sourceId, ticket })}
								className="rounded-sm text-accent hover:underline"
							>
								{stepId}
							</Link>
						</Mono>
					)}
					<Ran part={part} />
					{rows !== null && <span>{counted(rows, 'row')} loaded</span>}
					{submissions > 1 && <span>sent {submissions} times</span>}
				</p>
				<PartUnsure part={part} replay={replay} />
				{failure && <PartFailure failure={failure} />}
			</div>
		</li>
	)
}

function Ran({ part: { startedAt, endedAt, state } }: { part: ReplayPart }) {
	const now = useNow()
	if (!startedAt) return null
	if (endedAt) return <span>ran {span(Date.parse(endedAt) - Date.parse(startedAt))}</span>
	return state === 'submitted' && <span>running for {span(now - Date.parse(startedAt))}</span>
}
