'use client'
import { CopyButton } from '../../components/copy-button.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import { Mono } from '../../components/mono.tsx'
import type { Check, Finding } from '../../lib/contract/check-report.ts'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'
import { Evidence } from './evidence.tsx'
import { findingJson, findingMarkdown } from './report-text.ts'
import { isExtra } from './standing.ts'
import { addresseeName, layerWords, outcomeMeaning, outcomeName } from './words.ts'

type Props = { finding: Finding; check: Check; show: string; onLead: (findingId: string) => void }

/** All there is to know about one finding: what it means, what to do, what it rests on. What the role may not see is absent. */
export function FindingDetail({ finding, check, show, onLead }: Props) {
	const { ticket } = useCase()
	const { findingId, outcome, resource, purpose, breaks, blockedBy, hypotheses, remediation } = finding
	const link = new URL(paths.check(check.checkId, { ticket, show, finding: findingId }), location.origin).href
	const layer = layerWords(finding)
	return (
		<div className="flex flex-col gap-3 px-4 pt-1 pb-4 sm:pl-10.5">
			<p className="max-w-prose font-medium">{finding.headline}</p>
			<dl className="flex flex-col gap-1">
				<DetailRow name="Outcome">
					{outcomeName(outcome)}
					{layer && `, ${layer}`}. <span className="text-muted">{outcomeMeaning(outcome)}</span>
				</DetailRow>
				{blockedBy && (
					<DetailRow name="Builds on">
						<button
							type="button"
							onClick={() => onLead(blockedBy)}
							className="min-h-6 rounded-sm text-accent text-sm hover:underline"
						>
							<code>{blockedBy}</code>
						</button>
					</DetailRow>
				)}
				{breaks && <DetailRow name="What breaks">{breaks}</DetailRow>}
				<DetailRow name="Needed for">
					{purpose}
					{isExtra(finding) && <span className="text-muted"> An extra right: without it nothing is blocked.</span>}
				</DetailRow>
				{resource && (
					<DetailRow name="Resource">
						<Mono text={resource} what="resource" />
					</DetailRow>
				)}
				{remediation && (
					<DetailRow name="Remedy">
						{remediation.sentence}{' '}
						<span className="text-muted">To be done by {addresseeName(remediation.addressee)}.</span>
					</DetailRow>
				)}
				{hypotheses.length > 0 && (
					<DetailRow name="It may also be">
						<ol className="list-decimal pl-4">
							{hypotheses.map((hypothesis) => (
								<li key={hypothesis}>{hypothesis}</li>
							))}
						</ol>
					</DetailRow>
				)}
			</dl>
			<Evidence evidence={finding.evidence} />
			<div className="flex flex-wrap gap-2">
				<CopyButton text={link} what="link" wide />
				<CopyButton text={findingMarkdown(finding, link)} what="Markdown" wide />
				<CopyButton text={findingJson(check, finding, link)} what="JSON" wide />
			</div>
		</div>
	)
}
