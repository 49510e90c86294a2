import { Card } from '../../components/card.tsx'
import type { Replay } from '../../lib/contract/replay-record.ts'
import { PartLine } from './part-line.tsx'

/** The steps of the replay in their order, one at a time on the cluster. */
export function PartsCard({ replay }: { replay: Replay }) {
	return (
		<Card title="Parts" aside={<span className="text-muted text-sm">One at a time, each a step of the cluster</span>}>
			<ol className="divide-y divide-line">
				{replay.parts.map((part) => (
					<PartLine key={part.position} part={part} replay={replay} />
				))}
			</ol>
		</Card>
	)
}
