'use client'
import clsx from 'clsx'
import { ChevronRight } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { Check, Finding } from '../../lib/contract/check-report.ts'
import { FindingDetail } from './finding-detail.tsx'
import { isExtra, needsAttention, toneOf } from './standing.ts'
import type { OpenFinding } from './use-open-finding.ts'
import { confidenceName, layerWords, outcomeName } from './words.ts'

type Props = { finding: Finding; check: Check; opened: OpenFinding; show: string }

/** One right in one line; pressed, all there is to know about it. */
export function FindingRow({ finding, check, opened, show }: Props) {
	const { findingId, action, resource, outcome, purpose } = finding
	const twin = check.findings.some((other) => other.action === action && other.findingId !== findingId)
	const open = opened.open === findingId
	const led = open && opened.led
	const button = useRef<HTMLButtonElement>(null)
	useEffect(() => {
		if (!led) return
		button.current?.focus({ preventScroll: true })
		button.current?.scrollIntoView?.({ block: 'start' })
	}, [led])
	const id = `finding-${findingId}`
	return (
		<li
			data-row
			className={clsx(open && 'bg-accent-soft/40')}
			onKeyDown={(event) => {
				if (event.key !== 'Escape' || !open) return
				button.current?.focus()
				opened.toggle(findingId)
			}}
		>
			<button
				ref={button}
				type="button"
				aria-expanded={open}
				aria-controls={id}
				onClick={() => opened.toggle(findingId)}
				className="flex min-h-9 w-full scroll-mt-4 items-center gap-2.5 px-4 py-1.5 text-left transition-colors hover:bg-hover focus-visible:-outline-offset-2"
			>
				<VerdictMark tone={toneOf(finding)} label={outcomeName(outcome)} />
				<span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
					<code className="wrap-anywhere text-sm">{action}</code>
					{twin && <span className="text-sm">{purpose}</span>}
					{resource && !twin && (
						<code title={resource} className="min-w-0 max-w-full flex-1 basis-24 truncate text-muted text-sm">
							{resourceOf(resource)}
						</code>
					)}
					<span className="text-muted text-sm">{wordsOf(finding)}</span>
				</span>
				<ChevronRight aria-hidden className={clsx('size-4 shrink-0 text-muted', open && 'rotate-90')} />
			</button>
			<div id={id} hidden={!open}>
				{open && <FindingDetail finding={finding} check={check} show={show} onLead={opened.leadTo} />}
			</div>
		</li>
	)
}

/** The layer where one refused, else the outcome; how sure that is; and that an extra right blocks nothing. */
function wordsOf(finding: Finding): string {
	const { outcome, confidence } = finding
	const said = layerWords(finding) || outcomeName(outcome).toLowerCase()
	const sure = confidence === 'certain' && !needsAttention(finding) ? null : confidenceName(confidence)
	return [said, sure, isExtra(finding) ? 'extra' : null].filter(Boolean).join(' · ')
}

/** An ARN without partition, service, region and account, which are the same in every row (AWS IAM guide, ARN format). */
const resourceOf = (arn: string) => /^arn:(?:[^:]*:){4}(.+)$/.exec(arn)?.[1] ?? arn
