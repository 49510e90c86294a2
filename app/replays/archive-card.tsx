import { Card } from '../../components/card.tsx'
import { Figures } from '../../components/figures.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { size } from '../../components/size.ts'
import type { ReplayPlan } from '../../lib/contract/replay-plan.ts'
import { ArchivePlot } from './archive-plot.tsx'

/** What lies in the archive, day by day, and how much of it would be replayed. Keeps its place while it is being listed. */
export function ArchiveCard({ plan }: { plan: ReplayPlan }) {
	const { status, totals, progress } = plan
	if (status === 'failed') return null
	return (
		<Card title="What would be replayed">
			<div className="flex min-h-76 flex-col gap-4 px-4 py-3">
				{status === 'running' ? (
					<Listing progress={progress} />
				) : (
					<>
						<Figures
							figures={[
								{ value: totals.days.toLocaleString('en'), name: totals.days === 1 ? 'day' : 'days' },
								{ value: totals.partitions.toLocaleString('en'), name: 'hourly partitions' },
								{ value: totals.objects.toLocaleString('en'), name: 'objects' },
								{ value: size(totals.bytes), name: 'compressed' },
							]}
						/>
						<ArchivePlot days={plan.days} />
					</>
				)}
			</div>
		</Card>
	)
}

function Listing({ progress: { done, total } }: Pick<ReplayPlan, 'progress'>) {
	const value = total === 0 ? 'Waiting for a worker to begin' : `${done} of ${total} days listed`
	return (
		<div className="flex flex-col gap-1.5">
			<ProgressBar
				label="Progress of the listing"
				value={value}
				done={done}
				total={total}
				parts={[{ tone: 'calm', count: done }]}
			/>
			<p className="text-muted text-sm tabular-nums">{value}. You may close this page: the planning goes on.</p>
		</div>
	)
}
