import { CodeBlock } from '../../components/code-block.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import { Mono } from '../../components/mono.tsx'
import { Time } from '../../components/time.tsx'
import type { Finding } from '../../lib/contract/check-report.ts'
import { soundnessName } from './words.ts'

/** What a finding rests on: the call, the answer in AWS's own words, and why that proves anything. */
export function Evidence({ evidence }: { evidence: Finding['evidence'] }) {
	const { call, input, httpStatus, code, awsRequestId, message, policyArn, soundness, calibratedAt, at, durationMs } =
		evidence
	const answer = [httpStatus, code].filter((part) => part !== null).join(' ')
	if (!call) return <p className="text-muted text-sm">No call was made, so there is no evidence to show.</p>
	return (
		<section aria-label="Evidence" className="flex flex-col gap-2 rounded-md border border-line bg-surface px-3 py-2.5">
			<h4 className="font-medium text-sm">Evidence</h4>
			<dl className="flex flex-col gap-1">
				<DetailRow name="Call">
					<code className="text-sm">{call}</code> <span className="text-muted text-sm">{durationMs} ms</span>
				</DetailRow>
				{answer && (
					<DetailRow name="Answer">
						<code className="text-sm">{answer}</code>
					</DetailRow>
				)}
				{awsRequestId && (
					<DetailRow name="AWS request id">
						<Mono text={awsRequestId} what="AWS request id" />
					</DetailRow>
				)}
				{policyArn && (
					<DetailRow name="Policy">
						<Mono text={policyArn} what="policy ARN" />
					</DetailRow>
				)}
				{at && (
					<DetailRow name="Time">
						<Time iso={at} />
					</DetailRow>
				)}
				<DetailRow name="Soundness">
					{soundnessName(soundness)}{' '}
					{calibratedAt && (
						<span className="text-muted text-sm">
							Shown <Time iso={calibratedAt} />
						</span>
					)}
				</DetailRow>
			</dl>
			{message && <CodeBlock text={message} what="AWS’s own words" kind="words" />}
			{input && (
				<details>
					<summary className="min-h-6 rounded-sm text-muted text-sm hover:text-ink">Input of the call</summary>
					<CodeBlock text={JSON.stringify(input, null, 2)} what="input of the call" />
				</details>
			)}
		</section>
	)
}
