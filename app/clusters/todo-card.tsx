'use client'
import Link from 'next/link'
import { Card } from '../../components/card.tsx'
import { DetailRow } from '../../components/detail-row.tsx'
import type { ClusterStatus } from '../../lib/contract/cluster-status.ts'
import { addresseeName, confidenceName } from '../checks/parts.tsx'
import { useCase } from '../frame/case.ts'
import { paths } from '../paths.ts'

/** What to do next and who does it, how sure that is, and what else it may be. */
export function TodoCard({ status }: { status: ClusterStatus }) {
	const { ticket } = useCase()
	const { nextAction, addressee, hypotheses = [], confidence, sourceId } = status
	return (
		<Card title="What to do">
			<dl className="flex flex-col gap-1 px-4 py-2.5">
				<DetailRow name="Next">{nextAction ?? nothingToDo(status)}</DetailRow>
				{addressee && <DetailRow name="To be done by">{addresseeName(addressee)}</DetailRow>}
				{confidence && <DetailRow name="How sure">{confidenceName(confidence)}</DetailRow>}
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
			<p className="border-line border-t px-4 py-2 text-sm">
				<Link
					href={paths.checks({ source: sourceId, ticket })}
					className="inline-flex min-h-6 items-center rounded-sm text-accent hover:underline"
				>
					Permission checks of this source
				</Link>
			</p>
		</Card>
	)
}

function nothingToDo({ verdict, nextAction, fetching }: ClusterStatus): string {
	if (nextAction === undefined) return 'Not shown to auditors. Whoever works on cases can see it.'
	if (fetching && verdict === null) return 'Wait for the account to answer. You may close this page.'
	if (verdict === null) return 'Fetch the status, or ask support, engineers or admins to.'
	return verdict === 'ok' ? 'Nothing has to change.' : 'Nothing that was learned tells what to do.'
}
