import { Card } from '../../components/card.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import { Mono } from '../../components/mono.tsx'
import type { ClusterStatus } from '../../lib/contract/cluster-status.ts'

/** The answer that the verdict rests on, in the words of AWS. What the role may not see is absent. */
export function EvidenceCard({ evidence }: { evidence: NonNullable<ClusterStatus['evidence']> }) {
	const { action, code, message, awsRequestId } = evidence
	return (
		<Card title="What AWS said">
			<dl className="flex flex-col gap-1 px-4 py-2.5">
				<DetailRow name="Asked for">
					<code className="text-sm">{action}</code>
				</DetailRow>
				{code && (
					<DetailRow name="Answer">
						<code className="text-sm">{code}</code>
					</DetailRow>
				)}
				{message && (
					<DetailRow name="Text">
						<Mono text={message} what="error" />
					</DetailRow>
				)}
				{awsRequestId && (
					<DetailRow name="AWS request id">
						<Mono text={awsRequestId} what="AWS request id" />
					</DetailRow>
				)}
			</dl>
		</Card>
	)
}
