'use client'
import { useState } from 'react'
import { useNow } from '../../components/clock.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import type { Check } from '../../lib/contract/check-report.ts'
import { countsOf } from './shown-findings.ts'
import { tonesOf } from './standing.ts'

const PATIENCE_MS = 10_000
const NOTHING = 'Nothing was answered'

/** How far the check is and how it goes; once it is done the bar is its summary. It never changes its height. */
export function RunState({ check }: { check: Check }) {
	const { progress, findings, status, requestedAt, finishedAt } = check
	const running = status === 'running'
	const total = running ? progress.total : Math.max(progress.done, findings.length)
	const counts = countsOf(findings)
	// What was not asked was not answered either, so once it has ended the counts speak for themselves.
	const value = running ? `${progress.done} of ${progress.total} answered` : counts.join(', ') || NOTHING
	return (
		<div className="flex flex-col gap-1.5">
			<ProgressBar
				label="Progress of the check"
				value={value}
				done={progress.done}
				total={total}
				parts={tonesOf(findings)}
			/>
			<div className="flex min-h-5 flex-wrap justify-between gap-x-4 text-muted text-sm tabular-nums">
				<p>{(running ? [value, ...counts] : counts).join(' · ') || NOTHING}</p>
				{running ? <Awaited check={check} /> : finishedAt && <p>{took(requestedAt, finishedAt)}</p>}
			</div>
			<p role="status" className="sr-only">
				{running ? 'The check is running' : (check.headline ?? 'The check ended without a verdict')}
			</p>
		</div>
	)
}

const took = (from: string, to: string) => `took ${((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1)} s`

/** After ten seconds without an answer: what is awaited, and that nobody has to wait for it. */
function Awaited({ check: { progress, startedAt } }: { check: Check }) {
	const quiet = useUnchangedFor(progress.done)
	if (quiet < PATIENCE_MS) return null
	const left = progress.total - progress.done
	const awaited = !startedAt
		? 'Waiting for a worker to begin.'
		: progress.done === 0
			? 'Waiting for the customer’s account to answer our first call.'
			: `Waiting for ${left} more ${left === 1 ? 'answer' : 'answers'} of the customer’s account.`
	return <p role="status">{awaited} You may close this page: the check goes on.</p>
}

/** Milliseconds for which `value` has been the same on this page. */
function useUnchangedFor(value: number): number {
	const now = useNow(1000)
	const [since, setSince] = useState({ value, at: now })
	if (since.value !== value) setSince({ value, at: now })
	return now - since.at
}
