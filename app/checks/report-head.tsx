'use client'
import clsx from 'clsx'
import Link from 'next/link'
import { useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Time } from '../../components/time.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { Check } from '../../lib/contract/check-report.ts'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'
import { reportJson, reportMarkdown } from './report-text.ts'
import { RunAgain } from './run-again.tsx'
import { verdictOf } from './standing.ts'
import { useShow } from './use-show.ts'
import { profileName } from './words.ts'

/** The verdict as a sentence, on what it was reached, and the report to take along. */
export function ReportHead({ check }: { check: Check }) {
	const { ticket } = useCase()
	const [show] = useShow()
	const { checkId, sourceId, customer, profile, status, progress, headline } = check
	const { tone, name } = verdictOf(check)
	const link = new URL(paths.check(checkId, { ticket, show }), location.origin).href
	const running = status === 'running'
	// Who saw it run keeps the room that the verdict may need, so that its coming moves nothing.
	const [live] = useState(running)
	return (
		<PageHead
			tab={running ? `${progress.done}/${progress.total} · ${customer}` : `${name} · ${customer}`}
			steps={[{ name: 'Checks', href: paths.checks({ source: sourceId, ticket }) }, { name: checkId }]}
			title={
				<span className={clsx('flex gap-2.5', live && 'min-h-14')}>
					<span className="flex h-7 items-center">
						<VerdictMark tone={tone} large />
					</span>
					<span className="min-w-0">
						{running ? `Checking the permissions of ${customer}` : (headline ?? 'The check ended without a verdict')}
					</span>
				</span>
			}
			facts={
				<>
					<Facts check={check} ticket={ticket} profile={profileName(profile)} />
					<div className="mt-1 flex flex-wrap gap-2">
						<CopyButton text={link} what="link" wide />
						{!running && (
							<>
								<CopyButton text={reportMarkdown(check, link)} what="Markdown" wide />
								<CopyButton text={reportJson(check, link)} what="JSON" wide />
								<RunAgain check={check} />
							</>
						)}
					</div>
				</>
			}
		/>
	)
}

function Facts({ check, ticket, profile }: { check: Check; ticket: string | null; profile: string }) {
	const { customer, sourceId, saved, requestedBy, requestedAt, finishedAt } = check
	return (
		<p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
			<span className="text-ink">{customer}</span>
			<Link
				href={paths.source(sourceId, { ticket })}
				className="inline-flex min-h-6 items-center rounded-sm text-accent hover:underline"
			>
				<code className="wrap-anywhere text-sm">{sourceId}</code>
			</Link>
			<span>{profile}</span>
			{!saved && <Badge>Settings not saved</Badge>}
			<Time iso={finishedAt ?? requestedAt} />
			<span className="wrap-anywhere">{requestedBy}</span>
			{check.ticket && <code className="text-sm">{check.ticket}</code>}
		</p>
	)
}
