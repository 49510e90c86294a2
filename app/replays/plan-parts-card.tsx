import { Card } from '../../components/card.tsx'
import { ScrollArea } from '../../components/scroll-area.tsx'
import { counted, size } from '../../components/size.ts'
import { Cell, HeadCell, Table } from '../../components/table.tsx'
import type { PlanPart } from '../../lib/contract/replay-plan.ts'
import { range } from './words.ts'

/** What one step of the cluster each would replay. */
export function PlanPartsCard({ parts }: { parts: PlanPart[] }) {
	if (parts.length === 0) return null
	return (
		<Card
			title={parts.length === 1 ? 'One step of the cluster' : `${counted(parts.length, 'step')} of the cluster`}
			aside={<span className="text-muted text-sm">One at a time, so that syncs come in between</span>}
		>
			<ScrollArea label="Parts of the plan, in full">
				<Table
					caption="Parts of the plan"
					head={
						<tr>
							<HeadCell>Part</HeadCell>
							<HeadCell>Days (UTC)</HeadCell>
							<HeadCell className="hidden text-right sm:table-cell">Objects</HeadCell>
							<HeadCell className="text-right">Size</HeadCell>
						</tr>
					}
				>
					<tbody className="divide-y divide-line">
						{parts.map((part) => (
							<tr key={part.position}>
								<Cell className="tabular-nums">{part.position}</Cell>
								<Cell className="tabular-nums">
									<span className="whitespace-nowrap">{range(part)}</span>{' '}
									<span className="whitespace-nowrap text-muted text-sm">{counted(part.days, 'day')}</span>
								</Cell>
								<Cell className="hidden text-right tabular-nums sm:table-cell">
									{part.objects.toLocaleString('en')}
								</Cell>
								<Cell className="whitespace-nowrap text-right tabular-nums">{size(part.bytes)}</Cell>
							</tr>
						))}
					</tbody>
				</Table>
			</ScrollArea>
		</Card>
	)
}
